import t from 'tap'
import { parse } from 'yaml'
import { z } from 'zod'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { tmt } from './tmt.js'

const outcome = z.enum(['pass', 'fail', 'info', 'warn', 'error', 'skip', 'pending'])

/** tmt's schemas/results.yaml (additionalProperties: false), what of it we write. Neither Debian nor npm has tmt. */
const strictTmt = z.array(
  z.strictObject({
    name: z.string().regex(/^\/.+/),
    result: outcome,
    'original-result': outcome,
    duration: z.string().regex(/^[0-9]{2,}:[0-5][0-9]:[0-5][0-9]$/),
    note: z.array(z.string()).optional(),
  }),
)

/** YAML 1.1 too, which is what many read: words like `no` must not turn into something else. */
function read(text: string) {
  const results = strictTmt.parse(parse(text, { version: '1.2', strict: true }))
  t.same(parse(text, { version: '1.1' }), results)
  return results
}

t.test('every run is a file of results', async t => {
  for (const run of [sampleRun, worstRun, emptyRun]) {
    const results = read(tmt(run))
    t.equal(results.length, run.cases.length * run.played.length)
    t.equal(new Set(results.map(({ name }) => name)).size, results.length)
  }
})

t.test('each verdict has its word', async t => {
  const results = read(tmt(sampleRun))
  const of = (name: string) => results.find(one => one.name === `/freebsd-14/${name}`)
  t.match(of('hangup/leader-gets-sighup'), { result: 'fail', 'original-result': 'fail' })
  t.match(of('canonical/eof-alone'), { result: 'pass', 'original-result': 'fail' })
  t.match(of('packet/flush-read-is-told'), { result: 'fail', 'original-result': 'pass' })
  t.match(of('echo/control-as-caret'), { result: 'info' })
  t.match(of('window/change-is-signalled'), { result: 'skip', note: [/^untested/] })
  t.match(of('flush/input-is-gone'), { result: 'error', note: [/says nothing about the system/] })
  t.match(
    results.find(({ name }) => name === '/openbsd-7/echo/control-as-caret'),
    { result: 'pending' },
  )
})
