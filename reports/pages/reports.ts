/** What a maintainer takes away from a case's page: a bug report for each host that has something to report. */
import { isReference, type Played, type Result, type Run } from '../../runner/result.js'
import type { Background } from '../background.js'
import { bugOf, isFinding, noSuites } from '../bug.js'
import { bugFormats } from '../bug-formats.js'
import { type Comparison, isUnexplained, outcome } from '../compare.js'
import { programPage } from '../links.js'

/** Hosts whose report stands on the page; for others `ptycheck bug` writes it. */
const HOSTS = 3

export function reports(run: Run, comparison: Comparison, background: Background | undefined) {
  const { record, results } = comparison
  const found = reportable(run, comparison)
  const program = found.length > 0 ? background?.program(record) : undefined
  return {
    program: program && 'source' in program ? programPage(record.id).replace('cases/', '') : '',
    noProgram: program && 'refused' in program ? program.refused : '',
    reports: found.slice(0, HOSTS).flatMap(host => {
      const result = results.get(host.name)
      if (!result) return []
      const others = run.played.filter(one => one !== host)
      const bug = bugOf({
        ...{ run, record, host, result, program: program ?? noSuites },
        others: [...others, ...(background?.modelled(record, others) ?? [])],
      })
      return [{ name: host.name, lines: bugFormats['markdown']?.(bug).split('\n') ?? [] }]
    }),
    furtherReports: found.length > HOSTS ? found.length - HOSTS : 0,
  }
}

/** The program that goes beside the page, where there is something to report. */
export function programBeside(
  run: Run,
  comparison: Comparison,
  background: Background | undefined,
): string | undefined {
  if (!background || reportable(run, comparison).length === 0) return undefined
  const program = background.program(comparison.record)
  return program && 'source' in program ? program.source : undefined
}

/** Hosts that fail the case, or that surprise where it is left open. */
function reportable(run: Run, { results }: Comparison): Played[] {
  return run.played.filter(played => !isReference(played) && isReportable(results.get(played.name)))
}

function isReportable(result: Result | undefined): boolean {
  return isFinding(result) && (outcome(result) === 'fails' || isUnexplained(result))
}
