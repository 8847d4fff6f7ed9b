/** Values of the language as C writes them. */
import { MOST_BYTES } from '../suite/data.js'
import { namedEscapes } from '../suite/print.js'
import type { Count, DataValue, FlagsValue, Piece, Value } from '../suite/suite.js'

/** Why there is no reproducer of a case: a sentence for its reader. */
export class CannotReproduce extends Error {}

/** What a name is called in C, also as an argument of `path()`, where a number says that it is one. */
export interface Naming {
  (name: string): string
  readonly inText?: (name: string) => string
}

/** Bytes as the inside of a C string; octal escapes end after three digits whatever stands behind them. */
function escaped(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte, i) => {
      if (byte === 63 && bytes[i - 1] === 63) return '\\?' // no trigraphs
      if (byte < 32 || byte > 126)
        return namedEscapes[byte] ?? `\\${byte.toString(8).padStart(3, '0')}`
      return namedEscapes[byte] ?? String.fromCharCode(byte)
    })
    .join('')
}

/** Bytes, or a text, as a string literal. */
export function quoted(bytes: Uint8Array | string): string {
  return `"${escaped(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes)}"`
}

/** A byte as a character constant. */
export function quotedCharacter(byte: number): string {
  return byte === 39 ? "'\\''" : `'${escaped(Uint8Array.of(byte))}'`
}

/** The bytes of a value that is one plain string without names, else nothing. */
export function plainBytes({ pieces }: DataValue): Uint8Array | undefined {
  const [piece, ...more] = pieces
  if (more.length > 0 || piece?.kind !== 'string' || piece.times !== 1) return undefined
  if (piece.parts.some(part => !(part instanceof Uint8Array))) return undefined
  return Buffer.concat(piece.parts.filter(part => part instanceof Uint8Array))
}

/** A string, which may have names in it: a literal, or what `path()` makes. */
export function stringOf(value: DataValue, naming: Naming): string {
  const plain = plainBytes(value)
  if (plain) return quoted(plain)
  const [piece] = value.pieces
  if (value.pieces.length !== 1 || piece?.kind !== 'string' || piece.times !== 1)
    throw new CannotReproduce('a string that is put together of several')
  const inText = naming.inText ?? naming
  const names = piece.parts.flatMap(part => (part instanceof Uint8Array ? [] : [inText(part.name)]))
  const format = piece.parts.map(part => {
    if (part instanceof Uint8Array) return escaped(part).replaceAll('%', '%%')
    return inText(part.name).startsWith('(long)') ? '%ld' : '%s'
  })
  return `path("${format.join('')}", ${names.join(', ')})`
}

/** A number, or the name that has it. */
export function countOf(count: Count, naming: Naming): string {
  return typeof count === 'number' ? `${count}` : naming(count)
}

/** Bytes for a call or a comparison: `bytes, length`, and what must be done before. */
export interface Bytes {
  readonly before: readonly string[]
  readonly bytes: string
  readonly length: string
}

/** How C has the bytes of a value: a literal, a pattern, or put together before. Throws CannotReproduce. */
export function bytesFor(value: DataValue, naming: Naming): Bytes {
  const plain = plainBytes(value)
  if (plain) return { before: [], bytes: quoted(plain), length: `${plain.length}` }
  const [piece, ...more] = value.pieces
  if (piece && piece.kind !== 'string' && more.length === 0) {
    const length = countOf(piece.count, naming)
    const from = countOf(piece.from, naming)
    return { before: [], bytes: `${piece.kind}(${from}, ${length})`, length }
  }
  const before = ['length = 0', ...value.pieces.map(part => added(part, naming))]
  return { before, bytes: 'made', length: 'length' }
}

function added(piece: Piece, naming: Naming): string {
  if (piece.kind !== 'string') {
    const length = countOf(piece.count, naming)
    return `add(${piece.kind}(${countOf(piece.from, naming)}, ${length}), ${length}, 1)`
  }
  const [part, ...more] = piece.parts
  const times = countOf(piece.times, naming)
  if (more.length > 0 || !part) {
    const pieces = [{ ...piece, times: 1 }]
    const string = stringOf({ kind: 'data', pieces, head: false, tail: false }, naming)
    return `add(${string}, strlen(${string}), ${times})`
  }
  if (part instanceof Uint8Array) {
    if (part.length > MOST_BYTES) throw new CannotReproduce('more bytes than a reader wants')
    return `add(${quoted(part)}, ${part.length}, ${times})`
  }
  return `add(${naming(part.name)}, strlen(${naming(part.name)}), ${times})`
}

/** Constants joined by `|`, what has no name in octal behind a file type and in hex else. */
export function flagsOf({ flags, number }: Pick<FlagsValue, 'flags' | 'number'>): string {
  const words = flags.filter(({ set }) => set).map(({ name }) => name)
  const octal = words.some(word => word.startsWith('S_IF'))
  if (number !== 0n) words.push(octal ? `0${number.toString(8)}` : `0x${number.toString(16)}`)
  return words.length === 0 ? '0' : words.join(' | ')
}

/** A value as an argument of a call; `octal` where it is a mode. */
export function argumentOf(value: Value, naming: Naming, octal = false): string {
  switch (value.kind) {
    case 'number':
      return octal && value.value > 7n ? `0${value.value.toString(8)}` : `${value.value}`
    case 'flags':
      return flagsOf(value)
    case 'data':
      return stringOf(value, naming)
    case 'name':
      return `${value.group ? '-' : ''}${naming(value.name)}${value.each ? '[times]' : ''}`
    case 'form': {
      const args = value.args.map(arg => argumentOf(arg, naming))
      if (value.form === 'sizeof') return `strlen(${args[0]}) + 1`
      return `${value.form}(${args.join(', ')})`
    }
    default:
      throw new CannotReproduce(`an argument that is a ${value.kind}`)
  }
}
