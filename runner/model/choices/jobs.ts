/** Choices about sessions, the controlling terminal, job control, and the signals that terminals send. */
export interface JobChoices {
  /** XBD 11.1.3: the foreground group of a terminal that was just acquired; __proc_set_tty(). */
  readonly foregroundAtFirst: 'of-the-leader' | 'none'
  // A session gets its controlling terminal

  /** XBD 11.1.3: whether open() makes a terminal the controlling one is implementation-defined; tty_open_proc_set_tty(). */
  readonly openAcquires: 'never' | 'readable' | 'always'
  /** Whether the open of a master does so for its slave (System V, streams of SO_ISTTY). */
  readonly mastersAcquire: boolean
  /** XSH open, O_NOCTTY. */
  readonly noctty: 'heeded' | 'ignored'
  /** TIOCSCTTY on the terminal that the caller has; tiocsctty(). */
  readonly takenAgain: 'succeeds' | 'EPERM' | 'EINVAL'
  /** TIOCSCTTY by a process that leads no session or has another terminal; tiocsctty(). */
  readonly mayNotTake: 'EPERM' | 'EINVAL'
  /** TIOCSCTTY by who cannot read the terminal; tiocsctty() asks for the right, ttioctl() of the BSDs for nothing. */
  readonly unreadableTaken: 'by-root' | 'by-anyone'
  /** TIOCSCTTY with the argument 1: who may take another session's terminal; ioctl_tty(2). */
  readonly stealing: 'nobody' | 'root' | 'anyone'
  /** TIOCSCTTY on a master: the slave is the terminal, but without a node that /dev/tty could lead to; tty_open_current_tty(). */
  readonly takenByMaster: 'as-slave' | 'ENXIO' | 'EIO'

  // It has it, and loses it

  /** XSH setpgid, ERRORS, EACCES: a child that runs another program; gVisor's Setpgid() moves it. */
  readonly movedAfterExec: 'EACCES' | 'moved'
  /** XSH setsid, ERRORS, EPERM: a process that leads a group already, which it could not leave. */
  readonly setsidByGroupLeader: 'EPERM' | 'starts-session'
  /** XSH setsid, RETURN VALUE: the number of the new group, or 0 (gVisor's Setsid() up to release 20231030). */
  readonly setsidGives: 'new-group' | '0'
  /** XSH setsid: the new session has no controlling terminal. */
  readonly terminalAtSetsid: 'given-up' | 'kept'
  /** XSH _exit: whose end takes the controlling terminal from the session; disassociate_ctty(). */
  readonly terminalReleasedBy: 'leader' | 'any-member' | 'nobody'
  /** XBD 11.1.3: what the others of a session can do with the terminal when its leader has ended. */
  readonly slaveAfterLeader: 'usable' | 'hung-up' | 'revoked'
  /** Job control in a session whose leader has ended; gVisor's kernel ends with its own error there. */
  readonly withoutLeader: 'answers' | 'panics'
  /** TIOCNOTTY: on which descriptors it is known, and whose it is; tty_drop_ctty() and cttyioctl() of the BSDs. */
  readonly givingUp: 'by-all' | 'by-leaders' | 'by-members-on-dev-tty' | 'ENOTTY'
  /** Signals for the foreground group when the leader gives up its terminal; no_tty(). */
  readonly signalsAtGivingUp: readonly string[]
  /** XBD 11.1.3: what a session has of a terminal that nobody has open; devfs_close() and ttyclose() of the BSDs. */
  readonly sessionAtSlaveClose: 'has-it' | 'without-node' | 'lost-it'
  /** TIOCSCTTY on a terminal whose session has no node of it; tty_ioctl() of FreeBSD looks at that alone. */
  readonly terminalWithoutNode: 'held' | 'free'
  /** XBD 10.1: whether /dev/tty is the terminal of the caller's session, and then a node of its own or the slave's (ctty_clone()). */
  readonly ownTerminal: 'own-node' | 'slaves-node' | 'missing'
  /** XBD 10.1, /dev/tty without controlling terminal; tty_open_current_tty(). */
  readonly noOwnTerminal: 'ENXIO' | 'EIO'

  /** Linux proc(5), /proc/PID/stat: terminal and foreground group of a process; gVisor says 0 of both. */
  readonly terminalInProcessTable: 'told' | 'zeros'

  // Who is in the foreground

  /** XSH tcgetpgrp on a master whose slave is not the caller's terminal; tiocgpgrp(). */
  readonly masterKnowsForeground: boolean
  /** XSH tcgetsid: of masters too, of the caller's own terminal alone, or never; tiocgsid(). */
  readonly sessionIsTold: 'on-masters' | 'of-the-own' | 'never'
  /** XSH tcgetpgrp on a slave that is not the caller's terminal: who is told all the same; ttioctl(), TIOCGPGRP. */
  readonly foregroundForOthers: 'nobody' | 'root' | 'anyone'
  /** XSH tcgetpgrp: what stands for no foreground group, of a master and of a slave; NO_PID. */
  readonly noForegroundOfMaster: number
  readonly noForegroundOfSlave: number
  /** XSH tcgetpgrp: whether a group without processes stays in the foreground; pgdelete() of the BSDs forgets it. */
  readonly endedForeground: 'kept' | 'forgotten'
  /** XSH tcsetpgrp, ERRORS: no such process group; tiocspgrp(). */
  readonly unknownGroup: 'EPERM' | 'ESRCH' | 'EINVAL' | 'accepted'
  /** XSH tcsetpgrp, ERRORS: a group of another session. */
  readonly foreignGroup: 'EPERM' | 'accepted'
  /** XBD 11.1.4: tcsetpgrp() from an orphaned background group; tiocspgrp(). */
  readonly orphanSetsGroup: 'EIO' | 'ENOTTY'

  // The background

  /** XBD 11.1.4: calls that stop a process in the background, ioctl() requests by their names; tty_check_change(). */
  readonly backgroundStops: readonly string[]
  /**
   * XBD 11.1.4: whether the group is signalled in which the check found the caller, or one that he may have been moved
   * out of meanwhile (FreeBSD bug 250701).
   */
  readonly backgroundSignal: 'with-the-check' | 'after-it'
  /** XBD 11.1.4: a background read with SIGTTIN ignored or blocked. */
  readonly readWithoutSigttin: 'EIO' | 'goes-on'
  /** XBD 11.1.4: a write with TOSTOP set, or what is treated so, with SIGTTOU ignored or blocked. */
  readonly callWithoutSigttou: 'EIO' | 'goes-on'
  /** XBD 11.1.4: what would stop its group, where that is orphaned; SetForegroundProcessGroup() of gVisor does not ask. */
  readonly orphanInBackground: 'EIO' | 'goes-on' | 'stopped'
  /** XSH 2.4.1: a signal that is ignored and blocked; ptsignal() and tdsendsignal() ask first whether it is ignored. */
  readonly ignoredAndBlocked: 'pending' | 'discarded'
  /** XSH 2.4.3: SIGTSTP, SIGTTIN and SIGTTOU stop nobody of an orphaned group; gVisor, task_signals.go, does not ask. */
  readonly stopOfOrphan: 'discarded' | 'stops'
  /** XBD 11.1.4: a call that stopped its process, once that is continued; ttysleep_nsec() of OpenBSD 7.8. */
  readonly callAfterStop: 'starts-anew' | 'EAGAIN-after-a-second'
  /** XBD 11.1.4: a read that began in the foreground, when bytes come and its group is in the background. */
  readonly readMovedToBackground: 'goes-on' | 'is-checked' | 'waits'

  // Processes

  /** XSH _exit: descriptors are closed; or a process that nobody has waited for holds them. */
  readonly descriptorsOfEnded: 'closed' | 'held'

  // Signals

  /** Who of the foreground group gets the signals of the terminal (XBD 11.1.9). */
  readonly terminalSignals: 'whole-group' | 'one-process'
  /** XSH tcsetwinsize: when SIGWINCH is sent; tty_do_resize(). */
  readonly windowSignal: 'changed' | 'cells-changed' | 'always' | 'never'
  /** XSH close: who gets the signals of a hang-up; ttymodem(). */
  readonly hangupReaches: 'leader' | 'foreground'
  /** Signals that the foreground group gets at a hang-up where it is not the leader's (System V, streamio.c). */
  readonly othersAtHangup: readonly string[]
  /** pty_signal(): signals TIOCSIG takes. */
  readonly masterSignals: readonly string[] | 'all'
  /** TIOCSIG: what it does besides; ptyioctl() flushes unless NOFLSH is set, tty_signal_pgrp() sets output going. */
  readonly signalFromMaster: 'signals' | 'flushes' | 'starts-output'

  // Rights

  /** TIOCEXCL on a master: it is the master that is exclusive, or the slave; tty_ioctl() of the BSDs. */
  readonly exclusiveOnMaster: 'master' | 'slave'
  /** TIOCEXCL: who may open all the same; tty_reopen(). */
  readonly exclusivePasses: 'nobody' | 'root' | 'everybody'
  /** Unprivileged TIOCSTI on a terminal that is not the caller's, and where a setting forbids it; tiocsti(). */
  readonly foreignInput: 'EPERM' | 'EACCES'
  /** Unprivileged TIOCSTI through a descriptor that is not open for reading; FREAD in ttioctl(), tiocsti() asks for none. */
  readonly unreadableInput: 'EPERM' | 'allowed'
  readonly forbiddenInput: 'EIO' | 'allowed'
  /** TIOCSTI on a master: what it puts the byte into; tty_ioctl() of the BSDs hands the request to the slave. */
  readonly inputThroughMaster: 'output' | 'input'
  /** Unprivileged TIOCCONS; tioccons(). */
  readonly consoleOutput: 'EPERM' | 'EACCES' | 'granted'
}
