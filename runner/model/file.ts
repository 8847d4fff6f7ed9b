/** Descriptors, open file descriptions, and what they are open on. */
import { bytesFrom } from './bytes.js'
import { certain } from './certain.js'
import { fail } from './failure.js'
import type { Kernel } from './kernel.js'
import type { Inode, Location, Mount } from './mounts.js'
import type { Process } from './process.js'
import { type Blocking, type MayWait, waits } from './sleep.js'
import type { TerminalEnd } from './terminal-end.js'
import type { Asking } from './waking.js'

/** What an open file description is open on. Missing functions fail as their own comment says. */
export interface FileObject {
  /** EINVAL. */
  read?(file: OpenFile, process: Process, count: number): MayWait<ArrayLike<number>>
  /** EINVAL. */
  write?(file: OpenFile, process: Process, bytes: Uint8Array): MayWait<number>
  /** All that is the case now, for one who wants to know it; always ready where missing. */
  poll?(file: OpenFile, asking?: Asking): readonly string[]
  /** The last descriptor is gone. */
  release?(file: OpenFile): void
  /** FIONREAD; ENOTTY. */
  available?(): number
  /** How many bytes could be written now; kqueue's data. */
  room?(): number
  /** Has no places to read from or write to: pread() and pwrite() fail. */
  readonly isStream?: boolean
  /** Has no place that lseek() could change, where that is another matter. */
  readonly isUnseekable?: boolean
}

export class OpenFile {
  references = 0
  /** In which steps that began together it was closed last. */
  closedTogether: number | undefined
  offset = 0
  /** Hung up: reads and writes no longer reach the terminal. */
  isHungUp = false
  /** Ends what its last close waits for; only while that waits. */
  endWaiting: (() => void) | undefined
  /** F_SETOWN: the process, or negated the group, that O_ASYNC signals; 0 is nobody. */
  owner = 0
  /** How often there was more to read. */
  news = 0

  constructor(
    /** Another once it was revoked. */
    public object: FileObject,
    /** What fstat() describes. */
    readonly node: Inode,
    /** Access mode and status flags, as F_GETFL shows them. */
    public flags: ReadonlySet<string>,
    /** Where it was opened. */
    readonly opened?: Location,
    /** A mount that cannot go while this is open, besides the one it was opened in. */
    readonly holds?: Mount,
  ) {}

  get isReadable(): boolean {
    return !this.flags.has('O_WRONLY') && !this.flags.has('O_PATH')
  }

  get isWritable(): boolean {
    return (this.flags.has('O_WRONLY') || this.flags.has('O_RDWR')) && !this.flags.has('O_PATH')
  }

  get isNonBlocking(): boolean {
    return this.flags.has('O_NONBLOCK')
  }
}

/** Flags of open() that belong to the call and not to the description. */
const callFlags = [
  'O_NOCTTY',
  'O_CLOEXEC',
  'O_CREAT',
  'O_EXCL',
  'O_TRUNC',
  'O_NOFOLLOW',
  'O_TTY_INIT',
  'O_CLOFORK',
]

/** What F_GETFL shows of the flags of an open(); no access mode reads only. */
export function statusFlags(flags: ReadonlySet<string>): ReadonlySet<string> {
  return withMode(new Set([...flags].filter(name => !callFlags.includes(name))))
}

/** Where no access mode is named it is O_RDONLY, which is 0. */
export function withMode(flags: ReadonlySet<string>): ReadonlySet<string> {
  const hasMode = ['O_RDONLY', 'O_WRONLY', 'O_RDWR'].some(mode => flags.has(mode))
  return hasMode ? flags : new Set(['O_RDONLY', ...flags])
}

const none: ReadonlySet<string> = new Set()

const closeFlags = [
  ['O_CLOEXEC', 'FD_CLOEXEC'],
  ['O_CLOFORK', 'FD_CLOFORK'],
] as const

/** The descriptor's own flags among those of an open(). */
export function descriptorFlags(flags: ReadonlySet<string>): ReadonlySet<string> {
  const own = closeFlags.filter(([asked]) => flags.has(asked))
  return own.length === 0 ? none : new Set(own.map(([, name]) => name))
}

/** About as much work as waking a sleeper. */
const BYTES_A_TURN = 16

export class Files {
  /** Every read and write is a turn of the kernel's, a long one several: no transfer goes on without end. */
  constructor(private readonly kernel: Pick<Kernel, 'turn' | 'profile' | 'together'>) {}

  /** EBADF for a number that is not open. */
  get(process: Process, number: number): OpenFile {
    return process.descriptors.get(number)?.file ?? fail('EBADF')
  }

  /** As `get`, and EBADF too for a description that only names a file (O_PATH). */
  usable(process: Process, number: number): OpenFile {
    const file = this.get(process, number)
    if (file.flags.has('O_PATH')) fail('EBADF')
    return file
  }

  /** Its terminal; the profile's errnos for anything else. */
  terminal(process: Process, number: number): { file: OpenFile; end: TerminalEnd } {
    if (!process.descriptors.has(number)) fail(this.kernel.profile.noDescriptor)
    const file = this.usable(process, number)
    const end = terminalEnd(file)
    return end ? { file, end } : fail(this.kernel.profile.noTerminal)
  }

  /** The lowest free number from `from` on; EMFILE. */
  install(process: Process, file: OpenFile, flags: ReadonlySet<string> = none, from = 0): number {
    const number = this.lowest(process, from)
    file.references++
    process.descriptors.set(number, { file, flags })
    return number
  }

  lowest(process: Process, from = 0): number {
    let number = from
    while (process.descriptors.has(number)) number++
    const isHeeded = this.kernel.profile.descriptorLimit === 'heeded'
    return number < process.descriptorLimit || !isHeeded ? number : fail('EMFILE')
  }

  close(process: Process, number: number): void {
    const { file } = certain(process.descriptors.get(number))
    process.descriptors.delete(number)
    this.drop(file)
  }

  /** One reference less. */
  drop(file: OpenFile): void {
    const { profile, together } = this.kernel
    const isLost = together !== undefined && file.closedTogether === together
    file.closedTogether = together
    if (isLost && profile.closesAtOnce === 'one-lost') return
    file.references--
    if (file.references === 0) file.object.release?.(file)
  }

  read(process: Process, number: number, count: number): MayWait<Uint8Array> {
    this.kernel.turn(1)
    const file = this.usable(process, number)
    if (!file.isReadable && this.#heedsModes) fail('EBADF')
    if (!file.object.read) fail('EINVAL')
    const read = file.object.read(file, process, count)
    return waits(read) ? bytesWaitedFor(read) : bytesFrom(read)
  }

  get #heedsModes(): boolean {
    return this.kernel.profile.accessModes === 'heeded'
  }

  write(process: Process, number: number, bytes: ArrayLike<number>): MayWait<number> {
    this.kernel.turn(1 + bytes.length / BYTES_A_TURN)
    const file = this.usable(process, number)
    if (!file.isWritable && this.#heedsModes) fail('EBADF')
    if (!file.object.write) fail('EINVAL')
    return file.object.write(file, process, bytesFrom(bytes))
  }
}

/** The end of a pair that this is open on. */
export function terminalEnd(file: OpenFile): TerminalEnd | undefined {
  const { object } = file
  return 'terminal' in object ? (object as TerminalEnd) : undefined
}

function* bytesWaitedFor(read: Blocking<ArrayLike<number>>): Blocking<Uint8Array> {
  return bytesFrom(yield* read)
}
