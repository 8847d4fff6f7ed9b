import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { countExplained, countSurprises } from '../../reports/count.js'
import { surpriseSignatureOf } from '../../reports/signature.js'
import { summary } from '../../reports/text.js'
import type { CaseRecord, PlayedOn, Result, Run } from '../result.js'
import { checkRun } from './check.js'
import type { Expectation } from './expectation.js'
import { expecting, expectingRun } from './expecting.js'
import { surprisesOf } from './explaining.js'
import { updateOf } from './update.js'

const [record] = sampleRun.cases as [CaseRecord]
const host: PlayedOn = { name: 'sandbox', identity: identityOf('Linux') }

function identityOf(system: string) {
  return { kind: 'host' as const, system, release: '4.4.0', machine: 'x86_64', libc: 'glibc 2.36' }
}

function surprising(seen: string, verdict: Result['verdict'] = 'observed'): Result {
  return {
    ...{ case: record.id, digest: record.digest, verdict, lines: [] },
    ...{ prediction: 'surprise', profile: 'gvisor' },
    surprises: [{ step: 1, seen, predicted: ['other'] }],
  }
}

function entry(more: Partial<Expectation> = {}): Expectation {
  return {
    ...{ case: record.id, expect: 'surprise', bug: 'https://s.example/tty.go#L1' },
    ...{ reason: 'it keeps it', review: '2027-01-01', ...more },
  }
}

function runOf(...results: readonly Result[]): Run {
  const [played] = sampleRun.played
  if (!played) throw new Error('the sample has a host')
  const identity = { ...played.identity, ...identityOf('Linux') } as typeof played.identity
  return { ...sampleRun, played: [{ ...played, ...(identity && { identity }), results }] }
}

t.test('a surprise that an entry means is explained, and keeps its verdict', async t => {
  const explained = expecting(surprising('x'), record, host, [entry()])
  t.match(explained, {
    verdict: 'observed',
    explained: { reason: 'it keeps it', bug: 'https://s.example/tty.go#L1' },
  })
  t.equal(expecting(surprising('x', 'fail'), record, host, [entry()]).verdict, 'fail')
  const failing = { ...surprising('x', 'fail'), decided: 1 }
  const known = entry({ expect: 'fail', reason: 'known' })
  t.match(expecting(failing, record, host, [entry(), known]), {
    verdict: 'xfail',
    expected: { reason: 'known' },
    explained: { reason: 'it keeps it' },
  })
  t.equal(expecting(surprising('x'), record, host, [known]).explained, undefined)
  const other = entry({ on: { system: 'FreeBSD' } })
  t.equal(expecting(surprising('x'), record, host, [other]).explained, undefined)
  const again = expecting(explained, record, host, [])
  t.same(again, surprising('x'), 'judged by the last expectations alone')
})

t.test('another surprise than the one that is meant stays one', async t => {
  const signature = surpriseSignatureOf(record, surprising('x')) ?? ''
  t.match(signature, /^[0-9a-f]{12}$/)
  t.not(signature, surpriseSignatureOf(record, surprising('y')))
  t.equal(
    surpriseSignatureOf(record, { ...surprising('x'), prediction: 'as predicted' }),
    undefined,
  )
  const judged = (seen: string) => expecting(surprising(seen), record, host, [entry({ signature })])
  t.ok(judged('x').explained)
  t.equal(judged('y').explained, undefined)
})

t.test('what is explained no longer counts, and what no longer happens is stale', async t => {
  const placed = { ...entry(), line: 3 }
  const run = runOf(surprising('x'))
  t.match(surprisesOf(run, []), { explained: 0, unexplained: [{ surprise: { seen: 'x' } }] })
  t.match(surprisesOf(run, [placed]), { explained: 1, unexplained: [], stale: [] })
  const [before] = run.played
  const [after] = expectingRun(run, [placed]).played
  t.same([before && countSurprises(before), after && countSurprises(after)], [1, 0])
  t.equal(after && countExplained(after), 1)
  t.match(summary(run), /surprise/)
  t.notMatch(summary(expectingRun(run, [placed])), /predicted other/)

  const predicted = runOf({ ...surprising('x'), prediction: 'as predicted', surprises: [] })
  const checked = checkRun(predicted, [placed], sampleRun.cases, '2026-01-01')
  t.match(checked.stale, [{ entry: placed, why: /^it is as predicted on / }])
  const otherwise = { ...placed, signature: '000000000000' }
  t.match(surprisesOf(run, [otherwise]).stale, [{ why: 'it surprises otherwise now, see above' }])
  const untold = runOf({ ...surprising('x'), prediction: 'not predicted', surprises: [] })
  t.same(checkRun(untold, [placed], sampleRun.cases, '2026-01-01').stale, [])
})

t.test('update writes an entry for each, and leaves open what nobody has said', async t => {
  const run = runOf(surprising('x'))
  const checked = checkRun(run, [], sampleRun.cases, '2026-01-01')
  const said = { review: '2027-01-01', reason: 'it keeps it' }
  t.same(updateOf(checked, said, false).added, [], 'only where it is asked for')
  const { added } = updateOf(checked, said, false, checked.surprises.unexplained)
  t.equal(added.length, 1)
  const text = added[0]?.lines.join('\n') ?? ''
  t.match(text, /expect: surprise\n/)
  t.match(text, new RegExp(`signature: ${surpriseSignatureOf(record, surprising('x'))}`))
  t.match(text, /bug: # a link/)
  t.match(text, /got x/)
})
