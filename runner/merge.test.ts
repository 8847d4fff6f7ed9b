import t from 'tap'
import { mergeRuns } from './merge.js'
import type { CaseRecord, Evidence, IdentityRecord, PlayedEvidence, Result } from './result.js'

function record(id: string, line: number, digest = 'd'): CaseRecord {
  const place = { file: 'x.pty', line, column: 1 }
  const none = { cites: [], needs: [], givens: [], covers: [], tags: [], steps: [] }
  return { id, digest, title: 'T', level: 'shall', place, ...none }
}

const identity: IdentityRecord = {
  name: 'local',
  kind: 'host',
  system: 'Linux',
  release: '6.1',
  machine: '',
  libc: '',
  compiler: '',
  probe: '',
  settings: { user: 'root' },
}

function result(id: string, seen: string, verdict: Result['verdict'] = 'pass'): Result {
  const line = { step: 0, kind: 'step', who: '', seen, compared: seen, holds: null } as const
  return { case: id, digest: 'd', verdict, lines: [line] }
}

const notPlayed: Result = {
  case: 'a/y',
  digest: 'd',
  verdict: 'unresolved',
  class: 'network',
  reason: 'lost',
  lines: [],
}

/** An implementation's part; each result that is not unresolved has its transcript. */
function played(results: readonly Result[], more: Partial<PlayedEvidence> = {}): PlayedEvidence {
  const carriedOut = results.filter(({ verdict }) => verdict !== 'unresolved')
  return {
    name: 'local',
    identity,
    results,
    transcripts: new Map(
      carriedOut.map(one => [one.case, { case: one.case, digest: 'd', lines: [] }]),
    ),
    left: [],
    complete: true,
    ...more,
  }
}

function run(cases: CaseRecord[], parts: PlayedEvidence[], more: Partial<Evidence> = {}): Evidence {
  return {
    format: 1,
    tool: 'ptycheck',
    version: '1',
    started: '2026-01-02T00:00:00Z',
    command: [],
    cases,
    implementations: parts.map(({ name }) => ({ name, file: 'any.ndjson' })),
    played: parts,
    ...more,
  }
}

const merge = (one: Evidence, other: Evidence) =>
  mergeRuns([
    { folder: 'A', run: one },
    { folder: 'B', run: other },
  ])

const [x, y] = [record('a/x', 1), record('a/y', 2)]

t.test('shards are one run again, in the order of the suites', async t => {
  const early = { started: '2026-01-01T00:00:00Z' }
  const one = run([y], [played([result('a/y', '1')], { left: ['a pair'] })])
  const other = run([record('b/z', 1), x], [played([result('a/x', '1')])], early)
  const merged = merge(one, other)
  t.match(merged, early)
  t.same(
    merged.cases.map(({ id }) => id),
    ['a/x', 'a/y', 'b/z'],
  )
  t.match(merged.implementations, [{ name: 'local', file: 'local.ndjson' }])
  t.match(merged.played, [{ identity, left: ['a pair'], complete: true }])
  t.equal(merged.played[0]?.results.length, 2)
  t.equal(merged.played[0]?.transcripts.size, 2)
})

t.test('runs of different hosts stand side by side', async t => {
  const other = played([result('a/x', '2', 'fail')], { name: 'LOCAL', complete: false })
  const merged = merge(run([x], [played([result('a/x', '1')])]), run([x], [other]))
  t.match(merged.implementations, [{ file: 'local.ndjson' }, { file: 'LOCAL-2.ndjson' }])
  t.match(merged.played, [{ results: [{ verdict: 'pass' }] }, { results: [{ verdict: 'fail' }] }])
  t.equal(merged.played[1]?.complete, false)
})

t.test('what one run could not carry out is taken from the other', async t => {
  const cut = run(
    [x, y],
    [played([result('a/x', '1'), notPlayed], { trouble: { class: 'network', reason: 'lost' } })],
  )
  const rest = run([y], [played([result('a/y', '1')])])
  for (const merged of [merge(cut, rest), merge(rest, cut)]) {
    t.notOk(merged.played[0]?.results.some(({ verdict }) => verdict === 'unresolved'))
    t.equal(merged.played[0]?.trouble, undefined, 'and the trouble is over')
  }
  const still = merge(cut, run([x], [played([result('a/x', '1')])]))
  t.match(still.played, [{ trouble: { reason: 'lost' } }], 'else it is told')
})

t.test('what does not go together is an error that says why', async t => {
  const one = run([x], [played([result('a/x', '1')])])
  t.throws(() => merge(one, run([x], [], { version: '2' })), /A and B differ in version: 1 and 2/)
  t.throws(() => merge(one, run([x], [], { strict: true })), /differ in strict: none and true/)
  t.throws(() => merge(one, run([record('a/x', 1, 'e')], [])), /case a\/x is not the same in A/)
  t.throws(() => merge(one, run([x], [played([result('a/x', '2')])])), {
    status: 65,
    message: /case a\/x went differently on local in A and B/,
  })
  const newer = { identity: { ...identity, release: '6.2' } }
  t.throws(
    () => merge(one, run([x], [played([], newer)])),
    /local is one system in A and another in B \(release was 6\.1, is 6\.2\)/,
  )
  const slower = { ...result('a/x', '1') }
  const lines = slower.lines.map(line => ({ ...line, took: 2, seen: 'in words' }))
  t.doesNotThrow(() => merge(one, run([x], [played([{ ...slower, lines }])])))
})
