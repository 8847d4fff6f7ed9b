/**
 * What is wrong with a case as a whole (language 5.13): calls and constants that do not exist, names without value
 * or use, processes that are not there, steps of a process that may be in a call.
 */
import { checkArguments } from './arguments.js'
import { calls, type Shows, showsOf } from './calls.js'
import { allConstants } from './constants.js'
import { didYouMean, type Mistake } from './mistake.js'
import { type Act, type Case, FIRST_PROCESS, type Outcome, type Step, type Value } from './suite.js'

/** A finding; the reader adds the line and points at `word` in it, where that is given. */
export type Finding = Pick<Mistake, 'place' | 'message'> & { readonly word?: string }

/** What is known of a name while a case is walked through. */
interface Name {
  readonly shows: Shows
  /** The step that may bind it first. */
  readonly boundBy: Step
  used: boolean
}

type CallState =
  | { readonly kind: 'idle' | 'gone' }
  | { readonly kind: 'open' | 'perhaps'; readonly call: string }

interface Process {
  state: CallState
  /** Descriptor names it can have. */
  readonly descriptors: Set<string>
  /** Signals it records. */
  readonly records: Set<string>
}

export function checkCase(of: Case, isSituation: boolean): Finding[] {
  return new Walk(of, isSituation).findings
}

class Walk {
  readonly findings: Finding[] = []
  private readonly names = new Map<string, Name>()
  private readonly processes = new Map<string, Process>([
    [FIRST_PROCESS, { state: { kind: 'idle' }, descriptors: new Set(), records: new Set() }],
  ])

  /** A situation may build on others, whose names and processes are known only where it is given. */
  constructor(
    of: Case,
    private readonly isSituation: boolean,
  ) {
    for (const step of of.steps) this.step(step)
    for (const [name, { used, boundBy }] of this.names)
      if (!used && !isSituation && boundBy.given === undefined)
        this.find(boundBy, `'${name}' is bound and never used${this.remedy(name)}`, name)
    if (
      of.level !== 'open' &&
      !isSituation &&
      !of.steps.some(step => !step.given && isJudged(step))
    )
      this.findings.push({
        place: of.place,
        message: `nothing is judged; a case of level ${of.level} needs a step that could fail`,
      })
  }

  /** What an unused name was meant to be: one bound before, or nothing; names of two letters are all alike. */
  private remedy(name: string): string {
    const names = [...this.names.keys()]
    const near = name.length > 2 ? didYouMean(name, names.slice(0, names.indexOf(name))) : ''
    return near === '' ? "; write '_' if that is meant" : near
  }

  private find(step: Step, message: string, word = ''): void {
    this.findings.push({ place: step.place, message, word })
  }

  private step(step: Step): void {
    if (this.isSituation) for (const who of step.who) this.assumeProcess(who)
    const known = step.who.filter(who => this.processes.has(who))
    for (const who of step.who)
      if (!known.includes(who))
        this.find(step, `no process '${who}' has been forked${didYouMean(who, this.forked())}`, who)
    if (known.length < step.who.length) return
    if (step.kind === 'act') this.act(step)
    else if (step.kind === 'end' || step.kind === 'still') this.resumed(step)
    else if (step.kind === 'signal') this.signal(step)
    else this.signalName(step, step.state === 'exited' ? undefined : step.detail)
    for (const who of step.who) this.use(who)
  }

  private assumeProcess(who: string): void {
    if (!this.processes.has(who))
      this.processes.set(who, {
        state: { kind: 'idle' },
        descriptors: new Set(),
        records: new Set(),
      })
  }

  private forked(): string[] {
    return [...this.processes.keys()].filter(name => name !== FIRST_PROCESS)
  }

  private process(who: string): Process {
    const found = this.processes.get(who)
    if (!found) throw new Error(`process '${who}' was looked up before it was checked`)
    return found
  }

  private act(step: Act): void {
    const who = step.who[0] ?? FIRST_PROCESS
    const process = this.process(who)
    this.mustBeFree(step, who, process)
    const call = calls[step.call]
    if (!call) {
      this.find(
        step,
        `no call '${step.call}'${didYouMean(step.call, Object.keys(calls))}`,
        step.call,
      )
      // What it was to bind is no second mistake.
      this.wanted(step, step.wanted.outcomes, process)
      return
    }
    for (const { message, word } of checkArguments(step, name => this.names.get(name)?.shows))
      this.find(step, message, word)
    for (const value of step.args) this.argument(step, value, process)
    if (typeof step.count === 'string') this.nameUsed(step, step.count, process)
    this.wanted(step, step.wanted.outcomes, process)
    this.effects(step, process)
  }

  private mustBeFree(step: Step, who: string, { state }: Process): void {
    const whose = who === FIRST_PROCESS ? 'the first process' : `'${who}'`
    if (state.kind === 'gone') this.find(step, `${whose} has called _exit()`)
    else if (state.kind === 'open')
      this.find(step, `${whose} is still in ${state.call}(); it must be resumed first`)
    else if (state.kind === 'perhaps')
      this.find(step, `${whose} may still be in ${state.call}(); it must be resumed first`)
  }

  private effects(step: Act, process: Process): void {
    if (step.call === '_exit') process.state = { kind: 'gone' }
    const unfinished = step.wanted.outcomes.filter(({ kind }) => kind === 'unfinished').length
    if (unfinished > 0)
      process.state = {
        kind: unfinished === step.wanted.outcomes.length ? 'open' : 'perhaps',
        call: step.call,
      }
    const [signal, disposition] = step.args
    if (step.call === 'sigaction' && signal?.kind === 'flags') {
      const name = signal.flags[0]?.name ?? ''
      if (disposition?.kind === 'name' && disposition.name === 'record') process.records.add(name)
      else process.records.delete(name)
    }
    if (calls[step.call]?.makes) this.makeProcess(step, process)
  }

  private makeProcess(step: Act, { descriptors, records }: Process): void {
    const child = step.wanted.outcomes
      .flatMap(outcome => (outcome.kind === 'value' ? [outcome.value] : []))
      .find(value => value.kind === 'name')
    if (child?.kind !== 'name') {
      this.find(step, `the child of ${step.call}() needs a name: ${step.call}() = child`)
      return
    }
    if (this.processes.has(child.name)) {
      this.find(step, `there is a process '${child.name}' already`, child.name)
      return
    }
    this.processes.set(child.name, {
      state: { kind: 'idle' },
      descriptors: new Set(descriptors),
      records: new Set(records),
    })
    const bound = this.names.get(child.name)
    if (bound) bound.used = true
  }

  private resumed(step: Step & { kind: 'end' | 'still' }): void {
    const states = step.who.map(who => this.process(who).state)
    const open = states.flatMap(state =>
      state.kind === 'open' || state.kind === 'perhaps' ? [state] : [],
    )
    if (open.length < states.length) {
      this.find(
        step,
        `no ${step.call}() is open here that could be ${step.kind === 'end' ? 'resumed' : 'unfinished'}`,
      )
      return
    }
    const other = open.find(state => state.call !== step.call)
    if (other) this.find(step, `the open call is ${other.call}(), not ${step.call}()`)
    if (step.kind === 'still') return
    const [only] = step.who
    if (step.who.length === 1 && only !== undefined) this.process(only).state = { kind: 'idle' }
    const first = this.process(only ?? FIRST_PROCESS)
    this.wanted(step, step.wanted.outcomes, first)
  }

  private signal(step: Step & { kind: 'signal' }): void {
    this.signalName(step, step.signal)
    for (const who of step.who)
      if (!this.process(who).records.has(step.signal))
        this.find(
          step,
          `nothing records ${step.signal} there: sigaction(${step.signal}, record) = 0 must come before`,
        )
  }

  private signalName(step: Step, signal: string | undefined): void {
    if (signal !== undefined) this.constant(step, signal)
  }

  private constant(step: Step, name: string): void {
    if (!allConstants.has(name))
      this.find(step, `no constant '${name}'${didYouMean(name, allConstants)}`, name)
  }

  private use(name: string): void {
    const found = this.names.get(name)
    if (found) found.used = true
  }

  private nameUsed(step: Step, name: string, process: Process): void {
    const found = this.names.get(name)
    if (!found && this.isSituation) return
    if (!found) {
      this.find(step, `'${name}' has no value yet${didYouMean(name, this.names.keys())}`, name)
      return
    }
    found.used = true
    if (found.shows === 'fd' && !process.descriptors.has(name))
      this.find(step, `'${name}' is a descriptor of another process; this one cannot have it`, name)
  }

  /** All names and constants of an argument. */
  private argument(step: Act, value: Value, process: Process): void {
    eachName(value, name => {
      if (name !== 'record' || step.call !== 'sigaction') this.nameUsed(step, name, process)
    })
    eachConstant(value, name => this.constant(step, name))
    if (value.kind === 'struct' && step.call === 'poll')
      for (const { name } of value.fields)
        if (/^[a-z]/.test(name)) this.nameUsed(step, name, process)
  }

  private wanted(step: Step, outcomes: readonly Outcome[], process: Process): void {
    for (const outcome of outcomes) {
      if (outcome.kind === 'unfinished') continue
      for (const value of [outcome.value, ...(outcome.ended ? [outcome.ended] : [])]) {
        eachConstant(value, name => this.constant(step, name))
        this.expected(step, value, partsShown(step), process)
      }
    }
  }

  /** Names on the right are bound where they are new, compared where they are not. */
  private expected(step: Step, value: Value, shows: readonly Shows[], process: Process): void {
    if (value.kind === 'name') {
      this.bindOrCompare(step, value.name, shows[0] ?? 'number', process)
      if (value.must) this.expected(step, value.must, shows, process)
    } else if (value.kind === 'list')
      for (const [i, item] of value.items.entries())
        this.expected(step, item, [shows[i] ?? shows[0] ?? 'number'], process)
    else if (value.kind === 'struct')
      for (const field of value.fields) {
        if (/^[a-z]\w*$/.test(field.name) && this.names.has(field.name)) this.use(field.name)
        this.expected(step, field.value, ['number'], process)
      }
    else if (value.kind === 'not') this.compareOnly(step, value.value, process)
    else this.compareOnly(step, value, process)
  }

  private compareOnly(step: Step, value: Value, process: Process): void {
    eachName(value, name => {
      if (!this.names.has(name)) this.nameUsed(step, name, process)
      else this.use(name)
    })
  }

  private bindOrCompare(step: Step, name: string, shows: Shows, process: Process): void {
    if (shows === 'fd') process.descriptors.add(name)
    const found = this.names.get(name)
    if (found) found.used = true
    else this.names.set(name, { shows, boundBy: step, used: false })
  }
}

/** What each part of a result is, by position for a list; one entry otherwise. */
function partsShown(step: Step): readonly Shows[] {
  if (step.kind !== 'act' && step.kind !== 'end') return []
  const shows = step.kind === 'act' ? showsOf(step) : (calls[step.call]?.shows ?? 'number')
  if (shows === 'pair') return ['fd', 'fd']
  if (shows === 'pty') return ['fd', 'fd', 'path']
  return [shows]
}

/** Whether a step's outcome can be other than what it wants. */
function isJudged(step: Step): boolean {
  if (step.kind !== 'act' && step.kind !== 'end') return true
  return !step.wanted.outcomes.some(
    outcome => outcome.kind === 'value' && outcome.value.kind === 'any' && !outcome.ended,
  )
}

function eachName(value: Value, visit: (name: string) => void): void {
  if (value.kind === 'name') {
    visit(value.name)
    if (value.must) eachName(value.must, visit)
  } else if (value.kind === 'data')
    for (const piece of value.pieces) {
      const counts = piece.kind === 'string' ? [piece.times] : [piece.from, piece.count]
      for (const count of counts) if (typeof count === 'string') visit(count)
      if (piece.kind === 'string')
        for (const part of piece.parts) if (!(part instanceof Uint8Array)) visit(part.name)
    }
  else if (value.kind === 'range') {
    for (const end of [value.low, value.high]) if (typeof end === 'string') visit(end)
  } else for (const part of partsOf(value)) eachName(part, visit)
}

function eachConstant(value: Value, visit: (name: string) => void): void {
  if (value.kind === 'flags') for (const flag of value.flags) visit(flag.name)
  else if (value.kind === 'failure' && !/^\d+$/.test(value.errno)) visit(value.errno)
  else if (value.kind === 'status' && value.what !== 'exited' && value.detail !== '')
    visit(value.detail)
  else if (value.kind === 'name' && value.must) eachConstant(value.must, visit)
  else for (const part of partsOf(value)) eachConstant(part, visit)
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
    case 'set':
      return value.items
    case 'struct':
      return value.fields.map(field => field.value)
    case 'form':
      return value.args
    case 'not':
      return [value.value]
    default:
      return []
  }
}
