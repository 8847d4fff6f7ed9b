/** An instance of the file system that slaves live in: its options, its numbers, its nodes. */
import type { Credentials } from './credentials.js'
import { deviceNumber } from './device-numbers.js'
import { fail } from './failure.js'
import type { Kernel } from './kernel.js'
import { makeMultiplexor } from './masters.js'
import { FileSystem, type Inode } from './mounts.js'
import { handOut } from './new-slave.js'
import { Numbers } from './numbers.js'
import type { Opener, PairTable } from './pair-table.js'
import type { Profile } from './profile.js'
import type { Terminal } from './terminal.js'
import type { IdMap, UserNamespace } from './users.js'

export interface DevptsOptions {
  readonly uid?: number
  readonly gid?: number
  readonly mode: number
  readonly ptmxmode: number
  readonly max: number
}

/** NR_UNIX98_PTY_MAX: as good as no limit. */
const MOST = 1 << 20

export const defaultOptions: DevptsOptions = { mode: 0o600, ptmxmode: 0, max: MOST }

/** As the profile's system reads options, over those that hold where nothing is said. */
export function readOptions(
  { profile }: Kernel,
  text: string,
  by: UserNamespace,
  over: Partial<DevptsOptions> = {},
): DevptsOptions {
  const asksForInstance = /(^|,)(newinstance|ptmxmode|max)\b/.test(text)
  if (asksForInstance && profile.instanceOptions === 'refused') fail('EINVAL')
  const ids = profile.mountIds === 'mounters' ? by : by.system
  return parseOptions(text, { ...defaultOptions, ptmxmode: profile.multiplexorMode, ...over }, ids)
}

/** Reads mount options over others; EINVAL for what devpts_parse_param() does not take, and for whom it does not know. */
export function parseOptions(
  text: string,
  over: DevptsOptions,
  { users, groups }: UserNamespace,
): DevptsOptions {
  const options: { -readonly [key in keyof DevptsOptions]: DevptsOptions[key] } = Object.assign(
    {},
    over,
  )
  for (const word of text.split(',')) {
    const end = word.indexOf('=')
    const key = end < 0 ? word : word.slice(0, end)
    if (word === '' || word === 'newinstance' || key === 'rw' || key === 'ro') continue
    if (end < 0) fail('EINVAL')
    const value = word.slice(end + 1)
    if (key === 'uid') options.uid = identity(value, users)
    else if (key === 'gid') options.gid = identity(value, groups)
    else if (key === 'mode' || key === 'ptmxmode') options[key] = octal(value)
    else if (key === 'max') options.max = numberOf(value, MOST)
    else fail('EINVAL')
  }
  return options
}

function identity(value: string, known: IdMap): number {
  return known.inKernel(numberOf(value, 0xfffffffe)) ?? fail('EINVAL')
}

/** With the prefixes of C, as the kernel's own number parser reads them. */
function numberOf(value: string, most: number): number {
  const digits = value.replace(/^\+/, '')
  const found = /^0[xX][0-9a-fA-F]+$/.test(digits)
    ? Number(digits)
    : /^0[0-7]+$/.test(digits)
      ? Number.parseInt(digits, 8)
      : /^(0|[1-9]\d*)$/.test(digits)
        ? Number(digits)
        : fail('EINVAL')
  return found <= most ? found : fail('EINVAL')
}

function octal(value: string): number {
  return /^[0-7]+$/.test(value) ? Number.parseInt(value, 8) & 0o7777 : fail('EINVAL')
}

/** As mountinfo shows them; a limit only where there is one. */
export function showOptions(
  { uid, gid, mode, ptmxmode, max }: DevptsOptions,
  shown: Profile['shownOptions'] = 'all',
): string[] {
  const octal = (bits: number) => bits.toString(8).padStart(3, '0')
  const ofSlaves = [
    ...(uid === undefined ? [] : [`uid=${uid}`]),
    ...(gid === undefined ? [] : [`gid=${gid}`]),
    `mode=${octal(mode)}`,
  ]
  const ofInstances = [`ptmxmode=${octal(ptmxmode)}`, ...(max < MOST ? [`max=${max}`] : [])]
  const all = { all: [...ofSlaves, ...ofInstances], 'of-slaves': ofSlaves, none: [] }
  return ['rw', ...all[shown]]
}

/** Inode numbers: the root 1, the multiplexor 2, slaves from 3. */
const FIRST_SLAVE = 3

export class Devpts implements PairTable {
  readonly fileSystem: FileSystem
  readonly multiplexor: Inode
  readonly terminals = new Map<number, Terminal>()
  readonly #numbers: Numbers

  constructor(
    private readonly kernel: Kernel,
    public options: DevptsOptions,
    device: number,
    /** Mounted where the reserve may be used: in the initial mount namespace. */
    readonly mayUseReserve: boolean,
    { namespace, euid, egid }: Pick<Credentials, 'namespace' | 'euid' | 'egid'>,
  ) {
    this.#numbers = new Numbers(kernel)
    const { users, groups } = namespace
    const owner = { namespace, uid: users.root, gid: groups.root }
    this.fileSystem = new FileSystem('devpts', device, 0o755, owner, this)
    const node = this.fileSystem.make('S_IFCHR', options.ptmxmode, euid, egid, 2)
    this.multiplexor = makeMultiplexor(kernel, node, () => this)
    if (kernel.profile.multiplexorInside) this.fileSystem.root.entries.set('ptmx', this.multiplexor)
  }

  get count(): number {
    return this.#numbers.count
  }

  /** What a remount names; the rest as the profile has it. */
  configure(text: string, by: UserNamespace): void {
    const over = this.kernel.profile.remountResets ? {} : this.options
    this.options = readOptions(this.kernel, text, by, over)
    this.multiplexor.mode = this.options.ptmxmode
  }

  /** A number for a new pair; the profile's errno where the limit is reached. */
  takeNumber(): number {
    const { max } = this.options
    const { maxZero, noPairLeft, limitOf } = this.kernel.profile
    const isUnlimited = max === 0 && maxZero === 'no-limit'
    const next = limitOf === 'instance' ? this.#numbers.next : this.kernel.world.pairs
    if (!isUnlimited && next >= max) fail(noPairLeft)
    return this.#numbers.take()
  }

  freeNumber(number: number): void {
    this.#numbers.free(number)
  }

  addNode(number: number, opener: Opener): Inode {
    const node = this.fileSystem.make('S_IFCHR', 0, 0, 0, number + FIRST_SLAVE)
    node.device = 'slave'
    const { slaveMajor, slaveMinor } = this.kernel.profile
    node.rdev = deviceNumber(slaveMajor, slaveMinor === 'number' ? number : 0)
    handOut(this.kernel, node, opener, this.options)
    this.fileSystem.root.entries.set(`${number}`, node)
    return node
  }

  removeNode(number: number): void {
    const node = this.fileSystem.root.entries.get(`${number}`)
    if (!node) return
    node.links = 0
    this.fileSystem.root.entries.delete(`${number}`)
  }

  /** Wherever it is mounted: of all places its library knows but one. */
  nameOf(number: number): string {
    return `/dev/pts/${number}`
  }

  *slaves(): Iterable<readonly [string, Inode]> {
    for (const [name, node] of this.fileSystem.root.entries)
      if (node.device === 'slave') yield [`/dev/pts/${name}`, node]
  }
}
