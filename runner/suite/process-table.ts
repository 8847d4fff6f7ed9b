/** The processes of a case while its steps are gone through: what they may be in, and what they share. */
import type { Descriptors } from './name-table.js'
import { type Act, FIRST_PROCESS } from './suite.js'

export type CallState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'gone'; readonly how: string }
  | { readonly kind: 'open' | 'perhaps'; readonly act: Act }

export interface Process {
  state: CallState
  /** Threads of one process share this set. */
  readonly descriptors: Descriptors
  /** Signals it records, shared by threads too; any where nobody knows. */
  readonly records: Set<string> | undefined
}

export class ProcessTable {
  private readonly processes = new Map<string, Process>([
    [FIRST_PROCESS, { state: { kind: 'idle' }, descriptors: new Set(), records: new Set() }],
  ])

  /** `mayBeKnown` says of a name whether something that could not be read, or stands elsewhere, may have forked it. */
  constructor(private readonly mayBeKnown: (name: string) => boolean) {}

  has(who: string): boolean {
    return this.processes.has(who)
  }

  /** Takes up a process that may have been forked where nobody could read it. */
  assume(who: string): void {
    if (this.has(who) || !this.mayBeKnown(who)) return
    this.processes.set(who, {
      state: { kind: 'idle' },
      descriptors: undefined,
      records: undefined,
    })
  }

  get(who: string): Process {
    const found = this.processes.get(who)
    if (!found) throw new Error(`process '${who}' was looked up before it was checked`)
    return found
  }

  /** The names of all but the first. */
  forked(): string[] {
    return [...this.processes.keys()].filter(name => name !== FIRST_PROCESS)
  }

  /** A child has what its parent has by now; a thread goes on sharing it. */
  add(name: string, { descriptors, records }: Process, isThread: boolean): void {
    this.processes.set(name, {
      state: { kind: 'idle' },
      descriptors: isThread ? descriptors : descriptors && new Set(descriptors),
      records: isThread ? records : records && new Set(records),
    })
  }

  /** All threads of a process end with it. */
  end(process: Process, how: string): void {
    process.state = { kind: 'gone', how }
    for (const other of this.processes.values())
      if (process.descriptors && other.descriptors === process.descriptors)
        other.state = { kind: 'gone', how }
  }
}
