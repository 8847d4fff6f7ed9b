/** An implementation's verdicts as a bar, drawn as a file of its own: the pages' policy forbids widths set inline. */
import type { verdicts } from '../runner/result.js'
import type { Count } from './count.js'

/** Middle tones, to be seen on a light and on a dark page. The same numbers stand in words beside every bar. */
const colours: Readonly<Record<(typeof verdicts)[number], string>> = {
  pass: '#4f9d69',
  fail: '#d1382c',
  xfail: '#dd9a63',
  xpass: '#a86fc9',
  observed: '#5b8fd0',
  unsupported: '#8f949b',
  unresolved: '#c9a227',
  untested: '#b9bdc3',
}

const WIDTH = 1000
const HEIGHT = 16
const GAP = 4

/** A bar as SVG; `missing` cases leave its end empty. */
export function picture(counts: readonly Count[], missing: number): string {
  const total = counts.reduce((sum, { count }) => sum + count, missing)
  const bars: string[] = []
  let before = 0
  for (const { verdict, count } of counts) {
    const from = round((before / total) * WIDTH)
    before += count
    const width = Math.max(round((before / total) * WIDTH) - from - GAP, 1)
    bars.push(`<rect x="${from}" width="${width}" height="${HEIGHT}" fill="${colours[verdict]}"/>`)
  }
  const size = `width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} preserveAspectRatio="none">\n${bars.join('\n')}\n</svg>\n`
}

function round(length: number): number {
  return Math.round(length * 10) / 10
}
