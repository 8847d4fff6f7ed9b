/** How often each verdict was given: the numbers in front of every report. */
import { type Played, type Result, type Run, verdicts } from '../runner/result.js'
import { byCase, isUnexplained } from './compare.js'

export interface Count {
  readonly verdict: Result['verdict']
  readonly count: number
}

/** One implementation's verdicts, those that were given, in the order of the legend. */
export function countVerdicts(played: Played): Count[] {
  const results = [...byCase(played).values()]
  return verdicts
    .map(verdict => ({ verdict, count: results.filter(one => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
}

/** Cases of the run that this implementation has no result for: its run was cut off. */
export function countMissing(run: Run, played: Played): number {
  const results = byCase(played)
  return run.cases.filter(record => !results.has(record.id)).length
}

/** Surprises that nobody has explained. */
export function countSurprises(played: Played): number {
  return [...byCase(played).values()].filter(isUnexplained).length
}

/** Those that somebody has. */
export function countExplained(played: Played): number {
  return [...byCase(played).values()].filter(one => one.explained).length
}

/** Results grouped by their reason, the most frequent first, then by the reason's text. */
export function byReason(results: readonly Result[]): { reason: string; cases: string[] }[] {
  const groups = new Map<string, string[]>()
  for (const result of results) {
    const trouble = result.class ? `${result.class} trouble: ` : ''
    const reason = trouble + (result.reason ?? 'no reason was recorded')
    groups.set(reason, [...(groups.get(reason) ?? []), result.case])
  }
  return [...groups]
    .map(([reason, cases]) => ({ reason, cases }))
    .sort((a, b) => b.cases.length - a.cases.length || (a.reason < b.reason ? -1 : 1))
}

/** `1 case`, `2 cases`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
