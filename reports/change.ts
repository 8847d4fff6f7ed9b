/** What became of a case between two runs on one host. */
import { type CaseRecord, looksOf, type Result, type Verdict } from '../runner/result.js'
import { comparedLines, observations, outcome } from './compare.js'
import { seenAt } from './evidence.js'
import { asExpected, differences, expected } from './structure.js'

/** Every kind of change, the worst first, in one sentence each. */
export const changeMeaning = {
  regression: 'It held, and fails now.',
  'became flaky': 'It held, and fails now in some of its rounds.',
  'new failure': 'It fails, and nothing was demanded or judged of it before.',
  'no longer judged': 'It was judged before, and now it could not be.',
  'still failing': 'It failed, and fails.',
  'behaves otherwise': 'It is judged as before, but what was seen is something else.',
  fixed: 'It failed, and holds now.',
  'new pass': 'It holds, and was not judged before.',
  appeared: 'There is something to see that was not there before.',
  disappeared: 'It was played before, and is not in the later run.',
  'case changed meaning':
    'What the case does or demands is not what it was: the two cannot be compared.',
} as const

export type Change = keyof typeof changeMeaning

/** In the order of `changeMeaning`. */
export const changes = Object.keys(changeMeaning) as Change[]

/** Changes after which a system is worse than it was. */
export const worse: readonly Change[] = ['regression', 'became flaky', 'new failure']

export interface CaseChange {
  readonly change: Change
  readonly id: string
  readonly title: string
  readonly level: CaseRecord['level']
  readonly cites: readonly string[]
  readonly before?: Verdict
  readonly after?: Verdict
  /** The step that tells, as written, and where it stands. */
  readonly step: string
  readonly place: string
  /** What that step showed; empty where it showed nothing. */
  readonly was: string
  readonly is: string
  /** Why there is no verdict any more. */
  readonly reason?: string
}

/** Nothing where a case went as before, or says nothing about the system in either run. */
export function changeOf(
  before: Result | undefined,
  after: Result | undefined,
  record: CaseRecord,
): Change | undefined {
  if (!after) return before && 'disappeared'
  if (before && before.digest !== after.digest) return 'case changed meaning'
  const [was, is] = [outcome(before), outcome(after)]
  if (is === undefined) return was === undefined ? undefined : 'no longer judged'
  if (is === 'fails') {
    if (was === 'fails') return 'still failing'
    if (was !== 'holds') return 'new failure'
    return failsSometimes(after) ? 'became flaky' : 'regression'
  }
  if (was === 'fails') return 'fixed'
  if (!before || was === undefined) return is === 'holds' ? 'new pass' : 'appeared'
  return tellingStep(before, after, record) === undefined ? undefined : 'behaves otherwise'
}

/** A case of which some rounds fail and some do not. */
function failsSometimes(result: Result): boolean {
  const fails = looksOf(result).map(({ lines }) => lines.some(({ holds }) => holds === false))
  return fails.includes(true) && fails.includes(false)
}

/** The first step that showed something else. */
function tellingStep(before: Result, after: Result, record: CaseRecord): number | undefined {
  const [was, is] = [observations(before, record), observations(after, record)]
  const step = was.findIndex((seen, n) => seen !== is[n])
  return step < 0 ? undefined : step
}

/** The change with what it rests on. */
export function describe(
  change: Change,
  record: CaseRecord,
  before: Result | undefined,
  after: Result | undefined,
): CaseChange {
  const decided = decidedBy(change, record, before, after)
  const step = decided === undefined ? undefined : record.steps[decided]
  const [was = '', is = ''] =
    step && decided !== undefined ? shownAt(change, decided, step.text, [before, after]) : []
  const reason = change === 'no longer judged' ? after?.reason : undefined
  return {
    change,
    id: record.id,
    title: record.title,
    level: record.level,
    cites: record.cites,
    ...(before && { before: before.verdict }),
    ...(after && { after: after.verdict }),
    step: step?.text ?? '',
    place: step ? `${step.file}:${step.line}` : `${record.place.file}:${record.place.line}`,
    was,
    is,
    ...(reason !== undefined && { reason }),
  }
}

/** What both showed at a step, of structures only what is wanted, or what tells the two apart. */
function shownAt(
  change: Change,
  step: number,
  text: string,
  both: readonly (Result | undefined)[],
): string[] {
  if (change !== 'behaves otherwise')
    return both.map(result => (result ? asExpected(seenAt(result, step), expected(text)) : ''))
  const compared = both.map(result => (result ? comparedLines(result, step) : []))
  return differences(compared.map(lines => lines.map(line => line.compared).join(', ')))
}

/** Where both were carried out: the step that failed, in the later run or in the earlier one, or that shows the difference. */
function decidedBy(
  change: Change,
  record: CaseRecord,
  before: Result | undefined,
  after: Result | undefined,
): number | undefined {
  if (change === 'case changed meaning') return undefined
  if (before && after && change === 'behaves otherwise') return tellingStep(before, after, record)
  return (outcome(after) === 'fails' ? after : before)?.decided
}
