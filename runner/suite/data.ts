/** Bytes as the language writes them: repeated, as a fixed sequence, as text; and how a run of bytes is put in that form. */
import type { Count, DataValue, Piece } from './suite.js'

/** The n-th byte of `seq`: the values 0 to 250 over and over. */
export function seqByte(n: number): number {
  return n % 251
}

/** What `text` is made of, over and over. */
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** The most bytes one value may have; longer data are cut by whoever shows them (language, section 3). */
export const MOST_BYTES = 1 << 20

/** What a name or a count stands for while bytes are put together; throws when it has no value. */
export interface Lookup {
  count(count: Count): number
  string(name: string): Uint8Array
}

/** A lookup for values without names, as results are. */
export const noNames: Lookup = {
  count(count) {
    if (typeof count === 'number') return count
    throw new Error(`'${count}' has no value`)
  },
  string(name) {
    throw new Error(`'${name}' has no value`)
  },
}

/** The bytes of a data value. Throws a RangeError beyond `MOST_BYTES`. */
export function bytesOf(value: DataValue, lookup: Lookup = noNames): Uint8Array {
  const chunks = value.pieces.map(piece => pieceBytes(piece, lookup))
  return join(chunks)
}

function pieceBytes(piece: Piece, lookup: Lookup): Uint8Array {
  if (piece.kind !== 'string') {
    const from = lookup.count(piece.from)
    const length = limited(lookup.count(piece.count))
    return fromCycle(cycles[piece.kind], from, length)
  }
  const once = join(
    piece.parts.map(part => (part instanceof Uint8Array ? part : lookup.string(part.name))),
  )
  const times = lookup.count(piece.times)
  if (times === 1) return once
  const bytes = new Uint8Array(limited(once.length * times))
  for (let i = 0; i < times; i++) bytes.set(once, i * once.length)
  return bytes
}

/** So many bytes of a cycle that goes on for ever, from the n-th on: once round, and then copies of that. */
function fromCycle(cycle: Uint8Array, from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  const start = ((from % cycle.length) + cycle.length) % cycle.length
  bytes.set(cycle.subarray(start, start + length))
  const rest = cycle.length - start
  if (rest < length) bytes.set(cycle.subarray(0, Math.min(start, length - rest)), rest)
  for (let done = cycle.length; done < length; done *= 2) bytes.copyWithin(done, 0, done)
  return bytes
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks
  if (only && chunks.length === 1) return only
  const bytes = new Uint8Array(limited(chunks.reduce((sum, chunk) => sum + chunk.length, 0)))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function limited(length: number): number {
  if (length > MOST_BYTES || length < 0 || !Number.isInteger(length))
    throw new RangeError(`data of ${length} bytes: 0 to ${MOST_BYTES} are possible`)
  return length
}

/** What the bytes of the sequence forms are, over and over. */
const cycles = {
  seq: Uint8Array.from({ length: 251 }, (_, n) => seqByte(n)),
  text: Uint8Array.from(letters, letter => letter.charCodeAt(0)),
}

/** A run at least this long is worth a repeat or sequence form. */
const WORTHWHILE = 16

/** A data value of these bytes, in the shortest of the language's forms that a reader takes in at a glance. */
export function dataOf(bytes: Uint8Array): DataValue {
  const pieces: Piece[] = []
  let plain = 0
  const flush = (end: number) => {
    if (end > plain) pieces.push({ kind: 'string', parts: [bytes.slice(plain, end)], times: 1 })
  }
  for (let at = 0; at + WORTHWHILE <= bytes.length; ) {
    const { piece, length } = longestForm(bytes, at)
    if (length >= WORTHWHILE) {
      flush(at)
      pieces.push(piece)
      at += length
      plain = at
    } else at++
  }
  flush(bytes.length)
  if (pieces.length === 0) pieces.push({ kind: 'string', parts: [new Uint8Array()], times: 1 })
  return { kind: 'data', pieces, head: false, tail: false }
}

function longestForm(bytes: Uint8Array, at: number): { piece: Piece; length: number } {
  const first = bytes[at] ?? 0
  const same = repeats(bytes, at)
  const seq = first < cycles.seq.length ? runLength(bytes, at, cycles.seq, first) : 0
  const start = letters.indexOf(String.fromCharCode(first))
  const text = start < 0 ? 0 : runLength(bytes, at, cycles.text, start)
  if (same >= seq && same >= text)
    return {
      piece: { kind: 'string', parts: [Uint8Array.of(first)], times: same },
      length: same,
    }
  return seq >= text
    ? { piece: { kind: 'seq', from: first, count: seq }, length: seq }
    : { piece: { kind: 'text', from: start, count: text }, length: text }
}

/** How many bytes from `at` on are that byte again. */
function repeats(bytes: Uint8Array, at: number): number {
  let end = at + 1
  while (end < bytes.length && bytes[end] === bytes[at]) end++
  return end - at
}

/** How many bytes from `at` on are those of a cycle from `start` on. */
function runLength(bytes: Uint8Array, at: number, cycle: Uint8Array, start: number): number {
  let end = at
  for (let next = start; end < bytes.length && bytes[end] === cycle[next]; end++)
    next = next + 1 === cycle.length ? 0 : next + 1
  return end - at
}

const encoder = new TextEncoder()

/** A data value of a string's UTF-8 bytes, written plainly. */
export function stringValue(text: string): DataValue {
  return {
    kind: 'data',
    pieces: [{ kind: 'string', parts: [encoder.encode(text)], times: 1 }],
    head: false,
    tail: false,
  }
}
