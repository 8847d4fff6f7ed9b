/** What is wrong in a suite, where, and what was probably meant. */
import type { Place } from './suite.js'

export interface Mistake {
  readonly place: Place
  readonly message: string
  /** The whole line it stands in. */
  readonly line: string
}

/** Thrown inside the reader to give up on one line; the reader goes on with the next. */
export class Slip extends Error {
  constructor(
    /** Offset in the line, from 0. */
    readonly at: number,
    message: string,
  ) {
    super(message)
  }
}

/** `file:line:column: message`, the line, and a caret below the place. */
export function formatMistake({ place, message, line }: Mistake): string {
  const upTo = line.slice(0, place.column - 1)
  const caret = `${upTo.replace(/[^\t]/g, ' ')}^`
  return `${place.file}:${place.line}:${place.column}: ${message}\n  ${printable(line)}\n  ${caret}`
}

/** Control bytes of a broken file must not reach the terminal. */
function printable(line: string): string {
  return line.replace(/[^\t\x20-\x7e\u00a0-\u{10ffff}]/gu, '\ufffd')
}

/** `, did you mean 'x'?` where one of the words is near enough, else nothing. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const near = nearest(word, words)
  return near === undefined ? '' : `, did you mean '${near}'?`
}

/** The word that takes the fewest edits, if these are few for its length; of two such the one of that length. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of words) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase(), least + 1)
    const isLikelier = candidate.length === word.length && best?.length !== word.length
    if (edits < least || (edits === least && best !== undefined && isLikelier)) {
      least = edits
      best = candidate
    }
  }
  return best
}

/** Levenshtein's distance with swapped neighbours as one edit; `limit` or more is given as `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(
        (row[j] ?? limit) + 1,
        (next[j - 1] ?? limit) + 1,
        (row[j - 1] ?? limit) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? limit) + 1)
      next.push(cost)
    }
    before = row
    row = next
  }
  return Math.min(limit, row[b.length] ?? limit)
}
