/** What a citation of a case rests on: a change of meaning is a change of digest. */
import { createHash } from 'node:crypto'
import type { Case } from './suite.js'
import { withBraces } from './together.js'

/**
 * SHA-256 in hex of level, needs, alone, repeat, load, risk and the steps with blanks and comments normalised
 * (language 5.12); not of title, cite, covers, tags and deadline. Keys that are absent leave no trace, so a case keeps
 * its digest when the language gets another.
 */
export function digestOf(
  of: Pick<Case, 'level' | 'needs' | 'alone' | 'repeat' | 'load' | 'risks' | 'steps'>,
): string {
  const lines = [
    `level ${of.level}`,
    `needs ${[...of.needs].sort().join(' ')}`,
    `alone ${of.alone}`,
    ...(of.repeat === undefined ? [] : [`repeat ${of.repeat}`]),
    ...(of.load === undefined ? [] : [`load ${of.load}`]),
    ...(of.risks.length === 0 ? [] : [`risk ${[...of.risks].sort().join(' ')}`]),
    ...withBraces(of.steps, step => step.text),
  ]
  return createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest('hex')
}
