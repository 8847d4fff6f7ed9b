/** The slave's end of a pair: the terminal as programs see it (XBD 11.1.4 to 11.1.10). */
import { certain } from './certain.js'
import { fail, Interrupted } from './failure.js'
import type { OpenFile } from './file.js'
import { checkForeground, isBackground } from './jobs.js'
import type { Process } from './process.js'
import { type Blocking, type MayWait, sleepUntil } from './sleep.js'
import type { Terminal } from './terminal.js'
import type { TerminalEnd } from './terminal-end.js'
import { type Asking, askingNow } from './waking.js'

export class SlaveEnd implements TerminalEnd {
  readonly side = 'slave'

  constructor(readonly terminal: Terminal) {}

  get #profile() {
    return this.terminal.kernel.profile
  }

  get #isCanonical(): boolean {
    return this.terminal.acting.lflag.names.has('ICANON')
  }

  read(file: OpenFile, process: Process, count: number): MayWait<ArrayLike<number>> {
    if (file.isHungUp) return this.#endOfHungUp(this.#profile.slaveReadWithoutMaster)
    if (this.terminal.isBroken) fail('EIO')
    if (this.terminal.isMute) fail('EOPNOTSUPP')
    checkForeground(this.terminal.kernel, process, this.terminal, 'read')
    if (count === 0)
      return this.#profile.emptyRead === 'nothing' ? [] : this.terminal.neverDone(file)
    if (!this.#isCanonical) return this.#readBytes(file, process, count)
    return this.terminal.discipline.readable(1)
      ? this.terminal.takeInput(count)
      : this.#readLine(file, process, count)
  }

  *#readLine(file: OpenFile, process: Process, count: number): Blocking<ArrayLike<number>> {
    const { discipline } = this.terminal
    while (!discipline.readable(1)) {
      if (!this.terminal.waits(file)) fail('EAGAIN')
      const wake = yield* this.#sleep(file, process, 1)
      if (file.isHungUp && !discipline.readable(1)) return this.#endOfWaiting()
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
      this.#recheck(process)
    }
    return this.terminal.takeInput(count)
  }

  /** XBD 11.1.7, the four cases of MIN and TIME. */
  *#readBytes(file: OpenFile, process: Process, count: number): Blocking<ArrayLike<number>> {
    const { kernel, discipline, acting: termios } = this.terminal
    const least = certain(termios.control['VMIN'])
    const time = certain(termios.control['VTIME']) / 10
    const { belowMin, timer, readWithoutMin } = this.#profile
    const bytes: number[] = []
    let deadline = least === 0 ? kernel.clock + time : undefined
    let known = 0
    for (;;) {
      if (discipline.endsNextRead) return this.terminal.takeInput(0)
      const there = discipline.available
      if (belowMin === 'left' && there < least) {
        if (there > known && time > 0) deadline = kernel.clock + time
        known = there
        if (!this.terminal.waits(file)) fail('EAGAIN')
        const wake = yield* this.#sleep(file, process, there + 1, deadline)
        if (file.isHungUp && !discipline.readable(1)) return this.#endOfWaiting()
        if (wake === 'timeout') return this.terminal.takeInput(count)
        if (wake === 'interrupted') throw new Interrupted('as-handler-says')
        continue
      }
      const more = this.terminal.takeInput(count - bytes.length)
      for (let i = 0; i < more.length; i++) bytes.push(certain(more[i]))
      if (bytes.length >= Math.min(Math.max(1, least), count)) return bytes
      const isFirst = deadline === undefined
      if (bytes.length > 0 && time > 0 && (isFirst || timer === 'restarts'))
        deadline = kernel.clock + time
      if (least === 0 && time === 0 && readWithoutMin === 'returns') return bytes
      if (!this.terminal.waits(file)) return this.#withoutWaiting(bytes)
      const until = readWithoutMin === 'waits' ? undefined : deadline
      const wake = yield* this.#sleep(file, process, 1, until)
      if (file.isHungUp && !discipline.readable(1))
        return bytes.length > 0 ? bytes : this.#endOfWaiting()
      if (wake === 'timeout') return bytes
      if (wake === 'interrupted') {
        if (bytes.length > 0) return bytes
        throw new Interrupted('as-handler-says')
      }
      if (bytes.length === 0) this.#recheck(process)
    }
  }

  /** Whoever ran meanwhile may have put the sleeper's group in the background. */
  #recheck(process: Process): void {
    if (this.#profile.readMovedToBackground !== 'is-checked') return
    checkForeground(this.terminal.kernel, process, this.terminal, 'read')
  }

  #withoutWaiting(bytes: number[]): number[] {
    if (bytes.length > 0 || this.#profile.emptyRawRead === 'end-of-file') return bytes
    return fail('EAGAIN')
  }

  #sleep(file: OpenFile, process: Process, atLeast: number, deadline?: number) {
    const { terminal } = this
    const isHeard = terminal.readers.hearing(file)
    const isRemembered = terminal.readers.remember()
    const isLeftOut = () => {
      return this.#profile.readMovedToBackground === 'waits' && isBackground(process, terminal)
    }
    const isReadable = () => terminal.discipline.readable(atLeast) && !isLeftOut()
    const hasCome = () => isReadable() && isHeard() && isRemembered()
    return sleepUntil(() => hasCome() || this.#isCutOff(file, 'read'), deadline)
  }

  /** Hung up, and who sleeps here hears of it; a request to hang up, and revoke(), wake everybody. */
  #isCutOff(file: OpenFile, sleeper: 'read' | 'write' | 'poll'): boolean {
    if (!file.isHungUp) return false
    return !this.terminal.ends.isHungUp || this.#profile.wokenByHangup.includes(sleeper)
  }

  /** Who hung it up by request has left the master open, and it ends as a file does. */
  #endOfWaiting(): ArrayLike<number> {
    const { isHungUp } = this.terminal.ends
    return this.#endOfHungUp(isHungUp ? this.#profile.waitingReadAtHangup : 'end-of-file')
  }

  #endOfHungUp(how: 'end-of-file' | 'EIO'): ArrayLike<number> {
    if (this.#profile.inputAtHangup === 'kept' && this.terminal.discipline.readable(1))
      return this.terminal.takeInput(1 << 16)
    return how === 'EIO' ? fail('EIO') : []
  }

  write(file: OpenFile, process: Process, bytes: Uint8Array): MayWait<number> {
    const { terminal } = this
    if (file.isHungUp) fail(this.#profile.slaveWriteWithoutMaster)
    if (terminal.isBroken) fail('EIO')
    if (terminal.isMute) fail('EOPNOTSUPP')
    if (terminal.acting.lflag.names.has('TOSTOP'))
      checkForeground(terminal.kernel, process, terminal, 'write')
    if (bytes.length === 0 && this.#profile.emptyWrite === 'waits') return terminal.neverDone(file)
    if (bytes.length === 0) terminal.writtenNothing(this.side)
    const written = this.#print(file, bytes)
    return written === bytes.length ? written : this.#writeRest(file, bytes, written)
  }

  #print({ node }: OpenFile, bytes: Uint8Array): number {
    const { kernel } = this.terminal
    const written = bytes.length === 0 ? 0 : this.terminal.print(bytes)
    if (written > 0 && this.#profile.writeMarksNode) node.modified = kernel.clock
    return written
  }

  *#writeRest(file: OpenFile, bytes: Uint8Array, begun: number): Blocking<number> {
    const { terminal } = this
    const { slaveWriteWithoutMaster, waitingWriteAtHangup, fullWrite } = this.#profile
    let written = begun
    while (written < bytes.length) {
      if (!terminal.waits(file) || fullWrite === 'EAGAIN') {
        terminal.readers.lacksRoom(this.side)
        return written > 0 ? written : fail('EAGAIN')
      }
      const wake = yield* sleepUntil(
        () => terminal.isRoomKnown('slave') || this.#isCutOff(file, 'write'),
      )
      if (file.isHungUp)
        return written > 0 && waitingWriteAtHangup === 'counts'
          ? written
          : fail(slaveWriteWithoutMaster)
      if (wake === 'interrupted' && written > 0) return written
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
      written += this.#print(file, bytes.subarray(written))
    }
    return written
  }

  poll(file: OpenFile, { by, isAsleep }: Asking = askingNow): readonly string[] {
    const { terminal } = this
    const { slavePollWithoutMaster, readyWith, hangupTold, unreadAtMost } = this.#profile
    if (isAsleep ? this.#isCutOff(file, 'poll') : file.isHungUp)
      if (hangupTold.includes(by)) return slavePollWithoutMaster
    const { VMIN = 1, VTIME = 0 } = terminal.acting.control
    const isAnyEnough = this.#isCanonical || VTIME > 0 || readyWith === 'any-byte'
    const atLeast = isAnyEnough ? 1 : Math.max(1, VMIN)
    const hasRoom = isAsleep ? terminal.isRoomKnown('slave') : terminal.room > 0
    const isReady = hasRoom && terminal.unread <= unreadAtMost
    return [
      ...(terminal.discipline.readable(atLeast) ? ['POLLIN', 'POLLRDNORM'] : []),
      ...(isReady || terminal.isBroken ? ['POLLOUT', 'POLLWRNORM'] : []),
    ]
  }

  get isStream(): boolean {
    return !this.#profile.readableAtPlace.includes(this.side)
  }

  get isUnseekable(): boolean {
    return !this.#profile.seekable.includes(this.side)
  }

  available(): number {
    return this.terminal.discipline.available
  }

  room(): number {
    return this.terminal.room
  }

  release(file: OpenFile): void {
    this.terminal.ends.slaveClosed(file)
  }
}
