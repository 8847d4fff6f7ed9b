/**
 * KTAP version 1, as the kernel's selftests print it (Documentation/dev-tools/ktap.rst): a test per implementation with a
 * subtest per case; what there is to say stands in diagnostic lines before the result.
 */
import type { Run } from '../../runner/result.js'
import { visible } from '../visible.js'
import { type Fact, linesOf, partsOf } from './facts.js'
import { words } from './words.js'

export function ktap(run: Run): string {
  const lines = ['KTAP version 1', `1..${run.played.length}`]
  let number = 0
  for (const { name, played, facts, trouble } of partsOf(run)) {
    number++
    const ok =
      !played.trouble && facts.every(({ standing }) => words[standing].ktap.startsWith('ok'))
    lines.push(
      ...['KTAP version 1', `1..${facts.length}`].map(line => `  ${line}`),
      ...facts.flatMap((fact, at) => point(fact, at + 1)).map(line => `  ${line}`),
      ...linesOf(trouble).map(diagnostic),
      `${ok ? 'ok' : 'not ok'} ${number} ${description(name)}`,
    )
  }
  return `${lines.join('\n')}\n`
}

function point({ id, title, standing, message, details }: Fact, number: number): string[] {
  const [verdict, directive] = words[standing].ktap.split(' # ')
  const said = directive ? ` # ${directive} ${description(message)}` : ''
  const told = linesOf(details)
  return [
    ...(told.length > 0 ? [title, ...told].map(diagnostic) : []),
    `${verdict} ${number} ${description(id)}${said}`,
  ]
}

/** A description may hold no `#`. */
function description(text: string): string {
  return visible(text, 1000).replaceAll('#', '＃')
}

/** Readers find result and version lines by how a line begins; whatever stands behind `# ` is text. */
function diagnostic(line: string): string {
  return `# ${line}`
}
