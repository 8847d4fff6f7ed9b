/** The text of an expectations file -> its entries, or all its mistakes with their places. */
import type { z } from 'zod'
import { didYouMean, type Mistake } from '../suite/mistake.js'
import {
  type Checked,
  type Found,
  keyOffset,
  readYaml,
  valueOffset,
  type YamlDocument,
} from '../yaml-file.js'
import { type Expectation, expectationKeys, expectationsSchema } from './expectation.js'

/** An entry and where it stands. */
export interface PlacedExpectation extends Expectation {
  /** The line of its first key, from 1. */
  readonly line: number
}

/** The entries are there where there is no mistake. */
export function readExpectations(
  text: string,
  file: string,
): {
  readonly entries: readonly PlacedExpectation[] | undefined
  readonly mistakes: readonly Mistake[]
} {
  const { value, mistakes } = readYaml(text, file, 'failsafe', (document, raw) =>
    validate(document, raw, text),
  )
  return { entries: value, mistakes }
}

function validate(
  document: YamlDocument,
  raw: unknown,
  text: string,
): Checked<readonly PlacedExpectation[]> {
  const { data, error } = expectationsSchema.safeParse(withoutEmpty(raw))
  const shape = (error?.issues ?? []).flatMap(issue => shapeMistakes(document, issue))
  const entries = data?.expectations.map((entry, n) => {
    const before = text.slice(0, valueOffset(document, ['expectations', n]))
    return { ...entry, line: before.split('\n').length }
  })
  return { value: entries, found: [...shape, ...twins(document, entries ?? [])] }
}

/** A key with nothing behind it was not said; so a file without entries is one that has none. */
function withoutEmpty(raw: unknown): unknown {
  if (raw === null || raw === '') return { expectations: [] }
  const { expectations } = raw as { expectations?: unknown }
  if (expectations === '') return { ...raw, expectations: [] }
  if (!Array.isArray(expectations)) return raw
  const said = (entry: unknown) =>
    typeof entry === 'object' && entry !== null
      ? Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== ''))
      : entry
  return { ...(raw as object), expectations: expectations.map(said) }
}

function shapeMistakes(document: YamlDocument, issue: z.core.$ZodIssue): Found[] {
  const { path } = issue
  const key = path.slice(2).filter(part => typeof part === 'string')
  const about = key.length > 0 ? `${key.join('.')}: ` : ''
  if (issue.code === 'unrecognized_keys') {
    const known =
      path.length === 0
        ? expectationKeys.top
        : path.at(-1) === 'on'
          ? expectationKeys.on
          : expectationKeys.entry
    return issue.keys.map(word => [
      keyOffset(document, [...path, word]),
      `${about}no key '${word}'${didYouMean(word, known)}`,
    ])
  }
  const value = document.getIn(path)
  const hint =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? didYouMean(value, issue.values.map(String))
      : ''
  const message = issue.code === 'invalid_union' ? 'a word, or a list of words' : issue.message
  return [[valueOffset(document, path), `${about}${message}${hint}`]]
}

/** Of two entries for the same, the second is never looked at. */
function twins(document: YamlDocument, entries: readonly PlacedExpectation[]): Found[] {
  const seen = new Map<string, number>()
  return entries.flatMap((entry, n): Found[] => {
    const key = JSON.stringify([
      entry.case,
      Object.entries(entry.on ?? {}).sort(),
      entry.signature,
      entry.expect === 'surprise',
    ])
    const first = seen.get(key)
    seen.set(key, first ?? entry.line)
    if (first === undefined) return []
    return [
      [valueOffset(document, ['expectations', n]), `the entry in line ${first} is about the same`],
    ]
  })
}
