/** Choices about who, asleep at one end of a pair, is woken by what happens at the other. */
export interface WakingChoices {
  /** Who at the master the last close of the slave wakes: pty_close(), ptsdrv_close(), ptsclose(). */
  readonly wokenBySlaveClose: readonly ('read' | 'poll')[]
  /** Who at the slave the last close of the master wakes: __tty_hangup(), tty_rel_gone(), ttymodem(). */
  readonly wokenByHangup: readonly ('read' | 'write' | 'poll')[]
  /** Whether a reader that has just fallen asleep is sure to hear of the bytes that come then; n_tty_receive_buf(). */
  readonly firstDataWakes: boolean
  /** Which of several readers asleep at one slave is remembered. */
  readonly sleepingReaders: 'all' | 'last'
}
