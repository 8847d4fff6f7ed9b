/** The text of an inventory -> the inventory, or all its mistakes with their places. */
import type { z } from 'zod'
import { didYouMean, type Mistake } from '../suite/mistake.js'
import {
  type Checked,
  type Found,
  keyOffset,
  type Path,
  readYaml,
  valueOffset,
  type YamlDocument,
} from '../yaml-file.js'
import { besides, type Inventory, inventoryKeys, inventorySchema } from './inventory.js'

/** `profiles`: the names a host's profile may have. The inventory is there where there is no mistake. */
export function readInventory(
  text: string,
  file: string,
  profiles: readonly string[],
): { readonly inventory: Inventory | undefined; readonly mistakes: readonly Mistake[] } {
  const { value, mistakes } = readYaml(text, file, 'core', (document, raw) =>
    validate(document, raw, profiles),
  )
  return { inventory: value, mistakes }
}

function validate(
  document: YamlDocument,
  raw: unknown,
  profiles: readonly string[],
): Checked<Inventory> {
  const { data: value, error } = inventorySchema.safeParse(raw)
  const shape = (error?.issues ?? []).flatMap(issue => shapeMistakes(document, issue))
  return { value, found: [...shape, ...nameMistakes(document, raw, profiles)] }
}

function shapeMistakes(document: YamlDocument, issue: z.core.$ZodIssue): Found[] {
  const { path } = issue
  const [key] = path.slice(2)
  const about = `${subject(path)}${typeof key === 'string' ? `${key}: ` : ''}`
  if (issue.code === 'unrecognized_keys') {
    const known = [inventoryKeys.top, [], inventoryKeys.host, inventoryKeys.kernel][path.length]
    return issue.keys.map(word => [
      keyOffset(document, [...path, word]),
      `${about}no key '${word}'${didYouMean(word, known ?? [])}`,
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
function nameMistakes(document: YamlDocument, raw: unknown, profiles: readonly string[]): Found[] {
  const hosts = entries(raw, 'hosts')
  const groups = entries(raw, 'groups')
  const members = [...hosts, ...groups].map(([name]) => name)
  const found: Found[] = []
  for (const [label, host] of hosts) {
    for (const [way, others] of Object.entries(besides))
      for (const key of others)
        if (isRecord(host) && way in host && key in host)
          found.push([
            keyOffset(document, ['hosts', label, key]),
            `host '${label}': ${key}: it is reached by a ${way} already; say one of the two`,
          ])
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
