/** The arguments of one call, as the call wants them: names become what they are bound to. */
import type { Bindings } from '../suite/bindings.js'
import { bytesOf } from '../suite/data.js'
import type { DataValue, FlagsValue, FormValue, StructValue, Value } from '../suite/suite.js'
import { certain } from './certain.js'
import { deviceNumber } from './device-numbers.js'
import { NotModelled, NoValue } from './failure.js'
import { canonicalName, type Flags, flagsOf, noFlags } from './flags.js'

/** What only the host knows: UID_OTHER and the like. */
export type HostNumbers = Readonly<Record<string, number>>

/** Addresses in place of what lies there. */
const pointers = ['NULL', 'BADPTR']

const decoder = new TextDecoder('latin1')

export class Arguments {
  constructor(
    private readonly values: readonly Value[],
    private readonly names: Bindings,
    private readonly hostNumbers: HostNumbers,
    /** Which element `name[]` stands for. */
    private readonly element = 0,
  ) {}

  get count(): number {
    return this.values.length
  }

  value(index: number): Value {
    return this.resolve(this.#asWritten(index))
  }

  #asWritten(index: number): Value {
    const value = this.values[index]
    if (!value) throw new NotModelled(`a call without its argument ${index + 1}`)
    return value
  }

  #as<Kind extends Value['kind']>(index: number, kind: Kind): Extract<Value, { kind: Kind }> {
    const value = this.value(index)
    if (isOf(value, kind)) return value
    throw new NotModelled(`${kind} written as ${value.kind}`)
  }

  /** As the case writes it, names as names. */
  written(index: number): Value | undefined {
    return this.values[index]
  }

  number(index: number): number {
    return this.numberOf(this.value(index))
  }

  numberOf(value: Value): number {
    const resolved = this.resolve(value)
    if (resolved.kind === 'number') return Number(resolved.value)
    if (resolved.kind === 'form') return this.#form(resolved)
    if (resolved.kind === 'flags') {
      const [only, ...more] = resolved.flags
      if (!only) return Number(resolved.number)
      const known = this.hostNumbers[only.name]
      if (known !== undefined && more.length === 0) return known
    }
    throw new NotModelled(`a number written as ${resolved.kind}`)
  }

  flags(index: number): Flags {
    if (index >= this.count) return noFlags
    const value = this.value(index)
    if (value.kind === 'number') return flagsOf([], value.value)
    if (value.kind !== 'flags') throw new NotModelled(`flags written as ${value.kind}`)
    const set = value.flags.filter(flag => flag.set).map(({ name }) => canonicalName(name))
    return flagsOf(set, value.number)
  }

  /** A single constant or word; a plain number in decimal. */
  word(index: number): string {
    return this.wordOf(this.#asWritten(index))
  }

  wordOf(value: Value): string {
    if (value.kind === 'name' && value.name === 'record') return 'record'
    const resolved = this.resolve(value)
    if (resolved.kind === 'number') return resolved.value.toString()
    if (resolved.kind === 'flags') return resolved.flags[0]?.name ?? resolved.number.toString()
    throw new NotModelled(`a constant written as ${resolved.kind}`)
  }

  /** The n of a request that is written UIOCCMD(n). */
  userCommand(index: number): number | undefined {
    const value = this.values[index]
    if (value?.kind !== 'form' || value.form !== 'UIOCCMD' || !value.args[0]) return undefined
    return this.numberOf(value.args[0])
  }

  isPointer(index: number): boolean {
    const value = this.values[index]
    return value?.kind === 'flags' && value.flags.some(({ name }) => pointers.includes(name))
  }

  bytes(index: number): Uint8Array {
    const value = this.#as(index, 'data')
    try {
      return constantBytes(value) ?? bytesOf(value, this.names)
    } catch (error) {
      if (error instanceof RangeError) throw new NotModelled(error.message)
      throw new NoValue('data that name what has no value')
    }
  }

  /** A path or other string. */
  text(index: number): string {
    return decoder.decode(this.bytes(index))
  }

  /** A list of strings. */
  texts(index: number): string[] {
    const { items } = this.#as(index, 'list')
    const strings = new Arguments(items, this.names, this.hostNumbers, this.element)
    return items.map((_, i) => strings.text(i))
  }

  struct(index: number): StructValue {
    return this.structOf(this.value(index))
  }

  structOf(value: Value): StructValue {
    if (value.kind === 'struct') {
      const fields = value.fields.map(field => ({ ...field, value: this.resolve(field.value) }))
      return { ...value, fields }
    }
    if (value.kind === 'set' && value.items.length === 0)
      return { kind: 'struct', fields: [], rest: value.rest }
    throw new NotModelled(`a structure written as ${value.kind}`)
  }

  set(index: number): readonly Value[] {
    return this.#as(index, 'set').items
  }

  /** What a name is bound to; everything else stands for itself. */
  resolve(value: Value): Value {
    if (value.kind !== 'name') return value
    const bound = this.names.get(value.name)
    const found = value.each ? bound?.elements?.[this.element] : bound?.value
    if (!found) throw new NoValue(value.name)
    if (!value.group) return found
    // never reached: the reader takes -NAME of a process alone, and its number is all a process is bound to
    if (found.kind !== 'number') throw new NotModelled(`-${value.name} of ${found.kind}`)
    return { kind: 'number', value: -found.value }
  }

  #form({ form, args }: FormValue): number {
    const [first, second] = args
    if (form === 'makedev' && first && second)
      return deviceNumber(this.numberOf(first), this.numberOf(second))
    const resolved = first && this.resolve(first)
    if (resolved?.kind === 'data' && (form === 'sizeof' || form === 'strlen'))
      return bytesOf(resolved, this.names).length + (form === 'sizeof' ? 1 : 0)
    throw new NotModelled(`${form}() here`)
  }
}

function isOf<Kind extends Value['kind']>(
  value: Value,
  kind: Kind,
): value is Extract<Value, { kind: Kind }> {
  return value.kind === kind
}

const known = new WeakMap<DataValue, Uint8Array>()

/** Bytes that no name has a part in are put together once; nobody changes them. */
function constantBytes(value: DataValue): Uint8Array | undefined {
  const found = known.get(value)
  if (found) return found
  const isConstant = value.pieces.every(piece =>
    piece.kind === 'string'
      ? typeof piece.times === 'number' && piece.parts.every(part => part instanceof Uint8Array)
      : typeof piece.from === 'number' && typeof piece.count === 'number',
  )
  if (!isConstant) return undefined
  const bytes = bytesOf(value)
  known.set(value, bytes)
  return bytes
}

/** How often a step with `name[]` among its arguments is played; undefined where it has none. */
export function elementsOf(values: readonly Value[], names: Bindings): number | undefined {
  const each = values.find(value => value.kind === 'name' && value.each)
  if (each?.kind !== 'name') return undefined
  const bound = names.get(each.name)
  if (!bound) throw new NoValue(each.name)
  return certain(bound.elements).length
}

/** All constants among some values: each of them is a need by itself. */
export function constantsOf(values: readonly Value[]): string[] {
  return values.flatMap(value => {
    switch (value.kind) {
      case 'flags':
        return value.flags.map(({ name }: FlagsValue['flags'][number]) => name)
      case 'list':
      case 'set':
        return constantsOf(value.items)
      case 'struct':
        return [
          ...value.fields.map(({ name }) => name).filter(name => /^[A-Z]/.test(name)),
          ...constantsOf(value.fields.map(field => field.value)),
        ]
      case 'form':
        return [...(/^[A-Z]/.test(value.form) ? [value.form] : []), ...constantsOf(value.args)]
      default:
        return []
    }
  })
}
