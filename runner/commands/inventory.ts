/** Which hosts a command is about: labels and groups of the inventory beside plain addresses. */
import { readFileSync } from 'node:fs'
import { profiles } from '../model/profiles/index.js'
import type { Inventory, InventoryHost } from '../remote/inventory.js'
import { EXIT } from '../status.js'
import { didYouMean } from '../suite/mistake.js'
import { Failure, refuse } from './failure.js'

export interface InventoryOptions {
  /** Its file, where that is not `ptycheck.yaml` of the current folder. */
  readonly inventory?: string
  /** Take the hosts that have any of these labels. */
  readonly label?: readonly string[]
  /** Kernels, besides. */
  readonly kernel?: readonly string[]
}

const USUAL = 'ptycheck.yaml'

/** The hosts that these words and `--label` mean, each once; a word that is no label and no group stays as it is. */
export function chooseHosts(words: readonly string[], options: InventoryOptions): string[] {
  const { label: labels = [] } = options
  const inventory = inventoryOf(options)
  const chosen = [
    ...(options.kernel ?? []).map(file => `kernel:${file}`),
    ...words.flatMap(word => expand(word, inventory)),
    ...labels.flatMap(label => labelled(label, inventory)),
  ]
  if (chosen.length === 0)
    throw new Failure(
      EXIT.usage,
      `no host is in ${words.join(', ')}: fill the group, or name a host`,
    )
  return [...new Set(chosen)]
}

/** What the inventory says of the host with this label; nothing where it has none. */
export function inventoryHost(label: string, options: InventoryOptions): InventoryHost {
  const { hosts } = inventoryOf(options)
  return (Object.hasOwn(hosts, label) && hosts[label]) || {}
}

/** Whether the inventory has a host with this label. */
export function isLabel(word: string, options: InventoryOptions): boolean {
  return Object.hasOwn(inventoryOf(options).hosts, word)
}

/** A host's label wins over a group's name; with `@` it can only be a group. */
function expand(
  word: string,
  inventory: Inventory,
  seen: ReadonlySet<string> = new Set(),
): readonly string[] {
  const { hosts, groups = {} } = inventory
  const name = word.replace(/^@/, '')
  if (name === word && Object.hasOwn(hosts, word)) return [word]
  const members = Object.hasOwn(groups, name) ? groups[name] : undefined
  if (members && !seen.has(name))
    return members.flatMap(member => expand(member, inventory, new Set([...seen, name])))
  if (members) return []
  if (name === word) return [word]
  const names = Object.keys(groups)
  throw new Failure(EXIT.usage, `no group '${name}'${didYouMean(name, names)}${list(names)}`)
}

function labelled(label: string, { hosts }: Inventory): string[] {
  const found = Object.keys(hosts).filter(name => hosts[name]?.labels?.includes(label))
  if (found.length > 0) return found
  const labels = [...new Set(Object.values(hosts).flatMap(host => host?.labels ?? []))]
  throw new Failure(
    EXIT.usage,
    `no host with label '${label}'${didYouMean(label, labels)}${list(labels)}`,
  )
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '; the inventory has none' : `; there are: ${names.join(', ')}`
}

const read = new Map<string, Inventory>()

/** To be called before anything else here; mistakes in the file fail the command. */
export async function loadInventory({ inventory: file = USUAL }: InventoryOptions): Promise<void> {
  if (read.has(file)) return
  const text = textOf(file)
  read.set(file, text === undefined ? { hosts: {} } : await parsed(text, file))
}

async function parsed(text: string, file: string): Promise<Inventory> {
  // What reads and validates YAML takes a quarter of a second to load.
  const { readInventory } = await import('../remote/read-inventory.js')
  const { inventory, mistakes } = readInventory(text, file, Object.keys(profiles))
  refuse(mistakes, ' in the inventory')
  return inventory ?? { hosts: {} }
}

function inventoryOf({ inventory: file = USUAL }: InventoryOptions): Inventory {
  const known = read.get(file)
  if (!known) throw new Error(`the inventory ${file} was not loaded`)
  return known
}

/** Undefined where there is none in the usual place. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (gone && file === USUAL) return undefined
    throw new Failure(
      EXIT.missingFile,
      `cannot read the inventory: ${error instanceof Error ? error.message : error}`,
    )
  }
}
