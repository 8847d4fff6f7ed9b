/** Values and steps as the language writes them. What is printed here reads back as the same value. */
import type { DataValue, FlagsValue, NameValue, Outcome, Piece, Value, Wanted } from './suite.js'

/** A value in the notation of the language, printable ASCII without tab or newline. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case 'number':
      return value.value.toString()
    case 'data':
      return printData(value)
    case 'flags':
      return printFlags(value)
    case 'failure':
      return `${value.returned} ${printErrno(value.errno)}`
    case 'name':
      return printName(value)
    case 'any':
      return value.compared ? '?' : '_'
    case 'not':
      return `not ${printValue(value.value)}`
    case 'status':
      return value.detail === '' ? value.what : `${value.what} ${value.detail}`
    case 'range':
      return `${value.low ?? ''}..${value.high ?? ''}`
    case 'list':
      return `[${value.items.map(printValue).join(', ')}]`
    case 'set':
      return `{${[...value.items.map(printValue), ...(value.rest ? ['...'] : [])].join(', ')}}`
    case 'struct':
      return `{${[
        ...value.fields.map(field => `${field.name}=${printValue(field.value)}`),
        ...(value.rest ? ['...'] : []),
      ].join(', ')}}`
    case 'form':
      return `${value.form}(${value.args.map(printValue).join(', ')})`
  }
}

export function printWanted(wanted: Wanted): string {
  const outcomes = wanted.outcomes.map(printOutcome).join(' or ')
  const { took } = wanted
  return took ? `${outcomes} <${took.least ?? ''}..${took.most ?? ''}>` : outcomes
}

export function printOutcome(outcome: Outcome): string {
  if (outcome.kind === 'unfinished') return '<unfinished ...>'
  const value = printValue(outcome.value)
  return outcome.ended ? `${value} then ${printValue(outcome.ended)}` : value
}

function printErrno(errno: string): string {
  return /^\d+$/.test(errno) ? `errno ${errno}` : errno
}

function printName({ name, each, group, must }: NameValue): string {
  return `${group ? '-' : ''}${name}${each ? '[]' : ''}${must ? `:${printValue(must)}` : ''}`
}

/** Octal after a file type, as modes are read; else hex, as bits are. */
function printFlags({ flags, number, rest }: FlagsValue): string {
  const isMode = flags.some(flag => flag.name.startsWith('S_IF'))
  const words = flags.map(flag => (flag.set ? flag.name : `!${flag.name}`))
  if (isMode) words.push(`0${number.toString(8).padStart(3, '0')}`)
  else if (number !== 0n) words.push(`0x${number.toString(16)}`)
  if (rest) words.push('...')
  return words.length === 0 ? '0' : words.join('|')
}

function printData({ pieces, head, tail }: DataValue): string {
  return [...(head ? ['...'] : []), ...pieces.map(printPiece), ...(tail ? ['...'] : [])].join(' ')
}

function printPiece(piece: Piece): string {
  if (piece.kind !== 'string') return `${piece.kind}(${piece.from}, ${piece.count})`
  const inner = piece.parts
    .map(part => (part instanceof Uint8Array ? escapeBytes(part) : `\${${part.name}}`))
    .join('')
  return piece.times === 1 ? `"${inner}"` : `"${inner}"*${piece.times}`
}

/** Bytes that have escapes of their own, in the language as in C. */
export const namedEscapes: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
}

/** Bytes as the inside of a string: printable ASCII, everything else escaped, `$` too where it would name something. */
export function escapeBytes(bytes: Uint8Array): string {
  let text = ''
  for (const [i, byte] of bytes.entries()) {
    const next = bytes[i + 1] ?? 0
    const named = byte === 27 ? '\\e' : namedEscapes[byte]
    if (named !== undefined) text += named
    else if (byte === 36 && (next === 123 || (next >= 97 && next <= 122))) text += '\\x24'
    else if (byte >= 32 && byte < 127) text += String.fromCharCode(byte)
    else text += `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return text
}
