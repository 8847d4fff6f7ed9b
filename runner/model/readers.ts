/** Who reads an end of a pair, or sleeps over it, and how they hear that something came. */
import type { OpenFile } from './file.js'
import { sendTo } from './signals.js'
import type { Terminal } from './terminal.js'

export class Readers {
  #last: object | undefined

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
  tell(side: 'master' | 'slave'): void {
    const isTold = this.terminal.kernel.profile.asynchronous.includes(side)
    for (const file of side === 'master' ? this.terminal.ends.masters : this.terminal.ends.slaves) {
      file.news++
      if (isTold && file.flags.has('O_ASYNC') && file.owner !== 0)
        sendTo(this.terminal.kernel, file.owner, 'SIGIO')
    }
  }
}
