/** The master's end of a pair: reads what the slave prints, types what the slave reads. */
import { fail, Interrupted } from './failure.js'
import type { OpenFile } from './file.js'
import type { Process } from './process.js'
import { type Blocking, type MayWait, sleepUntil } from './sleep.js'
import type { Terminal } from './terminal.js'
import type { TerminalEnd } from './terminal-end.js'
import { type Asking, askingNow } from './waking.js'

export class MasterEnd implements TerminalEnd {
  readonly side = 'master'

  constructor(readonly terminal: Terminal) {}

  get #profile() {
    return this.terminal.kernel.profile
  }

  get #isReadable(): boolean {
    const { outputLength, packets, isEmptyWriteUnread } = this.terminal
    return outputLength > 0 || packets.hasNews || isEmptyWriteUnread
  }

  /** No slave is left, and a read says so. */
  get #isAtEnd(): boolean {
    const { masterReadWithoutSlave: how } = this.#profile
    const { ends } = this.terminal
    if (!ends.lacksSlave || how === 'waits') return false
    return how !== 'end-of-file-once' || !ends.isEndTold
  }

  read(file: OpenFile, _process: Process, count: number): MayWait<ArrayLike<number>> {
    if (count === 0)
      return this.#profile.emptyRead === 'nothing' ? [] : this.terminal.neverDone(file)
    return this.#isReadable ? this.#take(count) : this.#readWaiting(file, count)
  }

  *#readWaiting(file: OpenFile, count: number): Blocking<ArrayLike<number>> {
    const { terminal } = this
    while (!this.#isReadable) {
      if (this.#isAtEnd) {
        const end = this.#readEnd(file)
        if (end) return end
        continue
      }
      if (!terminal.waits(file)) fail('EAGAIN')
      const wake = yield* sleepUntil(this.#hasCome(file))
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
    }
    return this.#take(count)
  }

  #take(count: number): ArrayLike<number> {
    const { terminal } = this
    if (terminal.takeEmptyWrite()) return []
    const { packets } = terminal
    if (packets.hasNews) return packets.takeNews(count)
    const { header } = packets
    const bytes = terminal.takeOutput(count - header.length)
    return header.length === 0 ? bytes : [...header, ...bytes]
  }

  /** What a read gives at the end; nothing where the last output was only late, and is there now. */
  #readEnd(file: OpenFile): number[] | undefined {
    const { masterReadWithoutSlave, outputAtSlaveClose } = this.#profile
    const { terminal } = this
    const isLate = terminal.ends.holdsOutput
    terminal.ends.handOver()
    if (isLate && outputAtSlaveClose === 'after-EAGAIN')
      return terminal.waits(file) ? undefined : fail('EAGAIN')
    terminal.ends.isEndTold = true
    return masterReadWithoutSlave === 'EIO' ? fail('EIO') : []
  }

  /** What wakes a read: bytes, a status byte, the end. */
  #hasCome(file: OpenFile): () => boolean {
    const { terminal } = this
    const { packetNewsWake, wokenBySlaveClose } = this.#profile
    const isHeard = terminal.readers.hearing(file)
    return () =>
      (terminal.outputLength > 0 && isHeard()) ||
      terminal.isEmptyWriteUnread ||
      (packetNewsWake && terminal.packets.hasNews) ||
      (wokenBySlaveClose.includes('read') && this.#isAtEnd)
  }

  write(file: OpenFile, _process: Process, bytes: Uint8Array): MayWait<number> {
    if (bytes.length === 0 && this.#profile.emptyWrite === 'waits')
      return this.terminal.neverDone(file)
    if (bytes.length === 0) this.terminal.writtenNothing(this.side)
    const written = this.#type(bytes)
    return written === bytes.length ? written : this.#writeRest(file, bytes, written)
  }

  /** As many as are taken now; what is lost is taken. */
  #type(bytes: Uint8Array): number {
    if (bytes.length === 0 || this.#losesInput) return bytes.length
    return this.#holdsWriters ? 0 : this.terminal.type(bytes)
  }

  *#writeRest(file: OpenFile, bytes: Uint8Array, begun: number): Blocking<number> {
    const { terminal } = this
    const { ends } = terminal
    let written = begun
    while (written < bytes.length) {
      if (!terminal.waits(file) || this.#profile.fullWrite === 'EAGAIN') {
        terminal.readers.lacksRoom(this.side)
        return written > 0 ? written : fail('EAGAIN')
      }
      const isHeld = this.#holdsWriters
      const wake = yield* sleepUntil(() =>
        isHeld ? !ends.isBeforeSlave : terminal.isRoomKnown('master'),
      )
      if (wake === 'interrupted' && written > 0) return written
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
      written += this.#type(bytes.subarray(written))
    }
    return written
  }

  get #holdsWriters(): boolean {
    return this.#profile.masterBeforeSlave === 'holds-writers' && this.terminal.ends.isBeforeSlave
  }

  /** Nobody will ever read what is typed now. EIO where the master is told so. */
  get #losesInput(): boolean {
    const { masterBeforeSlave, masterWriteWithoutSlave } = this.#profile
    const { ends, termios } = this.terminal
    if (!ends.lacksSlave) return ends.isBeforeSlave && masterBeforeSlave === 'loses-input'
    if (masterWriteWithoutSlave === 'accepted') return false
    const isLost = masterWriteWithoutSlave === 'lost-or-EIO' && termios.lflag.names.has('ICANON')
    return isLost || fail('EIO')
  }

  poll(_file: OpenFile, { by, isAsleep }: Asking = askingNow): readonly string[] {
    const { terminal } = this
    const { masterPollWithoutSlave, masterReadWithoutSlave, wokenBySlaveClose } = this.#profile
    const { hangupTold, packetPriority } = this.#profile
    const isOver =
      terminal.ends.lacksSlave &&
      (masterReadWithoutSlave !== 'end-of-file-once' || !terminal.ends.isEndTold) &&
      hangupTold.includes(by) &&
      (!isAsleep || wokenBySlaveClose.includes('poll'))
    const hasRoom = isAsleep ? terminal.isRoomKnown('master') : terminal.inputRoom > 0
    return [
      ...(this.#isReadable ? ['POLLIN', 'POLLRDNORM'] : []),
      ...(terminal.packets.hasNews && packetPriority ? ['POLLPRI'] : []),
      ...(isOver
        ? masterPollWithoutSlave
        : hasRoom && !this.#holdsWriters
          ? ['POLLOUT', 'POLLWRNORM']
          : []),
    ]
  }

  get isStream(): boolean {
    return !this.#profile.readableAtPlace.includes(this.side)
  }

  get isUnseekable(): boolean {
    return !this.#profile.seekable.includes(this.side)
  }

  available(): number {
    return this.terminal.outputLength
  }

  room(): number {
    const { masterWriteWithoutSlave } = this.#profile
    if (this.terminal.ends.lacksSlave && masterWriteWithoutSlave === 'EIO') return 0
    return this.terminal.inputRoom + this.#profile.masterRoomKeptBack
  }

  release(file: OpenFile): void {
    this.terminal.ends.masterClosed(file)
  }
}
