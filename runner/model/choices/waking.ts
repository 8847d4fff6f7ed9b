/** Choices about who, asleep at one end of a pair, is woken by what happens at the other. */
export interface WakingChoices {
  /** Who at the master the last close of the slave wakes: pty_close(), ptsdrv_close(), ptsclose(). */
  readonly wokenBySlaveClose: readonly ('read' | 'poll')[]
  /** Who at the slave the last close of the master wakes: __tty_hangup(), tty_rel_gone(), ttymodem(). */
  readonly wokenByHangup: readonly ('read' | 'write' | 'poll')[]
  /** Whether who waits at the master for room hears of TCIFLUSH; ttyflush() of OpenBSD calls the driver for output. */
  readonly inputFlushWakes: boolean
  /** XSH poll: who slept until its time was over looks again (do_poll()), or has nothing to tell (kqueue_scan()). */
  readonly pollAtItsEnd: 'looks-again' | 'tells-nothing'
  /** Whether a reader that has just fallen asleep is sure to hear of the bytes that come then; n_tty_receive_buf(). */
  readonly firstDataWakes: boolean
  /** Which of several readers asleep at one slave is remembered. */
  readonly sleepingReaders: 'all' | 'last'
}
