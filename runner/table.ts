/**
 * Markdown files beside the suites that say which cases go with what: tables below headings of level 2, with ids of cases in
 * the last cell but one of each row.
 */
import { didYouMean, type Mistake } from './suite/mistake.js'
import type { Case } from './suite/suite.js'

export interface TableRow {
  /** The text of the heading that it stands below. */
  readonly head: string
  /** Without the blanks around them; none where it is no whole row. */
  readonly cells: readonly string[]
  /** What is wrong with this row. */
  readonly slip: (message: string) => Mistake
}

/** The text of each heading that may have a table below it. */
export function headsOf(text: string): string[] {
  return text.split('\n').flatMap(line => HEAD.exec(line)?.[1] ?? [])
}

/** All rows of all tables below headings, in the order of the file. */
export function rowsOf(text: string, file: string): TableRow[] {
  const rows: TableRow[] = []
  eachRow(text, (line, head, index) => {
    const place = { file, line: index + 1, column: 1 }
    const cells = /^\|(.*)\|$/.exec(line)?.[1]?.split('|') ?? []
    const slip = (message: string) => ({ place, message, line })
    rows.push({ head, cells: cells.map(cell => cell.trim()), slip })
    return line
  })
  return rows
}

/** The text with other ids of cases, chosen by heading and first cell; all else stays as it stands. */
export function withIds(
  text: string,
  idsOf: (head: string, first: string) => readonly string[],
): string {
  return eachRow(text, (line, head) => {
    const cells = line.split('|')
    const ids = idsOf(head, cells[1]?.trim() ?? '').join(', ')
    return cells.with(-3, ids === '' ? ' ' : ` ${ids} `).join('|')
  })
}

const HEAD = /^## (.+)$/

/** Each row below a heading goes through `change`; a table's first line and the one below it are none. */
function eachRow(text: string, change: (line: string, head: string, index: number) => string) {
  let head: string | undefined
  const lines = text.split('\n')
  return lines
    .map((line, index) => {
      head = HEAD.exec(line)?.[1] ?? head
      const isBelow = line.startsWith('|') && lines[index - 1]?.startsWith('|')
      const isRow = isBelow && !line.startsWith('| -')
      return isRow && head !== undefined ? change(line, head, index) : line
    })
    .join('\n')
}

/** What cases say -> the cases that say it, in the order of the suites. */
export function casesBy(
  cases: readonly Case[],
  saidBy: (of: Case) => readonly string[],
): Map<string, Case[]> {
  const found = new Map<string, Case[]>()
  for (const of of cases)
    for (const said of saidBy(of)) found.set(said, [...(found.get(said) ?? []), of])
  return found
}

/** A message for each thing that a case says and nobody knows; `nothing` begins it: `no clause`. */
export function unknownTo(
  known: ReadonlySet<string>,
  nothing: string,
  cases: readonly Case[],
  saidBy: (of: Case) => readonly string[],
): Mistake[] {
  return cases.flatMap(of =>
    saidBy(of)
      .filter(said => !known.has(said))
      .map(said => ({
        place: of.place,
        message: `${nothing} is called '${said}'${didYouMean(said, known)}`,
        line: `case ${of.id.slice(of.id.lastIndexOf('/') + 1)}`,
      })),
  )
}
