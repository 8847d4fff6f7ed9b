import t from 'tap'
import { z } from 'zod'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { kcidb } from './kcidb.js'

const id = z.string().regex(/^[a-z0-9_]+:[^\0]*$/)
const origin = z.string().regex(/^[a-z0-9_]+$/)
const text = z.string().regex(/^[^\0]*$/)
const misc = z.record(z.string(), z.unknown())

/** What we write of KCIDB's I/O schema 5.3 (kcidb_io/schema/v05_03.py), no property more. Neither Debian nor npm has it. */
const strictKcidb = z.strictObject({
  version: z.strictObject({ major: z.literal(5), minor: z.int().min(0).max(3) }),
  checkouts: z.array(
    z.strictObject({ id, origin, comment: text, start_time: z.iso.datetime().optional() }),
  ),
  builds: z.array(
    z.strictObject({
      id,
      checkout_id: id,
      origin,
      comment: text,
      architecture: z
        .string()
        .regex(/^[a-z0-9_]*$/)
        .optional(),
      misc,
    }),
  ),
  tests: z.array(
    z.strictObject({
      id,
      build_id: id,
      origin,
      path: z.string().regex(/^([a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*)?$/),
      comment: text,
      status: z.enum(['FAIL', 'ERROR', 'MISS', 'PASS', 'DONE', 'SKIP']),
      duration: z.number(),
      environment: z.strictObject({ comment: text }),
      log_excerpt: text.max(16384).optional(),
      misc,
    }),
  ),
})

t.test('every run can be submitted', async t => {
  for (const run of [sampleRun, worstRun, emptyRun]) {
    const { checkouts, builds, tests } = strictKcidb.parse(JSON.parse(kcidb(run)))
    t.equal(tests.length, run.cases.length * run.played.length)
    for (const list of [checkouts, builds, tests])
      t.equal(new Set(list.map(one => one.id)).size, list.length, 'ids are unique')
    const known = new Set(builds.map(build => build.id))
    t.ok(tests.every(test => known.has(test.build_id)))
  }
  t.equal(kcidb(sampleRun), kcidb(sampleRun), 'the same run has the same ids')
})

t.test('each verdict has its word, and who was not reached is missed', async t => {
  const { tests, builds } = strictKcidb.parse(JSON.parse(kcidb(sampleRun)))
  const of = (host: number, path: string) =>
    tests.find(one => one.build_id === builds[host]?.id && one.path === `ptycheck.${path}`)
  t.match(of(1, 'hangup.leader-gets-sighup'), { status: 'FAIL', log_excerpt: /seen: --- no SIG/ })
  t.match(of(1, 'canonical.eof-alone'), { status: 'FAIL', misc: { verdict: 'xfail' } })
  t.match(of(1, 'echo.control-as-caret'), { status: 'DONE' })
  t.match(of(1, 'window.change-is-signalled'), { status: 'SKIP' })
  t.match(of(1, 'flush.input-is-gone'), { status: 'MISS' })
  t.match(of(4, 'echo.control-as-caret'), { status: 'MISS' })
})
