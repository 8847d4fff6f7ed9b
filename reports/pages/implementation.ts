/** The page of one implementation: what it is, how it is set up, and what could not be judged on it. */
import {
  type CaseRecord,
  type Played,
  predictions,
  type Result,
  type Run,
} from '../../runner/result.js'
import { advice } from '../advice.js'
import { byCase, isUnexplained, outcome } from '../compare.js'
import { byReason, countMissing, countVerdicts, plural } from '../count.js'
import { evidence } from '../evidence.js'
import type { History } from '../history.js'
import { casePage, columnAnchor, picturePage } from '../links.js'
import { few, SHORT, visible } from '../visible.js'
import type { Framed } from './frame.js'
import { consoleLines } from './words.js'

/** Settings of one host that are shown; a host decides how many it sends. */
const SETTINGS = 200
/** Earlier runs of one host that are shown. */
const RUNS = 100

export function implementationPageView(
  run: Run,
  played: Played,
  framed: Framed,
  history?: History,
) {
  const titles = new Map(run.cases.map(record => [record.id, record.title]))
  const own = byCase(played)
  const results = run.cases.flatMap(record => own.get(record.id) ?? [])
  const of = (wanted: (result: Result) => boolean) => results.filter(wanted)
  const link = (id: string) => ({
    id,
    href: `../${casePage(id)}#${columnAnchor(played.name)}`,
    title: titles.get(id) ?? '',
  })
  const reasons = (some: readonly Result[]) =>
    byReason(some).map(({ reason, cases }) => {
      const [first = ''] = cases
      const result = own.get(first)
      return { reason, todo: result ? advice(result) : '', cases: cases.map(link) }
    })
  const missing = countMissing(run, played)
  const settings = Object.entries(played.identity?.settings ?? {}).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  return {
    ...framed(played.name, '../'),
    picture: `../${picturePage(played.name)}`,
    counts: countVerdicts(played),
    missing,
    incomplete: played.complete
      ? null
      : `This run was cut off: ${plural(missing, 'case')} of ${run.cases.length} without a result. What is here holds.`,
    trouble: played.trouble ? `${played.trouble.class} trouble: ${played.trouble.reason}` : null,
    console: consoleLines(played.trouble?.downfall?.console ?? []),
    identity: identity(played),
    settings: settings.slice(0, SETTINGS).map(([name, value]) => ({ name, value })),
    predictions: predictions.map(word => ({
      word,
      count: of(result => result.prediction === word).length,
    })),
    predicted: results.some(result => result.prediction !== undefined),
    failed: run.cases.flatMap(record => {
      const result = own.get(record.id)
      if (!result || outcome(result) !== 'fails') return []
      const since = history?.since(played.name, record.id) ?? ''
      return [{ ...link(record.id), verdict: result.verdict, since, ...failure(record, result) }]
    }),
    surprises: of(isUnexplained).map(result => ({
      ...link(result.case),
      verdict: result.verdict,
    })),
    explained: of(result => result.explained !== undefined).map(result => ({
      ...link(result.case),
      verdict: result.verdict,
      reason: result.explained?.reason,
      bug: result.explained?.bug,
    })),
    unjudged: (['unsupported', 'unresolved', 'untested'] as const)
      .map(verdict => ({ verdict, groups: reasons(of(result => result.verdict === verdict)) }))
      .filter(({ groups }) => groups.length > 0),
    past: (history?.of(played.name) ?? []).slice(0, RUNS),
    left: few(played.left, 100),
    leftByCase: of(result => (result.left ?? []).length > 0).map(result => ({
      ...link(result.case),
      what: few(result.left ?? [], 20),
    })),
  }
}

/** The step that decided and what it showed; where there is none, the reason. */
function failure(record: CaseRecord, result: Result) {
  const { step, brief, file, line } = evidence(record, result)
  return {
    step,
    seen: visible(brief, SHORT),
    reason: result.reason ?? '',
    place: `${file}:${line}`,
  }
}

/** The facts a citation needs, in reading order; those that are empty have nothing to say. */
function identity({ identity: known }: Played) {
  if (!known) return []
  const facts: [string, string][] = [
    ['Kind', known.kind],
    [known.kind === 'reference' ? 'Profile' : 'System', known.system],
    ['Release', known.release],
    ['Machine', known.machine],
    ['C library', known.libc],
    ['Compiler', known.compiler],
    ['Probe', known.probe],
    ['Probe sent prebuilt', known.prebuilt ?? ''],
  ]
  return facts.filter(([, value]) => value).map(([name, value]) => ({ name, value }))
}
