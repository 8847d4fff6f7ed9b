/** The report's start page: who was played, where they disagree, and what fails. */
import { isReference, type Played, type Run } from '../../runner/result.js'
import type { Comparison } from '../compare.js'
import { type Count, countMissing, countSurprises, countVerdicts, plural } from '../count.js'
import type { History } from '../history.js'
import { implementationPage, picturePage, topicsPicture } from '../links.js'
import { few, SHORT, visible } from '../visible.js'
import { disagreements } from './disagreements.js'
import { findings } from './findings.js'
import type { Framed } from './frame.js'
import { legend, systemOf } from './words.js'

/** Beyond so many implementations each is a row and no card. */
const CARDS = 12

export function indexPage(
  run: Run,
  comparisons: readonly Comparison[],
  framed: Framed,
  history?: History,
) {
  const implementations = run.played.map(played => implementation(run, played))
  return {
    ...framed('ptycheck report', ''),
    cards: implementations.length <= CARDS ? implementations : [],
    lines: implementations.length <= CARDS ? [] : implementations,
    runs: history ? plural(history.runs, 'run') : '',
    legend: legend(),
    total: plural(run.cases.length, 'case'),
    ...disagreements(comparisons),
    ...findings(comparisons, history),
    left: run.played
      .filter(played => played.left.length > 0)
      .map(played => ({ ...named(played.name), what: few(played.left, 20) })),
    topicsPicture: run.played.length > 0 ? topicsPicture : '',
  }
}

function named(name: string) {
  return { name, href: implementationPage(name) }
}

function implementation(run: Run, played: Played) {
  const counts = countVerdicts(played)
  const missing = countMissing(run, played)
  const surprises = countSurprises(played)
  return {
    ...named(played.name),
    kind: isReference(played) ? 'reference' : 'host',
    system: systemOf(played, 120),
    picture: picturePage(played.name),
    alt: `${played.name}: ${inWords(counts, missing)}`,
    counts,
    missing,
    surprises: surprises > 0 ? plural(surprises, 'surprise') : null,
    trouble: played.trouble
      ? visible(`${played.trouble.class} trouble: ${played.trouble.reason}`, SHORT)
      : null,
    incomplete: !played.complete,
  }
}

/** `9 pass, 1 fail`. */
function inWords(counts: readonly Count[], missing: number): string {
  const words = counts.map(({ verdict, count }) => `${count} ${verdict}`)
  if (missing > 0) words.push(`${missing} without result`)
  return words.join(', ') || 'nothing was played'
}
