/** Whether what was seen is what was wanted. Names compare with what they are bound to. */
import type { Bindings } from './bindings.js'
import { bytesOf } from './data.js'
import { printValue } from './print.js'
import type { DataValue, FlagsValue, FormValue, Outcome, Value } from './suite.js'

/** An observed value, and how a transfer or counted step ended. */
export interface SeenValue {
  readonly value: Value
  readonly ended?: Value
}

/** Whether an outcome that is a value allows what was seen. Names must have been bound before (`Bindings.bind`). */
export function matchesOutcome(
  wanted: Outcome,
  { value, ended }: SeenValue,
  names: Bindings,
): boolean {
  if (wanted.kind === 'unfinished') return false
  if (wanted.value.kind === 'any' && !wanted.ended) return true
  if (!wanted.ended !== !ended) return false
  if (wanted.ended && ended && !matches(wanted.ended, ended, names)) return false
  return matches(wanted.value, value, names)
}

export function matches(wanted: Value, seen: Value, names: Bindings): boolean {
  switch (wanted.kind) {
    case 'any':
      return true
    case 'not':
      return seen.kind !== 'failure' && !matches(wanted.value, seen, names)
    case 'name':
      return matchesName(wanted, seen, names)
    case 'range':
      return (
        seen.kind === 'number' &&
        (wanted.low === undefined || Number(seen.value) >= names.count(wanted.low)) &&
        (wanted.high === undefined || Number(seen.value) <= names.count(wanted.high))
      )
    case 'data':
      return seen.kind === 'data' && matchesData(wanted, bytesOf(seen), names)
    case 'flags':
      return matchesFlags(wanted, seen)
    case 'list':
      return (
        seen.kind === 'list' &&
        seen.items.length === wanted.items.length &&
        wanted.items.every((item, i) => matchesPart(item, seen.items[i], names))
      )
    case 'set':
      return matchesSet(wanted.items, wanted.rest, seen, names)
    case 'struct':
      return matchesStruct(wanted, seen, names)
    case 'form':
      return matchesForm(wanted, seen, names)
    default:
      return same(wanted, seen)
  }
}

/** A device by its parts; the length of a name's text, with or without the NUL. */
function matchesForm({ form, args }: FormValue, seen: Value, names: Bindings): boolean {
  const [first] = args
  if ((form === 'sizeof' || form === 'strlen') && first?.kind === 'name') {
    const length = names.string(first.name).length + (form === 'sizeof' ? 1 : 0)
    return seen.kind === 'number' && seen.value === BigInt(length)
  }
  return (
    seen.kind === 'form' &&
    seen.form === form &&
    seen.args.length === args.length &&
    args.every((arg, i) => matchesPart(arg, seen.args[i], names))
  )
}

function matchesPart(wanted: Value, seen: Value | undefined, names: Bindings): boolean {
  return seen !== undefined && matches(wanted, seen, names)
}

function matchesName(wanted: Value & { kind: 'name' }, seen: Value, names: Bindings): boolean {
  if (seen.kind === 'failure') return false
  const bound = names.get(wanted.name)
  if (!bound) return false
  if (wanted.must && !matches(wanted.must, seen, names)) return false
  if (wanted.group)
    return (
      bound.value.kind === 'number' && seen.kind === 'number' && seen.value === -bound.value.value
    )
  return same(bound.value, seen)
}

/** Equality of two values without names: by what they print, data by their bytes. */
export function same(a: Value, b: Value): boolean {
  if (a.kind === 'data' && b.kind === 'data') return equalBytes(bytesOf(a), bytesOf(b))
  const [x, y] = [asNumber(a), asNumber(b)]
  if (x !== undefined && y !== undefined) return x === y
  return printValue(a) === printValue(b)
}

function asNumber(value: Value): bigint | undefined {
  if (value.kind === 'number') return value.value
  return value.kind === 'flags' && value.flags.length === 0 ? value.number : undefined
}

function matchesData(wanted: DataValue, seen: Uint8Array, names: Bindings): boolean {
  const bytes = bytesOf(wanted, names)
  if (bytes.length > seen.length) return false
  if (wanted.head && wanted.tail) return Buffer.from(seen).includes(Buffer.from(bytes))
  if (wanted.head) return equalBytes(seen.subarray(seen.length - bytes.length), bytes)
  if (wanted.tail) return equalBytes(seen.subarray(0, bytes.length), bytes)
  return equalBytes(seen, bytes)
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0
}

function matchesFlags(wanted: FlagsValue, seen: Value): boolean {
  const set = wanted.flags.filter(flag => flag.set).map(flag => flag.name)
  const clear = wanted.flags.filter(flag => !flag.set).map(flag => flag.name)
  const number = asNumber(seen)
  const shown = seen.kind === 'flags' ? seen.flags.map(flag => flag.name) : []
  if (seen.kind !== 'flags' && number === undefined) return false
  const bits = seen.kind === 'flags' ? seen.number : (number ?? 0n)
  if (!set.every(name => shown.includes(name)) || clear.some(name => shown.includes(name)))
    return false
  if (wanted.rest) return (bits & wanted.number) === wanted.number
  return shown.length === set.length && bits === wanted.number
}

function matchesSet(
  wanted: readonly Value[],
  rest: boolean,
  seen: Value,
  names: Bindings,
): boolean {
  if (seen.kind === 'struct') return wanted.length === 0 && (rest || seen.fields.length === 0)
  if (seen.kind !== 'set') return false
  if (!rest && seen.items.length !== wanted.length) return false
  return assign(wanted, seen.items, names)
}

/** Whether each wanted item finds an item of its own. */
function assign(wanted: readonly Value[], seen: readonly Value[], names: Bindings): boolean {
  const [first, ...others] = wanted
  if (!first) return true
  return seen.some(
    (item, i) =>
      matches(first, item, names) &&
      assign(
        others,
        seen.filter((_, j) => j !== i),
        names,
      ),
  )
}

function matchesStruct(wanted: Value & { kind: 'struct' }, seen: Value, names: Bindings): boolean {
  if (seen.kind !== 'struct') return false
  if (!wanted.rest && seen.fields.length !== wanted.fields.length) return false
  return wanted.fields.every(field =>
    matchesPart(field.value, seen.fields.find(({ name }) => name === field.name)?.value, names),
  )
}
