import t from 'tap'
import { caseOf } from '../fixtures/small-suite.js'
import { caseRecordOf } from './case-record.js'
import { playsTheSame } from './commands/same-play.js'
import { judgeAgain } from './judge-again.js'
import type { Evidence, IdentityRecord } from './result.js'
import type { Case } from './suite/suite.js'

function read(steps: string, { level = 'shall', needs = '' } = {}): Case {
  return caseOf(steps, { keys: `level ${level}\n${needs}` })
}

const identity: IdentityRecord = {
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

const old = read('getuid() = 0')
const transcript = {
  case: old.id,
  digest: old.digest,
  lines: [{ step: 0, kind: 'step', who: '', seen: { kind: 'value', text: '7' } } as const],
}

function evidenceOf(digest = old.digest, transcripts = [transcript]): Evidence {
  return {
    format: 1,
    tool: 'ptycheck',
    version: '0',
    started: '2026-01-01T00:00:00Z',
    command: [],
    cases: [caseRecordOf(old)],
    implementations: [{ name: 'stand-in', file: 'stand-in.ndjson' }],
    played: [
      {
        name: 'stand-in',
        identity: { ...identity, settings: { user: 'root' } },
        results: [
          { case: old.id, digest, verdict: 'unresolved', class: 'network', reason: 'r', lines: [] },
        ],
        transcripts: new Map(transcripts.map(one => [one.case, { ...one, digest }])),
        left: [],
        complete: true,
      },
    ],
  }
}

function again(evidence: Evidence, cases: readonly Case[], strict = false) {
  const judged = judgeAgain(evidence, cases, {
    strict,
    predictorFor: () => ({
      profile: 'p',
      predict: (of, settings) => (settings['user'] === 'root' && of ? [transcript] : []),
    }),
    recordOf: caseRecordOf,
    playsTheSame,
  })
  return { judged, result: judged.played[0]?.results[0] }
}

t.test('the same case is judged and predicted again', async t => {
  const { result } = again(evidenceOf(), [old])
  t.match(result, { verdict: 'fail', prediction: 'as predicted', profile: 'p' })
})

t.test('a case whose expectation or level was mended is judged by what it says now', async t => {
  const mended = read('getuid() = 7')
  const { judged, result } = again(evidenceOf(), [mended])
  t.match(result, { verdict: 'pass', digest: mended.digest })
  t.equal(judged.cases[0]?.digest, mended.digest)
  t.match(again(judged, [mended]).result, { verdict: 'pass' }, 'and that can be judged once more')
  const should = read('getuid() = 0', { level: 'should' })
  t.match(again(evidenceOf(), [should]).result, { verdict: 'pass', note: /not as recommended/ })
  t.match(again(evidenceOf(), [should], true).result, { verdict: 'fail' })
})

t.test('evidence for other steps is not judged', async t => {
  const others = [
    read('geteuid() = 0'),
    read('getuid() = 0\ngetuid() = 0'),
    read('getuid() = 0', { needs: 'needs root' }),
    read('getuid() = <unfinished ...>'),
    read('getuid() = me\ngetuid() = me'),
  ]
  for (const other of others) {
    const { judged, result } = again(evidenceOf(), [other])
    t.match(result, { verdict: 'unresolved', class: 'case', digest: old.digest, lines: [] })
    t.match(result?.reason, /something else now.*play it again/)
    t.same(judged.cases, [caseRecordOf(old)], 'the case stays as it was played')
    t.equal(judged.played[0]?.transcripts.size, 1, 'and so does its evidence')
  }
  t.match(again(evidenceOf(), []).result, { verdict: 'unresolved', reason: /no such case/ })
  t.match(again(evidenceOf('other'), [old]).result, { reason: /another edition/ })
})

t.test('a case that was not played keeps its result', async t => {
  const { result } = again(evidenceOf(old.digest, []), [old])
  t.match(result, { verdict: 'unresolved', class: 'network', reason: 'r' })
})

t.test('a stored case that cannot be read plays nothing of ours', async t => {
  const record = caseRecordOf(old)
  const steps = record.steps.map(step => ({ ...step, text: 'getuid( = \u0000' }))
  t.equal(playsTheSame({ ...record, steps }, old), false)
})
