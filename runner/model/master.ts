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
    const { outputLength, packets, isEmptyWriteUnread } = this.terminal
    return outputLength > 0 || packets.hasNews || isEmptyWriteUnread
  }

  /** What wakes a reader. */
  get #isHeard(): boolean {
    return this.terminal.kernel.profile.packetNewsWake
      ? this.#isReadable
      : this.terminal.outputLength > 0
  }

  *read(file: OpenFile, _process: Process, count: number): Blocking<ArrayLike<number>> {
    const { terminal } = this
    if (count === 0) return []
    while (!this.#isReadable) {
      if (terminal.lacksSlave)
        return terminal.kernel.profile.masterReadWithoutSlave === 'EIO' ? fail('EIO') : []
      if (!terminal.waits(file)) fail('EAGAIN')
      const wake = yield* sleepUntil(() => this.#isHeard || terminal.lacksSlave)
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
    }
    if (terminal.takeEmptyWrite()) return []
    const { packets } = terminal
    if (packets.hasNews) return [packets.takeNews()]
    const { header } = packets
    return [...header, ...terminal.takeOutput(count - header.length)]
  }

  *write(file: OpenFile, _process: Process, bytes: Uint8Array): Blocking<number> {
    const { terminal } = this
    const { masterWriteWithoutSlave } = terminal.kernel.profile
    if (bytes.length === 0) terminal.writtenNothing(this.side)
    let written = 0
    while (written < bytes.length) {
      if (terminal.lacksSlave && masterWriteWithoutSlave === 'EIO') fail('EIO')
      written += terminal.type(bytes.subarray(written))
      if (written === bytes.length) break
      if (!terminal.waits(file)) return written > 0 ? written : fail('EAGAIN')
      const wake = yield* sleepUntil(() => terminal.isRoomKnown('master'))
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
      ...(terminal.packets.hasNews && terminal.kernel.profile.packetPriority ? ['POLLPRI'] : []),
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
