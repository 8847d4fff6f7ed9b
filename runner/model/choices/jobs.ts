/** Choices about sessions, the controlling terminal and job control. */
export interface JobChoices {
  /** XBD 11.1.3: whether open() makes a terminal the controlling one is implementation-defined; tty_open_proc_set_tty(). */
  readonly openAcquires: 'never' | 'readable' | 'always'
  /** XSH tcgetpgrp and tcgetsid on a master whose slave is not the caller's terminal; tiocgpgrp(). */
  readonly masterKnowsForeground: boolean
  /** XSH tcsetpgrp, ERRORS: no such process group; tiocspgrp(). */
  readonly unknownGroup: 'EPERM' | 'ESRCH'
  /** XBD 11.1.4: tcsetpgrp() from an orphaned background group; tiocspgrp(). */
  readonly orphanSetsGroup: 'EIO' | 'ENOTTY'
  /** XBD 11.1.4: a read that began in the foreground, when bytes come and its group is in the background. */
  readonly waitingReadIsRechecked: boolean
  /** XSH tcsetwinsize from the background; tty_do_resize() does not ask. */
  readonly windowSizeFromBackground: 'allowed' | 'stops'
  /** XBD 11.1.3: what the others of a session can do with the terminal when its leader has ended. */
  readonly slaveAfterLeader: 'usable' | 'hung-up'
  /** Signals for the foreground group when the leader gives up its terminal; no_tty(). */
  readonly signalsAtGivingUp: readonly string[]
  /** pty_signal(): signals TIOCSIG takes. */
  readonly masterSignals: readonly string[]
  /** TIOCEXCL: whether the superuser may open all the same; tty_reopen(). */
  readonly exclusiveForRoot: boolean

  /** Unprivileged TIOCSTI on a terminal that is not the caller's, and where a setting forbids it; tiocsti(). */
  readonly foreignInput: 'EPERM' | 'EACCES'
  readonly forbiddenInput: 'EIO' | 'EPERM'
}
