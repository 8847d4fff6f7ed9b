/** autopkgtest's summary: a line per test, its name, its result and in a few words why. */
import type { Run } from '../../runner/result.js'
import { visible } from '../visible.js'
import { dotted, partsOf } from './facts.js'
import { words } from './words.js'

/** Where autopkgtest begins the result, if the name is not longer. */
const COLUMN = 20

export function autopkgtest(run: Run): string {
  const lines: string[] = []
  for (const { played, facts } of partsOf(run))
    for (const { record, standing, message } of facts) {
      const name = `${dotted(played.name, ':')}/${dotted(record.id, '/')}`
      const word = words[standing].autopkgtest
      const why = word.startsWith('PASS') ? '' : ` ${visible(message || standing, 200)}`
      lines.push(`${name.padEnd(COLUMN)} ${word}${why}\n`)
    }
  return lines.length > 0 ? lines.join('') : `${'*'.padEnd(COLUMN)} SKIP no cases were played\n`
}
