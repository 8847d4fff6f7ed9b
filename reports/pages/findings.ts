/** What a cited text demands and was not seen to hold. */
import { type Comparison, outcome } from '../compare.js'
import { evidence } from '../evidence.js'
import type { History } from '../history.js'
import { SHORT, visible } from '../visible.js'
import { claim } from './disagreements.js'
import { groupBy, groupsOf } from './words.js'

/** Rows that are shown; the matrix has every failure. */
const SHOWN = 200

export function findings(comparisons: readonly Comparison[], history: History | undefined) {
  const all = comparisons.flatMap(one => findingsOf(one, history))
  return {
    findings: all.slice(0, SHOWN),
    furtherFindings: Math.max(all.length - SHOWN, 0),
    dated: history !== undefined,
  }
}

/** Failures of one case, those that failed alike in one row. */
function findingsOf(comparison: Comparison, history: History | undefined) {
  const { record, results } = comparison
  const failed = [...results].filter(([, result]) => outcome(result) === 'fails')
  const details = new Map(failed.map(([name, result]) => [name, evidence(record, result)]))
  const names = failed.map(([name]) => name)
  const gist = (name: string) => {
    const found = details.get(name)
    return JSON.stringify([found?.step, found?.brief])
  }
  return groupBy(names, gist).map(([, alike]) => {
    const found = details.get(alike[0] ?? '')
    return {
      ...claim(comparison),
      step: found?.step ?? '',
      seen: visible(found?.brief ?? '', SHORT),
      place: `${found?.file}:${found?.line}`,
      who: groupsOf(comparison, alike),
      since: sinces(alike, record.id, history),
    }
  })
}

/** Since when, in words, once for all who share it. */
function sinces(names: readonly string[], id: string, history: History | undefined): string[] {
  if (!history) return []
  return [...new Set(names.map(name => history.since(name, id)))]
}
