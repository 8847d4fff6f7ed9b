/** All cases on all implementations; as many pages as keep each of them small. */
import { type Played, type Result, type Run, verdicts } from '../../runner/result.js'
import { type Comparison, isUnexplained, outcome } from '../compare.js'
import { casePage, columnAnchor, implementationPage, matrixPage, topic } from '../links.js'
import { claim } from './disagreements.js'
import type { Framed } from './frame.js'
import { groupBy, legend } from './words.js'

/** Up to so many cells each leads to its evidence itself; beyond that those that stand out, and every row. */
const LINKED = 10_000
/** Columns of more implementations than this show a sign for each verdict in place of the word. */
const WORDS = 12
/** Bytes of the cells of one page, as they are written. */
const BYTES = 1_500_000

export interface MatrixPage {
  readonly path: string
  readonly view: object
}

/** The pages, the first of which is `matrixPage(1)`; every cell is a link where there are no more than `linked`. */
export function matrixPages(
  run: Run,
  comparisons: readonly Comparison[],
  framed: Framed,
  { linked = LINKED, bytes = BYTES } = {},
): MatrixPage[] {
  const isSmall = comparisons.length * run.played.length <= linked
  const cells = new Map(
    comparisons.map(one => [one.record.id, cellsOf(one, run.played, isSmall)] as const),
  )
  const parts = partsOf(run.played, [...cells.values()], bytes)
  const spans = parts.map(([from, to], n) => ({
    words: `${from + 1} to ${to}`,
    href: matrixPage(n + 1),
  }))
  return parts.map(([from, to], n) => ({
    path: matrixPage(n + 1),
    view: {
      ...framed('All cases', ''),
      legend: legend(),
      dense: to - from > WORDS,
      parts: spans.length > 1 ? spans.map((span, i) => ({ ...span, current: i === n })) : [],
      columns: run.played
        .slice(from, to)
        .map(({ name }) => ({ name, href: implementationPage(name) })),
      verdicts: verdicts.filter(word =>
        run.played.some(played => played.results.some(result => result.verdict === word)),
      ),
      topics: groupBy(comparisons, one => topic(one.record.id)).map(([name, members]) => ({
        name,
        counts: run.played.slice(from, to).map(played => countIn(members, played)),
        rows: members.map(one => ({
          ...claim(one),
          differs: one.sides.length > 1,
          cells: cells.get(one.record.id)?.slice(from, to) ?? [],
        })),
      })),
    },
  }))
}

interface Cell {
  readonly verdict: Result['verdict'] | 'none'
  readonly surprise: boolean
  /** Empty where the row's own link is enough. */
  readonly href: string
}

function cellsOf(
  { record, results, sides }: Comparison,
  all: readonly Played[],
  isSmall: boolean,
): Cell[] {
  const most = sides.toSorted((a, b) => b.implementations.length - a.implementations.length)[0]
  const usual = new Set(most?.implementations)
  const page = casePage(record.id)
  return all.map(({ name }) => {
    const result = results.get(name)
    const surprise = isUnexplained(result)
    const standsOut =
      surprise || outcome(result) === 'fails' || (sides.length > 1 && !usual.has(name))
    return {
      verdict: result?.verdict ?? 'none',
      surprise,
      href: result && (isSmall || standsOut) ? `${page}#${columnAnchor(name)}` : '',
    }
  })
}

/** How many of a topic an implementation fails. */
function countIn(members: readonly Comparison[], { name }: Played): string {
  const failed = members.filter(({ results }) => outcome(results.get(name)) === 'fails').length
  return failed > 0 ? `${failed} of ${members.length} fail` : ''
}

/** Stretches of columns, of which each fits; `[from, to)`. */
function partsOf(
  all: readonly Played[],
  rows: readonly (readonly Cell[])[],
  bytes: number,
): [number, number][] {
  const parts: [number, number][] = []
  let [from, room] = [0, bytes]
  for (const column of all.keys()) {
    const size = rows.reduce((sum, row) => sum + sizeOf(row[column]), 0)
    if (column > from && size > room) {
      parts.push([from, column])
      ;[from, room] = [column, bytes]
    }
    room -= size
  }
  parts.push([from, all.length])
  return parts
}

/** Roughly what `matrix.hbs` makes of a cell. */
function sizeOf(cell: Cell | undefined): number {
  if (!cell) return 0
  const link = cell.href === '' ? 0 : cell.href.length + 20
  return 30 + link + (cell.surprise ? 40 : 0)
}
