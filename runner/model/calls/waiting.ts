/** poll() and select(). */

import type { Value } from '../../suite/suite.js'
import type { CallContext, CallFamily } from '../call.js'
import { certain } from '../certain.js'
import { Interrupted } from '../failure.js'
import { type OpenFile, terminalEnd } from '../file.js'
import { flagsOf, showFlags } from '../flags.js'
import { checkForeground } from '../jobs.js'
import { type Answer, list, number, set } from '../show.js'
import { type Blocking, sleepUntil } from '../sleep.js'
import type { Asking } from '../waking.js'

/** Events that are told whether or not they were asked for. */
const always = ['POLLERR', 'POLLHUP', 'POLLNVAL']

interface Asked {
  readonly field: string
  readonly number: number
  readonly events: ReadonlySet<string>
}

export const waitingCalls: CallFamily = {
  poll: function* (context): Blocking<Answer> {
    const asked = askedOf(context)
    for (const { number } of asked) mayPoll(context, number)
    const isReady = (isAsleep: boolean) =>
      asked.some(one => eventsOf(context, one, { by: 'poll', isAsleep }).length > 0)
    const isAsleep = yield* awaitReady(context, isReady, context.args.number(1))
    const now: Asking = { by: 'poll', isAsleep }
    const fields = asked
      .map(one => ({
        name: one.field,
        value: showFlags(flagsOf(eventsOf(context, one, now)), 'poll'),
      }))
      .filter(({ value }) => value.flags.length > 0)
    return { value: { kind: 'struct', fields, rest: false } }
  },

  select: function* (context): Blocking<Answer> {
    const { kernel, process } = context
    const asked = [0, 1, 2].map(index => numbersOf(context, index))
    for (const one of asked.flat()) kernel.world.files.usable(process, one)
    for (const one of asked.flat()) mayPoll(context, one)
    const kinds = kindsOf(context)
    const ready = (isAsleep: boolean) =>
      asked.map((numbers, i) =>
        numbers.filter(one => isSelected(context, one, certain(kinds[i]), isAsleep)),
      )
    const isReady = (isAsleep: boolean) => ready(isAsleep).flat().length > 0
    const isAsleep = yield* awaitReady(context, isReady, context.args.number(3))
    return { value: list(ready(isAsleep).map(numbers => set(numbers.map(number)))) }
  },
}

/** What makes a descriptor ready for reading, for writing, and exceptional: fs/select.c, as XSH select has it. */
function kindsOf({ kernel }: CallContext): readonly (readonly string[])[] {
  const hangup = kernel.profile.hangupIsWritable ? ['POLLHUP'] : []
  return [
    ['POLLIN', 'POLLRDNORM', 'POLLRDBAND', 'POLLHUP', 'POLLERR'],
    ['POLLOUT', 'POLLWRNORM', 'POLLWRBAND', 'POLLERR', ...hangup],
    ['POLLPRI'],
  ]
}

/**
 * Sleeps until something is ready or so many milliseconds are over; less than 0 is for ever. Who sleeps may not hear of
 * all that one who asks is told; gives whether the answer is a sleeper's, too.
 */
export function* awaitReady(
  { begun, kernel }: CallContext,
  isReady: (isAsleep: boolean) => boolean,
  milliseconds: number,
): Blocking<boolean> {
  if (isReady(false) || milliseconds === 0) return false
  const deadline = milliseconds < 0 ? undefined : begun + milliseconds / 1000
  const wake = yield* sleepUntil(() => isReady(true), deadline)
  const { interruptedPoll, pollAtItsEnd } = kernel.profile
  if (wake !== 'interrupted') return wake === 'timeout' && pollAtItsEnd === 'tells-nothing'
  const goesOn = interruptedPoll === 'goes-on'
  throw new Interrupted(goesOn ? 'always' : 'never-after-handler')
}

/** XBD 11.1.4: only reading and writing is kept from the background; not so where poll() is a read. */
function mayPoll({ kernel, process }: CallContext, number: number): void {
  const file = process.descriptors.get(number)?.file
  const end = file && terminalEnd(file)
  if (end?.side === 'slave') checkForeground(kernel, process, end.terminal, 'poll')
}

/** All that is the case with an open file. */
export function eventsNow(file: OpenFile, asking?: Asking): readonly string[] {
  return file.object.poll?.(file, asking) ?? ['POLLIN', 'POLLOUT', 'POLLRDNORM', 'POLLWRNORM']
}

function numbersOf({ args }: CallContext, index: number): number[] {
  return args.isPointer(index) ? [] : args.set(index).map(item => args.numberOf(item))
}

function isSelected(
  { process }: CallContext,
  one: number,
  kind: readonly string[],
  isAsleep: boolean,
): boolean {
  const { file } = certain(process.descriptors.get(one))
  return eventsNow(file, { by: 'select', isAsleep }).some(event => kind.includes(event))
}

function askedOf({ args }: CallContext): Asked[] {
  return args.struct(0).fields.map(({ name, value }) => ({
    field: name,
    number: numberOf(args, name),
    events: namesOf(value),
  }))
}

function numberOf(args: CallContext['args'], name: string): number {
  if (/^-?\d+$/.test(name)) return Number(name)
  return args.numberOf({ kind: 'name', name, each: false, group: false })
}

function namesOf(value: Value): ReadonlySet<string> {
  return new Set(value.kind === 'flags' ? value.flags.map(({ name }) => name) : [])
}

function eventsOf({ process }: CallContext, { number, events }: Asked, asking: Asking): string[] {
  if (number < 0) return []
  const file = process.descriptors.get(number)?.file
  if (!file || file.flags.has('O_PATH')) return ['POLLNVAL']
  return eventsNow(file, asking).filter(event => events.has(event) || always.includes(event))
}
