/**
 * What is wrong with a case as a whole (language 5.13): calls and constants that do not exist, names without value
 * or use, processes that are not there, steps of a process that may be in a call.
 */
import { checkArguments } from './arguments.js'
import { calls, childOf } from './calls.js'
import { allConstants } from './constants.js'
import { checkExpected } from './expectations.js'
import { limits } from './limits.js'
import { eachConstant } from './mentions.js'
import { didYouMean, type Mistake } from './mistake.js'
import { type Descriptors, NameTable } from './name-table.js'
import { type Process, ProcessTable } from './process-table.js'
import {
  type Act,
  type Case,
  type End,
  FIRST_PROCESS,
  type Step,
  type Still,
  type Value,
} from './suite.js'

/** A finding; the reader adds the line and points at `word` in it, where that is given. */
export type Finding = Pick<Mistake, 'place' | 'message'> & { readonly word?: string }

export interface CheckOptions {
  /** A situation may leave names unused and judge nothing. */
  readonly isSituation: boolean
  /**
   * Words that lines which could not be read may have bound, forked or recorded, or all: what rests on them is no
   * second mistake.
   */
  readonly unknown: ReadonlySet<string> | 'all'
}

export function checkCase(of: Case, options: CheckOptions): Finding[] {
  return new Walk(of, options).findings
}

function constantsOf(values: readonly Value[]): string[] {
  const names: string[] = []
  for (const value of values) eachConstant(value, name => names.push(name))
  return names
}

class Walk {
  readonly findings: Finding[] = []
  private readonly names: NameTable
  private readonly processes: ProcessTable
  /** Who has taken a step in the braces. */
  private readonly inBraces = new Set<string>()
  private braces: number | undefined

  constructor(
    of: Case,
    private readonly options: CheckOptions,
  ) {
    const find = (step: Step, message: string, word = '') => this.find(step, message, word)
    const mayBeKnown = (word: string) => this.mayBeKnown(word)
    this.names = new NameTable(find, mayBeKnown)
    this.processes = new ProcessTable(mayBeKnown)
    for (const step of of.steps) this.step(step)
    this.mustBeRisked(of)
    const { isSituation } = options
    if (!isSituation) this.names.findUnused()
    const judges =
      this.isDamaged ||
      of.steps.every(step => step.given) ||
      of.steps.some(step => !step.given && isJudged(step))
    if (of.level !== 'open' && !isSituation && !judges)
      this.findings.push({
        place: of.place,
        message: `nothing is judged; a case of level ${of.level} needs a step that could fail`,
      })
  }

  private get isDamaged(): boolean {
    const { unknown } = this.options
    return unknown === 'all' || unknown.size > 0
  }

  private mayBeKnown(word: string): boolean {
    const { unknown } = this.options
    return unknown === 'all' || unknown.has(word)
  }

  /** Whether a line that could not be read may have been a step of this process. */
  private mayHaveActed(who: string): boolean {
    return who === FIRST_PROCESS ? this.isDamaged : this.mayBeKnown(who)
  }

  /** The probe does what stands here by its name, where the risk was allowed. */
  private mustBeRisked({ risks, steps }: Case): void {
    if (risks.includes('console')) return
    for (const step of steps)
      if (step.kind === 'act' && constantsOf(step.args).includes('TIOCCONS'))
        this.find(
          step,
          "TIOCCONS moves the host's console; the case needs: risk console",
          'TIOCCONS',
        )
  }

  private find(step: Step, message: string, word = ''): void {
    this.findings.push({ place: step.place, message, word })
  }

  private step(step: Step): void {
    for (const who of step.who) this.processes.assume(who)
    const known = step.who.filter(who => this.processes.has(who))
    for (const who of step.who)
      if (!known.includes(who))
        this.find(
          step,
          `no process '${who}' has been forked${didYouMean(who, this.processes.forked())}`,
          who,
        )
    if (known.length < step.who.length) return
    this.together(step)
    if (step.kind === 'act') this.act(step)
    else if (step.kind === 'end' || step.kind === 'still') this.resumed(step)
    else if (step.kind === 'signal') this.signal(step, step.signal)
    else if (step.state !== 'exited') this.constant(step, step.detail)
    for (const who of step.who) if (who !== FIRST_PROCESS) this.names.use(step, who, undefined)
  }

  /** Steps in braces start at one moment, so each needs a process of its own; signal and state lines only look. */
  private together(step: Step): void {
    if (step.together !== this.braces) this.inBraces.clear()
    this.braces = step.together
    if (step.together === undefined || step.kind === 'signal' || step.kind === 'state') return
    for (const who of step.who) {
      if (this.inBraces.has(who))
        this.find(
          step,
          `${called(who)} has a step in these braces already; they start at one moment`,
        )
      this.inBraces.add(who)
    }
  }

  private act(step: Act): void {
    const who = step.who[0] ?? FIRST_PROCESS
    const process = this.processes.get(who)
    this.mustBeFree(step, who, process)
    const { descriptors } = process
    if (!calls[step.call]) {
      const near = didYouMean(step.call, Object.keys(calls))
      this.find(step, `no call '${step.call}'${near}`, step.call)
      // What it was to bind is no second mistake.
      this.wanted(step, step, descriptors)
      return
    }
    for (const { message, word } of checkArguments(step, name => this.names.shows(name)))
      this.find(step, message, word)
    for (const value of step.args) {
      this.names.argument(step, value, descriptors)
      eachConstant(value, name => this.constant(step, name))
    }
    if (typeof step.count === 'string') this.names.use(step, step.count, descriptors)
    this.wanted(step, step, descriptors)
    this.effects(step, process)
  }

  private mustBeFree(step: Step, who: string, { state }: Process): void {
    if (state.kind === 'idle' || this.mayHaveActed(who)) return
    if (state.kind === 'gone') this.find(step, `${called(who)} has ${state.how}`)
    else {
      const may = state.kind === 'open' ? 'is still' : 'may still be'
      this.find(step, `${called(who)} ${may} in ${state.act.call}(); it must be resumed first`)
    }
  }

  private effects(step: Act, process: Process): void {
    const { outcomes } = step.wanted
    const unfinished = outcomes.filter(({ kind }) => kind === 'unfinished').length
    if (unfinished > 0)
      process.state = { kind: unfinished === outcomes.length ? 'open' : 'perhaps', act: step }
    const fails = outcomes.every(
      outcome => outcome.kind === 'value' && outcome.value.kind === 'failure',
    )
    if (step.call === '_exit') this.processes.end(process, 'called _exit()')
    else if (step.call === 'execve' && !fails) {
      const { state } = process
      this.processes.end(process, 'gone with its process, which ran another program')
      process.state = state
      // Handlers do not outlive the program they belong to.
      process.records?.clear()
    } else if (step.call === 'execvp' && !fails) this.processes.end(process, 'run another program')
    else if (step.call === 'sigaction') this.disposition(step, process)
    if (calls[step.call]?.makes && !fails) this.makeProcess(step, process)
  }

  private disposition({ args: [signal, disposition] }: Act, { records }: Process): void {
    if (signal?.kind !== 'flags') return
    const name = signal.flags[0]?.name ?? ''
    if (disposition?.kind === 'name' && disposition.name === 'record') records?.add(name)
    else records?.delete(name)
  }

  private makeProcess(step: Act, process: Process): void {
    const child = step.wanted.outcomes
      .map(outcome => childOf(step.call, outcome))
      .find(value => value?.kind === 'name' && !value.each)
    if (child?.kind !== 'name') {
      const shape = calls[step.call]?.makes === true ? 'child' : '[m, child, name]'
      this.find(step, `the child of ${step.call}() needs a name: ${step.call}() = ${shape}`)
      return
    }
    const { name } = child
    if (this.processes.has(name)) {
      this.find(step, `there is a process '${name}' already`, name)
      return
    }
    if (this.names.isBoundBefore(name, step))
      this.find(
        step,
        `'${name}' stands for something else; the child needs a name of its own`,
        name,
      )
    if (this.processes.forked().length + 1 === limits.processes)
      this.find(step, `a case has at most ${limits.processes} processes, the first included`, name)
    this.processes.add(name, process, step.call === 'thread')
    this.names.markUsed(name)
  }

  private resumed(step: End | Still): void {
    const states = step.who.map(who => this.processes.get(who).state)
    const open = states.flatMap(state => ('act' in state ? [state] : []))
    const isKnown = !step.who.some(who => this.mayHaveActed(who))
    const [only = FIRST_PROCESS] = step.who
    const process = this.processes.get(only)
    if (open.length < states.length) {
      if (isKnown)
        this.find(
          step,
          `no ${step.call}() is open here that could be ${step.kind === 'end' ? 'resumed' : 'unfinished'}`,
        )
      else if (step.kind === 'end') this.wanted(step, undefined, process.descriptors)
      return
    }
    const other = open.find(({ act }) => act.call !== step.call)
    if (other && isKnown)
      this.find(step, `the open call is ${other.act.call}(), not ${step.call}()`)
    if (step.kind === 'still') return
    if (step.who.length === 1) process.state = { kind: 'idle' }
    this.wanted(step, open[0]?.act, process.descriptors)
  }

  private signal(step: Step, signal: string): void {
    this.constant(step, signal)
    for (const who of step.who) {
      const { records } = this.processes.get(who)
      if (records && !records.has(signal) && !this.mayBeKnown(signal))
        this.find(
          step,
          `nothing records ${signal} there: sigaction(${signal}, record) = 0 must come before`,
        )
    }
  }

  private constant(step: Step, name: string): void {
    if (!allConstants.has(name))
      this.find(step, `no constant '${name}'${didYouMean(name, allConstants)}`, name)
  }

  private wanted(step: Act | End, act: Act | undefined, descriptors: Descriptors): void {
    for (const outcome of step.wanted.outcomes) {
      if (outcome.kind === 'unfinished') continue
      eachConstant(outcome.value, name => this.constant(step, name))
      if (outcome.ended) eachConstant(outcome.ended, name => this.constant(step, name))
    }
    if (act?.call === step.call && calls[act.call])
      for (const { message, word } of checkExpected(step, act)) this.find(step, message, word)
    this.names.wanted(step, step.wanted.outcomes, act, descriptors)
  }
}

function called(who: string): string {
  return who === FIRST_PROCESS ? 'the first process' : `'${who}'`
}

/** Whether a step's outcome can be other than what it wants. */
function isJudged(step: Step): boolean {
  if (step.kind !== 'act' && step.kind !== 'end') return true
  return !step.wanted.outcomes.some(
    outcome => outcome.kind === 'value' && outcome.value.kind === 'any' && !outcome.ended,
  )
}
