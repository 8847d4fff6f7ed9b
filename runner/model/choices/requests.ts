/** Choices about requests and descriptors as such, whatever they are about. */
export interface RequestChoices {
  /** Requests, and calls that are made of one, that are known but that pairs answer with ENOTTY; ptyioctl(). */
  readonly unknownRequests: readonly string[]
  /** What a request says that nobody knows; tty_ioctl() since Linux 3.3, and before (ENOIOCTLCMD). */
  readonly unknownRequest: 'ENOTTY' | 'EINVAL'
  /** What a terminal's calls say of what is none; isatty(3), ERRORS. */
  readonly noTerminal: 'ENOTTY' | 'EINVAL'
  /**
   * Linux splice(2) and sendfile(2): whether terminals give and take bytes so (tty_fops), and whether it is looked at what
   * the two ends are.
   */
  readonly copies: 'works' | 'EINVAL' | 'unchecked'
  /** vhangup(2) and TIOCVHANGUP, and revoke(2) of another's slave: root alone may take a terminal away, or anybody. */
  readonly hangUpBy: 'root' | 'anybody'
  /** vhangup(2) by a process without controlling terminal; sys_vhangup(). */
  readonly hangUpWithoutTerminal: 'nothing' | 'ENOTTY'
  /** XSH getrlimit, RLIMIT_NOFILE: whether a call that would go beyond it fails. */
  readonly descriptorLimit: 'heeded' | 'ignored'
}
