/** The text of data -> its pieces. */
import type { Cursor } from './cursor.js'
import { NAME, readCount } from './scan-number.js'
import type { DataValue, Piece } from './suite.js'

export function startsData(c: Cursor): boolean {
  return c.sees(/"|\.\.\.\s*(?:"|seq\(|text\()|seq\(|text\(/y)
}

/** Data: pieces beside one another, with `...` in front or behind. */
export function readData(c: Cursor): DataValue {
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

/** `$name`, or `${name}` where letters follow. */
const referred = new RegExp(`\\$(?:(${NAME})|\\{(${NAME})\\})`, 'y')

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
    const named = c.take(referred)
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
