import type { Log } from 'sarif'
import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { sarif } from './sarif.js'

/** Its shape is held against the types of SARIF 2.1.0 (`@types/sarif`) by the compiler; these are the rules that types cannot say. */
function strictSarif(text: string): Log {
  const log: Log = JSON.parse(text)
  for (const run of log.runs) {
    const rules = run.tool.driver.rules ?? []
    const ids = rules.map(({ id }) => id)
    if (new Set(ids).size !== ids.length) throw new Error('3.19.23: rules are not unique')
    for (const { ruleId, ruleIndex = -1, locations = [], level } of run.results ?? []) {
      if (ids[ruleIndex] !== ruleId) throw new Error('3.27.6: ruleIndex names another rule')
      if (level !== 'error' && level !== 'warning') throw new Error('a result that is no finding')
      for (const { physicalLocation } of locations) {
        const uri = physicalLocation?.artifactLocation?.uri ?? ''
        if (uri !== new URL(uri, 'file:///').pathname.slice(1)) throw new Error(`3.4.3: ${uri}`)
        if ((physicalLocation?.region?.startLine ?? 0) < 1) throw new Error('3.30.5: startLine')
      }
    }
  }
  return log
}

t.test('every run is well-formed, with a run for each implementation', async t => {
  for (const run of [sampleRun, worstRun, emptyRun]) {
    const log = strictSarif(sarif(run))
    t.equal(log.runs.length, run.played.length)
  }
})

t.test('findings are failures, and what was expected is suppressed', async t => {
  const { runs } = strictSarif(sarif(sampleRun))
  t.match(runs[1], {
    automationDetails: { id: 'ptycheck/freebsd-14/' },
    invocations: [
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ message: { text: /^flush\/input-is-gone: could not be/ } }],
      },
    ],
    results: [
      {
        ruleId: 'hangup/leader-gets-sighup',
        level: 'error',
        locations: [{ physicalLocation: { region: { startLine: 18 } } }],
        message: { text: /again: npx ptycheck run/ },
      },
      { ruleId: 'canonical/eof-alone', suppressions: [{ kind: 'external' }] },
    ],
  })
  t.equal(runs[1]?.results?.length, 2)
  t.match(runs[0], { results: [], invocations: [{ executionSuccessful: true }] })
})
