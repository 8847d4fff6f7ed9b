/**
 * What the cases cover of what is known to be worth covering: behaviours that other suites check or that none does, and
 * defects. The list is `suites/coverage.md`; which cases stand in it follows from their key `covers`.
 */
import { didYouMean, type Mistake } from './suite/mistake.js'
import type { Case } from './suite/suite.js'

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

const TOPIC = /^## (\S+) (.+)$/
const ROW = /^\| *(\S+) *\|(.*)\|(.*)\|(.*)\|$/

/** Reads the table. A line that begins as a row and is none, an id that stands twice and a reason of no known kind are mistakes. */
export function readTable(text: string, file: string): Table {
  const topics: Topic[] = []
  const rows: Row[] = []
  const mistakes: Mistake[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const slip = (message: string) =>
      mistakes.push({ place: { file, line: index + 1, column: 1 }, message, line })
    const [, word, title] = TOPIC.exec(line) ?? []
    if (word && title) topics.push({ word, title })
    const topic = topics.at(-1)?.word
    if (!line.startsWith('|') || topic === undefined || isHead(line)) continue
    const [whole, id = '', ...cells] = ROW.exec(line) ?? []
    const [behaviour = '', , reason = ''] = cells.map(cell => cell.trim())
    if (whole === undefined) slip('a row has an id, a behaviour, cases and a reason')
    else if (rows.some(row => row.id === id)) slip(`'${id}' stands here a second time`)
    else if (reason !== '' && !reasons.some(kind => reason.startsWith(`${kind}: `)))
      slip(`a reason begins with ${reasons.map(kind => `'${kind}: '`).join(' or ')}`)
    else rows.push({ id, topic, behaviour, reason })
  }
  return { topics, rows, mistakes }
}

function isHead(line: string): boolean {
  return /^\| *(id *\||-)/.test(line)
}

/** Row or defect -> ids of the cases that cover it, in the order of the suites. */
export function coverers(cases: readonly Case[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { id, covers } of cases)
    for (const row of covers) found.set(row, [...(found.get(row) ?? []), id])
  return found
}

/** The table with the ids of cases that are true now; all else stays as it stands. */
export function updated(text: string, covering: ReadonlyMap<string, readonly string[]>): string {
  let isBelowTopic = false
  const lines = text.split('\n').map(line => {
    isBelowTopic ||= TOPIC.test(line)
    const [whole, id = '', behaviour, , reason] = ROW.exec(line) ?? []
    if (whole === undefined || !isBelowTopic || isHead(line)) return line
    const cases = covering.get(id)?.join(', ')
    return `| ${id} |${behaviour}|${cases === undefined ? ' ' : ` ${cases} `}|${reason}|`
  })
  return lines.join('\n')
}

/** What cases say they cover and nobody knows; a message each. */
export function unknown(cases: readonly Case[], ids: ReadonlySet<string>): Mistake[] {
  return cases.flatMap(({ id, covers, place }) =>
    covers
      .filter(word => !ids.has(word))
      .map(word => ({
        place,
        message: `nothing known is called '${word}'${didYouMean(word, ids)}`,
        line: `case ${id.slice(id.lastIndexOf('/') + 1)}`,
      })),
  )
}
