/** Who reads an end of a pair, or sleeps over it, and how they hear that something came. */
import type { OpenFile } from './file.js'
import { sendTo } from './signals.js'
import type { Terminal } from './terminal.js'
import type { TerminalEnd } from './terminal-end.js'

type Side = TerminalEnd['side']

export class Readers {
  #last: object | undefined
  readonly #withoutRoom = new Set<Side>()

  constructor(private readonly terminal: Terminal) {}

  /** Whether who falls asleep now has heard of what came since; the first news may be missed by a hair. */
  hearing(file: OpenFile): () => boolean {
    const { news } = file
    return () => this.terminal.kernel.profile.firstDataWakes || file.news > news + 1
  }

  /** Whether who falls asleep over a read now is still remembered when something comes. */
  remember(): () => boolean {
    const reader = {}
    this.#last = reader
    return () => this.terminal.kernel.profile.sleepingReaders === 'all' || this.#last === reader
  }

  /** There is more to read: who asked for it gets SIGIO. */
  tell(side: Side): void {
    for (const file of this.#filesOf(side)) file.news++
    this.#signal(side)
  }

  /** A write that may not wait has found too little room; n_tty_write(), TTY_DO_WRITE_WAKEUP. */
  lacksRoom(side: Side): void {
    this.#withoutRoom.add(side)
  }

  /** There may be room again: who asked for it gets SIGIO, once. */
  tellRoom(side: Side): void {
    if (!this.#withoutRoom.has(side) || !this.terminal.isRoomKnown(side)) return
    this.#withoutRoom.delete(side)
    this.#signal(side)
  }

  #signal(side: Side): void {
    const { kernel } = this.terminal
    if (!kernel.profile.asynchronous.includes(side)) return
    for (const file of this.#filesOf(side))
      if (file.flags.has('O_ASYNC') && file.owner !== 0) sendTo(kernel, file.owner, 'SIGIO')
  }

  #filesOf(side: Side): Iterable<OpenFile> {
    const { masters, slaves } = this.terminal.ends
    return side === 'master' ? masters : slaves
  }
}
