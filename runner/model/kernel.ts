/**
 * The kernel of one case: its clock, its processes and their calls. A call runs until it has an answer or sleeps;
 * after each event `settle` runs every sleeper that can go on, until none can.
 */

import type { Settings } from '../implementation.js'
import { certain } from './certain.js'
import { Failure, Interrupted, NotModelled } from './failure.js'
import { type Origin, type PendingCall, Process } from './process.js'
import type { Profile } from './profile.js'
import { type Answer, failure } from './show.js'
import { deliver, hasDeliverable } from './signals.js'
import { type MayWait, type Wake, waits } from './sleep.js'
import { World } from './world.js'

/** Which of several ways, where a choice or an order is open: a number below `ways`. */
export type Chooser = (ways: number) => number

export interface KernelOptions {
  readonly profile: Profile
  readonly settings: Settings
  readonly choose: Chooser
  /** Sleepers that could go on at the same time may do so in any order. */
  readonly ordersOpen: boolean
}

/** What happens without a process: as soon as it is due, or at the deadline. */
interface Later {
  isDue(): boolean
  deadline(): number
  act(): void
}

/** Far more than a case takes (the suites stay below 50 000), and a matter of seconds. */
const MOST_TURNS = 1_000_000

export class Kernel {
  /** Seconds. */
  clock = 0
  readonly profile: Profile
  readonly choose: Chooser
  readonly world: World
  readonly #settings: Settings
  /** Steps of the case begin at one moment. */
  readonly ordersOpen: boolean
  /** The steps in braces that begin just now, by a number of theirs. */
  together: number | undefined
  readonly #processes: Process[] = []
  readonly #later = new Set<Later>()
  #nextProcess = 100
  #slept = 0
  #turns = 0
  /** Of these processes, by number, this one wakes first. */
  readonly #firsts = new Map<string, number>()
  #takesDuringWrite: boolean | undefined
  #pairsOfOthers: number | undefined

  constructor({ profile, settings, choose, ordersOpen }: KernelOptions) {
    this.profile = profile
    this.#settings = settings
    this.choose = choose
    this.ordersOpen = ordersOpen
    this.world = new World(this)
  }

  /** A setting of the host (language 5.11) as text; what nobody knows cannot be predicted from. */
  setting(name: string): string {
    const value = this.#settings[name]
    if (value === undefined || value === 'unknown')
      throw new NotModelled(`the host's setting ${name} is not known`)
    return value
  }

  /** A setting that not every system has; undefined where the profile's has it not. */
  optionalSetting(name: string): string | undefined {
    return this.profile.settings[name] === undefined ? undefined : this.setting(name)
  }

  /** Once decided it stays so for the case: else the ways would double with each long write. */
  get takesDuringWrite(): boolean {
    const { takesDuringWrite } = this.profile
    this.#takesDuringWrite ??=
      takesDuringWrite === 'either' ? this.choose(2) === 1 : takesDuringWrite === 'yes'
    return this.#takesDuringWrite
  }

  /** Counts all that can happen without end while no time passes, and gives such a case up. */
  turn(count = 1): void {
    this.#turns += count
    if (this.#turns > MOST_TURNS)
      throw new Error(
        `the case came to no end in ${MOST_TURNS} turns, ${this.clock} s after it began`,
      )
  }

  /** Pairs that others on the host have: some or none, which is all that can be known of them. */
  get pairsOfOthers(): number {
    this.#pairsOfOthers ??= this.choose(2)
    return this.#pairsOfOthers
  }

  /** The process that was first: it stands for the system itself. */
  get keeper(): Process {
    return certain(this.#processes[0])
  }

  all(): readonly Process[] {
    return this.#processes
  }

  living(): Process[] {
    return this.#processes.filter(process => process.isAlive)
  }

  find(id: number): Process | undefined {
    return this.#processes.find(process => process.id === id && !process.reaped)
  }

  /** A further process, with a number of its own; without parent: the keeper of a case. */
  admit(parent: Process | undefined, from: Origin): Process {
    const process = new Process(this.#nextProcess++, parent, from)
    this.#processes.push(process)
    return process
  }

  /** Has something happen once it is due. */
  later(later: Later): void {
    this.#later.add(later)
  }

  /** Starts a call; afterwards `process.call` has its answer, or sleeps. */
  begin(process: Process, name: string, begin: () => MayWait<Answer>): void {
    process.call = { name, begun: this.clock, begin, order: this.#slept++ }
    this.#firsts.clear()
    this.#run(process, 'ready')
  }

  /** Runs every sleeper that can go on, until none can. */
  settle(): void {
    for (;;) {
      this.#actLater()
      const able = this.#processes.filter(process => this.#canRun(process))
      const process = able.length > 1 ? this.#firstOf(able) : able[0]
      if (!process) return
      this.turn()
      this.#wake(process)
    }
  }

  /** Who wakes first of several stays so until the next call begins: else the ways would double with each round. */
  #firstOf(able: Process[]): Process | undefined {
    able.sort((a, b) => certain(a.call).order - certain(b.call).order)
    if (!this.ordersOpen) return able[0]
    const who = able.map(({ id }) => id).join()
    const known = this.#firsts.get(who)
    const first = able.find(({ id }) => id === known) ?? able[this.choose(able.length)]
    if (first) this.#firsts.set(who, first.id)
    return first
  }

  #actLater(): void {
    if (this.#later.size === 0) return
    const isDue = (one: Later) => one.isDue() || one.deadline() <= this.clock
    for (let due = [...this.#later].find(isDue); due; due = [...this.#later].find(isDue)) {
      this.#later.delete(due)
      due.act()
    }
  }

  /** Begins the programs that processes were made to execute and that are due, and runs all that follows from it. */
  startPrograms(isDue: () => boolean = () => true): void {
    const given = this.#processes.filter(({ program }) => program && !program.isRunning)
    if (given.length === 0) return
    for (const process of given) {
      const { program } = process
      if (!program || process.state !== 'running' || !isDue()) continue
      program.isRunning = true
      this.begin(process, 'program', program.begin)
    }
    this.settle()
  }

  /** When the next sleeper wakes by itself, or something happens; undefined: none does. */
  get nextTimer(): number | undefined {
    const times = this.living()
      .filter(process => process.state === 'running')
      .map(process => process.call?.sleep?.deadline)
      .filter(time => time !== undefined)
      .concat([...this.#later].map(later => later.deadline()).filter(Number.isFinite))
    return times.length === 0 ? undefined : Math.min(...times)
  }

  /** Lets time pass, and all that comes due meanwhile happen. */
  advance(to: number): void {
    this.startPrograms()
    for (let next = this.nextTimer; next !== undefined && next <= to; next = this.nextTimer) {
      this.turn()
      this.clock = Math.max(this.clock, next)
      this.settle()
    }
    this.clock = Math.max(this.clock, to)
  }

  #canRun(process: Process): boolean {
    const { call, state } = process
    if (state !== 'running' || !call || call.answer) return false
    if (call.restarts || hasDeliverable(process)) return true
    const { sleep } = call
    return sleep?.ready() || (sleep?.deadline ?? Number.POSITIVE_INFINITY) <= this.clock
  }

  #wake(process: Process): void {
    const call = certain(process.call)
    if (call.restarts) this.#restart(process, call, call.restarts)
    else if (call.sleep?.ready()) this.#run(process, 'ready')
    else this.#run(process, hasDeliverable(process) ? 'interrupted' : 'timeout')
  }

  #run(process: Process, wake: Wake): void {
    const call = certain(process.call)
    call.sleep = undefined
    try {
      const running = call.running ?? call.begin()
      if (!waits(running)) {
        if (process.call === call) this.#answer(process, running)
        return
      }
      call.running = running
      const step = running.next(wake)
      if (process.call !== call) return
      if (step.done) this.#answer(process, step.value)
      else {
        call.sleep = step.value
        call.order = this.#slept++
      }
    } catch (error) {
      if (error instanceof Failure) this.#answer(process, { value: failure(error.errno) })
      else if (error instanceof Interrupted) this.#interrupted(process, error)
      else throw error
    }
  }

  #answer(process: Process, answer: Answer): void {
    const { call } = process
    if (!call) return
    call.answer = answer
    call.ended = this.clock
    deliver(this, process)
  }

  #interrupted(process: Process, interrupted: Interrupted): void {
    const call = certain(process.call)
    call.restarts = interrupted
    this.#restart(process, call, interrupted)
  }

  /** Signals first: they may end or stop the process, or a handler the call. */
  #restart(process: Process, call: PendingCall, { restart, instead }: Interrupted): void {
    const handlers = deliver(this, process)
    if (process.call !== call || process.state !== 'running') return
    call.restarts = undefined
    const isAsked = handlers.restarts && restart !== 'never-after-handler'
    const restarts = restart === 'always' || (isAsked && restart !== 'ENOTTY-after-handler')
    if (handlers.ran && !restarts) {
      this.#answer(process, { value: failure(isAsked ? 'ENOTTY' : 'EINTR') })
      return
    }
    call.running = instead?.()
    this.#run(process, 'ready')
  }
}
