/**
 * What POSIX.1-2024 demands of pseudo-terminals, and which cases hold it. The list is `suites/clauses.md`; which cases
 * stand in it follows from their key `cite`.
 */
import type { Mistake } from './suite/mistake.js'
import type { Case } from './suite/suite.js'
import { casesBy, rowsOf, unknownTo, withIds } from './table.js'

/** One demand, or one thing that is left to the implementation. */
export interface Clause {
  /** As cases cite it: `XSH tcdrain, ERRORS, EINTR`. */
  readonly place: string
  /** Of the text: it demands, it allows, or it leaves open. */
  readonly level: ClauseLevel
  readonly demand: string
  /** Why no case judges it; empty where one does. */
  readonly reason: string
}

export const clauseLevels = ['shall', 'should', 'may', 'open'] as const

export type ClauseLevel = (typeof clauseLevels)[number]

export interface Clauses {
  /** In the order of the file. */
  readonly clauses: readonly Clause[]
  readonly mistakes: readonly Mistake[]
}

/** Reads the list. A line that begins as a row and is none, another level and a place that stands twice are mistakes. */
export function readClauses(text: string, file: string): Clauses {
  const clauses: Clause[] = []
  const mistakes: Mistake[] = []
  for (const { head, cells, slip } of rowsOf(text, file)) {
    const [at = '', word, demand = '', , reason = ''] = cells
    const place = `${head}, ${at}`
    const level = clauseLevels.find(known => known === word)
    if (cells.length !== 5 || at === '')
      mistakes.push(slip('a row has a place, a level, a demand, cases and a reason'))
    else if (!level) mistakes.push(slip(`the level is one of ${clauseLevels.join(', ')}`))
    else if (clauses.some(known => known.place === place))
      mistakes.push(slip(`'${place}' stands here a second time`))
    else clauses.push({ place, level, demand, reason })
  }
  return { clauses, mistakes }
}

/** The list with the cases that cite its places now, those of level open in brackets; all else stays as it stands. */
export function updatedClauses(text: string, cases: readonly Case[]): string {
  const citing = citers(cases)
  return withIds(text, (head, at) =>
    (citing.get(`${head}, ${at}`) ?? []).map(({ id, level }) =>
      level === 'open' ? `(${id})` : id,
    ),
  )
}

/** Place -> the cases that cite just it, in the order of the suites. */
export function citers(cases: readonly Case[]): Map<string, Case[]> {
  return casesBy(cases, placesOf)
}

/** Places in POSIX that a case cites, without remarks in brackets. */
function placesOf({ cites }: Case): string[] {
  return cites.map(cite => cite.replace(/ \([^()]*\)$/, '')).filter(cite => /^X(SH|BD) /.test(cite))
}

/** A message for each clause that no case judges without a reason for it, and for each reason that does not hold. */
export function unjudged(clauses: readonly Clause[], cases: readonly Case[]): string[] {
  const citing = citers(cases)
  return clauses.flatMap(({ place, level, demand, reason }) => {
    const found = citing.get(place) ?? []
    const isJudged = found.some(of => of.level !== 'open')
    const isEnough = isJudged || (found.length > 0 && (level === 'open' || level === 'may'))
    if (isEnough) return reason === '' ? [] : [`judged, and a reason why not: ${place}`]
    const lack = found.length > 0 ? 'observed only' : 'no case'
    return reason === '' ? [`${lack}: ${place}: ${demand}`] : []
  })
}

/** What cases cite of POSIX that is neither a clause's place nor the beginning of one; a message each. */
export function unknownPlaces(cases: readonly Case[], clauses: readonly Clause[]): Mistake[] {
  const places = new Set(
    clauses.flatMap(({ place }) => {
      const parts = place.split(', ')
      return parts.map((_, index) => parts.slice(0, index + 1).join(', '))
    }),
  )
  return unknownTo(places, 'no clause', cases, placesOf)
}
