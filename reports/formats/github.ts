/**
 * Workflow commands for GitHub Actions: an error for each step that fails, at its line of the suite, a warning for what could
 * not be carried out. GitHub shows ten of each for a step of a job; where there are more, the tenth says so.
 */
import type { Run } from '../../runner/result.js'
import { byReason, plural } from '../count.js'
import { few, visible } from '../visible.js'
import { type Fact, linesOf, partsOf } from './facts.js'
import { standingOf, words } from './words.js'

const MOST = 10

/** Implementations whose failure is told in full at one step. */
const WHO = 3

export function github(run: Run): string {
  const groups = new Map<string, Fact[]>()
  for (const { facts } of partsOf(run))
    for (const fact of facts) {
      const word = words[fact.standing].github
      const isOfCase = ['fail', 'crash', 'xpass'].includes(fact.standing)
      if (!isOfCase) continue
      const key = JSON.stringify([word, fact.id, fact.file, fact.line])
      groups.set(key, [...(groups.get(key) ?? []), fact])
    }
  const of = (word: 'error' | 'warning') =>
    [...groups.values()]
      .filter(([first]) => first && words[first.standing].github === word)
      .map(group => ofCase(word, group))
  return [
    ...tenOf('error', of('error')),
    ...tenOf('warning', [...of('warning'), ...notCarriedOut(run)]),
  ].join('')
}

function ofCase(word: 'error' | 'warning', group: readonly Fact[]): string {
  const [first] = group
  if (!first) return ''
  const { file, line, id, title } = first
  const told = group.map(({ implementation, message, details }) =>
    [`${implementation}: ${message}`, ...linesOf(details).map(one => `  ${one}`)].join('\n'),
  )
  return command(
    word,
    { file, line: String(line), title: id },
    [title, ...few(told, WHO)].join('\n'),
  )
}

/** By reason: a host that is out of reach is one warning, not one for each case. */
function notCarriedOut(run: Run): string[] {
  return run.played.flatMap(played => {
    const untold = played.results.filter(
      result => words[standingOf(result)].github === 'warning' && result.verdict !== 'xpass',
    )
    const reasons = byReason(untold).map(
      ({ reason, cases }) => `${plural(cases.length, 'case')} not carried out: ${reason}`,
    )
    const cut = played.complete
      ? []
      : [`cut off: ${played.trouble?.reason ?? 'no reason recorded'}`]
    return [...cut, ...reasons].map(reason =>
      command('warning', { title: visible(played.name) }, visible(reason)),
    )
  })
}

function tenOf(word: 'error' | 'warning', commands: readonly string[]): string[] {
  if (commands.length <= MOST) return [...commands]
  const rest = commands.length - MOST + 1
  const more = command(
    word,
    { title: 'ptycheck' },
    `${rest} more; the summary and the report have them`,
  )
  return [...commands.slice(0, MOST - 1), more]
}

/** A line that the runner reads; nothing in its values can end it or begin another. */
function command(name: string, properties: Readonly<Record<string, string>>, text: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`)
  return `::${name} ${given.join(',')}::${escaped(text)}\n`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
