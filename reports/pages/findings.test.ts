import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import type { Run } from '../../runner/result.js'
import { compare } from '../compare.js'
import { historyOf } from '../history.js'
import { findings } from './findings.js'

/** The sample run in which a case asks for one field, and these hosts show that one alike and another one not. */
function failingAlike(): Run {
  const run = structuredClone(sampleRun) as Run
  const [record] = run.cases
  const step = record?.steps[2]
  if (!record || !step) throw new Error('the sample run has lost its first case')
  step.text = 'stat(name) = {st_uid=me, ...}'
  for (const [n, played] of run.played.slice(0, 3).entries()) {
    const result = played.results.find(one => one.case === record.id)
    const line = result?.lines[2]
    if (!result || !line) continue
    Object.assign(result, { verdict: 'fail', decided: 2 })
    Object.assign(line, { seen: `{st_uid=${n === 2 ? 1 : 0}, st_ino=${n}}`, holds: false })
  }
  return run
}

t.test('hosts that fail alike in what is asked for are one row', async t => {
  const run = failingAlike()
  const { findings: rows } = findings(compare(run), undefined)
  const own = rows.filter(({ id }) => id === run.cases[0]?.id)
  const names = run.played.map(({ name }) => name)
  t.same(
    own.map(({ seen, who }) => [seen, who.map(one => one.names)]),
    [
      ['{st_uid=0, ...}', [names[0], names[1]]],
      ['{st_uid=1, ...}', [names[2]]],
    ],
  )
})

t.test('with runs over time it is said since when', async t => {
  const run = failingAlike()
  const before = { ...sampleRun, started: '2025-12-31T00:00:00Z' }
  const { findings: rows, dated } = findings(compare(run), historyOf([before, run]))
  t.equal(dated, true)
  t.match(rows[0]?.since, [`since ${run.started} (pass before)`])
})
