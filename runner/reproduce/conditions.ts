/** What is expected, as a condition in C over what a call gave. */
import { families } from '../suite/constants.js'
import type { DataValue, FlagsValue, Value } from '../suite/suite.js'
import {
  argumentOf,
  bytesFor,
  CannotReproduce,
  countOf,
  flagsOf,
  type Naming,
  plainBytes,
  quoted,
  stringOf,
} from './values.js'

/** What a condition looks at, and which names it may use. */
export interface Looking {
  readonly naming: Naming
  /** Whether this is where the name gets its value: then it matches whatever came. */
  readonly isNew: (name: string) => boolean
}

/** A number, which `subject` is, matches this; failures are told apart by the caller. */
export function numberIs(subject: string, value: Value, look: Looking): string {
  switch (value.kind) {
    case 'any':
      return 'true'
    case 'name': {
      const must = value.must ? numberIs(subject, value.must, look) : undefined
      const own = look.isNew(value.name)
        ? undefined
        : `${subject} == ${value.group ? '-' : ''}${look.naming(value.name)}`
      return both(must, own)
    }
    case 'not':
      return `!(${numberIs(subject, value.value, look)})`
    case 'range': {
      const low = value.low === undefined ? undefined : countOf(value.low, look.naming)
      const high = value.high === undefined ? undefined : countOf(value.high, look.naming)
      return both(low && `${subject} >= ${low}`, high && `${subject} <= ${high}`)
    }
    case 'flags':
      return flagsAre(subject, value)
    default:
      return `${subject} == ${argumentOf(value, look.naming)}`
  }
}

/** All of these conditions, those left out that are always so. */
export function both(...conditions: readonly (string | undefined)[]): string {
  const some = conditions.filter(one => one !== undefined && one !== 'true')
  return some.length === 0 ? 'true' : some.join(' && ')
}

/** The contrary. */
export function negated(condition: string): string {
  const [, left, operator, right] = /^([\w.]+) ([=!])= ([\w.-]+)$/.exec(condition) ?? []
  if (operator) return `${left} ${operator === '=' ? '!' : '='}= ${right}`
  return /^\w+\([^()]*\)$/.test(condition) ? `!${condition}` : `!(${condition})`
}

/** Fields of several bits: which mask a value lies under. */
const masks: ReadonlyMap<string, string> = new Map(
  Object.values(families).flatMap(family =>
    'fields' in family
      ? Object.entries(family.fields as Record<string, readonly string[]>).flatMap(
          ([mask, values]) => values.map(value => [value, mask] as const),
        )
      : [],
  ),
)

/** The mask of the field of several bits that a constant is a value of. */
export function maskOf(word: string): string | undefined {
  return masks.get(word)
}

/** Just these bits, or with `...` these set and those clear. */
export function flagsAre(subject: string, value: FlagsValue): string {
  const set = value.flags.filter(flag => flag.set).map(flag => flag.name)
  const clear = value.flags.filter(flag => !flag.set).map(flag => flag.name)
  if (!value.rest) return `${subject} == ${parenthesised(flagsOf(value))}`
  const looked = [...set.map(word => masks.get(word) ?? word), ...clear]
  if (value.number !== 0n) looked.push(`0x${value.number.toString(16)}`)
  if (looked.length === 0) return 'true'
  const under = parenthesised([...new Set(looked)].join(' | '))
  return `(${subject} & ${under}) == ${parenthesised(flagsOf(value))}`
}

function parenthesised(words: string): string {
  return words.includes(' ') ? `(${words})` : words
}

/** The bytes in `data` match this. */
export function dataIs(value: DataValue, naming: Naming): string {
  const { bytes, length } = bytesFor(value, naming)
  const name =
    value.head && value.tail ? 'holds' : value.head ? 'ends' : value.tail ? 'begins' : 'same'
  return `${name}(${bytes}, ${length})`
}

/** A text that a call gave and that lies in `subject`. */
export function textIs(subject: string, value: Value, look: Looking): string {
  if (value.kind === 'any') return 'true'
  if (value.kind === 'name')
    return look.isNew(value.name) ? 'true' : `!strcmp(${subject}, ${look.naming(value.name)})`
  if (value.kind === 'not') return `!(${textIs(subject, value.value, look)})`
  if (value.kind === 'data' && !value.head && !value.tail)
    return `!strcmp(${subject}, ${stringOf(value, look.naming)})`
  if (value.kind === 'data' && value.tail && !value.head) {
    const bytes = plainBytes(value)
    if (bytes) return `!strncmp(${subject}, ${quoted(bytes)}, ${bytes.length})`
  }
  throw new CannotReproduce(`a text that is expected as a ${value.kind}`)
}

/** A wait status. */
export function statusIs(subject: string, value: Value): string {
  if (value.kind === 'any') return 'true'
  if (value.kind !== 'status') throw new CannotReproduce(`a status that is a ${value.kind}`)
  switch (value.what) {
    case 'exited':
      return `WIFEXITED(${subject}) && WEXITSTATUS(${subject}) == ${value.detail}`
    case 'killed':
      return `WIFSIGNALED(${subject}) && WTERMSIG(${subject}) == ${value.detail}`
    case 'stopped':
      return `WIFSTOPPED(${subject}) && WSTOPSIG(${subject}) == ${value.detail}`
    case 'continued':
      return `WIFCONTINUED(${subject})`
  }
}
