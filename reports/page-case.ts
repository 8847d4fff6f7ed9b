/** The page of one case: its steps, and beside them what every implementation showed. */
import {
  type CaseRecord,
  type JudgedLine,
  type Look,
  looksOf,
  type Played,
  type Result,
  type Run,
} from '../runner/result.js'
import { type Comparison, comparedLines, outcome } from './compare.js'
import { frame } from './frame.js'
import { casePage, columnAnchor, commandFor, digestAnchor, implementationPage } from './links.js'
import { few, visible } from './visible.js'

/** A longer value is folded behind its head. */
const FOLDED = 240
/** Lines of one step in one cell; a host decides how many it sends. */
const LINES = 12
/** `<0.2..>`: the step is about time. */
const timed = /<[\d.]*\.\.[\d.]*>$/
/** `a|b:`: any of several processes. */
const several = /^\w+(\|\w+)+:/

export function casePageView(run: Run, comparison: Comparison) {
  const { record, results, sides } = comparison
  const names = run.played.map(played => played.name)
  const own = (name: string) => results.get(name)
  return {
    ...frame(run, record.title, '../'),
    id: record.id,
    anchor: digestAnchor(record.digest),
    permanent: `${casePage(record.id).replace('cases/', '')}#${digestAnchor(record.digest)}`,
    digest: record.digest,
    version: run.version,
    level: record.level,
    cites: record.cites,
    needs: record.needs.join(', ') || 'nothing but a pseudo-terminal',
    givens: record.givens.join(', ') || 'nothing',
    plays: plays(record),
    risks: record.risks?.join(', ') ?? null,
    covers: record.covers.join(', ') || null,
    tags: record.tags.join(', ') || null,
    place: `${record.place.file}:${record.place.line}`,
    agreement: agreement(comparison),
    columns: run.played.map(played => column(played, own(played.name))),
    whys: whys(names.map(own)),
    predictions: run.played.map(played => prediction(played, own(played.name))),
    rows: record.steps.map((step, index) => row(comparison, names, step, index)),
    width: names.length + 1,
    left: names
      .map(name => ({ name, what: few(own(name)?.left ?? [], 20) }))
      .filter(({ what }) => what.length > 0),
    commands: names.map(name => commandFor(name, record.id)),
    split: sides.length > 1,
    sides: sides.map(side => ({ ...side, implementations: side.implementations.join(', ') })),
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

/** What the comparison says, in sentences; the sides themselves are a list. */
function agreement({ sides, breaks, fallsShort, surprises, differing }: Comparison): string[] {
  const said: string[] = []
  const carriedOut = sides.flatMap(side => side.implementations).length
  if (carriedOut < 2)
    said.push('Fewer than two implementations carried it out: nothing to compare.')
  else if (sides.length === 1) said.push('All that could carry it out agree.')
  if (differing.length > 0) {
    const steps = differing.map(step => step + 1).join(', ')
    said.push(`They differ at ${differing.length === 1 ? 'step' : 'steps'} ${steps}.`)
  }
  if (breaks.length > 0) said.push(`What the cited text demands is broken by ${breaks.join(', ')}.`)
  if (fallsShort.length > 0) said.push(`The recommendation is not met by ${fallsShort.join(', ')}.`)
  if (surprises.length > 0) said.push(`Not as its profile predicts: ${surprises.join(', ')}.`)
  return said
}

function column(played: Played, result: Result | undefined) {
  const { identity } = played
  return {
    name: played.name,
    anchor: columnAnchor(played.name),
    href: `../${implementationPage(played.name)}`,
    system: identity
      ? visible(`${identity.system} ${identity.release}`.trim(), 60)
      : 'never reached',
    verdict: result?.verdict ?? null,
    surprise: result?.prediction === 'surprise',
  }
}

/** Nothing where every verdict speaks for itself. */
function whys(results: readonly (Result | undefined)[]) {
  const all = results.map(why)
  return all.some(({ text }) => text) ? all : []
}

/** Why this verdict; a step that decided says itself, in its own cell, what was seen. */
function why(result: Result | undefined) {
  if (!result) return { text: 'The run was cut off before this case.' }
  const step = result.decided === undefined ? undefined : `Step ${result.decided + 1}`
  const round = result.rounds
    ? ` in round ${result.decidedRound ?? 1} of ${result.rounds.played}`
    : ''
  if (step && outcome(result) === 'fails') return { text: `${step} does not hold${round}.` }
  if (step && result.note) return { text: `${step} is not as recommended${round}.` }
  const trouble = result.class ? `${result.class} trouble: ` : ''
  return { text: [trouble + (result.reason ?? ''), result.note].filter(Boolean).join(' ') }
}

function prediction(played: Played, result: Result | undefined) {
  const plain = (text: string) => ({ text, surprise: false })
  const under = result?.profile ? ` under ${result.profile}` : ''
  if (result?.prediction === 'as predicted') return plain(`as predicted${under}`)
  if (result?.prediction === 'not predicted') {
    return plain(`not predicted${under}: ${result.notPredicted ?? 'no reason was recorded'}`)
  }
  if (result?.prediction === 'surprise') {
    const steps = (result.surprises ?? []).map(one => `${one.step + 1}`)
    const where = steps.length > 0 ? `at step ${few(steps, LINES).join(', ')}` : 'in its verdict'
    return { text: `${where}${under}`, surprise: true }
  }
  const reference = played.identity?.kind === 'reference'
  return plain(reference ? 'a reference: it is what predicts' : 'no prediction was made')
}

function row(
  { record, results, differing }: Comparison,
  names: readonly string[],
  step: CaseRecord['steps'][number],
  index: number,
) {
  return {
    number: index + 1,
    text: step.text,
    place: `${step.file}:${step.line}`,
    given: step.given ?? null,
    opens: opens(record, index),
    closes: closes(record, index),
    differs: differing.includes(index),
    cells: names.map(name => cell(results.get(name), step.text, index)),
  }
}

/** Whether the step is the first of its braces. */
function opens({ steps }: CaseRecord, index: number): boolean {
  const together = steps[index]?.together
  return together !== undefined && together !== steps[index - 1]?.together
}

/** Whether it is the last. */
function closes({ steps }: CaseRecord, index: number): boolean {
  const together = steps[index]?.together
  return together !== undefined && together !== steps[index + 1]?.together
}

function cell(result: Result | undefined, text: string, step: number) {
  const looks = result ? looksHere(result, step) : []
  const own = looks.flatMap(({ lines, note }) =>
    lines.flatMap((line, at) =>
      line.step === step ? [{ ...judged(line, text, lines.slice(at + 1)), rounds: note }] : [],
    ),
  )
  return {
    held: heldIn(result, step),
    lines: own.slice(0, LINES),
    more: own.length > LINES ? `… [cut: ${own.length - LINES} more lines]` : null,
    decided: result?.decided === step && result.verdict !== 'pass' && result.verdict !== 'observed',
    predicted: predicted(result, step),
  }
}

/** In how many rounds the step holds, where it does in some only. */
function heldIn(result: Result | undefined, step: number): string | null {
  if (!result?.rounds) return null
  const count = (holds: boolean) =>
    looksOf(result)
      .filter(({ lines }) => lines.some(line => line.step === step && line.holds === holds))
      .reduce((sum, look) => sum + look.count, 0)
  const held = count(true)
  if (held === 0 || count(false) === 0) return null
  return `holds in ${held} of ${result.rounds.played} rounds`
}

/** The rounds' looks that differ at this step, each with how many had it; the first alone where all are alike. */
function looksHere(
  result: Result,
  step: number,
): { lines: readonly JudgedLine[]; note: string | null }[] {
  const { rounds, lines } = result
  const found = new Map<string, Look>()
  for (const look of looksOf(result)) {
    const told = comparedLines({ lines: [...look.lines] }, step)
    const key = JSON.stringify(told.map(({ compared, holds }) => [compared, holds]))
    const known = found.get(key)
    found.set(key, known ? { ...known, count: known.count + look.count } : look)
  }
  if (!rounds || found.size < 2) return [{ lines, note: null }]
  return [...found.values()].map(({ first, count, lines }) => ({
    lines,
    note: `${count} of ${rounds.played} rounds${first > 1 ? `, first in round ${first}` : ''}:`,
  }))
}

/** What the model allows at a step that came out otherwise. */
function predicted(result: Result | undefined, step: number): string | null {
  const surprises = result?.surprises?.filter(one => one.step === step) ?? []
  if (surprises.length === 0) return null
  const allowed = surprises.flatMap(one => one.predicted)
  return few(allowed, LINES).join(' or ') || 'nothing at this step'
}

function judged(line: JudgedLine, text: string, after: readonly JudgedLine[]) {
  const next = after.find(later => later.kind === 'step')
  const whole = visible(line.seen)
  return {
    head: whole.length > FOLDED ? `${line.seen.slice(0, 80)} …` : line.seen,
    whole: whole.length > FOLDED ? line.seen : null,
    size: `${line.seen.length} characters`,
    fails: line.holds === false,
    back:
      line.kind === 'back' ? `noticed before ${next ? `step ${next.step + 1}` : 'the end'}` : null,
    who: line.kind === 'step' && several.test(text) ? line.who : null,
    took: timed.test(text) && line.took !== undefined ? `took ${line.took.toFixed(3)} s` : null,
  }
}
