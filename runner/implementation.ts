/**
 * The seam. There are two kinds of implementation, the reference and a host behind a probe;
 * neither knows the other, and nothing above this file knows which of them it talks to.
 */
import type { Case } from './suite/suite.js'

/** What an implementation is, as far as a citation needs it. Facts about a host come from an allow-list. */
export interface Identity {
  /** `local`, `reference:linux`, or the host's label. */
  readonly name: string
  readonly kind: 'host' | 'reference'
  /** `Linux`, `FreeBSD`, `OpenBSD`; for a reference the profile. */
  readonly system: string
  readonly release: string
  readonly machine: string
  readonly libc: string
  /** First line of `cc --version` of the compiler that built the probe; empty where none did. */
  readonly compiler: string
  /** Hex digest of the probe's source; empty for a reference. */
  readonly probe: string
  /** Hex digest of the program itself, where none was built there and a static one was sent: its libc is under test. */
  readonly prebuilt?: string
  /** How the host is set up (language 5.11): `ptmx`, `devpts.mode`, `tty.gid`, `user`, ... -> value as text. */
  readonly settings: Settings
  /** Constants that share a number there, the one that is shown first: they match each other (language 5.12). */
  readonly aliases?: Aliases
}

/** Groups of names for one number. */
export type Aliases = readonly (readonly string[])[]

export type Settings = Readonly<Record<string, string>>

/** Where the trouble lies when a case could not be carried out. */
export type TroubleClass = 'case' | 'harness' | 'host' | 'network'

export interface Trouble {
  readonly class: TroubleClass
  /** One sentence: what happened, where. */
  readonly reason: string
  /** Where a kernel that we booted went down. Of class `case`, the case alone brings it down. */
  readonly downfall?: Downfall
}

/** How a kernel went down, and what its console said at the end. */
export interface Downfall {
  readonly kind: 'panic' | 'oops' | 'hang'
  /** Printable lines. */
  readonly console: readonly string[]
}

/**
 * Raw observation of one case: what came back, in the order it was noticed, before any judging.
 * A case has lines, unless `unsupported` names what the host lacks.
 */
export interface Transcript {
  /** The case's id and digest: which text this is evidence for. */
  readonly case: string
  readonly digest: string
  readonly lines: readonly Line[]
  /** Of a case that was played several times; `lines` are those of the first round. */
  readonly rounds?: Rounds
  /** Needs that are missing: `constant TIOCGPTPEER`, `root`, ... */
  readonly unsupported?: readonly string[]
  /** Why the case could not be played, or not to its end. */
  readonly trouble?: Trouble
  /** What was still there when all processes were gone: pairs, mounts, nodes, another mode of /dev/ptmx. */
  readonly left?: readonly string[]
}

/** How the rounds of a repeated case compare, names put back. */
export interface Rounds {
  readonly played: number
  /** How many looked like the first, it included. */
  readonly same: number
  /** Every other look: the first round that had it, counting from 1, and how many did. Round 0: too many to keep. */
  readonly others: readonly {
    readonly first: number
    readonly count: number
    readonly lines: readonly Line[]
  }[]
}

/** One line of a transcript. */
export interface Line {
  /** Index into the case's `steps`. For `back`, the act whose call has returned. */
  readonly step: number
  /** `back`: a waiting call was found to have returned before the next act began. */
  readonly kind: 'step' | 'back'
  /** The process it is about; for `a|b:` the one that was found. */
  readonly who: string
  readonly seen: Seen
  /** Seconds the call took, in its own process. */
  readonly took?: number
}

/** What a step showed. */
export type Seen =
  /** A result, in the notation of the language: `3`, `-1 EIO`, `"abc\r\n"`, `{st_mode=S_IFCHR|0620, ...}`. */
  | { readonly kind: 'value'; readonly text: string }
  /** Asleep in its call. */
  | { readonly kind: 'unfinished' }
  /** Stopped (in its call, or found so by a state line); the signal is empty where it cannot be known. */
  | { readonly kind: 'stopped'; readonly signal: string }
  /** A signal line: was (`delivered`) or was not told. */
  | { readonly kind: 'signal'; readonly signal: string; readonly delivered: boolean }
  /** A state line's process: it ended, or it runs on. */
  | { readonly kind: 'exited' | 'killed'; readonly detail: string }
  | { readonly kind: 'running' }
  /** It names what has no value, or its process is gone, stopped or in a call. */
  | { readonly kind: 'not-reached' }
  /** The implementation will not do this, whatever a suite says (language 5.7). */
  | { readonly kind: 'refused'; readonly why: string }
  /** At its deadline the process was neither asleep in its call nor stopped: its host gave it no time. */
  | { readonly kind: 'no-time' }

export interface PlayOptions {
  /** Cases at a time. */
  readonly jobs: number
  /** Scales deadlines and settling, never the milliseconds of a case. */
  readonly timeoutFactor: number
  readonly signal?: AbortSignal
}

export interface Implementation {
  readonly name: string
  /** Connects and prepares. Throws `ImplementationError`. */
  open(): Promise<Identity>
  /**
   * Plays the cases and gives each transcript as soon as it is whole, in any order.
   * Ends with what was still there when everything was over. Throws `ImplementationError` when it can go on no
   * further; what was given before holds.
   */
  play(
    cases: readonly Case[],
    options: PlayOptions,
    give: (transcript: Transcript) => void,
  ): Promise<{ readonly left: readonly string[] }>
  close(): Promise<void>
}

/** The world is in the way: no case is to blame. */
export class ImplementationError extends Error {
  override readonly name = 'ImplementationError'
  constructor(
    readonly trouble: Trouble,
    /** `refused`: for safety (host key, permissions); `unreachable`: no connection; else `broken`. */
    readonly how: 'unreachable' | 'refused' | 'broken',
    options?: ErrorOptions,
  ) {
    super(trouble.reason, options)
  }
}
