/** poll(). */
import type { Value } from '../../suite/suite.js'
import type { CallContext, CallFamily } from '../call.js'
import { Interrupted } from '../failure.js'
import { flagsOf, showFlags } from '../flags.js'
import type { Answer } from '../show.js'
import { type Blocking, sleepUntil } from '../sleep.js'

/** Events that are told whether or not they were asked for. */
const always = ['POLLERR', 'POLLHUP', 'POLLNVAL']

interface Asked {
  readonly field: string
  readonly number: number
  readonly events: ReadonlySet<string>
}

export const waitingCalls: CallFamily = {
  poll: function* (context): Blocking<Answer> {
    const { args, begun } = context
    const asked = askedOf(context)
    const milliseconds = args.number(1)
    const deadline = milliseconds < 0 ? undefined : begun + milliseconds / 1000
    const isReady = () => asked.some(one => eventsOf(context, one).length > 0)
    if (!isReady() && milliseconds !== 0) {
      const wake = yield* sleepUntil(isReady, deadline)
      if (wake === 'interrupted') throw new Interrupted('never-after-handler')
    }
    const fields = asked
      .map(one => ({ name: one.field, value: showFlags(flagsOf(eventsOf(context, one)), 'poll') }))
      .filter(({ value }) => value.flags.length > 0)
    return { value: { kind: 'struct', fields, rest: false } }
  },
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

function eventsOf({ process }: CallContext, { number, events }: Asked): string[] {
  if (number < 0) return []
  const file = process.descriptors.get(number)?.file
  if (!file || file.flags.has('O_PATH')) return ['POLLNVAL']
  const now = file.object.poll?.(file) ?? ['POLLIN', 'POLLOUT', 'POLLRDNORM', 'POLLWRNORM']
  return now.filter(event => events.has(event) || always.includes(event))
}
