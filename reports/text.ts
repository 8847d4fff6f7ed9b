/** A run in a screenful for a terminal: the counts, what fails or surprises, and what could not be judged. */
import { type CaseRecord, type Run, verdicts } from '../runner/result.js'
import { compare, isUnexplained } from './compare.js'
import {
  byReason,
  countExplained,
  countMissing,
  countSurprises,
  countVerdicts,
  plural,
} from './count.js'
import { evidence } from './evidence.js'
import { visible } from './visible.js'

export interface SummaryOptions {
  readonly color: boolean
}

/** Lines each part may take: together they leave a screen of about 40 lines. */
const TABLE = 6
const FAILURES = 15
const SURPRISES = 8
const XPASSES = 6
const REASONS = 4
/** Implementations that are named at a step. */
const WHO = 3
const WIDTH = 120
/** A reason often ends with what to do about it. */
const REASON = 160

/** The summary, without escape sequences unless `color` asks for them. */
export function summary(run: Run, options: SummaryOptions = { color: false }): string {
  const paint = options.color ? colour : (_: Style, text: string) => text
  const parts = [
    table(run, paint),
    failures(run, paint),
    unexpectedPasses(run, paint),
    surprises(run, paint),
    unjudged(run, paint),
  ]
  return `${parts.flat().join('\n')}\n`
}

type Style = 'bold' | 'bad' | 'odd' | 'dim'
type Paint = (style: Style, text: string) => string

const codes: Readonly<Record<Style, number>> = { bold: 1, bad: 31, odd: 35, dim: 2 }

function colour(style: Style, text: string): string {
  return `\u001b[${codes[style]}m${text}\u001b[0m`
}

/** Implementations down, verdicts across; a verdict that nobody has takes no column. */
function table(run: Run, paint: Paint): string[] {
  const rows = run.played.map(played => {
    const counts = new Map<string, number>(
      countVerdicts(played).map(({ verdict, count }) => [verdict, count]),
    )
    counts.set('no result', countMissing(run, played))
    counts.set('surprise', countSurprises(played))
    counts.set('explained', countExplained(played))
    return { name: line(played.name, 32), counts, trouble: played.trouble }
  })
  const columns = [...verdicts, 'no result', 'surprise', 'explained'].filter(word =>
    rows.some(({ counts }) => counts.get(word)),
  )
  const wide = Math.max(14, ...rows.map(({ name }) => name.length))
  const head = columns.map(word => `  ${word}`).join('')
  return [
    paint('bold', `${' '.repeat(wide)}${head}`),
    ...rows.slice(0, TABLE).map(({ name, counts }) => {
      const cells = columns.map(word => {
        const cell = `${counts.get(word) || '-'}`.padStart(word.length + 2)
        return (word === 'fail' || word === 'crash') && counts.get(word) ? paint('bad', cell) : cell
      })
      return name.padEnd(wide) + cells.join('')
    }),
    ...more(rows.length - TABLE, 'implementation'),
  ]
}

/** One observation of one implementation; those of the same step stand together. */
interface Item {
  readonly record: CaseRecord
  readonly step: string
  readonly place: string
  readonly name: string
  readonly said: string
}

/** Items by case and step, each with what was seen on whom, as many as fit into so many lines. */
function paragraphs(items: readonly Item[], head: string, room: number, what: string): string[] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = JSON.stringify([item.record.id, item.place])
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  const lines: string[] = []
  let shown = 0
  for (const group of groups.values()) {
    const next = paragraph(group, head)
    if (lines.length + next.length > room) break
    lines.push(...next)
    shown++
  }
  return [...lines, ...more(groups.size - shown, what)]
}

function paragraph(group: readonly Item[], head: string): string[] {
  const [first] = group
  if (!first) return []
  return [
    '',
    `${head}  ${line(first.record.id)}  ${line(clause(first.record), 60)}`,
    `      ${line(first.step, 80)}  ${line(first.place)}`,
    ...group.slice(0, WHO).map(({ name, said }) => `      ${line(name, 32)}: ${said}`),
    ...(group.length > WHO ? [`      ... and on ${group.length - WHO} more`] : []),
  ]
}

function failures(run: Run, paint: Paint): string[] {
  const items = compare(run).flatMap(({ record, results }) =>
    [...results].flatMap(([name, result]) => {
      if (result.verdict !== 'fail' && result.verdict !== 'crash') return []
      const { step, brief, file, line: at } = evidence(record, result)
      const said = brief
        ? `got ${line(brief, 80)}`
        : line(result.reason ?? 'no reason recorded', 80)
      return [{ record, step: step || record.title, place: `${file}:${at}`, name, said }]
    }),
  )
  return paragraphs(items, paint('bad', 'fail'), FAILURES, 'failing step')
}

function unexpectedPasses(run: Run, paint: Paint): string[] {
  const items = compare(run).flatMap(({ record, results }) =>
    [...results].flatMap(([name, { verdict, expected }]) => {
      if (verdict !== 'xpass') return []
      const place = `${record.place.file}:${record.place.line}`
      const said = `passes, and should fail${expected ? `: ${line(expected.bug, 80)}` : ''}`
      return [{ record, step: record.title, place, name, said }]
    }),
  )
  return paragraphs(items, paint('odd', 'xpass'), XPASSES, 'unexpected pass')
}

function surprises(run: Run, paint: Paint): string[] {
  const items = compare(run).flatMap(({ record, results }) =>
    [...results].flatMap(([name, result]) => {
      if (!isUnexplained(result)) return []
      const first = result.surprises?.[0]
      const step = first && record.steps[first.step]
      const place = step ? `${step.file}:${step.line}` : `${record.place.file}:${record.place.line}`
      const predicted = first?.predicted.join(' or ') || 'otherwise'
      const said = `got ${line(first?.seen ?? 'another verdict', 40)}, predicted ${line(predicted, 40)}`
      return [{ record, step: step?.text ?? record.title, place, name, said }]
    }),
  )
  return paragraphs(items, paint('odd', 'surprise'), SURPRISES, 'surprise')
}

function clause(record: CaseRecord): string {
  return `(${record.level}: ${record.cites.join('; ') || 'no clause cited'})`
}

/** What says nothing about a system, and why. What a reference has not got is its profile's business. */
function unjudged(run: Run, paint: Paint): string[] {
  const reasons = (['unresolved', 'unsupported', 'untested'] as const).flatMap(verdict =>
    run.played
      .filter(({ identity }) => verdict !== 'unsupported' || identity?.kind !== 'reference')
      .flatMap(({ name, results }) =>
        byReason(results.filter(result => result.verdict === verdict)).map(one => ({
          text: `${verdict}  ${line(name, 32)}: ${plural(one.cases.length, 'case')}: ${line(one.reason, REASON)}`,
        })),
      ),
  )
  const troubles = run.played.flatMap(({ name, trouble, complete, results }) => {
    if (!trouble && complete) return []
    // The cases that trouble kept from being played say it themselves.
    if (trouble && results.some(({ reason }) => reason === trouble.reason)) return []
    return [
      { text: `${line(name, 32)}: ${line(trouble?.reason ?? 'the run was cut off', REASON)}` },
    ]
  })
  const all = [...troubles, ...reasons]
  if (all.length === 0) return []
  return [
    '',
    paint('bold', 'not judged'),
    ...all.slice(0, REASONS).map(({ text }) => `  ${text}`),
    ...more(all.length - REASONS, 'reason'),
  ]
}

function more(count: number, what: string): string[] {
  return count > 0 ? ['', `... and ${plural(count, `more ${what}`)}; the report has them all`] : []
}

/** One line of a terminal. */
function line(text: string, most = WIDTH): string {
  const whole = visible(text, most * 4)
  return whole.length <= most ? whole : `${whole.slice(0, most - 4)} ...`
}
