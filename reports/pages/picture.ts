/** Verdicts as bars, drawn as files of their own: the pages' policy forbids widths set inline. */
import { type Played, type Result, verdicts } from '../../runner/result.js'
import type { Comparison } from '../compare.js'
import type { Count } from '../count.js'
import { topic } from '../links.js'
import { visible } from '../visible.js'
import { groupBy } from './words.js'

/** Middle tones, to be seen on a light and on a dark page. The same numbers stand in words beside every bar. */
const colours: Readonly<Record<Result['verdict'], string>> = {
  pass: '#4f9d69',
  fail: '#d1382c',
  crash: '#8c1d15',
  xfail: '#dd9a63',
  xpass: '#a86fc9',
  observed: '#5b8fd0',
  unsupported: '#8f949b',
  unresolved: '#c9a227',
  untested: '#b9bdc3',
}

/** An implementation's verdicts as a bar over the whole width; `missing` cases leave its end empty. */
export function picture(counts: readonly Count[], missing: number): string {
  const total = counts.reduce((sum, { count }) => sum + count, missing)
  const bars = new Bars()
  bars.add(counts, total, { x: 0, y: 0, width: 1000, height: 16, gap: 4 })
  return svg(1000, 16, 'preserveAspectRatio="none"', [bars.drawn()])
}

const ROW = 18
const COLUMN = 72
const LABEL = 190
const HEAD = 130

/** A bar for each topic and implementation. */
export function topicsPictureOf(
  played: readonly Played[],
  comparisons: readonly Comparison[],
): string {
  const topics = groupBy(comparisons, one => topic(one.record.id))
  const heads = played.map(({ name }, column) => {
    const at = `${LABEL + column * COLUMN + 8} ${HEAD - 8}`
    return `<text transform="translate(${at}) rotate(-40)">${text(name, 20)}</text>`
  })
  const bars = new Bars()
  const labels = topics.map(([name, members], row) => {
    const y = HEAD + row * ROW
    for (const [column, one] of played.entries()) {
      const place = { x: LABEL + column * COLUMN, y: y + 2, width: COLUMN - 8, height: 12, gap: 1 }
      bars.add(countsIn(members, one), members.length, place)
    }
    return `<text x="${LABEL - 8}" y="${y + 12}" text-anchor="end">${text(name, 28)}</text>`
  })
  // The last name leans over the edge.
  const width = LABEL + played.length * COLUMN + 90
  const parts = [STYLE, ...heads, ...labels, bars.drawn()]
  return svg(width, HEAD + topics.length * ROW + 4, '', parts)
}

const STYLE = `<style>text { font: 12px system-ui, sans-serif; fill: #1b1f24 }
@media (prefers-color-scheme: dark) { text { fill: #dde2e8 } }</style>`

function countsIn(members: readonly Comparison[], { name }: Played): Count[] {
  const given = members.map(({ results }) => results.get(name)?.verdict)
  return verdicts
    .map(verdict => ({ verdict, count: given.filter(one => one === verdict).length }))
    .filter(({ count }) => count > 0)
}

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly gap: number
}

/** Bars of one picture: all parts of one colour are one path, which keeps a picture of many bars small. */
class Bars {
  readonly #paths = new Map<Result['verdict'], string>()

  add(counts: readonly Count[], total: number, { x, y, width, height, gap }: Place): void {
    let before = 0
    for (const { verdict, count } of counts) {
      const from = x + (before / total) * width
      before += count
      const wide = Math.max(x + (before / total) * width - from - gap, 1)
      const path = `M${round(from)} ${y}h${round(wide)}v${height}h-${round(wide)}z`
      this.#paths.set(verdict, (this.#paths.get(verdict) ?? '') + path)
    }
  }

  drawn(): string {
    const paths = [...this.#paths]
    return paths.map(([verdict, d]) => `<path fill="${colours[verdict]}" d="${d}"/>`).join('\n')
  }
}

function svg(width: number, height: number, more: string, parts: readonly string[]): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size}${more && ` ${more}`}>`
  return `${[head, ...parts, '</svg>'].join('\n')}\n`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function text(name: string, most: number): string {
  const short = name.length > most ? `${name.slice(0, most - 1)}…` : name
  return visible(short).replace(/[&<>]/g, character => entities[character] ?? '')
}

function round(length: number): number {
  return Math.round(length * 10) / 10
}
