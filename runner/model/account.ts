/** What a case's steps have shown so far: the lines of its transcript, and the names and processes they made known. */

import type { Line, Seen, Transcript, Trouble } from '../implementation.js'
import { Bindings } from '../suite/bindings.js'
import { calls, childOf } from '../suite/calls.js'
import type { Act, Case, End, Step, Still } from '../suite/suite.js'
import type { Actor } from './actor.js'
import { certain } from './certain.js'
import type { Kernel } from './kernel.js'
import { printAnswer } from './performing.js'
import type { Process } from './process.js'

export class Account {
  readonly names = new Bindings()
  readonly actors: Actor[] = []
  /** A given step did not hold: nothing more is played. */
  isOver = false
  readonly #lines: Line[] = []
  #trouble: Trouble | undefined

  constructor(
    private readonly of: Case,
    private readonly kernel: Kernel,
  ) {}

  get transcript(): Transcript {
    const { id, digest } = this.of
    const trouble = this.#trouble ? { trouble: this.#trouble } : {}
    return { case: id, digest, lines: this.#lines, ...trouble }
  }

  actor(name: string): Actor | undefined {
    return this.actors.find(actor => actor.name === name)
  }

  addActor(name: string, process: Process): void {
    this.actors.push({ name, process, noted: true, told: true })
  }

  add(index: number, who: string, seen: Seen): void {
    this.#lines.push({ step: index, kind: 'step', who, seen })
  }

  /** The lines that `tell` adds, in the order of the steps. */
  inOrder(tell: () => void): void {
    const before = this.#lines.length
    tell()
    const lines = this.#lines.splice(before)
    this.#lines.push(...lines.sort((a, b) => a.step - b.step))
  }

  notReached(step: Step, index: number): void {
    if (step.given !== undefined) this.isOver = true
    this.add(index, step.who.join('|'), { kind: 'not-reached' })
  }

  refused(step: Step, index: number, who: string, why: string): void {
    this.#trouble ??= { class: 'case', reason: why }
    this.add(index, who, { kind: 'refused', why })
    if (step.given !== undefined) this.isOver = true
  }

  /** What is to be said of a process that has not answered. */
  addOpen(step: Step, index: number, { name, process }: Actor, allowed: boolean): void {
    if (step.given !== undefined && !allowed) this.isOver = true
    const seen: Seen =
      process.state === 'stopped'
        ? { kind: 'stopped', signal: process.stopSignal }
        : { kind: 'unfinished' }
    this.add(index, name, seen)
  }

  addEnd(index: number, { name, process }: Actor): void {
    if (process.end) this.add(index, name, process.end)
  }

  addAnswer(
    step: Act | End | Still,
    index: number,
    actor: Actor,
    kind: Line['kind'] = 'step',
  ): void {
    const { act } = actor
    const call = act?.call
    actor.noted = true
    if (!act || !call?.answer) {
      if (act?.step.call === '_exit') this.add(index, actor.name, { kind: 'value', text: '?' })
      else this.addEnd(index, actor)
      return
    }
    const { answer, begun, ended } = call
    const text = printAnswer(answer)
    this.#lines.push({
      step: index,
      kind,
      who: actor.name,
      seen: { kind: 'value', text },
      took: certain(ended) - begun,
    })
    if (step.given !== undefined && answer.value.kind === 'failure') this.isOver = true
    if (step.kind === 'still') return
    const shows = certain(calls[act.step.call]).shows
    this.names.bind(step.wanted.outcomes, answer.value, shows)
    this.#nameChild(step, act.step.call)
  }

  /** The child that a call made takes steps under the name bound to its result. */
  #nameChild(step: Act | End, call: string): void {
    for (const outcome of step.wanted.outcomes) {
      const made = childOf(call, outcome)
      if (made?.kind !== 'name') continue
      const { name } = made
      const bound = this.names.get(name)?.value
      const child = bound?.kind === 'number' ? this.kernel.find(Number(bound.value)) : undefined
      if (child && !this.actor(name)) this.addActor(name, child)
    }
  }
}
