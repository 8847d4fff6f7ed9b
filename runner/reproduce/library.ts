/** The C that reproducers share (`*.c` beside this file), and which pieces of it one of them needs. */
import type { Case } from '../suite/suite.js'

/** The library's files, as they lie beside this one: what a program gets of them stands in it in this order. */
export const libraryFiles = [
  ...['result', 'verdicts', 'bytes', 'texts', 'settings', 'pairs', 'readiness', 'queues'],
  ...['transfers', 'descriptors', 'files', 'mounts', 'signals', 'process', 'time', 'system'],
  ...['report', 'alone', 'turns', 'calls', 'waits', 'children', 'arrivals', 'ends', 'folder'],
  'keeper',
] as const

export type LibraryFile = (typeof libraryFiles)[number]

/** The text of each file. */
export type Library = Readonly<Record<LibraryFile, string>>

/** Files that a program has or has not: with one process or more, with calls that wait or without. */
const alternatives: readonly string[] = ['alone', 'turns', 'calls', 'waits']

/** The files that a case's program may take pieces of. */
export function filesFor(of: Case, alone: boolean): LibraryFile[] {
  const waits = of.steps.some(
    step =>
      step.together !== undefined ||
      step.kind === 'end' ||
      step.kind === 'still' ||
      (step.kind === 'act' &&
        (step.call === 'execvp' ||
          step.wanted.outcomes.some(outcome => outcome.kind === 'unfinished'))),
  )
  const chosen = alone ? ['alone'] : ['turns', waits ? 'waits' : 'calls']
  return libraryFiles.filter(file => !alternatives.includes(file) || chosen.includes(file))
}

/** A definition with the comment above it. */
export interface Piece {
  readonly text: string
  /** What it defines. */
  readonly names: readonly string[]
  /** Of a function: its head, and what its comment says. */
  readonly prototype?: { readonly head: string; readonly comment: string }
}

/**
 * The pieces of one of the library's files: what stands between blank lines behind which something without indentation
 * follows. A piece without names, as the comment at the head of the file, is none.
 */
export function piecesOf(text: string): Piece[] {
  return text
    .split(/\n\n(?=[^\s}#]|#define)/)
    .map(piece => pieceOf(piece.trim()))
    .filter(({ names }) => names.length > 0)
}

function pieceOf(text: string): Piece {
  const comment = /^\/\*\s*([\s\S]*?)\s*\*\/\n/.exec(text)
  const code = comment ? text.slice(comment[0].length) : text
  const head = /^(static [^=;{]*\))\n\{/.exec(code)?.[1]
  const names = head ? definedIn(head) : code.split('\n').flatMap(definedIn)
  return {
    text,
    names,
    ...(head && { prototype: { head, comment: (comment?.[1] ?? '').replace(/\n \* ?/g, ' ') } }),
  }
}

function definedIn(line: string): string[] {
  const macro = /^#define (\w+)/.exec(line)?.[1]
  if (macro) return [macro]
  const list = /^enum (\w+) \{/.exec(line)?.[1]
  if (list) return [list]
  if (!line.startsWith('static ')) return []
  const before = line.replace(/\/\*.*/, '')
  const called = /(\w+)\(/.exec(before.replace(/\(\*(\w+)\)\([^)]*\)/, '$1'))?.[1]
  if (called && !/[=;].*\(/.test(before) && !before.includes(';')) return [called]
  const declared = before
    .replace(/\{.*\}/, '')
    .replace(/=.*?(?=,|;|$)/g, '')
    .replace(/^static (const )?(struct \w* ?|unsigned |volatile )*/, '')
  return [...declared.matchAll(/(\w+)(?:\[[^\]]*\])*\s*(?=,|;|$)/g)].flatMap(([, name]) =>
    name ? [name] : [],
  )
}

/** The pieces that a text mentions, and those that they mention, in the order of the library. */
export function needed(text: string, library: readonly Piece[]): Piece[] {
  const taken = new Set<Piece>()
  const take = (mentioning: string) => {
    const words = new Set(withoutComments(mentioning).match(/\w+/g))
    for (const piece of library) {
      if (taken.has(piece) || !piece.names.some(name => words.has(name))) continue
      taken.add(piece)
      take(piece.text)
    }
  }
  take(text)
  return library.filter(piece => taken.has(piece))
}

/** C without comments and without the insides of strings. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/"(?:[^"\\]|\\.)*"/g, '""')
}
