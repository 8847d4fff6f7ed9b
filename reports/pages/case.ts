/** The page of one case: its steps, and beside them what every implementation showed, why, and what to do with it. */
import type { CaseRecord, Run } from '../../runner/result.js'
import type { Background } from '../background.js'
import type { Comparison } from '../compare.js'
import type { History } from '../history.js'
import { casePage, commandFor, digestAnchor } from '../links.js'
import { few } from '../visible.js'
import { cell, Room } from './cells.js'
import { type Column, columnsOf, headOf } from './columns.js'
import type { Framed } from './frame.js'
import { reasons } from './reasons.js'
import { reports } from './reports.js'
import { consoleLines, namesOf } from './words.js'

/** Commands that play it again, one for each implementation. */
const COMMANDS = 12

/** Consoles of kernels that it brought down. */
const CONSOLES = 8

export interface Known {
  readonly framed: Framed
  readonly background: Background | undefined
  readonly history: History | undefined
}

export function casePageView(run: Run, comparison: Comparison, known: Known) {
  const { record, results } = comparison
  const { columns, beyond } = columnsOf(run, comparison)
  const names = run.played.map(played => played.name)
  return {
    ...known.framed(record.title, '../'),
    ...about(record),
    version: run.version,
    anchor: digestAnchor(record.digest),
    permanent: `${casePage(record.id).replace('cases/', '')}#${digestAnchor(record.digest)}`,
    ...agreementOf(comparison),
    ...stepsOf(run, comparison, columns),
    beyond: beyond.length > 0 ? namesOf(beyond, 40) : '',
    ...reasons(run, comparison, known.background),
    ...reports(run, comparison, known.background),
    consoles: [...results]
      .flatMap(([name, { downfall }]) =>
        downfall ? [{ name, kind: downfall.kind, lines: consoleLines(downfall.console) }] : [],
      )
      .slice(0, CONSOLES),
    past: past(record, names, known.history),
    left: names
      .map(name => ({ name, what: few(results.get(name)?.left ?? [], 20) }))
      .filter(({ what }) => what.length > 0),
    commands: few(
      names.map(name => commandFor(name, record.id)),
      COMMANDS,
    ),
  }
}

/** What is said of a case wherever it is shown whole. */
export function about(record: CaseRecord) {
  return {
    id: record.id,
    digest: record.digest,
    level: record.level,
    cites: record.cites,
    needs: record.needs.join(', ') || 'nothing but a pseudo-terminal',
    givens: record.givens.join(', ') || 'nothing',
    plays: plays(record),
    risks: record.risks?.join(', ') ?? null,
    covers: record.covers.join(', ') || null,
    tags: record.tags.join(', ') || null,
    place: `${record.place.file}:${record.place.line}`,
  }
}

/** How it is played where that is not once and at rest. */
function plays({ level, repeat, load }: CaseRecord): string | null {
  const rule =
    level === 'open' ? 'a step holds in all rounds, in some or in none' : 'every round must hold'
  const times = repeat === undefined ? '' : `${repeat} times; ${rule}`
  const busy = load ? `${load} busy ${load === 1 ? 'process' : 'processes'} per processor` : ''
  return [times, busy].filter(Boolean).join(', beside ') || null
}

/** What the comparison says: the sides, and sentences about them. */
function agreementOf(comparison: Comparison) {
  const { sides, breaks, fallsShort, surprises, differing } = comparison
  const said: string[] = []
  const carriedOut = sides.flatMap(side => side.implementations).length
  if (carriedOut < 2)
    said.push('Fewer than two implementations carried it out: nothing to compare.')
  else if (sides.length === 1) said.push('All that could carry it out agree.')
  if (differing.length > 0) {
    const steps = differing.map(step => step + 1).join(', ')
    said.push(`They differ at ${differing.length === 1 ? 'step' : 'steps'} ${steps}.`)
  }
  const names = (all: readonly string[]) => namesOf(all, 20)
  if (breaks.length > 0) said.push(`What the cited text demands is broken by ${names(breaks)}.`)
  if (fallsShort.length > 0) said.push(`The recommendation is not met by ${names(fallsShort)}.`)
  if (surprises.length > 0) said.push(`Not as its profile predicts: ${names(surprises)}.`)
  return {
    agreement: said,
    split: sides.length > 1,
    sides: sides.map(side => ({ outcome: side.outcome, who: namesOf(side.implementations, 20) })),
  }
}

/** The table: a row for each step, a column for each look. */
export function stepsOf(run: Run, comparison: Comparison, columns: readonly Column[]) {
  const { record, differing } = comparison
  const heads = columns.map(column => headOf(run, column))
  const room = new Room()
  return {
    heads,
    // Nothing where every verdict speaks for itself.
    whys: heads.some(({ why }) => why) ? heads.map(({ why }) => ({ why })) : [],
    rows: record.steps.map((step, index) => ({
      number: index + 1,
      text: step.text,
      place: `${step.file}:${step.line}`,
      given: step.given ?? null,
      opens: step.together !== undefined && step.together !== record.steps[index - 1]?.together,
      closes: step.together !== undefined && step.together !== record.steps[index + 1]?.together,
      differs: differing.includes(index),
      cells: columns.map(({ result }) => cell(result, step.text, index, room)),
    })),
  }
}

/** Since when, on each implementation that has a past. */
function past({ id }: CaseRecord, names: readonly string[], history: History | undefined) {
  if (!history) return []
  return names.flatMap(name => {
    const stretches = history.stretches(name, id)
    if (stretches.length === 0) return []
    return [
      {
        name,
        stretches: stretches.slice(0, 10).map(({ verdict, from, to, runs }) => ({
          verdict,
          when: from === to ? from : `${from} to ${to}`,
          runs,
        })),
      },
    ]
  })
}
