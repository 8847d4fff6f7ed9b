/** The run as it is, in JSON that does no harm on a terminal: what cannot be seen is written as `\u009b`. */
import type { Run } from '../../runner/result.js'

const unseen = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu

export function json(run: Run): string {
  return `${JSON.stringify(run, null, 1).replace(unseen, escaped)}\n`
}

/** Each of its one or two code units. */
function escaped(character: string): string {
  return character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
