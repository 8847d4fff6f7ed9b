/** One step's call, as often as the step says (language 5.6). */

import type { Bindings } from '../suite/bindings.js'
import { printOutcome, printValue } from '../suite/print.js'
import type { Act, Outcome, Value } from '../suite/suite.js'
import { Arguments, elementsOf, type HostNumbers } from './arguments.js'
import { runCall } from './call.js'
import { modelledCalls } from './calls/index.js'
import { certain } from './certain.js'
import { Failure, Interrupted } from './failure.js'
import type { Kernel } from './kernel.js'
import type { Process } from './process.js'
import { type Answer, failure, list } from './show.js'
import { type Blocking, type MayWait, resultOf, sleepUntil, waits } from './sleep.js'

/** Seconds between two askings of a call that settles. */
const PAUSE = 0.02

export interface Performing {
  readonly kernel: Kernel
  readonly process: Process
  readonly names: Bindings
  readonly hostNumbers: HostNumbers
  /** The step's deadline. */
  readonly until: number
}

export function printAnswer({ value, ended }: Answer): string {
  return ended ? `${printValue(value)} then ${printValue(ended)}` : printValue(value)
}

export function performStep(step: Act, performing: Performing): MayWait<Answer> {
  const elements = elementsOf(step.args, performing.names)
  const count = step.count === undefined ? 1 : performing.names.count(step.count)
  const collects = step.wanted.outcomes.some(outcome => {
    return outcome.kind === 'value' && outcome.value.kind === 'name' && outcome.value.each
  })
  if (elements === undefined && count === 1 && !collects) return performOnce(step, performing, 0)
  return performEach(step, performing, elements ?? count)
}

function* performEach(step: Act, performing: Performing, times: number): Blocking<Answer> {
  const results: Value[] = []
  for (let i = 0; i < times; i++) {
    performing.kernel.turn()
    const answer = attempt(() => performOnce(step, performing, i))
    const { value } = waits(answer) ? yield* answer : answer
    if (value.kind === 'failure') return counted(results, value)
    results.push(value)
  }
  return counted(results)
}

/** Equal results are shown once; a failure ends the step. */
function counted(results: readonly Value[], end?: Value): Answer {
  const [first] = results
  if (!first) return { value: end ?? list([]) }
  const shown = printValue(first)
  const value = results.every(result => printValue(result) === shown) ? first : list(results)
  return end ? { value, ended: end } : { value }
}

/** As the call has it, but its failure is an answer too. */
function attempt(call: () => MayWait<Answer>): MayWait<Answer> {
  try {
    const answer = call()
    return waits(answer) ? caught(answer) : answer
  } catch (error) {
    return failed(error)
  }
}

function* caught(call: Blocking<Answer>): Blocking<Answer> {
  try {
    return yield* call
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): Answer {
  if (error instanceof Failure) return { value: failure(error.errno) }
  throw error
}

function performOnce(step: Act, performing: Performing, element: number): MayWait<Answer> {
  const { kernel, process, names, hostNumbers } = performing
  const body = certain(modelledCalls[step.call])
  const args = new Arguments(step.args, names, hostNumbers, element)
  const context = { kernel, process, args, begun: certain(process.call).begun }
  const [wanted] = step.wanted.outcomes
  if (!step.settles || !wanted) return runCall(body, context)
  return settled(() => runCall(body, context), wanted, performing)
}

/** Asks again until the answer is the wanted one, or the step's time is over. */
function* settled(
  ask: () => MayWait<Answer>,
  wanted: Outcome,
  { kernel, until }: Performing,
): Blocking<Answer> {
  const shown = printOutcome(wanted)
  for (;;) {
    const answer = yield* resultOf(attempt(ask))
    if (printAnswer(answer) === shown || kernel.clock >= until) return answer
    const wake = yield* sleepUntil(() => false, Math.min(kernel.clock + PAUSE, until))
    if (wake === 'interrupted') throw new Interrupted('always')
  }
}
