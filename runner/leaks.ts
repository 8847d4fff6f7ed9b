/** What in a run folder names a machine or a person, though it should not. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { leaksIn, type Word } from './redact.js'
import type { Evidence } from './result.js'

export interface Leak {
  readonly file: string
  /** From 1; 0 is `run.json`. */
  readonly line: number
  readonly what: string
  readonly found: string
}

/** `words` are names of this machine and user. What the cases themselves say is no leak; nothing is one where `--identify` was said. */
export function leaksOf(folder: string, run: Evidence, words: readonly Word[]): Leak[] {
  if (run.identify) return []
  const { cases, played: _, expectations: __, digest: ___, ...record } = run
  const said = JSON.stringify(cases)
  // A host may be called as somebody here is.
  const labels = JSON.stringify(run.implementations).toLowerCase()
  const names = words.filter(([word]) => !labels.includes(word.toLowerCase()))
  const look = (file: string, line: number, text: string): Leak[] =>
    leaksIn(text, names)
      .filter(({ found }) => !said.includes(found))
      .map(leak => ({ file, line, ...leak }))
  return [
    ...look('run.json', 0, JSON.stringify(record)),
    ...run.implementations.flatMap(({ name, file }) =>
      name.startsWith('reference:')
        ? []
        : readFileSync(join(folder, file), 'utf8')
            .split('\n')
            .flatMap((text, n) => look(file, n + 1, withoutVersions(text))),
    ),
  ]
}

/** Versions may have four numbers, as an address has. */
function withoutVersions(text: string): string {
  if (!text.startsWith('{"type":"identity"')) return text
  return text.replace(/"(?:release|libc|compiler)":"(?:[^"\\]|\\.)*"/g, '')
}
