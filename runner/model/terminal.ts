/** A pair: what its two ends share. Parameters, window, session, lock, packet mode, and the queues between them. */

import type { Attached } from './control-characters.js'
import { Ends } from './ends.js'
import { fail, Interrupted } from './failure.js'
import type { OpenFile } from './file.js'
import { flagsOf } from './flags.js'
import { carriedOf, handOn } from './handing-on.js'
import { members } from './jobs.js'
import type { Kernel } from './kernel.js'
import { LineDiscipline } from './line-discipline.js'
import type { Inode } from './mounts.js'
import { Output } from './output.js'
import { Packets } from './packets.js'
import type { PairTable } from './pair-table.js'
import { Passage, type Transit, transitOf } from './queue.js'
import { Readers } from './readers.js'
import { send, sendTo } from './signals.js'
import { type Blocking, sleepUntil } from './sleep.js'
import type { TerminalEnd } from './terminal-end.js'
import { actingOf, freshTermios, settable, type Termios } from './termios.js'
import { isChangeTold, noWindow, type WindowSize } from './window-size.js'

const BELL = 7

export class Terminal implements Attached {
  #termios: Termios
  acting: Termios
  windowSize: WindowSize = noWindow
  /** What a master has for itself, where the ends do not share it. */
  readonly apart: { termios: Termios; windowSize: WindowSize }
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
  /** The slave's line discipline is one that takes no byte and gives none; n_null.c. */
  isMute = false
  /** The slave has written 0 bytes, which a read of the master is to find. */
  isEmptyWriteUnread = false
  readonly ends = new Ends(this)
  readonly readers = new Readers(this)
  readonly packets: Packets
  /** Input was thrown away, and who waits at the master for room was not woken. */
  #hasUntoldRoom = false
  readonly #fromMaster: Transit | undefined
  readonly #toMaster: Passage
  readonly #output: Output
  readonly discipline: LineDiscipline

  constructor(
    readonly kernel: Kernel,
    readonly table: PairTable,
    readonly number: number,
    /** The slave's. */
    readonly node: Inode,
  ) {
    const { profile } = kernel
    this.#termios = freshTermios(profile)
    this.acting = actingOf(this.#termios, profile)
    this.apart = { termios: this.termios, windowSize: noWindow }
    this.isLocked = profile.startsLocked
    this.node.terminal = this
    this.#fromMaster = transitOf(profile)
    this.#toMaster = new Passage(profile.outputLimit, transitOf(profile), profile.outputBlock)
    this.packets = new Packets(this, profile)
    this.#output = new Output(profile)
    this.discipline = new LineDiscipline(this, profile, this.#output)
    table.terminals.set(number, this)
  }

  /** As tcgetattr() tells them. */
  get termios(): Termios {
    return this.#termios
  }

  set termios(next: Termios) {
    this.#termios = next
    this.acting = actingOf(next, this.kernel.profile)
  }

  /** The slave's path, as ptsname() says it. */
  get name(): string {
    const { numberInName } = this.kernel.profile
    return this.table.nameOf(numberInName === 'right' ? this.number : this.number * 2 ** 32)
  }

  /** Whether a read or write of this file may sleep. */
  waits(file: OpenFile): boolean {
    return !file.isNonBlocking || this.kernel.profile.nonBlocking === 'ignored'
  }

  /** A transfer of 0 bytes that is taken for one that finds nothing. */
  *neverDone(file: OpenFile): Blocking<never> {
    if (!this.waits(file)) fail('EAGAIN')
    for (;;)
      if ((yield* sleepUntil(() => false)) === 'interrupted')
        throw new Interrupted('as-handler-says')
  }

  // Towards the slave

  /** Whether who waits to write finds that there is room now. */
  isRoomKnown(side: TerminalEnd['side']): boolean {
    if (side === 'master' && this.#hasUntoldRoom) return false
    const room = side === 'slave' ? this.room : this.inputRoom
    return room > 0 && this.kernel.profile.roomWakes
  }

  /** A write of 0 bytes: on some systems the other side takes it for an end of file. */
  writtenNothing(side: TerminalEnd['side']): void {
    const { emptyWrite } = this.kernel.profile
    if (emptyWrite === 'EAGAIN') fail('EAGAIN')
    if (emptyWrite === 'end-of-file' && side === 'slave') this.isEmptyWriteUnread = true
  }

  /** Once, where there is nothing else to read. */
  takeEmptyWrite(): boolean {
    if (!this.isEmptyWriteUnread || this.outputLength > 0) return false
    this.isEmptyWriteUnread = false
    return true
  }

  get inputRoom(): number {
    if (this.isInputStopped) return 0
    return this.#fromMaster?.room ?? this.discipline.room
  }

  /** Bytes the master writes: as many as fit. */
  type(bytes: Uint8Array): number {
    if (this.isInputStopped) return 0
    return handOn(this.kernel, bytes, this.inputRoom, {
      put: piece => this.#fromMaster?.put(piece) ?? this.#receive(piece),
      push: () => this.push(),
    })
  }

  /** Lets the discipline take what it has room for. */
  push(): void {
    this.#fromMaster?.drop(this.#receive(this.#fromMaster.peek()))
  }

  #receive(bytes: Uint8Array): number {
    const before = this.discipline.available
    const taken = this.discipline.receive(bytes)
    if (this.discipline.available > before) this.readers.tell('slave')
    return taken
  }

  takeInput(count: number): readonly number[] {
    const bytes = this.discipline.take(count)
    this.#hasUntoldRoom = false
    this.push()
    this.readers.tellRoom('master')
    return carriedOf(bytes, this.kernel.profile)
  }

  flushInput(): void {
    this.#fromMaster?.clear()
    this.discipline.flushInput()
  }

  /** Nothing but input was thrown away, by TCIFLUSH or TCSAFLUSH. */
  onlyInputFlushed(): void {
    this.#hasUntoldRoom = !this.kernel.profile.inputFlushWakes
  }

  inputFlushed(): void {
    this.packets.tell('TIOCPKT_FLUSHREAD')
  }

  /** Only what is still on its way to the slave. */
  flushTyped(): void {
    this.#fromMaster?.clear()
    if (this.kernel.profile.outputFlush === 'all-unread') this.discipline.flushInput()
  }

  // Towards the master

  get room(): number {
    return this.#keepsWriters ? 0 : this.#toMaster.room
  }

  /** Where a stop holds back the reader, the writer goes on until there is no room. */
  get #keepsWriters(): boolean {
    return this.stopped && this.kernel.profile.outputAfterStop === 'readable'
  }

  ring(): void {
    this.put([BELL])
  }

  put(bytes: ArrayLike<number>): void {
    this.#toMaster.put(bytes)
    this.#arrive()
  }

  #arrive(): void {
    const before = this.#toMaster.arrived.length
    this.#toMaster.push()
    if (this.#toMaster.arrived.length > before) this.readers.tell('master')
  }

  setLocal(flag: string, on: boolean): void {
    const { names, number } = this.termios.lflag
    const others = [...names].filter(name => name !== flag)
    this.termios = { ...this.termios, lflag: flagsOf(on ? [...others, flag] : others, number) }
  }

  /** Bytes the slave writes, processed: as many as fit. */
  print(bytes: Uint8Array): number {
    this.discipline.echo.flush()
    if (this.#keepsWriters) return 0
    this.discipline.interrupted()
    if (this.discipline.controls.discardsOutput) return bytes.length
    const isProcessed = this.acting.oflag.names.has('OPOST')
    const way = {
      put: (piece: Uint8Array) =>
        isProcessed
          ? this.#output.print(piece, this.acting, this.#toMaster)
          : this.#toMaster.put(piece),
      push: () => this.#arrive(),
    }
    let done = handOn(this.kernel, bytes, this.#toMaster.room, way)
    if (this.kernel.profile.fullOutput === 'waits') return done
    while (done < bytes.length && this.#toMaster.dropOldest(bytes.length - done))
      done += handOn(this.kernel, bytes.subarray(done), this.#toMaster.room, way)
    return done
  }

  /** A byte that goes out whatever is stopped: STOP and START of tcflow(), TIOCSTI on the master. */
  printAtOnce(byte: number): void {
    this.put([byte])
  }

  /** What the master could read now. */
  get outputLength(): number {
    const isHidden = this.stopped && this.kernel.profile.outputAfterStop === 'hidden'
    return isHidden || this.ends.holdsOutput ? 0 : this.#toMaster.arrived.length
  }

  /** What the master has not read, whether it could or not. */
  get unread(): number {
    return this.#toMaster.length
  }

  takeOutput(count: number): Uint8Array {
    const bytes = this.#toMaster.take(count)
    this.ends.progress()
    this.discipline.echo.flush()
    this.readers.tellRoom('slave')
    return carriedOf(bytes, this.kernel.profile)
  }

  get isDrained(): boolean {
    const { drain } = this.kernel.profile
    if (drain === 'for-ever') return false
    return drain === 'at-once' || this.#toMaster.length === 0
  }

  flushOutput(): void {
    if (this.kernel.profile.outputFlush === 'all-unread') this.#toMaster.clear()
    else this.#toMaster.transit?.clear()
    this.packets.tell('TIOCPKT_FLUSHWRITE')
  }

  /** Everything the slave wrote that the master has not read. */
  dropOutput(): void {
    this.#toMaster.clear()
    this.discipline.echo.flush()
  }

  stop(how: 'typed' | 'asked' = 'asked'): void {
    if (this.stopped) return
    this.stopped = true
    this.#tellOfFlow('TIOCPKT_STOP', how)
  }

  start(how: 'typed' | 'asked' = 'asked'): void {
    if (!this.stopped) return
    this.stopped = false
    this.#tellOfFlow('TIOCPKT_START', how)
    this.discipline.echo.flush()
    if (this.outputLength > 0) this.readers.tell('master')
  }

  #tellOfFlow(what: string, how: 'typed' | 'asked'): void {
    if (how === 'asked' || this.kernel.profile.packetTypedFlow === 'told') this.packets.tell(what)
  }

  // Both

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
    const actedBefore = this.acting
    this.termios = settable(next, before, this.kernel.profile)
    if (next.ospeed === 'B0' && this.kernel.profile.speedZero === 'signals-leader')
      this.#tellLeader()
    this.discipline.modeChanged(actedBefore)
    this.push()
    this.packets.termiosChanged(before)
    if (!this.termios.iflag.names.has('IXON') && before.iflag.names.has('IXON')) this.start()
  }

  #tellLeader(): void {
    if (this.session !== undefined) sendTo(this.kernel, this.session, 'SIGHUP')
  }

  setWindowSize(size: WindowSize): void {
    const before = this.windowSize
    this.windowSize = size
    if (isChangeTold(before, size, this.kernel.profile)) this.signal('SIGWINCH')
  }
}
