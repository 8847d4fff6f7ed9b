/** The text of an inventory -> the inventory, or all its mistakes with their places. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { didYouMean, type Mistake } from '../suite/mistake.js'
import { type Inventory, inventoryKeys, inventorySchema } from './inventory.js'

type Path = readonly PropertyKey[]
type Found = readonly [offset: number, message: string]

/** `profiles`: the names a host's profile may have. The inventory is there where there is no mistake. */
export function readInventory(
  text: string,
  file: string,
  profiles: readonly string[],
): { readonly inventory: Inventory | undefined; readonly mistakes: readonly Mistake[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors.map(({ pos, message }): Found => [pos[0], message])
  const { inventory, found } =
    broken.length > 0 ? { inventory: undefined, found: broken } : validate(document, profiles)
  const texts = text.split('\n')
  const mistakes = [...found]
    .sort(([a], [b]) => a - b)
    .map(([offset, message]) => {
      const { line, col } = lines.linePos(offset)
      return { place: { file, line, column: col }, message, line: texts[line - 1] ?? '' }
    })
  return { inventory: mistakes.length === 0 ? inventory : undefined, mistakes }
}

function validate(document: Document.Parsed, profiles: readonly string[]) {
  const raw = plain(document)
  if (raw === undefined) return { inventory: undefined, found: [[0, 'too many aliases'] as Found] }
  const { data: inventory, error } = inventorySchema.safeParse(raw.value)
  const shape = (error?.issues ?? []).flatMap(issue => shapeMistakes(document, issue))
  return { inventory, found: [...shape, ...nameMistakes(document, raw.value, profiles)] }
}

/** Aliases can make a short text very large. */
function plain(document: Document.Parsed): { value: unknown } | undefined {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) }
  } catch {
    return undefined
  }
}

function shapeMistakes(document: Document.Parsed, issue: z.core.$ZodIssue): Found[] {
  const { path } = issue
  const [key] = path.slice(2)
  const about = `${subject(path)}${typeof key === 'string' ? `${key}: ` : ''}`
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 0 ? inventoryKeys.top : inventoryKeys.host
    return issue.keys.map(word => [
      keyOffset(document, [...path, word]),
      `${about}no key '${word}'${didYouMean(word, known)}`,
    ])
  }
  if (issue.code === 'invalid_key')
    return [[keyOffset(document, path), issue.issues[0]?.message ?? issue.message]]
  const value = document.getIn(path)
  const hint =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? didYouMean(value, issue.values.map(String))
      : ''
  return [[valueOffset(document, path), `${about}${issue.message}${hint}`]]
}

/** Names that mean nothing: of profiles, and of members of groups. */
function nameMistakes(
  document: Document.Parsed,
  raw: unknown,
  profiles: readonly string[],
): Found[] {
  const hosts = entries(raw, 'hosts')
  const groups = entries(raw, 'groups')
  const members = [...hosts, ...groups].map(([name]) => name)
  const found: Found[] = []
  for (const [label] of hosts) {
    const path = ['hosts', label, 'profile']
    const profile = document.getIn(path)
    if (typeof profile === 'string' && !profiles.includes(profile))
      found.push([
        valueOffset(document, path),
        `${subject(path)}no profile '${profile}'${didYouMean(profile, profiles)}; there are: ${profiles.join(', ')}`,
      ])
  }
  for (const [name, list] of groups)
    for (const [i, member] of (Array.isArray(list) ? list : []).entries()) {
      const path = ['groups', name, i]
      if (typeof member === 'string' && !members.includes(member))
        found.push([
          valueOffset(document, path),
          `${subject(path)}no host or group '${member}'${didYouMean(member, members)}`,
        ])
    }
  return found
}

function entries(raw: unknown, key: string): [string, unknown][] {
  const part = isRecord(raw) ? raw[key] : undefined
  return isRecord(part) ? Object.entries(part) : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function subject([part, name]: Path): string {
  if (typeof name !== 'string') return ''
  return `${part === 'groups' ? 'group' : 'host'} '${name}': `
}

/** Where the value stands; where there is none, what should hold it. */
function valueOffset(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const at = path.slice(0, length)
    const node: unknown = length === 0 ? document.contents : document.getIn(at, true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

function keyOffset(document: Document.Parsed, path: Path): number {
  const above = path.slice(0, -1)
  const map: unknown = above.length === 0 ? document.contents : document.getIn(above, true)
  const last = path.at(-1)
  const pair = isMap(map)
    ? map.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
    : undefined
  return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : valueOffset(document, above)
}
