/** Choices about requests and descriptors as such, whatever they are about. */
export interface RequestChoices {
  /** Requests, and calls and actions that are made of one, that are known but that pairs answer with ENOTTY; ptyioctl(). */
  readonly unknownRequests: readonly string[]
  /** What a request says that nobody knows; tty_ioctl() since Linux 3.3, and before (ENOIOCTLCMD). */
  readonly unknownRequest: 'ENOTTY' | 'EINVAL'
  /** What TIOCMGET and TIOCGICOUNT say of a pair; tty_tiocmget(), tty_get_icount() before Linux 5.13, and since. */
  readonly modemRequest: 'ENOTTY' | 'EINVAL'
  /** TIOCSETD: whether there is a discipline that takes no byte and gives none (N_NULL; n_null.c, since Linux 4.13). */
  readonly nullDiscipline: 'there' | 'missing'
  /** What a terminal's calls say of what is none; isatty(3), ERRORS. */
  readonly noTerminal: 'ENOTTY' | 'EINVAL'
  /** XSH tcgetattr, ERRORS, EBADF, and its like: what a terminal's calls say of a descriptor that is not open. */
  readonly noDescriptor: 'EBADF' | 'ENOTTY'
  /** XSH open, O_CLOEXEC and O_CLOFORK; posix_openpt() has a choice of its own. */
  readonly openMarks: 'heeded' | 'ignored'
  /** XSH fork: whether descriptors with FD_CLOFORK are closed in the child. */
  readonly closeOnFork: 'heeded' | 'ignored'
  /** XSH open, O_RDONLY and O_WRONLY: whether a descriptor does the one thing alone. */
  readonly accessModes: 'heeded' | 'ignored'
  /** XSH poll and select, ERRORS, EINTR: when a handler has run. */
  readonly interruptedPoll: 'EINTR' | 'goes-on'
  /**
   * Linux splice(2) and sendfile(2): whether terminals give and take bytes so (tty_fops), and whether it is looked at what
   * the two ends are.
   */
  readonly copies: 'works' | 'EINVAL' | 'unchecked'
  /** vhangup(2) and TIOCVHANGUP, and revoke(2) of another's slave: root alone may take a terminal away, or anybody; or ENOSYS (gVisor). */
  readonly hangUpBy: 'root' | 'anybody' | 'nobody'
  /** vhangup(2) by a process without controlling terminal; sys_vhangup(). */
  readonly hangUpWithoutTerminal: 'nothing' | 'ENOTTY'
  /** XSH getrlimit, RLIMIT_NOFILE: whether a call that would go beyond it fails. */
  readonly descriptorLimit: 'heeded' | 'ignored'
}
