/** The columns of a case's page: an implementation each, or all that showed the same where they are many. */
import type { Played, Result, Run } from '../../runner/result.js'
import { type Comparison, isUnexplained, observations, outcome } from '../compare.js'
import { columnAnchor, implementationPage } from '../links.js'
import { few, visible } from '../visible.js'
import { groupBy, namesOf } from './words.js'

/** Up to so many implementations each has a column of its own. */
const OWN = 12
/** Columns that are shown; the rest is named, and told apart on a page of fewer implementations. */
const SHOWN = 24
/** Names in a column's head of those that showed the same. */
const ALIKE = 5
/** Steps that are named in one sentence. */
const STEPS = 12

export interface Column {
  /** Those that it stands for; what is shown is the first one's. */
  readonly names: readonly string[]
  readonly result: Result | undefined
}

/** The columns, and the implementations for which there is no room. */
export function columnsOf(
  run: Run,
  { record, results }: Comparison,
  own = OWN,
): { columns: Column[]; beyond: string[] } {
  const names = run.played.map(({ name }) => name)
  const look = (name: string) => {
    const result = results.get(name)
    return JSON.stringify(result ? [told(result), observations(result, record)] : null)
  }
  const groups =
    names.length <= own ? names.map(name => [name]) : groupBy(names, look).map(([, all]) => all)
  const columns = groups.map(all => ({ names: all, result: results.get(all[0] ?? '') }))
  return {
    columns: columns.slice(0, SHOWN),
    beyond: columns.slice(SHOWN).flatMap(column => column.names),
  }
}

/** What a column's head says of a result; under which profile it was foreseen does not part hosts. */
function told({ verdict, prediction, explained, reason, note, left }: Result) {
  return [verdict, prediction === 'surprise', explained?.reason, reason, note, left]
}

/** A column's head; every implementation has its anchor there. */
export function headOf(run: Run, { names, result }: Column) {
  const [first = '', ...others] = names
  const played = run.played.find(({ name }) => name === first)
  return {
    name: first,
    anchor: columnAnchor(first),
    href: `../${implementationPage(first)}`,
    others: others.map(name => ({ anchor: columnAnchor(name), name })),
    alike: others.length > 0 ? `and the same on ${namesOf(others, ALIKE)}` : '',
    system: played?.identity
      ? visible(`${played.identity.system} ${played.identity.release}`.trim(), 60)
      : 'never reached',
    verdict: result?.verdict ?? null,
    surprise: isUnexplained(result),
    why: why(result),
    prediction: predictionOf(played, result),
  }
}

/** Why this verdict; a step that decided says itself, in its own cell, what was seen. */
function why(result: Result | undefined): string {
  if (!result) return 'The run was cut off before this case.'
  const step = result.decided === undefined ? undefined : `Step ${result.decided + 1}`
  const round = result.rounds
    ? ` in round ${result.decidedRound ?? 1} of ${result.rounds.played}`
    : ''
  const known = knownAs(result)
  if (step && outcome(result) === 'fails') return `${step} does not hold${round}.${known}`
  if (known) return known.trim()
  if (step && result.note) return `${step} is not as recommended${round}.`
  const trouble = result.class ? `${result.class} trouble: ` : ''
  return [trouble + (result.reason ?? ''), result.note].filter(Boolean).join(' ')
}

/** What the expectations file says of it. */
function knownAs({ expected }: Result): string {
  if (!expected) return ''
  const { bug, reason } = expected
  return ` Expected: ${[reason, bug].filter(Boolean).join(', ')}.`
}

function predictionOf(played: Played | undefined, result: Result | undefined): string {
  const under = result?.profile ? ` under ${result.profile}` : ''
  if (result?.prediction === 'as predicted') return `as predicted${under}`
  if (result?.prediction === 'not predicted')
    return `not predicted${under}: ${result.notPredicted ?? 'no reason was recorded'}`
  if (result?.prediction === 'surprise') {
    const steps = (result.surprises ?? []).map(one => `${one.step + 1}`)
    const where = steps.length > 0 ? `at step ${few(steps, STEPS).join(', ')}` : 'in its verdict'
    const known = result.explained
    if (!known) return `${where}${under}`
    return `explained, ${where}${under}: ${known.reason}, ${known.bug}`
  }
  const reference = played?.identity?.kind === 'reference'
  return reference ? 'a reference: it is what predicts' : 'no prediction was made'
}
