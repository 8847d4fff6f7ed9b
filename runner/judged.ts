/** The lines of one transcript, or of one round of it, each held against its step. Rules: language 5.3 to 5.8. */
import type { Line } from './implementation.js'
import { comparedText, nameFor, readSeen, sayOther, shownBy } from './observe.js'
import type { JudgedLine } from './result.js'
import type { Aliases } from './suite/aliases.js'
import { Bindings } from './suite/bindings.js'
import { matchesOutcome, type SeenValue } from './suite/match.js'
import type { Act, Case, Outcome, Step, Value, Wanted } from './suite/suite.js'

/** A lower bound that is missed by less than this many seconds is the clock's grain. */
const TOLERANCE = 0.01

export interface Judged {
  readonly lines: readonly JudgedLine[]
  /** An answer that is no value, or about no step. */
  readonly unreadable?: string
  /** Why the case could not be carried out. */
  readonly blocked?: {
    readonly reason: string
    readonly class: 'case' | 'host'
    readonly step: number
  }
}

/** Judges the lines one after the other: names are bound as results come. */
export function judgeLines(of: Case, lines: readonly Line[], aliases: Aliases): Judged {
  const session = new Session(of, aliases)
  const judged = lines.map(line => session.line(line))
  const { unreadable, blocked } = session
  return { lines: judged, ...(unreadable && { unreadable }), ...(blocked && { blocked }) }
}

type Judgement = Pick<JudgedLine, 'seen' | 'compared' | 'holds'>

/** What is known while the lines are gone through. */
class Session {
  unreadable: string | undefined
  blocked: Judged['blocked'] | undefined
  private readonly names = new Bindings()
  /** Acts whose call was found to have returned, before the next act began. */
  private readonly early = new Set<number>()
  /** The act each process is or was last in. */
  private readonly acts = new Map<string, number>()

  constructor(
    private readonly of: Case,
    private readonly aliases: Aliases,
  ) {}

  line(line: Line): JudgedLine {
    const step = this.of.steps[line.step]
    if (!step) {
      this.unreadable ??= `there is no step ${line.step}`
      return judgedLine(line, { seen: '', compared: '', holds: null })
    }
    if (line.kind === 'back') {
      this.early.add(line.step)
      const seen = line.seen.kind === 'value' ? line.seen.text : sayOther(line.seen)
      return judgedLine(line, { seen: `has returned: ${seen}`, compared: '', holds: null })
    }
    if (step.kind === 'act') this.acts.set(line.who, line.step)
    return judgedLine(line, this.judgeStep(step, line))
  }

  private judgeStep(step: Step, line: Line): Judgement {
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
        return (
          seen.kind === 'signal' &&
          seen.delivered === step.delivered &&
          this.isSame(seen.signal, step.signal)
        )
      case 'state':
        if (seen.kind === 'stopped')
          return (
            step.state === 'stopped' &&
            (seen.signal === '' || this.isSame(seen.signal, step.detail))
          )
        return (
          (seen.kind === 'exited' || seen.kind === 'killed') &&
          seen.kind === step.state &&
          this.isSame(seen.detail, step.detail)
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

  private isSame(a: string, b: string): boolean {
    return this.aliases.name(a) === this.aliases.name(b)
  }

  private judgeValue(step: Step, line: Line, text: string): Judgement {
    const read = readSeen(text)
    if (!read) {
      this.unreadable ??= `${place(step)}: '${text.slice(0, 80)}'`
      return { seen: text, compared: '', holds: null }
    }
    const seen = this.aliases.seen(read)
    const shows = shownBy(this.of, step, line)
    const known = seen.ended ? undefined : nameFor(seen.value, shows, this.names, line.who)
    if (step.kind !== 'act' && step.kind !== 'end')
      return { seen: text, compared: comparedText(seen, shows, this.names), holds: false }
    const { took } = step.wanted
    const outcomes = step.wanted.outcomes.map(outcome => this.aliases.outcome(outcome))
    this.names.bind(outcomes, seen.value, shows, line.who)
    const allowing = outcomes.find(outcome => this.allows(outcome, seen))
    const compared = comparedText(seen, shows, this.names, { allowing, wanted: outcomes })
    const shown = known === undefined ? text : `${text}, that is ${known}`
    const [first] = outcomes
    if (first?.kind === 'value' && first.value.kind === 'any' && !first.ended && !took)
      return { seen: shown, compared, holds: null }
    if (allowing === undefined && lacksProcess(step, seen.value)) {
      this.blocked ??= {
        reason: `${place(step)}: the host has no room for another process: ${step.text}: got ${text}`,
        class: 'host',
        step: line.step,
      }
      return { seen: shown, compared, holds: null }
    }
    const tooEarly = step.kind === 'end' && this.cameTooEarly(line)
    return {
      seen: tooEarly ? `${shown}, before the step that was to cause it` : shown,
      compared,
      holds: allowing !== undefined && inTime(took, line.took) && !tooEarly,
    }
  }

  private allows(outcome: Outcome, seen: SeenValue): boolean {
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

/** Field by field: objects put together from others took a tenth of the time of a whole judgement. */
function judgedLine(line: Line, { seen, compared, holds }: Judgement): JudgedLine {
  const { step, kind, who, took } = line
  return took === undefined
    ? { step, kind, who, seen, compared, holds }
    : { step, kind, who, took, seen, compared, holds }
}

function inTime(wanted: Wanted['took'], took: number | undefined): boolean {
  if (!wanted || took === undefined) return true
  const { least = 0, most = Number.POSITIVE_INFINITY } = wanted
  return took >= least - TOLERANCE && took <= most
}

function onlyWaits(act: Act): boolean {
  return act.wanted.outcomes.every(({ kind }) => kind === 'unfinished')
}

/**
 * A limit of the user, the container or the machine kept a process or thread from being made (XSH fork, ERRORS, EAGAIN and
 * ENOMEM; pthread_create, EAGAIN): no case is about that, and it says nothing about terminals.
 */
function lacksProcess(step: Step, seen: Value): boolean {
  if (step.kind !== 'act' || !['fork', 'thread'].includes(step.call)) return false
  return seen.kind === 'failure' && ['EAGAIN', 'ENOMEM'].includes(seen.errno)
}

function place(step: Step): string {
  return `${step.place.file}:${step.place.line}`
}
