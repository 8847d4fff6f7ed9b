import t from 'tap'
import { z } from 'zod'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { onlyOf } from './formats.js'
import { ltp } from './ltp.js'

const status = z.enum(['pass', 'fail', 'brok', 'conf', 'warn'])

/** The report of kirk 4 (libkirk/export.py, JSONExporter), field by field and no other. kirk has no reader of it, nor a schema. */
const strictKirk = z.strictObject({
  results: z.array(
    z.strictObject({
      test_fqn: z.string().min(1),
      status,
      test: z.strictObject({
        command: z.string(),
        arguments: z.array(z.string()),
        log: z.string(),
        retval: z.tuple([z.string().regex(/^\d+$/)]),
        duration: z.number().nonnegative(),
        failed: z.int(),
        passed: z.int(),
        broken: z.int(),
        skipped: z.int(),
        warnings: z.int(),
        result: status,
      }),
    }),
  ),
  stats: z.strictObject({
    runtime: z.number(),
    passed: z.int(),
    failed: z.int(),
    broken: z.int(),
    skipped: z.int(),
    warnings: z.int(),
  }),
  environment: z.strictObject({
    distribution: z.string(),
    distribution_version: z.string(),
    kernel: z.string(),
    arch: z.string(),
    cpu: z.string(),
    swap: z.string(),
    RAM: z.string(),
  }),
})

t.test('every run is a report of kirk', async t => {
  for (const run of [sampleRun, worstRun, emptyRun]) {
    const { results, stats } = strictKirk.parse(JSON.parse(ltp(run)))
    t.equal(results.length, run.cases.length * run.played.length)
    t.equal(new Set(results.map(one => one.test_fqn)).size, results.length)
    t.equal(stats.passed + stats.failed + stats.broken + stats.skipped, results.length)
    t.ok(results.every(one => one.status === one.test.result))
  }
})

t.test('each verdict has its word, and the only host its environment', async t => {
  const { results } = strictKirk.parse(JSON.parse(ltp(sampleRun)))
  const of = (name: string) => results.find(one => one.test_fqn === name)
  t.match(of('freebsd-14:hangup/leader-gets-sighup'), {
    status: 'fail',
    test: { log: /seen: --- no SIGHUP ---/, retval: ['1'], failed: 1 },
  })
  t.match(of('freebsd-14:flush/input-is-gone'), { status: 'brok', test: { failed: 0, broken: 1 } })
  t.match(of('freebsd-14:window/change-is-signalled'), { status: 'conf', test: { retval: ['32'] } })
  const alone = strictKirk.parse(JSON.parse(ltp(onlyOf(sampleRun, ['freebsd-14']))))
  t.match(alone.environment, { kernel: 'FreeBSD 14.2-RELEASE', arch: 'x86_64' })
})
