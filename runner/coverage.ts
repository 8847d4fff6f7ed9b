/**
 * What the cases cover of what is known to be worth covering: behaviours that other suites check or that none does, and
 * defects. The list is `suites/coverage.md`; which cases stand in it follows from their key `covers`.
 */
import type { Mistake } from './suite/mistake.js'
import type { Case } from './suite/suite.js'
import { casesBy, headsOf, rowsOf, unknownTo, withIds } from './table.js'

/** A behaviour, or a defect that the model cannot have. */
export interface Row {
  readonly id: string
  readonly topic: string
  readonly behaviour: string
  /** Why it is left out; empty where it is not. */
  readonly reason: string
}

export interface Topic {
  /** `AL`: how the ids of its rows begin. */
  readonly word: string
  readonly title: string
}

export interface Table {
  readonly topics: readonly Topic[]
  /** In the order of the file. */
  readonly rows: readonly Row[]
  readonly mistakes: readonly Mistake[]
}

/** How a reason begins. */
export const reasons = [
  'helper level',
  "not a pty's matter",
  'would hurt the host',
  'no way to tell',
] as const

/** Reads the table. A line that begins as a row and is none, an id that stands twice and a reason of no known kind are mistakes. */
export function readTable(text: string, file: string): Table {
  const topics = headsOf(text).map(head => ({
    word: wordOf(head),
    title: head.replace(/^\S+ /, ''),
  }))
  const rows: Row[] = []
  const mistakes: Mistake[] = []
  for (const { head, cells, slip } of rowsOf(text, file)) {
    const [id = '', behaviour = '', , reason = ''] = cells
    if (cells.length !== 4 || id === '')
      mistakes.push(slip('a row has an id, a behaviour, cases and a reason'))
    else if (rows.some(row => row.id === id))
      mistakes.push(slip(`'${id}' stands here a second time`))
    else if (reason !== '' && !reasons.some(kind => reason.startsWith(`${kind}: `)))
      mistakes.push(slip(`a reason begins with ${reasons.map(kind => `'${kind}: '`).join(' or ')}`))
    else rows.push({ id, topic: wordOf(head), behaviour, reason })
  }
  return { topics, rows, mistakes }
}

function wordOf(head: string): string {
  return head.replace(/ .*/, '')
}

/** Row or defect -> the cases that cover it, in the order of the suites. */
export function coverers(cases: readonly Case[]): Map<string, Case[]> {
  return casesBy(cases, ({ covers }) => covers)
}

/** The table with the ids of cases that are true now; all else stays as it stands. */
export function updatedTable(text: string, cases: readonly Case[]): string {
  const covering = coverers(cases)
  return withIds(text, (_, row) => (covering.get(row) ?? []).map(({ id }) => id))
}

/** What cases say they cover and nobody knows; a message each. */
export function unknownRows(cases: readonly Case[], rows: readonly Row[]): Mistake[] {
  return unknownTo(new Set(rows.map(({ id }) => id)), 'nothing known', cases, of => of.covers)
}
