/** A process: what fork() copies and what it does not. */
import { type Credentials, isCapableIn } from './credentials.js'
import type { Interrupted } from './failure.js'
import type { OpenFile } from './file.js'
import type { Location, MountNamespace } from './mounts.js'
import type { Answer } from './show.js'
import type { Blocking, MayWait, Sleep } from './sleep.js'
import type { Terminal } from './terminal.js'
import type { UserNamespace } from './users.js'

export interface Disposition {
  readonly action: 'default' | 'ignore' | 'record'
  /** SA_RESTART. */
  readonly restarts: boolean
}

const defaultDisposition: Disposition = { action: 'default', restarts: false }

/** A call that was begun and whose result nobody has seen yet. */
export interface PendingCall {
  readonly name: string
  readonly begun: number
  readonly begin: () => MayWait<Answer>
  /** Absent until it has begun, and where it never waits. */
  running?: Blocking<Answer> | undefined
  /** What it sleeps for; absent while it waits to be started anew, or when it is over. */
  sleep?: Sleep | undefined
  /** It starts anew as soon as the process runs, unless a handler runs first and says otherwise. */
  restarts?: Interrupted | undefined
  answer?: Answer | undefined
  ended?: number
  /** The order in which calls fell asleep, and in which they are woken. */
  order: number
}

export interface Descriptor {
  readonly file: OpenFile
  /** FD_CLOEXEC, FD_CLOFORK. */
  readonly flags: ReadonlySet<string>
}

/** What every process starts from. */
export type Origin = Pick<Process, 'credentials' | 'directory' | 'namespace'>

export class Process {
  state: 'running' | 'stopped' | 'ended' = 'running'
  /** Signal that stopped it last. */
  stopSignal = ''
  /** How it ended. */
  end?: { readonly kind: 'exited' | 'killed'; readonly detail: string }
  /** What waitpid() has not told the parent yet. */
  untold?: 'stopped' | 'continued' | undefined
  reaped = false
  group: number
  session: number
  terminal: Terminal | undefined
  /** The group to hang up when this leader ends, after its terminal was hung up. */
  formerForeground: number | undefined
  credentials: Credentials
  /** What /proc has of it belongs to its user; no more once that has changed (commit_creds()). */
  isDumpable = true
  /** What it has promised to do, and nothing else (OpenBSD pledge(2)); everything where it has not. */
  promises: ReadonlySet<string> | undefined
  mask = 0o022
  descriptors = new Map<number, Descriptor>()
  descriptorLimit = 1024
  /** RLIMIT_NOFILE once the case has set it: what the host had before is its own affair. */
  limit: { readonly soft: number; readonly hard: number } | undefined
  /** What it takes for the root of all paths, where it has called chroot(). */
  root: Location | undefined
  /** Since it was forked it has called an exec function with success. */
  hasExecuted = false
  /** What runs in it now, when that is another program, and takes no steps. */
  program: { readonly begin: () => Blocking<Answer>; isRunning: boolean } | undefined
  /** RLIMIT_NPROC leaves room for more processes of this user. */
  mayFork = true
  directory: Location
  namespace: MountNamespace
  readonly dispositions = new Map<string, Disposition>()
  readonly blocked = new Set<string>()
  readonly pending = new Set<string>()
  /** Deliveries per recorded signal, ever and told. */
  readonly recorded = new Map<string, number>()
  readonly told = new Map<string, number>()
  call: PendingCall | undefined
  /** What its C library put before the first name that ttyname() found. */
  ttynameFolder: string | undefined

  constructor(
    readonly id: number,
    public parent: Process | undefined,
    from: Origin,
  ) {
    this.group = id
    this.session = id
    this.credentials = { ...from.credentials }
    this.directory = from.directory
    this.namespace = from.namespace
  }

  /** Has the rights of root where nothing but the initial namespace of users counts: capable(). */
  get isRoot(): boolean {
    return this.credentials.namespace.parent === undefined && this.credentials.isCapable
  }

  /** ns_capable(). */
  isCapableIn(namespace: UserNamespace): boolean {
    return isCapableIn(this.credentials, namespace)
  }

  get leadsSession(): boolean {
    return this.session === this.id
  }

  get isAlive(): boolean {
    return this.state !== 'ended'
  }

  disposition(signal: string): Disposition {
    return this.dispositions.get(signal) ?? defaultDisposition
  }

  /** Neither blocked nor ignored: what stops the job control rules of XBD 11.1.4 from being waived. */
  heeds(signal: string): boolean {
    return !this.blocked.has(signal) && this.disposition(signal).action !== 'ignore'
  }
}
