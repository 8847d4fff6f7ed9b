/** Whether the arguments of a step are of the kinds its call takes. */
import {
  type Argument,
  calls,
  requestFields,
  requestOf,
  type Shows,
  termiosFields,
  winsizeFields,
} from './calls.js'
import { allConstants, namesOf } from './constants.js'
import { didYouMean } from './mistake.js'
import { printValue } from './print.js'
import type { Act, Value } from './suite.js'

/** What does not fit, and the word it is about; none when all is well. `shownBy` says what a bound name is. */
export function checkArguments(
  step: Act,
  shownBy: (name: string) => Shows | undefined,
): { message: string; word: string }[] {
  const call = calls[step.call]
  if (!call) return []
  const most = call.args.length
  const least = most - (call.optional ?? 0)
  const given = step.args.length
  if (given < least || given > most) {
    const range = least === most ? `${most}` : `${least} to ${most}`
    const message = `${step.call}() takes ${range} ${most === 1 ? 'value' : 'values'}, not ${given}`
    return [{ message, word: step.call }]
  }
  return step.args.flatMap((value, i) => {
    const kind = call.args[i] ?? 'any'
    const expecting = expectingPart(value)
    if (expecting)
      return [
        {
          message: `${step.call}() is given values; ${printValue(expecting)} can only be expected`,
          word: printValue(expecting),
        },
      ]
    return fits(kind, value, shownBy)
      ? fieldMistakes(fieldsOf(step, kind), value)
      : [
          {
            message: `${step.call}() wants ${described[kind]} here, got ${printValue(value)}`,
            word: printValue(value),
          },
        ]
  })
}

/** A part that says what a result may be, and so is no value to give. */
function expectingPart(value: Value): Value | undefined {
  switch (value.kind) {
    case 'any':
    case 'not':
    case 'range':
    case 'status':
    case 'failure':
      return value
    case 'name':
      return value.must && value
    case 'data':
      return value.head || value.tail ? value : undefined
    case 'list':
    case 'set':
      return value.items.map(expectingPart).find(part => part !== undefined)
    case 'struct':
      return value.fields.map(field => expectingPart(field.value)).find(part => part !== undefined)
    default:
      return undefined
  }
}

const described: Readonly<Record<Argument, string>> = {
  fd: 'a descriptor',
  path: 'a path',
  number: 'a number',
  data: 'data',
  string: 'a string',
  process: 'a process',
  signal: 'a signal',
  signals: 'a set of signals: {SIGINT}',
  flags: 'flags',
  constant: 'a constant',
  termios: 'a structure such as {c_lflag=!ECHO|..., ...}',
  winsize: 'a structure such as {ws_row=24, ws_col=80, ...}',
  pollset: 'descriptors with events: {m=POLLIN}',
  fds: 'a set of descriptors: {m, s}',
  numbers: 'a set of numbers: {1, 2}',
  words: 'a list of words: ["tty", "-s"]',
  spawning: 'a structure such as {setpgroup=0}, or {}',
  word: 'the name of a call or constant: "ptsname_r"',
  disposition: 'record, SIG_IGN or SIG_DFL',
  pointer: 'BADPTR or NULL',
  any: 'a value',
}

const isNumeric = (value: Value) =>
  value.kind === 'number' ||
  value.kind === 'form' ||
  (value.kind === 'name' && !value.group) ||
  value.kind === 'flags'

function fits(kind: Argument, value: Value, shownBy: (name: string) => Shows | undefined): boolean {
  const shows = value.kind === 'name' ? shownBy(value.name) : undefined
  switch (kind) {
    case 'any':
      return true
    case 'fd':
      return (
        value.kind === 'number' ||
        (value.kind === 'name' && !value.group && shows !== 'path' && shows !== 'process')
      )
    case 'path':
    case 'string':
      return (
        isNullOrBad(value) || value.kind === 'data' || (value.kind === 'name' && shows !== 'fd')
      )
    case 'number':
      return isNumeric(value)
    case 'data':
      return (
        isNullOrBad(value) || value.kind === 'data' || (value.kind === 'name' && shows !== 'fd')
      )
    case 'process':
      return (
        value.kind === 'number' || (value.kind === 'name' && shows !== 'fd' && shows !== 'path')
      )
    case 'signal':
    case 'constant':
      return (
        value.kind === 'number' ||
        value.kind === 'name' ||
        (value.kind === 'flags' && !value.rest) ||
        (value.kind === 'form' && value.form === 'UIOCCMD')
      )
    case 'flags':
      return value.kind === 'number' || value.kind === 'flags' || value.kind === 'name'
    case 'disposition':
      return (
        value.kind === 'flags' || (value.kind === 'name' && value.name === 'record' && !value.each)
      )
    case 'pointer':
      return isNullOrBad(value)
    case 'words':
      return value.kind === 'list' && value.items.every(item => fits('string', item, shownBy))
    case 'word':
      return isWord(value)
    case 'spawning':
      return value.kind === 'struct' || isEmpty(value)
    case 'termios':
    case 'winsize':
    case 'pollset':
      return value.kind === 'struct' || isEmpty(value) || isNullOrBad(value)
    case 'fds':
      return (
        isNullOrBad(value) ||
        (value.kind === 'set' &&
          !value.rest &&
          value.items.every(item => fits('fd', item, shownBy)))
      )
    case 'signals':
    case 'numbers':
      return value.kind === 'set' && !value.rest
  }
}

function isNullOrBad(value: Value): boolean {
  return value.kind === 'flags' && ['NULL', 'BADPTR'].includes(value.flags[0]?.name ?? '')
}

/** A name nobody knows would never be there. */
function isWord(value: Value): boolean {
  if (value.kind !== 'data') return false
  const name = printValue(value).slice(1, -1)
  return name in calls || allConstants.has(name)
}

function isEmpty(value: Value): boolean {
  return value.kind === 'set' && value.items.length === 0
}

const fields: Partial<Record<Argument, readonly string[]>> = {
  termios: [...termiosFields, ...namesOf('control')],
  winsize: winsizeFields,
  spawning: ['setpgroup', 'tcsetpgrp', 'close'],
}

/** The fields that a structure may have there. */
function fieldsOf(step: Act, kind: Argument): readonly string[] | undefined {
  return kind === 'any' ? requestFields[requestOf(step)] : fields[kind]
}

function fieldMistakes(
  known: readonly string[] | undefined,
  value: Value,
): { message: string; word: string }[] {
  if (!known || value.kind !== 'struct') return []
  return value.fields
    .filter(({ name }) => !known.includes(name))
    .map(({ name }) => ({
      message: `no field '${name}'${didYouMean(name, known)}`,
      word: name,
    }))
}
