/** The master's end of a pair: reads what the slave prints, types what the slave reads. */
import { fail, Interrupted } from './failure.js'
import type { OpenFile } from './file.js'
import type { Process } from './process.js'
import { type Blocking, sleepUntil } from './sleep.js'
import type { Terminal } from './terminal.js'
import type { TerminalEnd } from './terminal-end.js'

export class MasterEnd implements TerminalEnd {
  readonly side = 'master'
  readonly isStream = true

  constructor(readonly terminal: Terminal) {}

  get #isReadable(): boolean {
    return this.terminal.outputLength > 0 || this.terminal.packets.hasNews
  }

  *read(file: OpenFile, _process: Process, count: number): Blocking<ArrayLike<number>> {
    const { terminal } = this
    if (count === 0) return []
    while (!this.#isReadable) {
      if (terminal.lacksSlave)
        return terminal.kernel.profile.masterReadWithoutSlave === 'EIO' ? fail('EIO') : []
      if (file.isNonBlocking) fail('EAGAIN')
      const wake = yield* sleepUntil(() => this.#isReadable || terminal.lacksSlave)
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
    }
    if (!terminal.packets.isOn) return terminal.takeOutput(count)
    if (terminal.packets.hasNews) return [terminal.packets.takeNews()]
    return [0, ...terminal.takeOutput(count - 1)]
  }

  *write(file: OpenFile, _process: Process, bytes: Uint8Array): Blocking<number> {
    const { terminal } = this
    const { masterWriteWithoutSlave } = terminal.kernel.profile
    let written = 0
    while (written < bytes.length) {
      if (terminal.lacksSlave && masterWriteWithoutSlave === 'EIO') fail('EIO')
      written += terminal.type(bytes.subarray(written))
      if (written === bytes.length) break
      if (file.isNonBlocking) return written > 0 ? written : fail('EAGAIN')
      const wake = yield* sleepUntil(() => terminal.inputRoom > 0)
      if (wake !== 'interrupted') continue
      if (written > 0) return written
      throw new Interrupted('as-handler-says')
    }
    return written
  }

  poll(): readonly string[] {
    const { terminal } = this
    const { masterPollWithoutSlave } = terminal.kernel.profile
    return [
      ...(this.#isReadable ? ['POLLIN', 'POLLRDNORM'] : []),
      ...(terminal.packets.hasNews ? ['POLLPRI'] : []),
      ...(terminal.lacksSlave
        ? masterPollWithoutSlave
        : terminal.inputRoom > 0
          ? ['POLLOUT', 'POLLWRNORM']
          : []),
    ]
  }

  available(): number {
    return this.terminal.outputLength
  }

  release(file: OpenFile): void {
    this.terminal.masterClosed(file)
  }
}
