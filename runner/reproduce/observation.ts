/** What is noted of a call in C, and what is then expected of that: the kinds that most calls share. */
import type { Act, FailureValue, Value } from '../suite/suite.js'
import { both, dataIs, type Looking, numberIs, textIs } from './conditions.js'
import { argumentOf, CannotReproduce } from './values.js'

/** A call in C, and how its result is looked at. */
export interface Observation {
  /** What is done before, joined by commas. */
  readonly before?: readonly string[]
  /** The call, which gives a number: `got()` notes it. Or all that notes a result of another kind. */
  readonly call?: string
  readonly notes?: string
  /** The condition that a value other than `?` and `not` stands for. */
  readonly matches: (value: Value, look: Looking) => string
  /** Where parts of the result lie, for names: the whole under '', elements and fields under their own. */
  readonly parts?: Readonly<Record<string, string>>
  /** Whether it may end `then`. */
  readonly transfers?: true
  /** Whether it gives bytes, in `data`. */
  readonly bytes?: true
}

/** How an act is observed. Throws CannotReproduce. */
export type Build = (act: Act, look: Looking) => Observation

/** All arguments as C, modes in octal. */
export function argumentsOf({ call, args }: Act, look: Looking): string[] {
  const modes = ['open', 'chmod', 'fchmod', 'mkdir', 'mknod', 'umask']
  return args.map((arg, i) => argumentOf(arg, look.naming, modes.includes(call) && i > 0))
}

/** The i-th argument. */
export function arg(act: Act, i: number): Value {
  const value = act.args[i]
  if (!value) throw new CannotReproduce(`${act.call}() without an argument ${i + 1}`)
  return value
}

/** The i-th argument as C. */
export function at(act: Act, i: number, look: Looking): string {
  return argumentOf(arg(act, i), look.naming)
}

/** A failure: its return value and errno. */
export function failureIs({ returned, errno }: FailureValue): string {
  if (returned !== '0') return `failed(${errno})`
  return `result == 0 && error == ${errno}`
}

/** A call that gives a number. */
export function number(call: string, more: Partial<Observation> = {}): Observation {
  return { call, parts: { '': 'result' }, matches: resultIs, ...more }
}

/** The number that a call gave; what fails is no number. */
export function resultIs(value: Value, look: Looking): string {
  if (value.kind === 'failure') return failureIs(value)
  const is = numberIs('result', value, look)
  if (value.kind === 'number') return value.value === -1n ? `${is} && !error` : is
  if (value.kind === 'flags' && !value.rest) return is
  return is === 'true' || !is.startsWith('result >= ') ? both('result != -1', is) : is
}

/** A call that gives a text, or NULL. */
export function text(call: string): Observation {
  return {
    notes: `got_text(${call})`,
    parts: { '': 'data' },
    matches: (value, look) => {
      if (value.kind === 'failure') return failureIs(value)
      if (value.kind === 'flags') return 'result == -1 && !error' // NULL, and no errno
      return both('result == 0', textIs('data', value, look))
    },
  }
}

/** What notes bytes. */
export function data(notes: string, more: Partial<Observation> = {}): Observation {
  return {
    notes,
    bytes: true,
    parts: { '': 'data' },
    matches: (value, look) => {
      if (value.kind === 'failure') return failureIs(value)
      if (value.kind !== 'data') return resultIs(value, look)
      return dataIs(value, look.naming)
    },
    ...more,
  }
}

/** A structure whose fields lie somewhere; `is` says how one of them is looked at. */
export function structure(
  notes: string,
  of: Partial<Observation> & {
    readonly is: (field: string, value: Value, look: Looking) => string
    /** What must be so for the structure to be there at all. */
    readonly there?: string
  },
): Observation {
  const { is, there = 'result == 0', ...more } = of
  return {
    notes,
    matches: (value, look) => {
      if (value.kind === 'failure') return failureIs(value)
      if (value.kind === 'set' && value.items.length === 0) return 'result == 0'
      if (value.kind !== 'struct') throw new CannotReproduce(`a structure as a ${value.kind}`)
      return both(there, ...value.fields.map(field => is(field.name, field.value, look)))
    },
    ...more,
  }
}

/** Where the fields of a variable lie. */
export function fieldsIn(variable: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map(name => [name, `${variable}.${name}`]))
}

/** Several descriptors at once: `[a, b]`. */
export function list(
  notes: string,
  parts: readonly string[],
  before: readonly string[] = [],
): Observation {
  const lies = (i: number) => parts[i] ?? 'result'
  return {
    before,
    notes,
    parts: Object.fromEntries(parts.map((part, i) => [`${i}`, part])),
    matches: (value, look) => {
      if (value.kind === 'failure') return failureIs(value)
      if (value.kind !== 'list') throw new CannotReproduce(`a list as a ${value.kind}`)
      return both(
        'result != -1',
        ...value.items.map((item, i) =>
          lies(i).startsWith('masters') || lies(i).startsWith('pair')
            ? numberIs(lies(i), item, look)
            : textIs(lies(i), item, look),
        ),
      )
    },
  }
}

/** The elements of a set. */
export function setItems(value: Value): readonly Value[] {
  if (value.kind === 'set') return value.items
  if (value.kind === 'struct' && value.fields.length === 0) return []
  throw new CannotReproduce(`a set of descriptors as a ${value.kind}`)
}
