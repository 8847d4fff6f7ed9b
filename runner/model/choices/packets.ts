/** Choices about packet mode, TIOCPKT: which news the master gets of the slave's terminal, and how. */
export interface PacketChoices {
  /** Whether there are status bytes at all. */
  readonly packetNews: 'told' | 'never'
  /** News from before TIOCPKT: ptsdrv_pktnotify() and ptsstop() collect them all the time. */
  readonly packetNewsBefore: 'forgotten' | 'kept'
  /** What has happened to a fresh pair. */
  readonly packetNewsAtStart: readonly string[]
  /** A stop and a start that were typed, or only those of tcflow(); ttydisc_rint() tells of none. */
  readonly packetTypedFlow: 'told' | 'silent'
  /**
   * TIOCPKT_NOSTOP and TIOCPKT_DOSTOP: when what they tell of changes, or at each tcsetattr() (tty_generic_ioctl()); or at
   * the first request after it has changed (ptyioctl()), which it does, too, where parameters are reset.
   */
  readonly packetFlowSettings: 'when-changed' | 'always' | 'at-requests'
  /** TIOCPKT_IOCTL, tcsetattr() or TIOCEXT with EXTPROC set: a byte alone (pty_set_termios()), or struct termios too (ptcread()). */
  readonly packetParameters: 'told' | 'sent'
  /** TIOCPKT_FLUSHREAD of tcflush(): always, or along with TIOCPKT_FLUSHWRITE; ttyflush() calls the driver for output. */
  readonly packetInputFlush: 'told' | 'with-output'
  /** The flush of the last slave close: news at once, or as soon as a slave is open again; ttyclose(), ptcread(). */
  readonly packetNewsOfClose: 'none' | 'at-once' | 'with-next-slave'
  /** TIOCPKT_START: joins other news, or takes their place; ptsstart(). */
  readonly packetStart: 'joins' | 'replaces'
  /** poll() and select(): news are an exceptional condition; ptsdev_poll() has none. */
  readonly packetPriority: boolean
  /** The byte 0 ahead of data. */
  readonly packetHeader: 'always' | 'with-ONLCR'
  /** Whether a reader that waits hears of news. */
  readonly packetNewsWake: boolean
}
