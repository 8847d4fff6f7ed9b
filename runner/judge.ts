/**
 * A case and its transcript -> what to think of it. A pure function: old evidence can be judged again when an
 * expectation is mended. Rules: language 5.7 to 5.10.
 */
import type { Downfall, Transcript, Trouble, Aliases as WireAliases } from './implementation.js'
import { type Judged, judgeLines } from './judged.js'
import { type JudgedLine, looksOf, type Result } from './result.js'
import { Aliases } from './suite/aliases.js'
import type { Case, Step, Wanted } from './suite/suite.js'

export interface JudgeOptions {
  /** A `should` that is not met fails. */
  readonly strict: boolean
  /** Names that share a number on the host: they match each other. */
  readonly aliases?: WireAliases | undefined
}

/** One or more rounds that looked alike, and what is thought of them. */
interface Look extends Judged {
  readonly first: number
  readonly count: number
}

/** Judges one case, every round of it. The prediction is added by who has a model. */
export function judge(of: Case, transcript: Transcript, options: JudgeOptions): Result {
  const { unsupported, left = [], rounds } = transcript
  const base = {
    case: of.id,
    digest: of.digest,
    ...(left.length > 0 ? { left: [...left] } : {}),
  }
  if (unsupported)
    return {
      ...base,
      verdict: 'unsupported',
      reason: `needs ${unsupported.join(', ')}`,
      missing: [...unsupported],
      lines: [],
    }
  const { trouble } = transcript
  if (trouble?.downfall) return { ...base, ...wentDown(trouble, trouble.downfall), lines: [] }
  const aliases = new Aliases(options.aliases)
  const lookOf = ({
    first,
    count,
    lines,
  }: {
    first: number
    count: number
    lines: Transcript['lines']
  }) => ({
    ...{ first, count },
    ...judgeLines(of, lines, aliases),
  })
  const first = lookOf({ first: 1, count: rounds?.same ?? 1, lines: transcript.lines })
  const others = rounds?.others.map(lookOf) ?? []
  return {
    ...base,
    lines: [...first.lines],
    ...(rounds && { rounds: roundsOf(rounds, others) }),
    ...concludeAll(of, [first, ...others], transcript, options),
  }
}

/** A case that does it alone is to blame, whatever its text leaves open: none allows that. */
function wentDown({ class: where, reason }: Trouble, downfall: Downfall) {
  const verdict = where === 'case' ? ('crash' as const) : ('unresolved' as const)
  return { verdict, reason, class: where, downfall }
}

function roundsOf({ played, same }: NonNullable<Transcript['rounds']>, others: readonly Look[]) {
  return {
    ...{ played, same },
    others: others.map(({ first, count, lines }) => ({ first, count, lines: [...lines] })),
  }
}

/** Whether nothing but a call's upper bound is in the way of every step: then the host may have been busy (language 5.8). */
export function missesOnlyUpperBound(
  of: Case,
  transcript: Transcript,
  { lines, rounds }: Pick<Result, 'lines' | 'rounds'>,
  options: JudgeOptions,
): boolean {
  const misses = (result: Pick<Result, 'lines' | 'rounds'>) =>
    looksOf(result).some(look => look.lines.some(({ holds }) => holds === false))
  if (transcript.trouble || !of.steps.some(isBounded) || !misses({ lines, rounds })) return false
  return !misses(judge({ ...of, steps: of.steps.map(patient) }, transcript, options))
}

function isBounded(step: Step): boolean {
  return tookOf(step)?.most !== undefined
}

/** The step without its upper bound. */
function patient(step: Step): Step {
  if ((step.kind !== 'act' && step.kind !== 'end') || !isBounded(step)) return step
  const { outcomes, took } = step.wanted
  return { ...step, wanted: { outcomes, took: { least: took?.least ?? 0 } } }
}

type Conclusion = Pick<Result, 'verdict' | 'reason' | 'decided' | 'decidedRound' | 'class' | 'note'>

/** Every round must hold: the first that is not as demanded decides, then what could not be carried out. */
function concludeAll(
  of: Case,
  looks: readonly Look[],
  { trouble, rounds }: Transcript,
  options: JudgeOptions,
): Conclusion {
  const played = rounds?.played ?? 1
  const kept = looks.filter(({ first }) => first > 0)
  const found = kept.map(look => {
    // Trouble ends the play, so it is in the way of the last round only.
    const isWhole = rounds !== undefined && look.first < played
    return { look, ...conclude(of, look, isWhole ? undefined : trouble, options) }
  })
  const unlike = ({ verdict, note }: Conclusion) => verdict === 'fail' || note !== undefined
  const decisive =
    found.find(unlike) ?? found.find(({ verdict }) => verdict === 'unresolved') ?? found[0]
  if (!decisive) return unresolved('nothing was played', 'harness')
  const { look, ...conclusion } = decisive
  const unkept = looks.reduce((sum, { first, count }) => (first === 0 ? sum + count : sum), 0)
  const isDecided = unlike(conclusion) || conclusion.verdict === 'unresolved'
  if (!isDecided && trouble) return unresolved(trouble.reason, trouble.class)
  if (!isDecided && unkept > 0 && of.level !== 'open')
    return unresolved(`${unkept} of ${played} rounds looked too different to be kept`, 'case')
  return isDecided ? inRound(conclusion, look, played) : conclusion
}

/** Names the round, where there were several. */
function inRound(conclusion: Conclusion, { first, count }: Look, played: number): Conclusion {
  if (played === 1) return conclusion
  const like = count === 1 ? '' : ` (${count} rounds were like it)`
  const where = `in round ${first} of ${played}${like}: `
  const { reason, note } = conclusion
  return {
    ...conclusion,
    ...(reason !== undefined && { reason: where + reason }),
    ...(note !== undefined && { note: where + note }),
    ...(first > 1 && { decidedRound: first }),
  }
}

function unresolved(reason: string, why: NonNullable<Result['class']>, step?: number): Conclusion {
  return {
    ...{ verdict: 'unresolved', reason, class: why },
    ...(step === undefined ? {} : { decided: step }),
  }
}

const NOT_REACHED = 'not reached'

function conclude(
  of: Case,
  { lines, unreadable, blocked }: Look,
  trouble: Transcript['trouble'],
  { strict }: JudgeOptions,
): Conclusion {
  const isGiven = (line: JudgedLine) => of.steps[line.step]?.given !== undefined
  const say = (line: JudgedLine) => explain(of.steps[line.step], line)
  if (unreadable) return unresolved(`an answer could not be read: ${unreadable}`, 'harness')
  const unset = lines.find(line => isGiven(line) && line.holds === false)
  if (unset)
    return unresolved(`the situation could not be set up: ${say(unset)}`, 'case', unset.step)
  if (blocked) return unresolved(blocked.reason, blocked.class, blocked.step)
  const own = lines.filter(line => !isGiven(line) && line.kind === 'step')
  const broken = own.find(line => line.holds === false)
  if (trouble && !(broken && trouble.class === 'case' && of.level !== 'open'))
    return unresolved(trouble.reason, trouble.class)
  const reached = own.filter(line => line.compared !== NOT_REACHED)
  if (of.level === 'open')
    return reached.length > 0
      ? { verdict: 'observed' }
      : unresolved('no step of the case itself was reached', 'case')
  if (broken) {
    const reason = say(broken)
    return of.level === 'should' && !strict
      ? { verdict: 'pass', note: `not as recommended: ${reason}`, decided: broken.step }
      : { verdict: 'fail', reason, decided: broken.step }
  }
  return own.some(line => line.holds === true)
    ? { verdict: 'pass' }
    : unresolved('no step that could be judged was reached', 'case')
}

/** Where, expected, got. */
function explain(step: Step | undefined, line: JudgedLine): string {
  if (!step) return line.seen
  const place = `${step.place.file}:${step.place.line}`
  const took = line.took !== undefined && tookOf(step) ? ` in ${line.took.toFixed(3)} s` : ''
  return `${place}: ${step.text}: got ${line.seen}${took}`
}

function tookOf(step: Step): Wanted['took'] {
  return step.kind === 'act' || step.kind === 'end' ? step.wanted.took : undefined
}
