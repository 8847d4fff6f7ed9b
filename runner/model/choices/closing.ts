/** Choices about what the last close of either end does to the other. */
export interface ClosingChoices {
  /**
   * A master whose slave was never opened. Linux lets it type ahead; ttydisc_rint() of FreeBSD has no queue yet and loses
   * what is typed; ptcwrite() of 4.3BSD sleeps; PTMGET of OpenBSD has opened and closed the slave, so it is at its end.
   */
  readonly masterBeforeSlave: 'types-ahead' | 'loses-input' | 'holds-writers' | 'ended'
  /**
   * XSH read on a master when no slave is open any more and all was read; n_tty_read() with TTY_OTHER_CLOSED. A STREAMS
   * slave sends one message of no bytes; who knows of no end goes on waiting.
   */
  readonly masterReadWithoutSlave: 'end-of-file' | 'EIO' | 'end-of-file-once' | 'waits'
  /** XSH poll: events of a master then, besides what data give. */
  readonly masterPollWithoutSlave: readonly string[]
  /** XSH write on a master then; FreeBSD loses what is typed on a terminal left canonical, and else gives EIO. */
  readonly masterWriteWithoutSlave: 'accepted' | 'EIO' | 'lost-or-EIO'
  /** Whether a slave can be opened again after its last close, and the master's end is then over; pty_open(). */
  readonly masterAtReopen: 'goes-on' | 'stays-ended'
  /**
   * XBD 11.1.11: pending output is sent at the last close. Linux 3.12 to 4.6 had it come after the end was told, or after
   * a read() that does not wait: flush_to_ldisc() runs in a worker.
   */
  readonly outputAtSlaveClose: 'kept' | 'discarded' | 'after-the-end' | 'after-EAGAIN'
  /** XSH close: seconds that the last close waits for the master to read on; tty_drain(), ttywflush(). */
  readonly closeWait: number
  /** Whether a description with O_NONBLOCK waits so too; ttylclose() discards at once. */
  readonly nonBlockingCloseWaits: boolean
  /** XBD 11.1.11: pending input is dropped at the last close. */
  readonly inputAtSlaveClose: 'kept' | 'discarded'
  /** XBD 11.1.1 and XSH open: parameters may persist or be reset by the next open. */
  readonly termiosAtReopen: 'kept' | 'reset'
  readonly windowSizeAtReopen: 'kept' | 'reset'
  /** Whether output that was stopped stays so when no slave is left; ttyclose() of 4.4BSD leaves nothing of t_state. */
  readonly stopAtSlaveClose: 'kept' | 'ended'
  /** TIOCEXCL after the last close. */
  readonly exclusiveAtSlaveClose: 'kept' | 'cleared'

  // The last master descriptor closes

  /** XBD 11.1.10: whether those who have the slave open are cut off at all. */
  readonly slavesAtHangup: 'hung-up' | 'unharmed'
  /** XBD 11.1.10: read() on the slave afterwards. */
  readonly slaveReadWithoutMaster: 'end-of-file' | 'EIO'
  /** XBD 11.1.10: a read() that was waiting at that moment; n_tty_read(). */
  readonly waitingReadAtHangup: 'end-of-file' | 'EIO'
  /** XBD 11.1.10 and XSH close: whether input that was not yet read is lost. */
  readonly inputAtHangup: 'kept' | 'discarded'
  /** XBD 11.1.10: write() on the slave afterwards. */
  readonly slaveWriteWithoutMaster: 'EIO' | 'ENXIO'
  /** XSH poll: events of the slave afterwards. */
  readonly slavePollWithoutMaster: readonly string[]
  /** hung_up_tty_ioctl(): terminal calls on the slave afterwards. */
  readonly callsAfterHangup: 'work' | 'EIO' | 'ENXIO'
  /** XSH close: the controlling process gets SIGHUP; tty_signal_session_leader(). */
  readonly signalsAtHangup: readonly string[]
  /** Whether the session then still has the terminal: open of /dev/tty. */
  readonly terminalAtHangup: 'kept' | 'lost'
  /**
   * tty_open() of a slave whose master is gone, through a name or link that is left; ptsopen() of the BSDs waits for
   * carrier unless O_NONBLOCK is given.
   */
  readonly openAfterHangup: 'EIO' | 'ENXIO' | 'EAGAIN' | 'waits'
  /** XSH write: whether a waiting write() that had been taken in part tells how much, or fails. */
  readonly waitingWriteAtHangup: 'counts' | 'fails'
  /** vhangup() and TIOCVHANGUP: whether new opens find the terminal working, and with its window as it was. */
  readonly openAfterRequest: 'works' | 'works-without-window' | 'EIO'

  // revoke()

  /** write() on a slave that was revoked; dead_write() of deadfs. */
  readonly revokedWrite: 'EIO' | 'ENXIO'
  /** isatty() of it; fcntl(F_ISATTY) of OpenBSD asks what the vnode was opened as (VISTTY), no other request works. */
  readonly revokedIsTerminal: boolean
}
