/** What a citation of a case rests on: a change of meaning is a change of digest. */
import { createHash } from 'node:crypto'
import type { Case } from './suite.js'

/**
 * SHA-256 in hex of level, needs, alone and the steps with blanks and comments normalised (language 5.12); not of
 * title, cite, covers, tags and deadline.
 */
export function digestOf(of: Pick<Case, 'level' | 'needs' | 'alone' | 'steps'>): string {
  const lines = [
    `level ${of.level}`,
    `needs ${[...of.needs].sort().join(' ')}`,
    `alone ${of.alone}`,
    ...of.steps.map(step => step.text),
  ]
  return createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest('hex')
}
