import t from 'tap'
import { hostile, sampleRun } from '../fixtures/sample-run.js'
import type { CaseRecord, JudgedLine, Played, Result, Run } from '../runner/result.js'
import { type Change, changes } from './change.js'
import { diffRuns, statusOfDiff } from './diff.js'
import { diffMarkdown, diffText } from './diff-text.js'
import { cell, code } from './markdown.js'

const record = sampleRun.cases[0] as CaseRecord
const local = sampleRun.played[0] as Played

function line(compared: string, holds: boolean | null = true): JudgedLine {
  return { step: 1, kind: 'step', who: '', seen: compared, compared, holds }
}

function result(verdict: Result['verdict'], more: Partial<Result> = {}): Result {
  const lines = verdict === 'fail' ? [line('-1', false)] : [line('0')]
  const decided = verdict === 'fail' ? { decided: 1 } : {}
  return { case: record.id, digest: record.digest, verdict, lines, ...decided, ...more }
}

function run(results: readonly Result[], host: Partial<Played> = {}, tags: string[] = []): Run {
  const cases = results.length > 0 ? [{ ...record, tags }] : []
  return { ...sampleRun, cases, played: [{ ...local, results, ...host }] }
}

/** Fails in two of its three rounds. */
const flaky = result('fail', {
  lines: [line('0')],
  decidedRound: 2,
  rounds: { played: 3, same: 1, others: [{ first: 2, count: 2, lines: [line('-1', false)] }] },
})
const none: Result[] = []

const table: readonly [Result[], Result[], Change | undefined][] = [
  [[result('pass')], [result('pass')], undefined],
  [[result('pass')], [result('fail')], 'regression'],
  [[result('pass')], [flaky], 'became flaky'],
  [[flaky], [flaky], 'still failing'],
  [none, [result('fail')], 'new failure'],
  [[result('unsupported')], [result('fail')], 'new failure'],
  [[result('observed')], [result('fail')], 'new failure'],
  [[result('pass')], [result('unresolved')], 'no longer judged'],
  [[result('fail')], [result('unsupported')], 'no longer judged'],
  [[result('fail')], [result('fail')], 'still failing'],
  [[result('fail')], [result('xfail')], 'still failing'],
  [[result('fail')], [result('pass')], 'fixed'],
  [[result('unresolved')], [result('pass')], 'new pass'],
  [none, [result('pass')], 'new pass'],
  [none, [result('observed')], 'appeared'],
  [none, [result('unsupported')], undefined],
  [[result('unsupported')], [result('unresolved')], undefined],
  [[result('pass')], none, 'disappeared'],
  [[result('pass')], [result('pass', { lines: [line('1')] })], 'behaves otherwise'],
  [[result('observed')], [result('observed', { lines: [line('1', null)] })], 'behaves otherwise'],
  [[result('pass', { digest: 'other' })], [result('fail')], 'case changed meaning'],
]

t.test('what became of a case', async t => {
  for (const [before, after, change] of table) {
    const { hosts } = diffRuns(run(before), run(after))
    const name = `${before[0]?.verdict ?? 'none'} to ${after[0]?.verdict ?? 'none'}`
    t.same(
      hosts.map(host => host.changes.map(one => one.change)),
      [change ? [change] : []],
      `${name}: ${change ?? 'no change'}`,
    )
  }
  const seen = new Set(table.map(([, , change]) => change))
  t.same(
    changes.filter(change => !seen.has(change)),
    [],
    'every change is in the table',
  )
})

t.test('who is first in a race is no change', async t => {
  const [before, after] = [result('pass'), result('pass', { lines: [line('1')] })]
  const { hosts } = diffRuns(run([before], {}, ['race']), run([after], {}, ['race']))
  t.same(hosts[0]?.changes, [])
})

t.test('the worst stands first, with the step that tells, what it showed and why', async t => {
  const { hosts } = diffRuns(run([result('pass')]), run([result('fail')]))
  t.match(hosts[0]?.changes, [
    { before: 'pass', after: 'fail', step: 'close(m) = 0', was: '0', is: '-1' },
  ])
  const gone = result('unresolved', { lines: [], reason: 'the host went away' })
  t.match(diffText(diffRuns(run([result('pass')]), run([gone]))), /is +unresolved: the host went/)
})

t.test('hosts', async t => {
  const one = [result('pass')]
  const renamed = diffRuns(run(one, { name: 'old' }), run(one, { name: 'new' }))
  t.match(renamed.hosts, [{ name: 'new', formerName: 'old', compared: 1 }], 'one and one')

  const two = (...names: string[]): Run => ({
    ...run(one),
    played: names.map(name => ({ ...local, name, results: one })),
  })
  const lost = diffRuns(two('a', 'b'), two('a', 'c'))
  t.match(lost.hosts, [
    { name: 'a', trouble: [] },
    { name: 'c', trouble: ['the earlier run has no such host'] },
    { name: 'b', trouble: ['the later run has no such host'] },
  ])
  t.equal(statusOfDiff(lost), 2)
  const told = diffRuns(two('a', 'b'), two('a', 'c'), [['b', 'c']])
  t.match(told.hosts, [{ name: 'a' }, { name: 'c', formerName: 'b', trouble: [] }])

  const identity = local.identity
  if (!identity) throw new Error('the sample run has an identity')
  const newer = {
    ...identity,
    release: '6.19.0',
    settings: { ...identity.settings, tiocsti: 'on' },
  }
  t.same(diffRuns(run(one), run(one, { identity: newer })).hosts[0]?.environment, [
    'tiocsti was off, is on',
    `release was ${identity.release}, is 6.19.0`,
  ])
})

t.test('the status', async t => {
  const status = (before: Run, after: Run) => statusOfDiff(diffRuns(before, after))
  t.equal(status(run([result('pass')]), run([result('pass')])), 0)
  t.equal(status(run([result('fail')]), run([result('pass')])), 0, 'better')
  t.equal(status(run([result('pass')]), run([result('fail')])), 1)
  t.equal(status(run([result('pass')]), run([flaky])), 1)
  t.equal(status(run(none), run([result('fail')])), 1)
  t.equal(status(run([result('pass')]), run([result('unresolved')])), 2)
  t.equal(status(run([result('pass')]), run([result('pass')], { complete: false })), 2, 'cut off')
  t.equal(statusOfDiff({ ...diffRuns(run([]), run([])), hosts: [] }), 2, 'nothing to compare')
})

t.test('a host marks nothing up and steers no terminal', async t => {
  for (const text of Object.values(hostile)) {
    const evil = result('fail', { lines: [{ ...line(text, false), seen: text }] })
    const diff = diffRuns(run([result('pass')], { name: text }), run([evil], { name: text }))
    t.notMatch(diffText(diff), /[^\P{Cc}\n]/u)
    const markdown = diffMarkdown(diff)
    t.notMatch(markdown, /[^\P{Cc}\n]/u)
    t.equal(markdown.split('\n').filter(row => row.startsWith('| regression')).length, 1)
    t.notMatch(markdown.replace(/(`+)[^`]*?\1/g, ''), /<script|<img/, 'outside of code')
  }
  t.equal(code('a ` b `` c'), '```a ` b `` c```')
  t.equal(code('`x|'), '`` `x\\| ``')
  t.equal(cell('<b> [x](y) `z`'), '&lt;b> \\[x\\](y) \\`z\\`')
})
