/** A badge: how many cases hold, as a small picture with a text for those who cannot see it. */
import { type Run, type Verdict, verdicts } from '../../runner/result.js'
import { countMissing, countVerdicts } from '../count.js'
import { visible } from '../visible.js'
import { document, element } from './xml.js'

/** White text on each has a contrast of at least 4.5 (WCAG AA). */
const colours = { good: '#2b7a3d', bad: '#b3261e', open: '#6b5a00', none: '#5c6168' } as const

const LABEL = '#3d4248'
const HEIGHT = 20
const PAD = 6

export function badge(run: Run): string {
  const [only, ...others] = run.played
  const of = only && others.length === 0 ? visible(only.name, 40) : undefined
  const label = of === undefined ? 'ptycheck' : `ptycheck ${of}`
  const { text, colour } = told(run)
  const [left, right] = [label, text].map(one => Math.ceil(width(one)) + 2 * PAD) as [
    number,
    number,
  ]
  const name = `${label}: ${text}`
  const words = (at: number, wide: number, one: string) =>
    element('text', { x: at + wide / 2, y: 14, textLength: wide - 2 * PAD }, [one])
  return document(
    element(
      'svg',
      {
        ...{ xmlns: 'http://www.w3.org/2000/svg', width: left + right, height: HEIGHT },
        ...{ viewBox: `0 0 ${left + right} ${HEIGHT}`, role: 'img', 'aria-label': name },
      },
      [
        element('title', {}, [name]),
        element('rect', { width: left, height: HEIGHT, fill: LABEL }),
        element('rect', { x: left, width: right, height: HEIGHT, fill: colour }),
        element(
          'g',
          {
            ...{ fill: '#fff', 'text-anchor': 'middle', 'font-size': 11 },
            'font-family': 'Verdana, DejaVu Sans, Geneva, sans-serif',
          },
          [words(0, left, label), words(left, right, text)],
        ),
      ],
    ),
  )
}

/** Trouble comes before success: who was not reached says nothing, and must not look green. */
function told(run: Run): { text: string; colour: string } {
  const count = new Map<Verdict, number>()
  for (const played of run.played)
    for (const one of countVerdicts(played))
      count.set(one.verdict, (count.get(one.verdict) ?? 0) + one.count)
  const missing = run.played.reduce((sum, played) => sum + countMissing(run, played), 0)
  const of = (...which: Verdict[]) => which.reduce((sum, one) => sum + (count.get(one) ?? 0), 0)
  const total = of(...verdicts)
  if (total === 0) return { text: 'nothing played', colour: colours.none }
  const lost = of('unresolved') + missing
  const parts = [
    `${of('pass')} pass`,
    ...(of('crash') > 0 ? [`${of('crash')} crash`] : []),
    ...(of('fail') > 0 ? [`${of('fail')} fail`] : []),
    ...(of('xpass') > 0 ? [`${of('xpass')} xpass`] : []),
    ...(lost > 0 ? [`${lost} not carried out`] : []),
  ]
  const colour =
    of('fail', 'crash', 'xpass') > 0
      ? colours.bad
      : lost > 0
        ? colours.open
        : of('pass') > 0
          ? colours.good
          : colours.none
  return { text: parts.join(', '), colour }
}

/** Of Verdana at 11 pixels, which is as wide as such fonts get: narrow, wide and other letters. */
function width(text: string): number {
  return [...text].reduce((sum, letter) => sum + advance(letter), 0)
}

function advance(letter: string): number {
  if (/[iljI.,:;|!'()[\] ]/.test(letter)) return 4.2
  if (/[mwMW@%⟨⟩]/.test(letter)) return 10.6
  return letter > '\u2e7f' ? 11.5 : 7.2
}
