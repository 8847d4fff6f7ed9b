/** How pages speak of implementations and of what they showed. */
import { type Played, type Result, verdictMeaning, verdicts } from '../../runner/result.js'
import { type Comparison, isUnexplained } from '../compare.js'
import { casePage, columnAnchor } from '../links.js'
import { few, visible } from '../visible.js'

/** Names that stand in a row where a case has many implementations; its own page has all. */
const NAMES = 8

/** `a, b, c and 5 more`. */
export function namesOf(names: readonly string[], most = NAMES): string {
  if (names.length <= most + 1) return names.join(', ')
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}

/** Implementations that have the same word. */
export interface Group {
  /** None where there is no result. */
  readonly verdict: Result['verdict'] | null
  readonly surprise: boolean
  readonly names: string
  /** The evidence of the first of them, from the report's folder. */
  readonly href: string
}

/** By verdict and surprise, in the order of the names. */
export function groupsOf({ record, results }: Comparison, names: readonly string[]): Group[] {
  const groups = groupBy(names, name => wordOf(results.get(name)))
  return groups.map(([, members]) => {
    const [first = ''] = members
    const result = results.get(first)
    return {
      verdict: result?.verdict ?? null,
      surprise: isUnexplained(result),
      names: namesOf(members),
      href: `${casePage(record.id)}#${columnAnchor(first)}`,
    }
  })
}

function wordOf(result: Result | undefined): string {
  return `${result?.verdict ?? ''} ${isUnexplained(result)}`
}

/** Names with the same key, in the order in which keys first come. */
export function groupBy<T>(all: readonly T[], key: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const of = key(one)
    const group = groups.get(of)
    if (group) group.push(one)
    else groups.set(of, [one])
  }
  return [...groups]
}

/** The system in a few words, or that nothing is known of it. */
export function systemOf({ identity }: Played, most: number): string {
  if (!identity) return 'never reached'
  const { system, release, machine, libc } = identity
  return visible([system, release, machine, libc].filter(Boolean).join(' '), most)
}

/** Each verdict in one sentence. */
export function legend(): { word: Result['verdict']; meaning: string }[] {
  return verdicts.map(word => ({ word, meaning: verdictMeaning[word] }))
}

/** Lines of a kernel's console, as many as a page has room for. */
export function consoleLines(lines: readonly string[]): string[] {
  return few(
    lines.map(line => visible(line, 300)),
    60,
  )
}
