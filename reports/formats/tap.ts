/**
 * TAP 14: a subtest per implementation, in it a test point per case, with a YAML block of what there is to say. An expected
 * failure is TODO, what could not be judged is SKIP; a case that could not be carried out is not ok, and its block says so.
 */
import type { Run } from '../../runner/result.js'
import { visible } from '../visible.js'
import { type Details, type Fact, partsOf } from './facts.js'
import { words } from './words.js'

/** The whole document, ending with a newline. */
export function tap(run: Run): string {
  const lines = ['TAP version 14', `1..${run.played.length}`]
  let number = 0
  for (const { name, played, facts, trouble } of partsOf(run)) {
    number++
    const plan = facts.length > 0 ? `1..${facts.length}` : '1..0 # SKIP no cases'
    const failed = facts.filter(({ standing }) => words[standing].tap === 'not ok').length
    const points = facts.flatMap((fact, at) => point(fact, at + 1))
    const ok = failed === 0 && !played.trouble
    lines.push(
      `# Subtest: ${escaped(name)}`,
      ...[plan, ...points].map(line => `    ${line}`),
      `${ok ? 'ok' : 'not ok'} ${number} - ${escaped(name)}`,
      ...block(trouble),
    )
  }
  return `${lines.join('\n')}\n`
}

function point({ id, title, standing, message, details }: Fact, number: number): string[] {
  const [verdict, directive] = words[standing].tap.split(' # ')
  const said = directive ? ` # ${directive} ${escaped(message)}` : ''
  const told = directive ? details : { message, ...details }
  return [`${verdict} ${number} - ${escaped(`${id}: ${title}`)}${said}`, ...block(told)]
}

/** A YAML block; strings in double quotes as JSON has them, which YAML reads the same. */
function block(of: Details): string[] {
  const lines = Object.entries(of).flatMap(([key, value]) => {
    if (value === undefined || value.length === 0) return []
    if (typeof value === 'string') return [`  ${key}: ${JSON.stringify(value)}`]
    return [`  ${key}:`, ...value.map(one => `    - ${JSON.stringify(one)}`)]
  })
  return lines.length > 0 ? ['  ---', ...lines, '  ...'] : []
}

/** For one line of TAP: no `#` that would begin a directive. */
function escaped(text: string): string {
  return visible(text, 1000).replace(/[\\#]/g, character => `\\${character}`)
}
