/** Results as values of the language. */
import { dataOf, stringValue } from '../suite/data.js'
import type {
  DataValue,
  FailureValue,
  FlagsValue,
  FormValue,
  ListValue,
  NumberValue,
  SetValue,
  StatusValue,
  StructValue,
  Value,
} from '../suite/suite.js'
import { bytesFrom } from './bytes.js'

/** What a call showed: a value, and for a transfer how it ended. */
export interface Answer {
  readonly value: Value
  readonly ended?: Value
}

export function number(value: number): NumberValue {
  return { kind: 'number', value: BigInt(value) }
}

export const zero: NumberValue = number(0)

export function data(bytes: ArrayLike<number>): DataValue {
  return dataOf(bytesFrom(bytes))
}

export const text = stringValue

export function failure(errno: string, returned: FailureValue['returned'] = '-1'): FailureValue {
  return { kind: 'failure', returned, errno }
}

export function constant(name: string): FlagsValue {
  return { kind: 'flags', flags: [{ name, set: true }], number: 0n, rest: false }
}

export function constants(names: readonly string[]): FlagsValue {
  return { kind: 'flags', flags: names.map(name => ({ name, set: true })), number: 0n, rest: false }
}

export function list(items: readonly Value[]): ListValue {
  return { kind: 'list', items }
}

export function set(items: readonly Value[]): SetValue {
  return { kind: 'set', items, rest: false }
}

export function struct(fields: Readonly<Record<string, Value>>): StructValue {
  return {
    kind: 'struct',
    fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
    rest: false,
  }
}

/** makedev() of a device's two numbers. */
export function showDevice(rdev: number): FormValue {
  return {
    kind: 'form',
    form: 'makedev',
    args: [number(Math.floor(rdev / 256)), number(rdev % 256)],
  }
}

export function status(what: StatusValue['what'], detail = ''): StatusValue {
  return { kind: 'status', what, detail }
}
