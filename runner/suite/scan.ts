/** The text of one value -> a value: recursive descent over one line. */
import { Slip } from './mistake.js'
import type { Count, DataValue, FlagsValue, Outcome, Piece, Value, Wanted } from './suite.js'

/** A place in a line that moves forward as things are recognised. */
export class Cursor {
  constructor(
    readonly text: string,
    public at = 0,
  ) {}

  get done(): boolean {
    return this.at >= this.text.length
  }

  /** Takes what the sticky pattern matches here; undefined, and no move, if it does not. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (!found) return undefined
    this.at = pattern.lastIndex
    return found
  }

  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    return pattern.test(this.text)
  }

  blanks(): void {
    this.take(/[ \t]*/y)
  }

  want(pattern: RegExp, what: string): RegExpExecArray {
    return this.take(pattern) ?? this.fail(`expected ${what}`)
  }

  fail(message: string, at = this.at): never {
    const word = /[^\s,)}\]]+/y
    word.lastIndex = at
    const got = message.startsWith('expected') ? word.exec(this.text)?.[0] : undefined
    throw new Slip(at, got ? `${message}, got '${got}'` : this.ended(message, at))
  }

  private ended(message: string, at: number): string {
    return message.startsWith('expected') && at >= this.text.length
      ? `${message}, but the line ends`
      : message
  }
}

/** Deeper nesting has no meaning in the language; hostile text must not exhaust the stack. */
const DEEPEST = 8

const name = /[a-z][a-z0-9_]*/y
const number = /0[xX][0-9a-fA-F]+|0[0-7]*(?![0-9])|[1-9]\d*/y
const constant = /[A-Z][A-Z0-9_]*/y

/** One value. Throws `Slip`. */
export function readValue(c: Cursor, depth = 0): Value {
  if (depth > DEEPEST) c.fail('values are nested too deeply')
  if (startsData(c)) return readData(c)
  if (c.take(/\?/y)) return { kind: 'any', compared: true }
  if (c.take(/_(?![A-Za-z0-9_])/y)) return { kind: 'any', compared: false }
  if (c.take(/not(?= )/y)) {
    c.blanks()
    return { kind: 'not', value: readValue(c, depth + 1) }
  }
  if (c.sees(/\[/y)) return { kind: 'list', items: readItems(c, ']', depth).items }
  if (c.sees(/\{/y)) return readBraced(c, depth)
  return readFailure(c) ?? readRangeOrNumber(c) ?? readStatusOrForm(c, depth) ?? readNamed(c, depth)
}

function startsData(c: Cursor): boolean {
  return c.sees(/"|\.\.\.\s*(?:"|seq\(|text\()|seq\(|text\(/y)
}

function readFailure(c: Cursor): Value | undefined {
  const found = c.take(/(-1|0|NULL) +(?:(E[A-Z0-9]+)|errno (\d+))/y)
  if (!found) return undefined
  const [, returned, errno, bare] = found
  return { kind: 'failure', returned: returned as '-1' | '0' | 'NULL', errno: errno ?? bare ?? '' }
}

function readRangeOrNumber(c: Cursor): Value | undefined {
  const found = c.take(/(-?\d+|[a-z][a-z0-9_]*)?\.\.(?!\.)(-?\d+|[a-z][a-z0-9_]*)?/y)
  if (found) {
    const [, low, high] = found
    if (low === undefined && high === undefined) c.fail('a range needs a low or a high end')
    return {
      kind: 'range',
      ...(low === undefined ? {} : { low: toCount(low) }),
      ...(high === undefined ? {} : { high: toCount(high) }),
    }
  }
  const negative = c.take(/-\d+/y)
  if (negative) return { kind: 'number', value: BigInt(negative[0]) }
  const start = c.at
  const plain = c.take(number)
  if (!plain) return undefined
  if (c.sees(/\|/y)) {
    c.at = start
    return readFlags(c)
  }
  return { kind: 'number', value: toInteger(plain[0]) }
}

/** A number as in C: decimal, octal with a leading 0, hex. */
function toInteger(text: string): bigint {
  return /^0\d/.test(text) ? BigInt(`0o${text.slice(1)}`) : BigInt(text)
}

function toCount(text: string): Count {
  return /^-?\d/.test(text) ? Number(text) : text
}

function readCount(c: Cursor): Count {
  const found = c.take(/\d+|[a-z][a-z0-9_]*/y) ?? c.fail('expected a number or a name')
  return toCount(found[0])
}

function readStatusOrForm(c: Cursor, depth: number): Value | undefined {
  if (c.take(/continued(?![a-z0-9_])/y)) return { kind: 'status', what: 'continued', detail: '' }
  const status = c.take(/(exited) +(\d+)|(killed|stopped) +(SIG[A-Z0-9]+)/y)
  if (status)
    return {
      kind: 'status',
      what: (status[1] ?? status[3]) as 'exited' | 'killed' | 'stopped',
      detail: status[2] ?? status[4] ?? '',
    }
  const form = c.take(/(makedev|sizeof|strlen|UIOCCMD)(?=\()/y)
  if (!form) return undefined
  const args = readItems(c, ')', depth).items
  return { kind: 'form', form: form[1] as 'makedev' | 'sizeof' | 'strlen' | 'UIOCCMD', args }
}

function readNamed(c: Cursor, depth: number): Value {
  if (c.sees(/!?[A-Z]/y)) return readFlags(c)
  const group = c.take(/-(?=[a-z])/y) !== undefined
  const found = c.take(name) ?? c.fail('expected a value')
  const each = c.take(/\[\]/y) !== undefined
  const must = c.take(/:(?=\S)/y) ? readValue(c, depth + 1) : undefined
  return { kind: 'name', name: found[0], each, group, ...(must ? { must } : {}) }
}

function readFlags(c: Cursor): FlagsValue {
  const flags: { name: string; set: boolean }[] = []
  let bits = 0n
  let rest = false
  do {
    if (c.take(/\.\.\./y)) {
      rest = true
      break
    }
    const digits = c.take(number)
    if (digits) {
      bits |= toInteger(digits[0])
      continue
    }
    const set = !c.take(/!/y)
    const found = c.take(constant) ?? c.fail('expected a constant')
    flags.push({ name: found[0], set })
  } while (c.take(/\|/y))
  return { kind: 'flags', flags, number: bits, rest }
}

function readItems(c: Cursor, close: string, depth: number): { items: Value[]; rest: boolean } {
  const opened = c.at
  c.at++
  const items: Value[] = []
  c.blanks()
  if (c.text[c.at] === close) {
    c.at++
    return { items, rest: false }
  }
  for (;;) {
    c.blanks()
    if (close === '}' && c.take(/\.\.\.(?=\s*\})/y)) {
      closeAt(c, close, opened)
      return { items, rest: true }
    }
    items.push(readValue(c, depth + 1))
    c.blanks()
    if (c.take(/,/y)) continue
    closeAt(c, close, opened)
    return { items, rest: false }
  }
}

function closeAt(c: Cursor, close: string, opened: number): void {
  c.blanks()
  if (c.done) c.fail(`'${c.text[opened]}' is never closed`, opened)
  if (c.text[c.at] !== close) c.fail(`expected ',' or '${close}'`)
  c.at++
}

const field = /([A-Za-z_][A-Za-z0-9_]*|-?\d+)=/y

function readBraced(c: Cursor, depth: number): Value {
  const opened = c.at
  c.take(/\{/y)
  c.blanks()
  const isStruct = c.sees(field)
  c.at = opened
  if (!isStruct) return { kind: 'set', ...readItems(c, '}', depth) }
  c.at++
  const fields: { name: string; value: Value }[] = []
  let rest = false
  for (;;) {
    c.blanks()
    if (c.take(/\.\.\./y)) {
      rest = true
      break
    }
    const found = c.take(field) ?? c.fail('expected a field')
    const fieldName = found[1] ?? ''
    if (fields.some(other => other.name === fieldName))
      c.fail(`field '${fieldName}' is given twice`, c.at - found[0].length)
    fields.push({ name: fieldName, value: readValue(c, depth + 1) })
    c.blanks()
    if (!c.take(/,/y)) break
  }
  closeAt(c, '}', opened)
  return { kind: 'struct', fields, rest }
}

/** Data: pieces beside one another, with `...` in front or behind. */
function readData(c: Cursor): DataValue {
  const head = c.take(/\.\.\.\s*/y) !== undefined
  const pieces: Piece[] = []
  let end = c.at
  while (c.sees(/"|seq\(|text\(/y)) {
    pieces.push(readPiece(c))
    end = c.at
    c.blanks()
  }
  const tail = c.take(/\.\.\./y) !== undefined
  if (!tail) c.at = end
  return { kind: 'data', pieces, head, tail }
}

function readPiece(c: Cursor): Piece {
  const sequence = c.take(/(seq|text)\(\s*/y)
  if (sequence) {
    const from = readCount(c)
    c.want(/\s*,\s*/y, "','")
    const count = readCount(c)
    c.want(/\s*\)/y, "')'")
    return { kind: sequence[1] as 'seq' | 'text', from, count }
  }
  const parts = readString(c)
  const times = c.take(/\*/y) ? readCount(c) : 1
  return { kind: 'string', parts, times }
}

const escapeBytes: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  b: 8,
  a: 7,
  f: 12,
  v: 11,
  e: 27,
  '\\': 92,
  '"': 34,
  0: 0,
}

const encoder = new TextEncoder()

function readString(c: Cursor): (Uint8Array | { name: string })[] {
  const opened = c.at
  c.at++
  const parts: (Uint8Array | { name: string })[] = []
  let bytes: number[] = []
  for (;;) {
    const plain = c.take(/[^"\\$]+/y)
    if (plain) for (const byte of encoder.encode(plain[0])) bytes.push(byte)
    if (c.done) c.fail('the string is never closed', opened)
    if (c.take(/"/y)) break
    const named = c.take(/\$(?:([a-z][a-z0-9_]*)|\{([a-z][a-z0-9_]*)\})/y)
    if (named) {
      if (bytes.length > 0) parts.push(Uint8Array.from(bytes))
      bytes = []
      parts.push({ name: named[1] ?? named[2] ?? '' })
    } else if (c.take(/\$/y)) bytes.push(36)
    else bytes.push(readEscape(c))
  }
  if (bytes.length > 0 || parts.length === 0) parts.push(Uint8Array.from(bytes))
  return parts
}

function readEscape(c: Cursor): number {
  const hex = c.take(/\\x([0-9a-fA-F]{2})/y)
  if (hex) return Number.parseInt(hex[1] ?? '', 16)
  const at = c.at
  const found = c.take(/\\(.?)/y)?.[1] ?? ''
  return (
    escapeBytes[found] ??
    c.fail(
      `no escape '\\${found}'; there are \\n \\r \\t \\b \\a \\f \\v \\e \\\\ \\" \\0 \\xHH`,
      at,
    )
  )
}

/** What stands right of `=`: outcomes joined by `or`, and how long it may take. */
export function readWanted(c: Cursor): Wanted {
  const outcomes = [readOutcome(c)]
  while (c.take(/\s+or\s+/y)) outcomes.push(readOutcome(c))
  const took = c.take(/\s*<\s*(\d+(?:\.\d+)?)?\s*\.\.\s*(\d+(?:\.\d+)?)?\s*>/y)
  if (!took) return { outcomes }
  const [, least, most] = took
  return {
    outcomes,
    took: {
      ...(least === undefined ? {} : { least: Number(least) }),
      ...(most === undefined ? {} : { most: Number(most) }),
    },
  }
}

/** `<unfinished ...>`, or a value with how a transfer or counted step ended. */
export function readOutcome(c: Cursor): Outcome {
  if (c.take(/<unfinished \.\.\.>/y)) return { kind: 'unfinished' }
  const value = readValue(c)
  if (!c.take(/\s+then\s+/y)) return { kind: 'value', value }
  return { kind: 'value', value, ended: readValue(c) }
}
