/** Words of flags as sets of names: the numbers behind them differ from system to system and never matter here. */
import { type FamilyName, families } from '../suite/constants.js'
import type { FlagsValue } from '../suite/suite.js'

/** `number` holds the bits without a name. A field of several bits is one name. */
export interface Flags {
  readonly names: ReadonlySet<string>
  readonly number: bigint
}

export const noFlags: Flags = { names: new Set(), number: 0n }

export function flagsOf(names: Iterable<string>, number = 0n): Flags {
  return { names: new Set(names), number }
}

/** Names that share a number with the one that is shown. */
const aliases: Readonly<Record<string, string>> = {
  XTABS: 'TAB3',
  OXTABS: 'TAB3',
  EWOULDBLOCK: 'EAGAIN',
  ENOTSUP: 'EOPNOTSUPP',
}

export function canonicalName(name: string): string {
  return aliases[name] ?? name
}

interface FamilyWords {
  readonly fields?: Readonly<Record<string, readonly string[]>>
  readonly flags?: readonly string[]
}

const fieldsOf = ({ fields = {} }: FamilyWords) => Object.values(fields)

/** All values of the field that a name belongs to; a single bit is in none. */
const fieldOf: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(families)
    .flatMap(fieldsOf)
    .flatMap(values => values.map(name => [name, values] as const)),
)

/** `A|!B|...` changes `present`; without `...` the value stands for itself. */
export function changeFlags(present: Flags, value: FlagsValue): Flags {
  const names = new Set(value.rest ? present.names : [])
  for (const { name, set } of value.flags) {
    const canonical = canonicalName(name)
    if (set) {
      for (const other of fieldOf.get(canonical) ?? []) names.delete(other)
      names.add(canonical)
    } else names.delete(canonical)
  }
  return { names, number: value.rest ? present.number | value.number : value.number }
}

export function sameFlags(one: Flags, other: Flags): boolean {
  if (one === other) return true
  if (one.number !== other.number || one.names.size !== other.names.size) return false
  return [...one.names].every(name => other.names.has(name))
}

/** In the order of the table of constants, fields before single bits. */
export function showFlags({ names, number }: Flags, family: FamilyName): FlagsValue {
  const words: FamilyWords = families[family]
  const shown = [...fieldsOf(words).flat(), ...(words.flags ?? [])].filter(name => names.has(name))
  return { kind: 'flags', flags: shown.map(name => ({ name, set: true })), number, rest: false }
}
