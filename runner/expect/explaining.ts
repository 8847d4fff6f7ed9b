/** Surprises that somebody has explained: entries of the expectations file with `expect: surprise`. */
import { surpriseSignatureOf } from '../../reports/signature.js'
import type { CaseRecord, PlayedOn, Result, Run } from '../result.js'
import { isLike } from '../suite/glob.js'
import type { Stale } from './check.js'
import { hostOf, isOn } from './conditions.js'
import type { Expectation } from './expectation.js'
import type { PlacedExpectation } from './read.js'

/** A surprise that no entry explains. */
export interface Unexplained {
  readonly host: PlayedOn
  readonly record: CaseRecord
  readonly signature: string
  /** The first step of it, what it showed, and what was predicted; without words where the verdict alone surprises. */
  readonly surprise: { readonly step: string; readonly seen: string; readonly predicted: string }
}

export interface Surprises {
  /** How many are explained. */
  readonly explained: number
  readonly unexplained: readonly Unexplained[]
  /** Entries that explain what no longer happens. */
  readonly stale: readonly Stale[]
}

/** The entry that explains a surprise; none where there is none, or it is of another surprise. */
export function explanationOf<T extends Expectation>(
  result: Result,
  record: CaseRecord,
  host: PlayedOn,
  entries: readonly T[],
): T | undefined {
  if (result.prediction !== 'surprise') return undefined
  return entries.find(
    entry =>
      speaksOf(entry, result, host) &&
      (entry.signature === undefined || entry.signature === surpriseSignatureOf(record, result)),
  )
}

/** What a run's hosts have of surprises, and of those that are known. References are what predicts. */
export function surprisesOf(run: Run, entries: readonly PlacedExpectation[]): Surprises {
  const records = new Map(run.cases.map(record => [record.id, record]))
  const told = run.played.flatMap(played =>
    played.results.flatMap(result => {
      const record = records.get(result.case)
      return record ? [{ host: hostOf(run, played), record, result }] : []
    }),
  )
  const surprises = told
    .filter(({ result }) => result.prediction === 'surprise')
    .map(one => ({ ...one, entry: explanationOf(one.result, one.record, one.host, entries) }))
  const needed = new Set(surprises.map(({ entry }) => entry))
  return {
    explained: surprises.filter(({ entry }) => entry).length,
    unexplained: surprises
      .filter(({ entry }) => !entry)
      .map(({ host, record, result }) => {
        const [first] = result.surprises ?? []
        const step = record.steps[first?.step ?? -1]?.text ?? ''
        const surprise = {
          ...{ step, seen: first?.seen ?? '', predicted: first?.predicted.join(' or ') ?? '' },
        }
        return { host, record, signature: surpriseSignatureOf(record, result) ?? '', surprise }
      }),
    stale: entries.flatMap(entry => {
      if (entry.expect !== 'surprise' || needed.has(entry)) return []
      const own = told.filter(({ result, host }) => speaksOf(entry, result, host))
      if (own.some(({ result }) => result.prediction === 'surprise'))
        return [{ entry, why: 'it surprises otherwise now, see above' }]
      const over = own.filter(({ result }) => result.prediction === 'as predicted')
      if (over.length === 0) return []
      const hosts = [...new Set(over.map(({ host }) => host.name))].join(', ')
      return [{ entry, why: `it is as predicted on ${hosts}` }]
    }),
  }
}

function speaksOf(entry: Expectation, result: Result, host: PlayedOn): boolean {
  return entry.expect === 'surprise' && isLike(result.case, entry.case) && isOn(entry, host)
}
