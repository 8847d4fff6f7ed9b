import t from 'tap'
import { casesOf } from '../fixtures/small-suite.js'
import {
  type Identity,
  type Implementation,
  ImplementationError,
  type Transcript,
} from './implementation.js'
import { type PlayEvents, play } from './play.js'
import type { Predictor } from './predict.js'
import type { Result } from './result.js'
import type { Case } from './suite/suite.js'

const cases = casesOf({ a: 'getuid() = 0', b: 'getuid() = 0' }, { keys: 'level shall' })

const identity: Identity = {
  name: 'stand-in',
  kind: 'host',
  system: 'Linux',
  release: '',
  machine: '',
  libc: '',
  compiler: '',
  probe: '',
  settings: { user: 'root' },
}

function transcript(of: Case, text: string): Transcript {
  return {
    case: of.id,
    digest: of.digest,
    lines: [{ step: 0, kind: 'step', who: '', seen: { kind: 'value', text } }],
  }
}

/** A stand-in implementation that gives these transcripts, then fails if it is to. */
function standIn(given: readonly Transcript[], error?: ImplementationError): Implementation {
  return {
    name: 'stand-in',
    open: async () => identity,
    play: async (_cases, _options, give) => {
      for (const one of given) give(one)
      if (error) throw error
      return { left: ['a pair'] }
    },
    close: async () => {},
  }
}

async function playAll(
  implementation: Implementation,
  predictor?: Predictor,
  signal = new AbortController().signal,
  { of = cases, allow = [] }: { of?: readonly Case[]; allow?: readonly string[] } = {},
) {
  const results: Result[] = []
  const seen: string[] = []
  const events: PlayEvents = {
    identity: ({ name }) => seen.push(name),
    result: (_, result) => results.push(result),
    trouble: ({ how }) => seen.push(how),
    finished: left => seen.push(...left),
  }
  const options = {
    jobs: 1,
    timeoutFactor: 1,
    strict: false,
    predictorFor: () => predictor,
    signal,
    allow,
  }
  await play(of, implementation, options, events)
  return { results, seen }
}

const [a, b] = cases
if (!a || !b) throw new Error('two cases')

t.test('stand-in implementation: every case gets its result', async t => {
  const { results, seen } = await playAll(standIn([transcript(a, '0'), transcript(b, '5')]))
  t.match(results, [
    { case: 'x/a', verdict: 'pass' },
    { case: 'x/b', verdict: 'fail' },
  ])
  t.same(seen, ['stand-in', 'a pair'])
})

t.test(
  'stand-in implementation: what was played before the connection was lost is kept',
  async t => {
    const lost = new ImplementationError({ class: 'network', reason: 'lost' }, 'broken')
    const { results, seen } = await playAll(standIn([transcript(a, '0')], lost))
    t.match(results, [
      { case: 'x/a', verdict: 'pass' },
      { case: 'x/b', verdict: 'unresolved', class: 'network', reason: 'lost' },
    ])
    t.same(seen, ['stand-in', 'broken'])
  },
)

t.test('stand-in implementation: evidence for another text, or twice, is not taken', async t => {
  const other = { ...transcript(a, '5'), digest: 'other' }
  const unknown = { ...transcript(a, '5'), case: 'x/z' }
  const { results } = await playAll(
    standIn([other, unknown, transcript(a, '0'), transcript(a, '5'), transcript(b, '0')]),
  )
  t.match(results, [{ verdict: 'pass' }, { verdict: 'pass' }])
  t.equal(results.length, 2)
})

t.test('stand-in implementation: a run that is stopped while it connects ends', async t => {
  const stop = new AbortController()
  const silent = { ...standIn([]), open: () => new Promise<never>(() => stop.abort()) }
  const { results, seen } = await playAll(silent, undefined, stop.signal)
  t.same(results, [], 'what was not played has no result')
  t.same(seen, [], 'and the play no end')
})

t.test('a prediction changes no verdict', async t => {
  const says = (...texts: string[]): Predictor => ({
    profile: 'p',
    predict: (of: Case) => texts.map(text => transcript(of, text)),
  })
  const host = standIn([transcript(a, '0'), transcript(b, '5')])
  const { results } = await playAll(host, says('5'))
  t.match(results, [
    {
      verdict: 'pass',
      prediction: 'surprise',
      profile: 'p',
      surprises: [{ step: 0, seen: '0', predicted: ['5 (does not hold)'] }],
    },
    { verdict: 'fail', prediction: 'as predicted' },
  ])
  const either = await playAll(host, says('5', '0'))
  t.match(either.results, [{ prediction: 'as predicted' }, { prediction: 'as predicted' }])
  const without = (need: string): Transcript => ({
    ...transcript(a, '0'),
    lines: [],
    unsupported: [need],
  })
  const rights = await playAll(standIn([without('mount-namespace')]), says('0'))
  t.match(rights.results, [{ verdict: 'unsupported', prediction: 'not predicted' }])
  const lacks = await playAll(standIn([without('call getuid')]), says('0'))
  t.match(lacks.results, [{ verdict: 'unsupported', prediction: 'surprise' }])
  const mute = { profile: 'p', predict: () => ({ notPredicted: 'the model lacks call getuid' }) }
  t.match((await playAll(host, mute)).results, [
    { prediction: 'not predicted', notPredicted: 'the model lacks call getuid' },
    {},
  ])
})

t.test('a case with a risk is not sent anywhere unless the risk is allowed', async t => {
  const of = casesOf({ a: 'getuid() = 0' }, { keys: 'level shall\nrisk kernel console' })
  let played: readonly Case[] = []
  const host: Implementation = {
    ...standIn([]),
    play: async (cases, _options, give) => {
      played = cases
      for (const one of cases) give(transcript(one, '0'))
      return { left: [] }
    },
  }
  const refused = await playAll(host, undefined, undefined, { of, allow: ['console'] })
  t.match(refused.results, [
    { verdict: 'untested', reason: /risk: kernel; to take it: --allow kernel$/ },
  ])
  t.same(played, [])
  const allowed = await playAll(host, undefined, undefined, { of, allow: ['console', 'kernel'] })
  t.match(allowed.results, [{ verdict: 'pass' }])
})

t.test('stand-in implementation: a call that took too long is played again, alone', async t => {
  const of = casesOf({ a: 'getuid() = 0 <..1>' }, { keys: 'level shall' })
  const plays: boolean[] = []
  const host = (took: readonly number[], text = '0'): Implementation => ({
    ...standIn([]),
    play: async (cases, _options, give) => {
      for (const one of cases) {
        const seen = { kind: 'value', text } as const
        const lines = [
          { step: 0, kind: 'step', who: '', seen, took: took[plays.length] ?? 0 } as const,
        ]
        plays.push(one.alone)
        give({ case: one.id, digest: one.digest, lines })
      }
      return { left: [] }
    },
  })
  const verdictOf = async (implementation: Implementation) => {
    plays.length = 0
    const { results } = await playAll(implementation, undefined, undefined, { of })
    return results.map(({ verdict }) => verdict)
  }
  t.same(await verdictOf(host([0.5])), ['pass'])
  t.same(plays, [false])
  t.same(await verdictOf(host([1.5, 2, 0.5])), ['pass'])
  t.same(plays, [false, true, true])
  t.same(await verdictOf(host([1.5, 2, 1.1])), ['fail'], 'it misses each time')
  t.equal(plays.length, 3)
  t.same(await verdictOf(host([1.5], '1')), ['fail'], 'something else is wrong, too')
  t.equal(plays.length, 1)
})
