/** An instance of the file system that slaves live in: its options, its numbers, its nodes. */
import type { Credentials } from './credentials.js'
import { fail } from './failure.js'
import { FileSystem, type Inode } from './mounts.js'
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

/** Reads mount options over others; EINVAL for what devpts_parse_param() does not take, and for whom it does not know. */
export function parseOptions(
  text: string,
  over: DevptsOptions,
  { users, groups }: UserNamespace,
): DevptsOptions {
  let options = over
  for (const word of text.split(',').filter(word => word !== '')) {
    const [, key = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? []
    if (key === 'newinstance' && value === undefined) continue
    if (key === 'rw' || key === 'ro') continue
    if (value === undefined) fail('EINVAL')
    if (key === 'uid') options = { ...options, uid: identity(value, users) }
    else if (key === 'gid') options = { ...options, gid: identity(value, groups) }
    else if (key === 'mode' || key === 'ptmxmode') options = { ...options, [key]: octal(value) }
    else if (key === 'max') options = { ...options, max: numberOf(value, MOST) }
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
export function showOptions({ uid, gid, mode, ptmxmode, max }: DevptsOptions): string[] {
  const octal = (bits: number) => bits.toString(8).padStart(3, '0')
  return [
    'rw',
    ...(uid === undefined ? [] : [`uid=${uid}`]),
    ...(gid === undefined ? [] : [`gid=${gid}`]),
    `mode=${octal(mode)}`,
    `ptmxmode=${octal(ptmxmode)}`,
    ...(max < MOST ? [`max=${max}`] : []),
  ]
}

/** Inode numbers: the root 1, the multiplexor 2, slaves from 3. */
const FIRST_SLAVE = 3

export class Devpts {
  readonly fileSystem: FileSystem
  readonly multiplexor: Inode
  readonly terminals = new Map<number, Terminal>()
  readonly #taken = new Set<number>()
  #next = 0

  constructor(
    private readonly profile: Profile,
    public options: DevptsOptions,
    device: number,
    /** Mounted where the reserve may be used: in the initial mount namespace. */
    readonly mayUseReserve: boolean,
    { namespace, euid, egid }: Pick<Credentials, 'namespace' | 'euid' | 'egid'>,
  ) {
    const { users, groups } = namespace
    const owner = { namespace, uid: users.root, gid: groups.root }
    this.fileSystem = new FileSystem('devpts', device, 0o755, owner, this)
    this.multiplexor = this.fileSystem.make('S_IFCHR', options.ptmxmode, euid, egid, 2)
    this.multiplexor.device = 'multiplexor'
    this.multiplexor.rdev = deviceNumber(5, 2)
    this.fileSystem.root.entries.set('ptmx', this.multiplexor)
  }

  get count(): number {
    return this.#taken.size
  }

  /** What a remount names; the rest as the profile has it. */
  configure(text: string, by: UserNamespace): void {
    const over = this.profile.remountResets ? defaultOptions : this.options
    this.options = parseOptions(text, over, by)
    this.multiplexor.mode = this.options.ptmxmode
  }

  /** A number for a new pair; the profile's errno where the limit is reached. */
  takeNumber(): number {
    const { max } = this.options
    const isUnlimited = max === 0 && this.profile.maxZero === 'no-limit'
    let number = this.profile.nextNumber === 'lowest' ? 0 : this.#next
    while (this.#taken.has(number)) number++
    if (!isUnlimited && number >= max) fail(this.profile.noPairLeft)
    this.#taken.add(number)
    this.#next = number + 1
    return number
  }

  freeNumber(number: number): void {
    this.#taken.delete(number)
    this.terminals.delete(number)
  }

  /** The slave's node, as it is before grantpt(). */
  addNode(number: number, opener: { readonly euid: number; readonly egid: number }): Inode {
    const { uid = opener.euid, gid = opener.egid, mode } = this.options
    const node = this.fileSystem.make('S_IFCHR', mode, uid, gid, number + FIRST_SLAVE)
    node.device = 'slave'
    node.rdev = deviceNumber(this.profile.slaveMajor, number)
    this.fileSystem.root.entries.set(`${number}`, node)
    return node
  }

  removeNode(number: number): void {
    const node = this.fileSystem.root.entries.get(`${number}`)
    if (!node) return
    node.links = 0
    this.fileSystem.root.entries.delete(`${number}`)
  }
}

/** makedev(), for small numbers as most systems have it. */
export function deviceNumber(major: number, minor: number): number {
  return major * 256 + minor
}
