/**
 * The words of everything else: what a suite, a case and a step are once they have been read.
 * A case is data: a straight list of steps, one line each. `suites/README.md` describes the text form.
 */

/** Where something stands in a suite file. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One `.pty` file: a topic and its cases, in the order of the file. */
export interface Suite {
  /** Path as it was given to the reader. */
  readonly file: string
  readonly title: string
  readonly cases: readonly Case[]
}

/** How strongly the cited text demands the claim: `open` only observes. */
export type Level = 'shall' | 'should' | 'open'

/** What a case may do to a host: use up its pairs, crash its kernel, disturb its console. */
export const risks = ['host-ptys', 'kernel', 'console'] as const

export type Risk = (typeof risks)[number]

export interface Case {
  /** Path below `suites/` without `.pty`, and the claim: `hangup/leader-gets-sighup`. Permanent. */
  readonly id: string
  readonly title: string
  readonly cites: readonly string[]
  readonly level: Level
  /** Own needs and those of the givens, without what calls and constants need by themselves. */
  readonly needs: readonly string[]
  /** Situations of `given.pty`, whose steps stand at the head of `steps`. */
  readonly givens: readonly string[]
  /** No other case is played on the host meanwhile. */
  readonly alone: boolean
  /** Played so many times on the host, where every round must hold; absent: once. */
  readonly repeat?: number
  /** Busy processes per processor meanwhile; absent: none. */
  readonly load?: number
  /** What a run must allow before the case is played. */
  readonly risks: readonly Risk[]
  /** Seconds a step may take, where the kernel itself may wait longer than the usual 10 s. */
  readonly deadline?: number
  readonly covers: readonly string[]
  readonly replaces?: string
  readonly tags: readonly string[]
  readonly steps: readonly Step[]
  readonly place: Place
  /** SHA-256 in hex of what is played and how strongly it is demanded, see `digest.ts` (language 5.12). */
  readonly digest: string
}

/** A number, or the name of one. */
export type Count = number | string

/** The first process of a case has no name in the text; here it is the empty string. */
export const FIRST_PROCESS = ''

interface StepBase {
  readonly place: Place
  /** The line as written, without comment and with single blanks: what transcript and report show. */
  readonly text: string
  /** The situation this step comes from; absent for the case's own steps. */
  readonly given?: string
  /** The process that takes the step; several (`a|b:`) only for `end` and `still`. */
  readonly who: readonly string[]
  /** Which braces of the case it stands in, from 0: these steps start at one moment. */
  readonly together?: number
}

/** `read(s, 64) = "" or -1 EIO`. */
export interface Act extends StepBase {
  readonly kind: 'act'
  readonly call: string
  readonly args: readonly Value[]
  /** `8x call()`: up to so many times, ending at the first failure. */
  readonly count?: Count
  readonly wanted: Wanted
  /** `<settles>`: asked again until the result is the literal value or the deadline passes. */
  readonly settles: boolean
}

/** `<... read resumed> = "x"`: the end of a call begun by an earlier act of that process. */
export interface End extends StepBase {
  readonly kind: 'end'
  readonly call: string
  readonly wanted: Wanted
}

/** `<... read unfinished>`: the call goes on waiting. */
export interface Still extends StepBase {
  readonly kind: 'still'
  readonly call: string
}

/** `--- SIGHUP ---`, or with `delivered` false `--- no SIGHUP ---`. */
export interface Signal extends StepBase {
  readonly kind: 'signal'
  readonly signal: string
  readonly delivered: boolean
}

/** `--- stopped by SIGTTIN ---`, `+++ exited with 0 +++`, `+++ killed by SIGKILL +++`. */
export interface State extends StepBase {
  readonly kind: 'state'
  readonly state: 'stopped' | 'exited' | 'killed'
  /** The signal's name, or the exit status in decimal. */
  readonly detail: string
}

export type Step = Act | End | Still | Signal | State

/** What a step may show: any one of `outcomes`, within the seconds of `took`. */
export interface Wanted {
  readonly outcomes: readonly Outcome[]
  readonly took?: { readonly least?: number; readonly most?: number }
}

/** `<unfinished ...>`, or a value; `ended` is how a transfer or counted step ended (`"ab" then -1 EIO`). */
export type Outcome =
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'value'; readonly value: Value; readonly ended?: Value }

/**
 * A value as an argument, as an expectation, or (without `name`, `any`, `not`, `range` and `form`)
 * as what came back. Constants stay names: their numbers are known only on the host.
 */
export type Value =
  | NumberValue
  | DataValue
  | FlagsValue
  | FailureValue
  | NameValue
  | AnyValue
  | NotValue
  | StatusValue
  | RangeValue
  | ListValue
  | SetValue
  | StructValue
  | FormValue

export interface NumberValue {
  readonly kind: 'number'
  readonly value: bigint
}

/** Bytes in pieces; `head` and `tail` are the `...` in front (ends with) and behind (begins with). */
export interface DataValue {
  readonly kind: 'data'
  readonly pieces: readonly Piece[]
  readonly head: boolean
  readonly tail: boolean
}

export type Piece =
  /** A string, repeated `times`; a part that is an object is a `$name`. */
  | {
      readonly kind: 'string'
      readonly parts: readonly (Uint8Array | { readonly name: string })[]
      readonly times: Count
    }
  /** `seq`: the values 0 to 250 over and over; `text`: letters and digits; both from the `from`-th on. */
  | { readonly kind: 'seq' | 'text'; readonly from: Count; readonly count: Count }

/** Constants joined by `|`, with the bits that have no name in `number`; `rest` is a final `...`. */
export interface FlagsValue {
  readonly kind: 'flags'
  readonly flags: readonly { readonly name: string; readonly set: boolean }[]
  readonly number: bigint
  readonly rest: boolean
}

/** `-1 EIO`. An errno without a name is its decimal number. */
export interface FailureValue {
  readonly kind: 'failure'
  readonly returned: '-1' | '0' | 'NULL'
  readonly errno: string
}

export interface NameValue {
  readonly kind: 'name'
  readonly name: string
  /** `name[]`: each element in turn, or all results of a counted step. */
  readonly each: boolean
  /** `-name`: the process group. */
  readonly group: boolean
  /** `name:value`: what it must match besides. */
  readonly must?: Value
}

/** `?` (compared between systems) or `_` (never compared). */
export interface AnyValue {
  readonly kind: 'any'
  readonly compared: boolean
}

export interface NotValue {
  readonly kind: 'not'
  readonly value: Value
}

/** A wait status: `exited 0`, `killed SIGHUP`, `stopped SIGTTIN`, `continued`. */
export interface StatusValue {
  readonly kind: 'status'
  readonly what: 'exited' | 'killed' | 'stopped' | 'continued'
  /** Number or signal name; empty for `continued`. */
  readonly detail: string
}

export interface RangeValue {
  readonly kind: 'range'
  readonly low?: Count
  readonly high?: Count
}

export interface ListValue {
  readonly kind: 'list'
  readonly items: readonly Value[]
}

/** Any order; `rest`: at least these. `{}` is read as an empty set and also matches an empty structure. */
export interface SetValue {
  readonly kind: 'set'
  readonly items: readonly Value[]
  readonly rest: boolean
}

/** `rest`: other fields as they are (argument) or of no matter (expectation). */
export interface StructValue {
  readonly kind: 'struct'
  readonly fields: readonly { readonly name: string; readonly value: Value }[]
  readonly rest: boolean
}

/** `makedev(a, b)`, `sizeof(name)` (with the NUL), `strlen(name)`, `UIOCCMD(n)`. */
export interface FormValue {
  readonly kind: 'form'
  readonly form: 'makedev' | 'sizeof' | 'strlen' | 'UIOCCMD'
  readonly args: readonly Value[]
}
