/**
 * Plays the steps of one case on a kernel and gives account of them, by the rules of the probe (language, section 5):
 * when a call is found waiting, when it is noticed to have returned, and what is not reached.
 */

import type { Settings, Transcript } from '../implementation.js'
import type { Act, Case, End, Signal, State, Step, Still } from '../suite/suite.js'
import { FIRST_PROCESS } from '../suite/suite.js'
import { Account } from './account.js'
import { type Actor, isInCall } from './actor.js'
import type { HostNumbers } from './arguments.js'
import { certain } from './certain.js'
import { NoValue, Refused } from './failure.js'
import { firstProcess, ordinaryUser } from './first-process.js'
import { groupAt, mayWait, type Place } from './group.js'
import { type Chooser, Kernel } from './kernel.js'
import { performStep } from './performing.js'
import type { Profile } from './profile.js'

/** Seconds. */
const DEADLINE = 10
const QUIET_SIGNAL = 0.05
const MOST_MISSED = 2

export interface StageOptions {
  readonly profile: Profile
  readonly settings: Settings
  readonly choose: Chooser
}

/** An act whose call was begun, and when its time is over. */
interface Begun {
  readonly step: Act
  readonly index: number
  readonly actor: Actor
  readonly until: number
}

export class Stage {
  readonly #kernel: Kernel
  readonly #choose: Chooser
  readonly #account: Account
  readonly #hostNumbers: HostNumbers
  readonly #seconds: number
  #missed = 0

  constructor(
    private readonly of: Case,
    { profile, settings, choose }: StageOptions,
  ) {
    const ordersOpen = of.steps.some(
      ({ who, together }) => who.length > 1 || together !== undefined,
    )
    this.#choose = choose
    this.#kernel = new Kernel({ profile, settings, choose, ordersOpen })
    this.#account = new Account(of, this.#kernel)
    this.#seconds = of.deadline ?? DEADLINE
    const other = ordinaryUser(this.#kernel)
    const tty = Number(this.#kernel.setting('tty.gid'))
    this.#hostNumbers = { UID_OTHER: other.uid, GID_OTHER: other.gid, GID_TTY: tty }
    this.#account.addActor(FIRST_PROCESS, firstProcess(this.#kernel, of, settings))
  }

  /** What the case is played on. */
  get kernel(): Kernel {
    return this.#kernel
  }

  play(): Transcript {
    const { steps } = this.of
    for (let index = 0; index < steps.length; ) {
      const group = groupAt(steps, index)
      const [{ step }] = group
      index += group.length
      if (this.#account.isOver || this.#missed >= MOST_MISSED)
        for (const { step, index } of group) this.#account.notReached(step, index)
      else if (step.together === undefined) this.#play(step, index - 1)
      else this.#account.inOrder(() => this.#playTogether(group))
    }
    return this.#account.transcript
  }

  #play(step: Step, index: number): void {
    if (step.kind === 'act') this.#playAct(step, index)
    else if (step.kind === 'end') this.#playEnd(step, index)
    else if (step.kind === 'still') this.#playStill(step, index)
    else if (step.kind === 'signal') this.#playSignal(step, index)
    else this.#playState(step, index)
  }

  /** Acts begin at one moment, so in any order; what only looks may come true in any order, and is looked at last. */
  #playTogether(group: readonly Place[]): void {
    this.#noteReturned()
    const begun: Begun[] = []
    const open = group.flatMap(({ step, index }) => (step.kind === 'act' ? [{ step, index }] : []))
    this.#kernel.together = group[0]?.index
    while (open.length > 0) {
      const [next] = open.splice(open.length > 1 ? this.#choose(open.length) : 0, 1)
      const started = next && this.#start(next.step, next.index)
      if (started) begun.push(started)
    }
    this.#kernel.together = undefined
    this.#await(() => begun.every(({ step, actor }) => mayWait(step) || !isInCall(actor)))
    for (const one of begun.sort((a, b) => a.index - b.index)) this.#tell(one)
    for (const { step, index } of group) if (step.kind !== 'act') this.#play(step, index)
  }

  #playAct(step: Act, index: number): void {
    this.#noteReturned()
    const begun = this.#start(step, index)
    if (!begun) return
    if (!mayWait(step)) this.#await(() => !isInCall(begun.actor))
    this.#tell(begun)
  }

  /** Begins the call; nothing where its process cannot take it, which is noted. */
  #start(step: Act, index: number): Begun | undefined {
    const actor = this.#account.actor(certain(step.who[0]))
    if (actor?.process.state !== 'running' || isInCall(actor) || actor.process.program) {
      if (actor && !isInCall(actor)) actor.told = true
      this.#account.notReached(step, index)
      return undefined
    }
    const until = this.#kernel.clock + this.#seconds
    try {
      this.#begin(actor, step, index)
      return { step, index, actor, until }
    } catch (error) {
      this.#notBegun(actor, step, index, error)
      return undefined
    }
  }

  #tell({ actor, step, index, until }: Begun): void {
    if (isInCall(actor) && actor.process.isAlive)
      this.#account.addOpen(step, index, actor, mayWait(step))
    else {
      actor.told = !mayWait(step)
      this.#account.addAnswer(step, index, actor)
      if (step.settles && this.#kernel.clock >= until) this.#missed++
    }
  }

  #begin(actor: Actor, step: Act, index: number): void {
    const kernel = this.#kernel
    const { process } = actor
    const until = kernel.clock + this.#seconds
    // A program is loaded before it does anything: the next steps may come first, until one of them waits.
    kernel.startPrograms(() => this.#choose(2) === 0)
    kernel.begin(process, step.call, () =>
      performStep(step, {
        kernel,
        process,
        names: this.#account.names,
        hostNumbers: this.#hostNumbers,
        until,
      }),
    )
    actor.act = { step, index, call: process.call }
    actor.noted = false
    actor.told = false
    kernel.settle()
  }

  /** An argument had no value, or the case may not do this. */
  #notBegun(actor: Actor, step: Act, index: number, error: unknown): void {
    actor.process.call = undefined
    delete actor.act
    if (error instanceof NoValue) {
      this.#account.notReached(step, index)
      return
    }
    if (!(error instanceof Refused)) throw error
    this.#account.refused(step, index, actor.name, error.message)
  }

  #playEnd(step: End, index: number): void {
    const candidates = this.#candidates(step)
    const [first] = candidates
    if (!first) {
      this.#account.notReached(step, index)
      return
    }
    this.#await(() => candidates.some(actor => !isInCall(actor)))
    const returned = candidates.find(actor => actor.act?.call?.answer && !isInCall(actor))
    if (returned) {
      returned.told = true
      this.#account.addAnswer(step, index, returned)
      return
    }
    const actor = candidates.find(({ process }) => !process.isAlive) ?? first
    actor.told = !actor.process.isAlive
    if (actor.process.isAlive) this.#account.addOpen(step, index, actor, false)
    else this.#account.addEnd(index, actor)
  }

  #playStill(step: Still, index: number): void {
    const candidates = this.#candidates(step)
    const actor = candidates.find(isInCall) ?? candidates[0]
    if (!actor) this.#account.notReached(step, index)
    else if (isInCall(actor)) this.#account.addOpen(step, index, actor, true)
    else this.#account.addAnswer(step, index, actor)
  }

  #playSignal(step: Signal, index: number): void {
    const actor = this.#account.actor(certain(step.who[0]))
    if (!actor) {
      this.#account.notReached(step, index)
      return
    }
    const { process } = actor
    const { signal } = step
    const count = () => process.recorded.get(signal) ?? 0
    const told = process.told.get(signal) ?? 0
    const isLeft = () => count() > told
    if (step.delivered) this.#await(() => isLeft() || !process.isAlive)
    else if (!isLeft()) this.#kernel.advance(this.#kernel.clock + QUIET_SIGNAL)
    const delivered = isLeft()
    if (step.delivered && delivered) process.told.set(signal, told + 1)
    this.#account.add(index, actor.name, { kind: 'signal', signal, delivered })
  }

  #playState(step: State, index: number): void {
    const actor = this.#account.actor(certain(step.who[0]))
    if (!actor) {
      this.#account.notReached(step, index)
      return
    }
    const { process } = actor
    const isSo = () => !process.isAlive || (step.state === 'stopped' && process.state === 'stopped')
    this.#await(isSo)
    if (!process.isAlive) this.#account.addEnd(index, actor)
    else if (process.state === 'stopped')
      this.#account.add(index, actor.name, { kind: 'stopped', signal: process.stopSignal })
    else this.#account.add(index, actor.name, { kind: 'running' })
  }

  /** Lets time pass until something is so, or the step's deadline is over: then one more is missed. */
  #await(isSo: () => boolean): void {
    const kernel = this.#kernel
    const until = kernel.clock + this.#seconds
    kernel.settle()
    if (!isSo()) kernel.startPrograms()
    while (!isSo()) {
      const next = kernel.nextTimer
      if (next === undefined || next > until) {
        kernel.advance(until)
        if (!isSo()) this.#missed++
        return
      }
      kernel.advance(next)
    }
  }

  /** Before an act: who has returned by then is noted where it is noticed. */
  #noteReturned(): void {
    const returned = this.#account.actors
      .filter(actor => !isInCall(actor) && !actor.noted)
      .flatMap(actor => (actor.act?.call?.answer ? [{ actor, act: actor.act }] : []))
      .sort((a, b) => a.act.index - b.act.index)
    for (const { actor, act } of returned)
      this.#account.addAnswer(act.step, act.index, actor, 'back')
  }

  #candidates({ who, call }: End | Still): Actor[] {
    return who
      .map(name => this.#account.actor(name))
      .filter(actor => actor !== undefined)
      .filter(({ act, told }) => act?.step.call === call && !told)
  }
}
