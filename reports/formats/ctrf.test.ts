import { validate } from 'ctrf'
import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { ctrf } from './ctrf.js'

for (const [name, run] of Object.entries({ sampleRun, worstRun, emptyRun }))
  t.test(`the package ctrf finds nothing wrong with ${name}`, async t => {
    const report = JSON.parse(ctrf(run))
    t.same(validate(report), { valid: true, errors: [] })
    const { tests, summary } = report.results
    t.equal(tests.length, run.cases.length * run.played.length)
    const { passed, failed, skipped, pending, other } = summary
    t.equal(passed + failed + skipped + pending + other, tests.length)
    t.equal(new Set(tests.map((one: { testId: string }) => one.testId)).size, tests.length)
  })

t.test('what could not be carried out is no failure', async t => {
  const { tests } = JSON.parse(ctrf(sampleRun)).results
  const of = (testId: string) => tests.find((one: { testId: string }) => one.testId === testId)
  t.match(of('freebsd-14/flush/input-is-gone'), { status: 'other', rawStatus: 'out of reach' })
  t.match(of('openbsd-7/echo/control-as-caret'), { status: 'pending', rawStatus: 'no result' })
  t.match(of('freebsd-14/hangup/leader-gets-sighup'), {
    status: 'failed',
    message: 'leader: --- SIGHUP ---: got --- no SIGHUP ---',
    filePath: 'suites/hangup.pty',
    line: 18,
    trace: /again: npx ptycheck run freebsd-14 --filter hangup\/leader-gets-sighup/,
  })
})
