import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, everyByte, worstRun } from '../../fixtures/worst-run.js'
import { lava } from './lava.js'

/**
 * As lava-dispatcher finds signals in what a test prints (patterns of lava_dispatcher/actions/test/shell.py) and the server takes
 * names (lava_results_app/urls.py, dbutils.py). Debian has them, with 170 MB of what a dispatcher needs.
 */
function strictLava(text: string): Map<string, Map<string, string>> {
  const sets = new Map<string, Map<string, string>>()
  let set: Map<string, string> | undefined
  if (/<LAVA_TEST_RUNNER|[^\P{Cc}\n]/u.test(text)) throw new Error('the test would end here')
  for (const [, signal, rest = ''] of text.matchAll(/<LAVA_SIGNAL_(\S+) ([^>]+)>/g)) {
    const words = rest.split(/\s+/)
    if (signal === 'TESTSET' && words[0] === 'START') {
      const [, name = ''] = words
      if (set || sets.has(name)) throw new Error(`set ${name} twice`)
      if (!/^[-_a-zA-Z0-9.]+$/.test(name)) throw new Error(`no name for a set: ${name}`)
      set = new Map()
      sets.set(name, set)
    } else if (signal === 'TESTSET' && rest === 'STOP') set = undefined
    else if (signal === 'TESTCASE') {
      const given = Object.fromEntries(words.map(word => word.split('=')))
      const { TEST_CASE_ID: id, RESULT: result, ...others } = given
      if (!set || Object.keys(others).length > 0) throw new Error(`misplaced: ${rest}`)
      if (!/^[-_a-zA-Z0-9.+]+$/.test(id)) throw new Error(`no name for a case: ${id}`)
      if (!['pass', 'fail', 'skip', 'unknown'].includes(result)) throw new Error(result)
      if (set.has(id)) throw new Error(`${id} twice in a set`)
      set.set(id, result)
    } else throw new Error(`signal ${signal}`)
  }
  return sets
}

t.test('every case of every implementation is signalled once, and nothing else is', async t => {
  for (const run of [sampleRun, worstRun, emptyRun]) {
    const sets = strictLava(lava(run))
    t.equal(sets.size, run.played.length)
    for (const [name, results] of sets) t.equal(results.size, run.cases.length, name)
  }
  t.notMatch(
    [...strictLava(lava(worstRun)).values()].map(one => [...one.keys()]),
    [['forged']],
  )
  t.match(everyByte.raw, '<LAVA_SIGNAL_TESTCASE', 'a host tried')
})

t.test('each verdict has its word', async t => {
  const sets = strictLava(lava(sampleRun))
  const of = (host: string, id: string) => sets.get(host)?.get(id)
  t.equal(of('freebsd-14', 'hangup.leader-gets-sighup'), 'fail')
  t.equal(of('freebsd-14', 'linux.devpts.limit-of-an-instance'), 'skip')
  t.equal(of('freebsd-14', 'flush.input-is-gone'), 'unknown')
  t.equal(of('openbsd-7', 'echo.control-as-caret'), 'unknown')
  t.equal(of('reference.linux', 'echo.control-as-caret'), 'pass')
})
