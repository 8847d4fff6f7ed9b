/** A run held against expectations: what is not as they say, and what is wrong with them. */
import { outcome } from '../../reports/compare.js'
import { type Evidence, evidence } from '../../reports/evidence.js'
import { signatureOf } from '../../reports/signature.js'
import type { CaseRecord, PlayedOn, Result, Run } from '../result.js'
import { decidingOf } from '../status.js'
import { isLike } from '../suite/glob.js'
import { nearest } from '../suite/mistake.js'
import { hostOf, isOn } from './conditions.js'
import { entryFor, means } from './expecting.js'
import { type Surprises, surprisesOf } from './explaining.js'
import type { PlacedExpectation } from './read.js'

/** A failure that no entry means. */
export interface Unexpected {
  readonly host: PlayedOn
  readonly record: CaseRecord
  readonly evidence: Evidence
  readonly signature: string
  /** An entry for this case and host that means another failure. */
  readonly otherwise?: PlacedExpectation
  /** An entry that means this failure, on other releases of the same system. */
  readonly elsewhere?: PlacedExpectation
}

/** A pass where a failure is expected. */
export interface UnexpectedPass {
  readonly host: PlayedOn
  readonly case: string
  readonly entry: PlacedExpectation
}

export interface Stale {
  readonly entry: PlacedExpectation
  readonly why: string
}

export interface Checked {
  /** How many failures are as expected. */
  readonly known: number
  readonly failures: readonly Unexpected[]
  readonly passes: readonly UnexpectedPass[]
  /** Entries that no longer match. */
  readonly stale: readonly Stale[]
  readonly surprises: Surprises
  /** Entries whose day of review is over. */
  readonly past: readonly PlacedExpectation[]
}

/** What is known of a case that a suite has, or a run. */
export type KnownCase = Pick<CaseRecord, 'id' | 'level'> & { readonly replaces?: string }

/** `cases` are those of the suites at hand: a run may have played few of them. `today` as `2026-01-31`. */
export function checkRun(
  run: Run,
  entries: readonly PlacedExpectation[],
  cases: readonly KnownCase[],
  today: string,
): Checked {
  const told = [...resultsOf(run)].map(one => ({
    ...one,
    entry: entryFor(one.result, one.record, one.host, entries),
  }))
  const isKnown = ({ entry, record, result }: (typeof told)[number]) =>
    outcome(result) === 'fails' && entry !== undefined && means(entry, record, result)
  const passes = told.flatMap(({ entry, host, result }) =>
    entry && outcome(result) === 'holds' && entry.expect !== 'flaky'
      ? [{ host, case: result.case, entry }]
      : [],
  )
  const all = [...new Map([...run.cases, ...cases].map(one => [one.id, one])).values()]
  const needed = new Set(told.filter(isKnown).map(({ entry }) => entry))
  const surprises = surprisesOf(run, entries)
  return {
    known: told.filter(isKnown).length,
    failures: told
      .filter(one => outcome(one.result) === 'fails' && !isKnown(one))
      .map(one => unexpected(one, entries)),
    passes,
    stale: [
      ...entries.flatMap(entry => {
        const why = needed.has(entry) ? undefined : whyStale(entry, run, all)
        return why === undefined ? [] : [{ entry, why }]
      }),
      ...surprises.stale,
    ],
    surprises,
    past: entries.filter(({ review }) => review < today),
  }
}

interface Told {
  readonly host: PlayedOn
  readonly record: CaseRecord
  readonly result: Result
}

/** Results of hosts, and of references where a run has nothing else. */
function* resultsOf(run: Run): Generator<Told> {
  const records = new Map(run.cases.map(record => [record.id, record]))
  for (const played of decidingOf(run)) {
    const host = hostOf(run, played)
    for (const result of played.results) {
      const record = records.get(result.case)
      if (record) yield { host, record, result }
    }
  }
}

function unexpected(
  { host, record, result, entry }: Told & { readonly entry: PlacedExpectation | undefined },
  entries: readonly PlacedExpectation[],
): Unexpected {
  const signature = signatureOf(record, result) ?? ''
  const elsewhere = entries.find(
    one =>
      one.signature === signature &&
      isLike(record.id, one.case) &&
      isOn({ ...one, on: { ...one.on, release: '*' } }, host),
  )
  return {
    ...{ host, record, signature },
    evidence: evidence(record, result),
    ...(entry && { otherwise: entry }),
    ...(elsewhere && { elsewhere }),
  }
}

/** Nothing where the run does not tell: no host of it is meant, or nothing was carried out there. */
function whyStale(
  entry: PlacedExpectation,
  run: Run,
  cases: readonly KnownCase[],
): string | undefined {
  const meant = cases.filter(({ id }) => isLike(id, entry.case))
  if (meant.length === 0) return noCase(entry.case, cases)
  if (entry.expect === 'surprise') return undefined
  if (meant.every(({ level }) => level === 'open'))
    return 'nothing in it can fail: the cited text leaves it open'
  const told = [...resultsOf(run)].filter(
    ({ host, result }) => isLike(result.case, entry.case) && isOn(entry, host),
  )
  const came = (wanted: 'holds' | 'fails') =>
    told.filter(({ result }) => outcome(result) === wanted && result.note === undefined)
  if (came('fails').length > 0) return 'it fails otherwise now, see above'
  const passed = came('holds')
  if (passed.length === 0 || entry.expect === 'flaky') return undefined
  return `it passes on ${[...new Set(passed.map(({ host }) => host.name))].join(', ')}`
}

function noCase(pattern: string, cases: readonly KnownCase[]): string {
  const renamed = cases.find(({ replaces }) => replaces === pattern)
  if (renamed) return `there is no such case; it is '${renamed.id}' now`
  const near = nearest(
    pattern,
    cases.map(({ id }) => id),
  )
  return `there is no such case${near === undefined ? '' : `, did you mean '${near}'?`}`
}
