/** Who has which end of a pair open: what the first open and the last close of either end do to the other. */
import { DeadFile } from './dead-file.js'
import type { OpenFile } from './file.js'
import { hangUpSession, sessionCloses } from './jobs.js'
import type { Terminal } from './terminal.js'
import { freshTermios } from './termios.js'
import { noWindow } from './window-size.js'

export class Ends {
  /** At most one: nobody opens a pair again by its master's name before its master is closed. */
  readonly masters = new Set<OpenFile>()
  readonly slaves = new Set<OpenFile>()
  /** How often the slave was opened when nobody had it open. */
  #firstOpens = 0
  /** The master was told that no slave is left. */
  isEndTold = false
  /** The last output is not with the master yet, although its writer is gone. */
  #holdsOutput = false
  /** TIOCVHANGUP has left the slave such that nobody can open it any more. */
  refusesOpens = false
  /** When a slave's last close began to wait, and since when nothing was read. */
  #quietSince = 0

  constructor(private readonly terminal: Terminal) {}

  get #profile() {
    return this.terminal.kernel.profile
  }

  get isHungUp(): boolean {
    return this.masters.size === 0
  }

  /** No slave was opened yet since the pair was made. */
  get isBeforeSlave(): boolean {
    return this.#firstOpens === 0
  }

  /** The master finds itself alone for good, or until the next open: a slave was open once, and none is now. */
  get lacksSlave(): boolean {
    const { masterBeforeSlave, masterAtReopen } = this.#profile
    if (this.slaves.size > 0) return masterAtReopen === 'stays-ended' && this.#firstOpens > 1
    return !this.isBeforeSlave || masterBeforeSlave === 'ended'
  }

  get holdsOutput(): boolean {
    return this.#holdsOutput
  }

  /** What was held back is with the master now. */
  handOver(): void {
    this.#holdsOutput = false
  }

  /** The master has read: who waits for that in a last close may go on waiting. */
  progress(): void {
    this.#quietSince = this.terminal.kernel.clock
  }

  /** Where a pair can be opened again by its master's name, it is as it was left, and whoever has the slave finds it alive. */
  masterOpened(file: OpenFile): void {
    this.masters.add(file)
    this.#firstOpens = this.slaves.size > 0 ? 1 : 0
    for (const slave of this.slaves) slave.isHungUp = false
  }

  slaveOpened(file: OpenFile): void {
    if (this.slaves.size === 0) this.#startAnew()
    this.slaves.add(file)
    this.terminal.isBroken = false
  }

  #startAnew(): void {
    const { terminal } = this
    const { termiosAtReopen, windowSizeAtReopen, nonBlocking } = this.#profile
    if (termiosAtReopen === 'reset') terminal.termios = freshTermios(this.#profile)
    if (windowSizeAtReopen === 'reset') terminal.windowSize = noWindow
    if (nonBlocking === 'forgotten-at-first-open' && this.isBeforeSlave)
      for (const master of this.masters)
        master.flags = new Set([...master.flags].filter(flag => flag !== 'O_NONBLOCK'))
    this.#firstOpens++
    this.isEndTold = false
    this.#holdsOutput = false
  }

  /**
   * The last descriptor of a slave's description is gone. Where that leaves no slave, its output may have to be waited
   * for: then `file.endWaiting` ends that, and the close is over when it is no more.
   */
  slaveClosed(file: OpenFile): void {
    if (this.slaves.size > 1 || !this.#mustWait(file)) {
      this.#dropSlave(file)
      return
    }
    const { terminal } = this
    const { kernel } = terminal
    const { closeWait } = this.#profile
    file.endWaiting = () => {
      file.endWaiting = undefined
      this.#dropSlave(file)
    }
    this.#quietSince = kernel.clock
    kernel.later({
      isDue: () => terminal.unread === 0 || this.isHungUp || !file.endWaiting,
      deadline: () => this.#quietSince + closeWait,
      act: () => file.endWaiting?.(),
    })
  }

  #mustWait(file: OpenFile): boolean {
    const { closeWait, nonBlockingCloseWaits } = this.#profile
    const { terminal } = this
    if (closeWait === 0 || this.isHungUp || file.isHungUp || terminal.unread === 0) return false
    return nonBlockingCloseWaits || !file.isNonBlocking
  }

  #dropSlave(file: OpenFile): void {
    this.slaves.delete(file)
    if (this.slaves.size === 0) this.#slaveless()
  }

  #slaveless(): void {
    const { terminal } = this
    const { inputAtSlaveClose, outputAtSlaveClose } = this.#profile
    const { stopAtSlaveClose, exclusiveAtSlaveClose } = this.#profile
    if (inputAtSlaveClose === 'discarded') terminal.flushInput()
    if (outputAtSlaveClose === 'discarded') terminal.dropOutput()
    else if (outputAtSlaveClose !== 'kept') this.#holdsOutput = terminal.unread > 0
    if (stopAtSlaveClose === 'ended') terminal.stopped = false
    if (exclusiveAtSlaveClose === 'cleared') terminal.isExclusive = false
    terminal.packets.slaveClosed()
    if (terminal.session !== undefined) sessionCloses(terminal.kernel, terminal)
    this.#leave()
  }

  /** revoke(): all who have the slave open are parted from it for good, as if they had closed it; new opens work. */
  revoke(): void {
    if (this.slaves.size === 0) return
    for (const file of this.slaves) {
      file.isHungUp = true
      file.object = new DeadFile(this.#profile.revokedWrite)
      file.endWaiting = undefined
    }
    this.slaves.clear()
    this.#slaveless()
  }

  /** The last master is gone: the session hears of it, and the slaves are cut off. */
  masterClosed(file: OpenFile): void {
    this.masters.delete(file)
    const { terminal } = this
    hangUpSession(terminal.kernel, terminal)
    if (this.#profile.slavesAtHangup === 'hung-up') this.hangUpSlaves()
    if (this.#profile.inputAtHangup === 'discarded') terminal.flushInput()
    this.#leave()
  }

  /** TIOCVHANGUP on the slave: its session hears of it, but new opens work, and start anew (tty_ldisc_hangup()). */
  hangUp(): void {
    const { terminal } = this
    hangUpSession(terminal.kernel, terminal)
    this.hangUpSlaves()
    terminal.flushInput()
    terminal.termios = freshTermios(this.#profile)
    const { openAfterRequest } = this.#profile
    if (openAfterRequest === 'works-without-window') terminal.windowSize = noWindow
    this.refusesOpens = openAfterRequest === 'EIO'
  }

  /** All who have the slave open find it hung up. */
  hangUpSlaves(): void {
    for (const file of this.slaves) {
      file.isHungUp = true
      if (this.#profile.asynchronyAtHangup === 'ends')
        file.flags = new Set([...file.flags].filter(flag => flag !== 'O_ASYNC'))
    }
  }

  /** Node and number go when the profile says so. */
  #leave(): void {
    const { nodeGoes, numberIsFree } = this.#profile
    const { table, number } = this.terminal
    const withMaster = this.isHungUp
    const withBoth = withMaster && this.slaves.size === 0
    const goes = { 'with-master': withMaster, 'with-both': withBoth, never: false }
    const isFree = {
      'with-master': withMaster,
      'with-both': withBoth,
      'with-both-if-opened': withBoth && !this.isBeforeSlave,
    }
    if (goes[nodeGoes]) table.removeNode(number)
    if (isFree[numberIsFree]) table.freeNumber(number)
  }
}
