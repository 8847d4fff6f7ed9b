/** Choices about what the last close of either end does to the other. */
export interface ClosingChoices {
  /** XSH read on a master when no slave is open any more and all was read; n_tty_read() with TTY_OTHER_CLOSED. */
  readonly masterReadWithoutSlave: 'end-of-file' | 'EIO'
  /** XSH poll: events of a master then, besides what data give. */
  readonly masterPollWithoutSlave: readonly string[]
  /** XSH write on a master then. */
  readonly masterWriteWithoutSlave: 'accepted' | 'EIO'
  /** XBD 11.1.11: pending output is sent at the last close. */
  readonly outputAtSlaveClose: 'kept' | 'discarded'
  /** XBD 11.1.11: pending input is dropped at the last close. */
  readonly inputAtSlaveClose: 'kept' | 'discarded'
  /** XBD 11.1.1 and XSH open: parameters may persist or be reset by the next open. */
  readonly termiosAtReopen: 'kept' | 'reset'
  readonly windowSizeAtReopen: 'kept' | 'reset'
  /** TIOCEXCL after the last close. */
  readonly exclusiveAtSlaveClose: 'kept' | 'cleared'

  // The last master descriptor closes

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
  /** tty_open() of a slave whose master is gone, through a name or link that is left; ptsopen() waits for a master. */
  readonly openAfterHangup: 'EIO' | 'ENXIO' | 'waits'
}
