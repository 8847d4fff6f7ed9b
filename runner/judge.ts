/**
 * A case and its transcript -> what to think of it. A pure function: old evidence can be judged again when an
 * expectation is mended. Rules: language 5.3 to 5.10.
 */
import type { Line, Transcript } from './implementation.js'
import { comparedText, nameFor, readSeen, sayOther, shownBy } from './observe.js'
import type { JudgedLine, Result } from './result.js'
import { Bindings } from './suite/bindings.js'
import { matchesOutcome } from './suite/match.js'
import type { Act, Case, Step, Wanted } from './suite/suite.js'

/** A lower bound that is missed by less than this many seconds is the clock's grain. */
const TOLERANCE = 0.01

export interface JudgeOptions {
  /** A `should` that is not met fails. */
  readonly strict: boolean
}

/** Judges one case. The prediction is added by who has a model. */
export function judge(of: Case, transcript: Transcript, options: JudgeOptions): Result {
  const base = {
    case: of.id,
    digest: of.digest,
    ...(transcript.left && transcript.left.length > 0 ? { left: [...transcript.left] } : {}),
  }
  if (transcript.unsupported)
    return {
      ...base,
      verdict: 'unsupported',
      reason: `needs ${transcript.unsupported.join(', ')}`,
      missing: [...transcript.unsupported],
      lines: [],
    }
  const session = new Session(of)
  const lines = transcript.lines.map(line => session.line(line))
  return { ...base, lines, ...conclude(of, lines, session, transcript, options) }
}

type Conclusion = Pick<Result, 'verdict' | 'reason' | 'decided' | 'class' | 'note'>

function conclude(
  of: Case,
  lines: readonly JudgedLine[],
  session: Session,
  transcript: Transcript,
  { strict }: JudgeOptions,
): Conclusion {
  const unresolved = (reason: string, why: Result['class'], step?: number): Conclusion => ({
    verdict: 'unresolved',
    reason,
    class: why ?? 'harness',
    ...(step === undefined ? {} : { decided: step }),
  })
  const isGiven = (line: JudgedLine) => of.steps[line.step]?.given !== undefined
  const say = (line: JudgedLine) => explain(of.steps[line.step], line)
  if (session.unreadable)
    return unresolved(`an answer could not be read: ${session.unreadable}`, 'harness')
  const unset = lines.find(line => isGiven(line) && line.holds === false)
  if (unset)
    return unresolved(`the situation could not be set up: ${say(unset)}`, 'case', unset.step)
  const blocked = session.blocked
  if (blocked) return unresolved(blocked.reason, blocked.class, blocked.step)
  const own = lines.filter(line => !isGiven(line) && line.kind === 'step')
  const broken = own.find(line => line.holds === false)
  const { trouble } = transcript
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

const NOT_REACHED = 'not reached'

/** What is known while the lines of one transcript are gone through. */
class Session {
  readonly names = new Bindings()
  unreadable: string | undefined
  blocked: { reason: string; class: 'case' | 'host'; step: number } | undefined
  /** Acts whose call was found to have returned, before the next act began. */
  private readonly early = new Set<number>()
  /** The act each process is or was last in. */
  private readonly acts = new Map<string, number>()

  constructor(private readonly of: Case) {}

  line(line: Line): JudgedLine {
    const step = this.of.steps[line.step]
    const base = {
      step: line.step,
      kind: line.kind,
      who: line.who,
      ...(line.took === undefined ? {} : { took: line.took }),
    }
    if (!step) {
      this.unreadable ??= `there is no step ${line.step}`
      return { ...base, seen: '', compared: '', holds: null }
    }
    if (line.kind === 'back') {
      this.early.add(line.step)
      const seen = line.seen.kind === 'value' ? line.seen.text : sayOther(line.seen)
      return { ...base, seen: `has returned: ${seen}`, compared: '', holds: null }
    }
    if (step.kind === 'act') this.acts.set(line.who, line.step)
    return { ...base, ...this.judgeStep(step, line) }
  }

  private judgeStep(step: Step, line: Line): Pick<JudgedLine, 'seen' | 'compared' | 'holds'> {
    const { seen } = line
    if (seen.kind === 'value') return this.judgeValue(step, line, seen.text)
    const text = sayOther(seen)
    if (seen.kind === 'refused')
      this.blocked ??= {
        reason: `${place(step)}: the probe refuses: ${seen.why}`,
        class: 'case',
        step: line.step,
      }
    if (seen.kind === 'no-time')
      this.blocked ??= {
        reason: `${place(step)}: the host gave the process no time before the deadline`,
        class: 'host',
        step: line.step,
      }
    return { seen: text, compared: text, holds: this.holdsOther(step, line) }
  }

  private holdsOther(step: Step, { seen }: Line): boolean | null {
    if (seen.kind === 'not-reached' || seen.kind === 'refused' || seen.kind === 'no-time')
      return null
    switch (step.kind) {
      case 'signal':
        return seen.kind === 'signal' && seen.delivered === step.delivered
      case 'state':
        if (seen.kind === 'stopped')
          return step.state === 'stopped' && (seen.signal === '' || seen.signal === step.detail)
        return (
          (seen.kind === 'exited' || seen.kind === 'killed') &&
          seen.kind === step.state &&
          seen.detail === step.detail
        )
      case 'still':
        return seen.kind === 'unfinished' || seen.kind === 'stopped'
      default:
        return (
          (seen.kind === 'unfinished' || seen.kind === 'stopped') &&
          step.wanted.outcomes.some(({ kind }) => kind === 'unfinished')
        )
    }
  }

  private judgeValue(
    step: Step,
    line: Line,
    text: string,
  ): Pick<JudgedLine, 'seen' | 'compared' | 'holds'> {
    const seen = readSeen(text)
    if (!seen) {
      this.unreadable ??= `${place(step)}: '${text.slice(0, 80)}'`
      return { seen: text, compared: '', holds: null }
    }
    const shows = shownBy(this.of, step, line)
    const known = seen.ended ? undefined : nameFor(seen.value, shows, this.names, line.who)
    if (step.kind !== 'act' && step.kind !== 'end')
      return { seen: text, compared: comparedText(seen, shows, this.names), holds: false }
    const { outcomes, took } = step.wanted
    this.names.bind(outcomes, seen.value, shows, line.who)
    const allowing = outcomes.find(outcome => this.allows(outcome, seen))
    const compared = comparedText(seen, shows, this.names, allowing)
    const shown = known === undefined ? text : `${text}, that is ${known}`
    const [first] = outcomes
    if (first?.kind === 'value' && first.value.kind === 'any' && !first.ended && !took)
      return { seen: shown, compared, holds: null }
    const tooEarly = step.kind === 'end' && this.cameTooEarly(line)
    const allowed = allowing !== undefined
    const inTime =
      line.took === undefined ||
      !took ||
      (line.took >= (took.least ?? 0) - TOLERANCE && line.took <= (took.most ?? Infinity))
    return {
      seen: tooEarly ? `${shown}, before the step that was to cause it` : shown,
      compared,
      holds: allowed && inTime && !tooEarly,
    }
  }

  private allows(outcome: Wanted['outcomes'][number], seen: Parameters<typeof matchesOutcome>[1]) {
    try {
      return matchesOutcome(outcome, seen, this.names)
    } catch {
      // A count or string of the expectation names what never got a value.
      return false
    }
  }

  /** The call had returned before the last act began; free where it was allowed not to wait at all. */
  private cameTooEarly(line: Line): boolean {
    const index = this.acts.get(line.who)
    const act = index === undefined ? undefined : this.of.steps[index]
    if (index === undefined || act?.kind !== 'act' || !this.early.has(index)) return false
    return onlyWaits(act)
  }
}

function onlyWaits(act: Act): boolean {
  return act.wanted.outcomes.every(({ kind }) => kind === 'unfinished')
}

function place(step: Step): string {
  return `${step.place.file}:${step.place.line}`
}
