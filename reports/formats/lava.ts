/**
 * Signals for LAVA, to be printed by a test shell of a job: a test set per implementation, a test case per case. A signal holds
 * no reasons; these stand in lines before it, in which nothing looks like a signal.
 */
import type { Run } from '../../runner/result.js'
import { visible } from '../visible.js'
import { dotted, linesOf, partsOf } from './facts.js'
import { words } from './words.js'

export function lava(run: Run): string {
  const lines: string[] = []
  for (const { played, facts, trouble } of partsOf(run)) {
    lines.push(`<LAVA_SIGNAL_TESTSET START ${dotted(played.name, ':')}>`)
    lines.push(...linesOf(trouble).map(talk))
    for (const { standing, title, message, details, record } of facts) {
      const told = [message, ...linesOf(details)].filter(Boolean)
      if (told.length > 0) lines.push(...[title, ...told].map(talk))
      lines.push(
        `<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=${dotted(record.id, '/')} RESULT=${words[standing].lava}>`,
      )
    }
    lines.push('<LAVA_SIGNAL_TESTSET STOP>')
  }
  return lines.map(line => `${line}\n`).join('')
}

/** LAVA finds its signals anywhere in a line, and ends a test at `<LAVA_TEST_RUNNER EXIT>`. */
function talk(line: string): string {
  return `# ${visible(line, 1000).replaceAll('<', '‹')}`
}
