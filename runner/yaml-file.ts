/** A YAML file that people write -> its value, or all its mistakes with their places. */
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type ParsedNode,
  parseDocument,
} from 'yaml'
import type { Mistake } from './suite/mistake.js'

export type Path = readonly PropertyKey[]
/** What is wrong at which character of the text. */
export type Found = readonly [offset: number, message: string]
export type YamlDocument = Document.Parsed<ParsedNode>

/** What a checker makes of the plain value; the value is there where there is no mistake. */
export interface Checked<T> {
  readonly value: T | undefined
  readonly found: readonly Found[]
}

/** With the schema `failsafe` every word is text: `6.10` is no number then. */
export function readYaml<T>(
  text: string,
  file: string,
  schema: 'core' | 'failsafe',
  check: (document: YamlDocument, raw: unknown) => Checked<T>,
): { readonly value: T | undefined; readonly mistakes: readonly Mistake[] } {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, schema })
  const broken = document.errors.map(({ pos, message }): Found => [pos[0], message])
  const { value, found } =
    broken.length > 0 ? { value: undefined, found: broken } : checkPlain(document, check)
  const lines = text.split('\n')
  const mistakes = [...found]
    .sort(([a], [b]) => a - b)
    .map(([offset, message]) => {
      const { line, col } = lineCounter.linePos(offset)
      return { place: { file, line, column: col }, message, line: lines[line - 1] ?? '' }
    })
  return { value: mistakes.length === 0 ? value : undefined, mistakes }
}

/** Aliases can make a short text very large. */
function checkPlain<T>(
  document: YamlDocument,
  check: (document: YamlDocument, raw: unknown) => Checked<T>,
): Checked<T> {
  let raw: unknown
  try {
    raw = document.toJS({ maxAliasCount: 100 })
  } catch {
    return { value: undefined, found: [[0, 'too many aliases']] }
  }
  return check(document, raw)
}

/** Where the value stands; where there is none, what should hold it. */
export function valueOffset(document: YamlDocument, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const at = path.slice(0, length)
    const node: unknown = length === 0 ? document.contents : document.getIn(at, true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

/** Where the key stands; where there is none, what should hold it. */
export function keyOffset(document: YamlDocument, path: Path): number {
  const above = path.slice(0, -1)
  const map: unknown = above.length === 0 ? document.contents : document.getIn(above, true)
  const last = path.at(-1)
  const pair = isMap(map)
    ? map.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
    : undefined
  return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : valueOffset(document, above)
}
