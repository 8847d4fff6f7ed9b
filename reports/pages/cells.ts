/** What an implementation showed at a step of a case, as a cell of the case's page. */
import { type JudgedLine, type Look, looksOf, type Result } from '../../runner/result.js'
import { comparedLines } from '../compare.js'
import { few, MOST_CHARACTERS, visible } from '../visible.js'

/** A longer value is folded behind its head. */
const FOLDED = 240
/** Lines of one step in one cell; a host decides how many it sends. */
const LINES = 12
/** `<0.2..>`: the step is about time. */
const timed = /<[\d.]*\.\.[\d.]*>$/
/** `a|b:`: any of several processes. */
const several = /^\w+(\|\w+)+:/

/** The characters that one page has room for: what hosts send is theirs to decide, how long a page is is not. */
export class Room {
  constructor(private left = 700_000) {}

  /** A text as it is shown; where the page is full only its head. */
  take(text: string): string {
    const most = Math.max(Math.min(MOST_CHARACTERS, this.left), 40)
    const shown = visible(text, most)
    this.left -= shown.length
    return shown
  }

  get isFull(): boolean {
    return this.left <= 0
  }
}

export function cell(result: Result | undefined, text: string, step: number, room: Room) {
  const looks = result ? looksHere(result, step) : []
  const all = looks.flatMap(({ lines, note }) =>
    lines.flatMap((line, at) =>
      line.step === step
        ? [{ line, note, next: line.kind === 'back' ? nextOf(lines, at) : undefined }]
        : [],
    ),
  )
  const shown = room.isFull ? [] : all.slice(0, LINES)
  const own = shown.map(({ line, note, next }) => ({
    ...judged(line, text, next, room),
    rounds: note,
  }))
  return {
    held: heldIn(result, step),
    lines: own,
    more: all.length > own.length ? `… [cut: ${all.length - own.length} more lines]` : null,
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
  if (!rounds) return [{ lines, note: null }]
  const found = new Map<string, Look>()
  for (const look of looksOf(result)) {
    const told = comparedLines({ lines: [...look.lines] }, step)
    const key = JSON.stringify(told.map(({ compared, holds }) => [compared, holds]))
    const known = found.get(key)
    found.set(key, known ? { ...known, count: known.count + look.count } : look)
  }
  if (found.size < 2) return [{ lines, note: null }]
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

function nextOf(lines: readonly JudgedLine[], at: number): number | undefined {
  return lines.slice(at + 1).find(later => later.kind === 'step')?.step
}

function judged(line: JudgedLine, text: string, next: number | undefined, room: Room) {
  const shown = room.take(line.seen)
  const isLong = shown.length > FOLDED
  return {
    head: isLong ? `${shown.slice(0, 80)} …` : shown,
    whole: isLong ? shown : null,
    size: `${line.seen.length} characters`,
    fails: line.holds === false,
    back:
      line.kind === 'back'
        ? `noticed before ${next === undefined ? 'the end' : `step ${next + 1}`}`
        : null,
    who: line.kind === 'step' && several.test(text) ? line.who : null,
    took: timed.test(text) && line.took !== undefined ? `took ${line.took.toFixed(3)} s` : null,
  }
}
