/** Calls that wait for descriptors: poll(), select(), epoll and kqueue. */
import type { StructValue, Value } from '../suite/suite.js'
import { both, flagsAre, numberIs } from './conditions.js'
import {
  arg,
  argumentsOf,
  at,
  type Build,
  failureIs,
  fieldsIn,
  number,
  setItems,
  structure,
} from './observation.js'
import { argumentOf, CannotReproduce } from './values.js'

/** Names of descriptors as fields: `{s=POLLIN}`. */
function watchedFields(value: Value): StructValue['fields'] {
  if (value.kind === 'struct') return value.fields
  if (value.kind === 'set' && value.items.length === 0) return []
  throw new CannotReproduce(`descriptors as a ${value.kind}`)
}

const poll: Build = (act, look) => {
  const fields = watchedFields(arg(act, 0))
  const place = (name: string) => fields.findIndex(field => field.name === name)
  return {
    before: fields.map(
      ({ name, value }, i) =>
        `watch(${i}, "${name}", ${look.naming(name)}, ${argumentOf(value, look.naming)})`,
    ),
    notes: `got_poll(poll(polled, ${fields.length}, ${at(act, 1, look)}))`,
    matches: value => {
      if (value.kind === 'failure') return failureIs(value)
      const wanted = watchedFields(value)
      return both(
        ...(wanted.length === 0 && value.kind === 'set' ? ['result == 0'] : []),
        ...(wanted.length > 0 && !(value.kind === 'struct' && value.rest)
          ? [`result == ${wanted.length}`]
          : []),
        ...wanted.map(field => eventsAre(`polled[${place(field.name)}].revents`, field.value)),
      )
    },
  }
}

function eventsAre(subject: string, value: Value): string {
  if (value.kind === 'any') return `${subject} != 0`
  if (value.kind !== 'flags') throw new CannotReproduce(`events as a ${value.kind}`)
  return both(`${subject} != 0`, flagsAre(subject, value)).replace(
    /^.* != 0 && (?=[^(].* == [^0])/,
    '',
  )
}

const epollWait: Build = (act, look) => ({
  notes: `got_events(epoll_wait(${at(act, 0, look)}, happened, 8, ${at(act, 1, look)}))`,
  matches: value => {
    if (value.kind === 'failure') return failureIs(value)
    const wanted = watchedFields(value)
    return both(
      `result == ${wanted.length}`,
      ...wanted.map(field => eventsAre(`reported(${look.naming(field.name)})`, field.value)),
    )
  },
})

const sets = ['reading', 'writing', 'urgent']

const select: Build = (act, look) => ({
  before: sets.flatMap((set, i) => [
    `FD_ZERO(&${set})`,
    ...setItems(arg(act, i)).map(item => `FD_SET(${argumentOf(item, look.naming)}, &${set})`),
  ]),
  notes: `got_select(${at(act, 3, look)})`,
  matches: value => {
    if (value.kind === 'failure') return failureIs(value)
    if (value.kind !== 'list') throw new CannotReproduce(`sets as a ${value.kind}`)
    const ready = value.items.map(setItems)
    return both(
      `result == ${ready.flat().length}`,
      ...ready.flatMap((items, i) =>
        items.map(item => `FD_ISSET(${argumentOf(item, look.naming)}, &${sets[i]})`),
      ),
    )
  },
})

/** How each of them is observed. */
export const readinessBuilders: Readonly<Record<string, Build>> = {
  poll,
  select,
  epoll_ctl: (act, look) => {
    const [e, op, fd, events] = argumentsOf(act, look)
    return number(`epoll_ctl(${e}, ${op}, ${fd}, asked(${fd}, ${events}))`)
  },
  epoll_wait: epollWait,
  kevent: (act, look) => number(`kevent_change(${argumentsOf(act, look).join(', ')})`),
  kevent_wait: (act, look) =>
    structure(`got_kevent(${argumentsOf(act, look).join(', ')})`, {
      there: 'result == 1',
      parts: fieldsIn('event', ['ident', 'data']),
      is: (field, value, l) =>
        numberIs(field === 'ident' ? '(int)event.ident' : `event.${field}`, value, l),
    }),
}
