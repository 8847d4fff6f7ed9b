/** A pair: what its two ends share. Parameters, window, session, lock, packet mode, and the queues between them. */

import { DeadFile } from './dead-file.js'
import type { Devpts } from './devpts.js'
import type { OpenFile } from './file.js'
import { hangUpSession, members, sessionCloses } from './jobs.js'
import type { Kernel } from './kernel.js'
import { type Attached, LineDiscipline } from './line-discipline.js'
import type { Inode } from './mounts.js'
import { Output } from './output.js'
import { Packets } from './packets.js'
import { Passage, type Transit, transitOf } from './queue.js'
import { send, sendTo } from './signals.js'
import { eightBits, freshTermios, noWindow, type Termios, type WindowSize } from './termios.js'

export class Terminal implements Attached {
  termios: Termios
  windowSize: WindowSize = noWindow
  /** The session whose controlling terminal the slave is, and its foreground group. */
  session: number | undefined
  foreground: number | undefined
  /** The session has no node of it: what opening /dev/tty fails with. */
  withoutNode: 'ENXIO' | 'EIO' | undefined
  isLocked: boolean
  isExclusive = false
  isMasterExclusive = false
  /** STOP was typed or tcflow() called: nothing goes out to the master. */
  stopped = false
  /** tcflow() on the master: nothing goes in. */
  isInputStopped = false
  /** A failed open has broken it for all who have it open. */
  isBroken = false
  readonly masters = new Set<OpenFile>()
  readonly slaves = new Set<OpenFile>()
  wasOpened = false
  readonly packets: Packets
  readonly node: Inode
  readonly #fromMaster: Transit
  readonly #toMaster: Passage
  readonly #output = new Output()
  readonly discipline: LineDiscipline

  constructor(
    readonly kernel: Kernel,
    readonly instance: Devpts,
    readonly number: number,
    opener: { readonly euid: number; readonly egid: number },
  ) {
    const { profile } = kernel
    this.termios = freshTermios(profile)
    this.isLocked = profile.startsLocked
    this.node = instance.addNode(number, opener)
    this.node.terminal = this
    this.#fromMaster = transitOf(profile)
    this.#toMaster = new Passage(profile.inputLimit, transitOf(profile))
    this.packets = new Packets(this)
    this.discipline = new LineDiscipline(this, profile, this.#output)
    instance.terminals.set(number, this)
  }

  get isHungUp(): boolean {
    return this.masters.size === 0
  }

  /** A slave was open once, and none is now. */
  get lacksSlave(): boolean {
    return this.wasOpened && this.slaves.size === 0
  }

  // Towards the slave

  get inputRoom(): number {
    return this.isInputStopped ? 0 : this.#fromMaster.room
  }

  /** Bytes the master writes: as many as fit. */
  type(bytes: Uint8Array): number {
    if (this.isInputStopped) return 0
    return this.#handOn(bytes, this.#fromMaster.room, {
      put: piece => this.#fromMaster.put(piece),
      push: () => this.push(),
    })
  }

  /** Lets the discipline take what it has room for. */
  push(): void {
    const waiting = this.#fromMaster.peek()
    const before = this.discipline.available
    this.#fromMaster.take(this.discipline.receive(waiting))
    if (this.discipline.available > before) this.#tell(this.slaves)
  }

  takeInput(count: number): ArrayLike<number> {
    const bytes = this.discipline.take(count)
    this.push()
    return bytes
  }

  flushInput(): void {
    this.#fromMaster.clear()
    this.discipline.flushInput()
  }

  inputFlushed(): void {
    this.packets.tell('TIOCPKT_FLUSHREAD')
  }

  /** Only what is still on its way to the slave. */
  flushTyped(): void {
    this.#fromMaster.clear()
    if (this.kernel.profile.outputFlush === 'all-unread') this.discipline.flushInput()
  }

  // Towards the master

  get room(): number {
    return this.stopped ? 0 : this.#toMaster.room
  }

  put(bytes: ArrayLike<number>): void {
    this.#toMaster.put(bytes)
    this.#arrive()
  }

  #arrive(): void {
    const before = this.#toMaster.arrived.length
    this.#toMaster.push()
    if (this.#toMaster.arrived.length > before) this.#tell(this.masters)
  }

  /** Bytes the slave writes, processed: as many as fit. */
  print(bytes: Uint8Array): number {
    this.discipline.echo.flush()
    if (this.stopped) return 0
    const isProcessed = this.termios.oflag.names.has('OPOST')
    return this.#handOn(bytes, this.#toMaster.room, {
      put: piece =>
        isProcessed
          ? this.#output.print(piece, this.termios, this.#toMaster)
          : this.#toMaster.put(piece),
      push: () => this.#arrive(),
    })
  }

  /** A byte that goes out whatever is stopped: STOP and START of tcflow(), TIOCSTI on the master. */
  printAtOnce(byte: number): void {
    this.put([byte])
  }

  /** What the master could read now. */
  get outputLength(): number {
    const isHidden = this.stopped && this.kernel.profile.outputAfterStop === 'hidden'
    return isHidden ? 0 : this.#toMaster.arrived.length
  }

  takeOutput(count: number): Uint8Array {
    const bytes = this.#toMaster.take(count)
    this.discipline.echo.flush()
    return bytes
  }

  get isDrained(): boolean {
    return this.kernel.profile.drain === 'at-once' || this.#toMaster.length === 0
  }

  flushOutput(): void {
    if (this.kernel.profile.outputFlush === 'all-unread') this.#toMaster.clear()
    else this.#toMaster.transit.clear()
    this.packets.tell('TIOCPKT_FLUSHWRITE')
  }

  /** Everything the slave wrote that the master has not read. */
  dropOutput(): void {
    this.#toMaster.clear()
    this.discipline.echo.flush()
  }

  stop(): void {
    if (this.stopped) return
    this.stopped = true
    this.packets.tell('TIOCPKT_STOP')
  }

  start(): void {
    if (!this.stopped) return
    this.stopped = false
    this.packets.tell('TIOCPKT_START')
    this.discipline.echo.flush()
  }

  // Both

  /** Hands a write on in pieces until one is not taken whole, and says how many bytes were taken. */
  #handOn(
    bytes: Uint8Array,
    room: number,
    { put, push }: { put(piece: Uint8Array): number; push(): void },
  ): number {
    const { writePiece } = this.kernel.profile
    const isTakenMeanwhile = bytes.length <= room || this.kernel.takesDuringWrite
    let done = 0
    while (done < bytes.length) {
      const piece = bytes.subarray(done, done + writePiece)
      const taken = put(piece)
      done += taken
      if (isTakenMeanwhile) push()
      if (taken < piece.length) break
    }
    push()
    return done
  }

  /** There is more to read: who asked for it gets SIGIO. */
  #tell(files: Iterable<OpenFile>): void {
    for (const file of files) {
      file.news++
      if (file.flags.has('O_ASYNC') && file.owner !== 0) sendTo(this.kernel, file.owner, 'SIGIO')
    }
  }

  /** To the foreground process group. */
  signal(...names: readonly string[]): void {
    if (this.foreground === undefined) return
    const group = members(this.kernel, this.foreground)
    const isForAll = this.kernel.profile.terminalSignals === 'whole-group'
    for (const name of names)
      for (const process of isForAll ? group : group.slice(0, 1)) send(this.kernel, process, name)
  }

  setTermios(next: Termios): void {
    const before = this.termios
    const isForced = this.kernel.profile.characterSize === 'eight'
    this.termios = isForced ? eightBits(next) : next
    this.discipline.modeChanged(before)
    this.packets.termiosChanged(before)
    if (!this.termios.iflag.names.has('IXON') && before.iflag.names.has('IXON')) this.start()
  }

  setWindowSize(size: WindowSize): void {
    const { windowSignal } = this.kernel.profile
    const changed = (Object.keys(size) as (keyof WindowSize)[]).filter(
      field => size[field] !== this.windowSize[field],
    )
    this.windowSize = size
    const isTold = {
      changed: changed.length > 0,
      'cells-changed': changed.includes('ws_row') || changed.includes('ws_col'),
      always: true,
      never: false,
    }
    if (isTold[windowSignal]) this.signal('SIGWINCH')
  }

  slaveOpened(file: OpenFile): void {
    const { profile } = this.kernel
    if (this.slaves.size === 0 && this.wasOpened) {
      if (profile.termiosAtReopen === 'reset') this.termios = freshTermios(profile)
      if (profile.windowSizeAtReopen === 'reset') this.windowSize = noWindow
    }
    this.slaves.add(file)
    this.wasOpened = true
    this.isBroken = false
  }

  slaveClosed(file: OpenFile): void {
    const { profile } = this.kernel
    this.slaves.delete(file)
    if (this.slaves.size > 0) return
    if (profile.inputAtSlaveClose === 'discarded') this.flushInput()
    if (profile.outputAtSlaveClose === 'discarded') this.dropOutput()
    if (profile.exclusiveAtSlaveClose === 'cleared') this.isExclusive = false
    if (this.session !== undefined) sessionCloses(this.kernel, this)
    this.#leave()
  }

  /** The last master is gone: the session hears of it, and the slaves are cut off. */
  masterClosed(file: OpenFile): void {
    this.masters.delete(file)
    if (this.masters.size > 0) return
    hangUpSession(this.kernel, this)
    this.hangUpSlaves()
    if (this.kernel.profile.inputAtHangup === 'discarded') this.flushInput()
    this.#leave()
  }

  /** TIOCVHANGUP on the slave: its session hears of it, but new opens work, and start anew (tty_ldisc_hangup()). */
  hangUp(): void {
    hangUpSession(this.kernel, this)
    this.hangUpSlaves()
    this.flushInput()
    this.termios = freshTermios(this.kernel.profile)
  }

  /** All who have the slave open find it hung up. */
  hangUpSlaves(): void {
    for (const file of this.slaves) file.isHungUp = true
  }

  /** revoke(): what is open on the slave is dead, as if all had closed it; the next open starts anew. */
  revoke(): void {
    const open = [...this.slaves]
    this.hangUpSlaves()
    for (const file of open) {
      file.object = new DeadFile()
      this.slaveClosed(file)
    }
  }

  /** Node and number go when the profile says so. */
  #leave(): void {
    const { nodeGoes, numberIsFree } = this.kernel.profile
    const withMaster = this.isHungUp
    const withBoth = withMaster && this.slaves.size === 0
    if (nodeGoes === 'with-master' ? withMaster : withBoth) this.instance.removeNode(this.number)
    if (numberIsFree === 'with-master' ? withMaster : withBoth)
      this.instance.freeNumber(this.number)
  }
}
