/** Where pairs live: what numbers them, names their slaves and has the slaves' nodes. */
import type { Credentials } from './credentials.js'
import type { Inode } from './mounts.js'
import type { Terminal } from './terminal.js'

export type Opener = Pick<Credentials, 'uid' | 'euid' | 'egid' | 'prison'>

export interface PairTable {
  /** The last pair that each number stood for, as long as something may still lead to it. */
  readonly terminals: Map<number, Terminal>
  /** Pairs that have a number. */
  readonly count: number
  /** A number for a new pair; the profile's errno where there is none. */
  takeNumber(): number
  freeNumber(number: number): void
  /** The slave's node as a new pair finds it, owned as the profile's `newSlave` has it. */
  addNode(number: number, opener: Opener): Inode
  removeNode(number: number): void
  /** The slave's path, as ptsname() says it. */
  nameOf(number: number): string
  /** Slaves that can be found now, by path. */
  slaves(): Iterable<readonly [string, Inode]>
}
