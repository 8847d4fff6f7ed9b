import t from 'tap'
import { sampleRun } from '../fixtures/sample-run.js'
import type { Result, Run } from '../runner/result.js'
import { historyOf } from './history.js'

const CASE = 'canonical/eof-alone'

/** The sample run on a day, with this verdict of one case on `local`. */
function on(day: number, change: Partial<Result>): Run {
  const run = structuredClone(sampleRun) as Run
  const result = run.played[0]?.results.find(one => one.case === CASE)
  if (result) Object.assign(result, change)
  return { ...run, started: `2026-01-0${day}T00:00:00Z` }
}

t.test('since when a case comes to what it comes to', async t => {
  const runs = [on(3, { verdict: 'fail' }), on(1, {}), on(4, { verdict: 'fail' }), on(2, {})]
  const history = historyOf(runs)
  t.same(history.stretches('local', CASE), [
    { verdict: 'fail', from: '2026-01-03T00:00:00Z', to: '2026-01-04T00:00:00Z', runs: 2 },
    { verdict: 'pass', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', runs: 2 },
  ])
  t.equal(history.since('local', CASE), 'since 2026-01-03T00:00:00Z (pass before)')
  t.equal(history.since('freebsd-14', CASE), 'in all 4 runs')
  t.equal(history.since('nobody', CASE), 'never carried out')
  t.same(
    history.of('local').map(({ started }) => started.slice(8, 10)),
    ['04', '03', '02', '01'],
  )
})

t.test('a run in which it could not be carried out, or was another case, says nothing', async t => {
  const runs = [
    on(1, { verdict: 'fail', digest: 'another text' }),
    on(2, {}),
    on(3, { verdict: 'unresolved' }),
    on(4, {}),
  ]
  t.same(historyOf(runs).stretches('local', CASE), [
    { verdict: 'pass', from: '2026-01-02T00:00:00Z', to: '2026-01-04T00:00:00Z', runs: 2 },
  ])
})
