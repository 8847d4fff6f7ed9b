/** Numbers and names, as the language writes them wherever they stand. */
import type { Cursor } from './cursor.js'
import type { Count } from './suite.js'

/** As in C: hex, octal with a leading 0, decimal. */
const NUMBER = '0[xX][0-9a-fA-F]+|0[0-7]*(?![0-9])|[1-9][0-9]*'

export const NAME = '[a-z][a-z0-9_]*'

const number = new RegExp(NUMBER, 'y')
const count = new RegExp(`(?:${NUMBER}|${NAME})`, 'y')
const range = new RegExp(`(-?(?:${NUMBER})|${NAME})?\\.\\.(?!\\.)(-?(?:${NUMBER})|${NAME})?`, 'y')

/** Takes a number without sign, if there is one. */
export function takeNumber(c: Cursor): bigint | undefined {
  const found = c.take(number)
  return found && toInteger(found[0])
}

/** A count: a number, or the name of one. */
export function readCount(c: Cursor): Count {
  const found = c.take(count) ?? c.fail('expected a number or a name')
  return toCount(found[0])
}

/** Takes `low..high`, if it stands here. */
export function takeRange(c: Cursor): { low?: Count; high?: Count } | undefined {
  const found = c.take(range)
  if (!found) return undefined
  const [, low, high] = found
  if (low === undefined && high === undefined) c.fail('a range needs a low or a high end')
  return {
    ...(low === undefined ? {} : { low: toCount(low) }),
    ...(high === undefined ? {} : { high: toCount(high) }),
  }
}

/** The count that this text is. */
export function toCount(text: string): Count {
  if (/^[a-z]/.test(text)) return text
  return text.startsWith('-') ? -Number(toInteger(text.slice(1))) : Number(toInteger(text))
}

function toInteger(text: string): bigint {
  return /^0\d/.test(text) ? BigInt(`0o${text.slice(1)}`) : BigInt(text)
}
