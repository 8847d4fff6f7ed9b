/** Choices of the C library alone. */
export interface LibraryChoices {
  // Masters

  /** XSH posix_openpt, ERRORS: what it makes of the kernel's errno where no pair is left (musl, pty.c). */
  readonly openptWithoutPair: 'as-kernel' | 'EAGAIN'
  /** XSH posix_openpt, O_CLOEXEC. */
  readonly openptCloseOnExec: 'heeded' | 'ignored'
  /** XSH unlockpt, ERRORS: whether it fails for what is no master (NetBSD, pty.c, says 0 of anything). */
  readonly unlock: 'of-masters' | 'of-anything'

  // Names

  /** XSH ptsname, RETURN VALUE: whether the null pointer comes with an errno. */
  readonly ptsnameErrno: 'set' | 'unset'
  /** XSH ptsname_r, RETURN VALUE: the error's number, with errno or without (musl, pty.c), or -1 (FreeBSD, ptsname.c). */
  readonly ptsnameFailure: 'number' | 'number-alone' | '-1'
  /** XSH ptsname_r, ERANGE: what is in the buffer then. */
  readonly smallPtsnameBuffer: 'untouched' | 'emptied' | 'cut'
  /** XSH ptsname: how the pair's number stands in the name; an int that is read as the upper half of a long. */
  readonly numberInName: 'right' | 'shifted'
  /**
   * XSH ttyname: of a terminal that no name leads to here: an error (with glibc after a look through all of /dev), that
   * of the path the kernel has for it (musl, ttyname_r.c), the name of its number in the devpts that is here (glibc up
   * to 2.24), or the name that the kernel has for it, which nobody looks up (FreeBSD, fdevname_r()).
   */
  readonly terminalElsewhere: 'the-kernels-name' | 'ENODEV' | 'EINVAL' | 'as-the-path' | 'namesake'
  /** XSH ttyname_r, where it fails: FreeBSD has emptied the buffer first (ttyname.c). */
  readonly ttynameBuffer: 'untouched' | 'emptied'
  /** XSH ttyname, ERRORS, ERANGE: bytes of the library's own buffer (musl, ttyname.c: TTY_NAME_MAX), or as many as it takes. */
  readonly ttynameRoom: number
  /** XSH ttyname: the folder in the name, or that of the first terminal this process asked for (glibc, ttyname.c). */
  readonly ttynameFolder: 'own' | 'of-the-first'
  /** XSH ctermid: the name for any controlling terminal, or that of this one (FreeBSD, ctermid.c). */
  readonly ctermid: 'dev-tty' | 'own-name'
  /** XSH isatty, ERRORS, and ttyname(), which asks it first: of a terminal that was hung up. */
  readonly isattyError: 'as-kernel' | 'ENOTTY'

  // openpty() and its like

  /** openpty(3): the parameters and the window that are asked for. */
  readonly openptyArguments: 'applied' | 'ignored'
  /** login_tty(3): whether the terminal becomes the standard streams, and whether its descriptor is closed then. */
  readonly loginTty: 'whole' | 'without-streams' | 'keeps-argument'
  /** forkpty(3), where no process can be made: FreeBSD's pty.c closes the slave alone. */
  readonly forkptyWithoutProcess: 'closes-both' | 'keeps-master'
  /** forkpty(3): whether the child closes the master. */
  readonly masterInForkptyChild: 'closed' | 'open'
  /** posix_spawn(3): whether it can put the child's group into the foreground (glibc since 2.35). */
  readonly spawnIntoForeground: 'works' | 'ENOSYS'

  // Limits

  /** XSH sysconf and fpathconf: what the library says of these limits, whatever the kernel has room for. */
  readonly limits: Readonly<Record<string, number>>
  /**
   * XSH fpathconf, ERRORS: whether terminals alone have theirs, or the library looks at no file (glibc, fpathconf.c),
   * nor at the descriptor (musl, fpathconf.c).
   */
  readonly terminalLimits: 'of-terminals' | 'of-anything' | 'of-no-file'
}
