/** Choices about a new pair: how it is had, named, numbered, locked and granted. */
export interface PairChoices {
  /**
   * What posix_openpt() is: an open of /dev/ptmx (glibc getpt.c), a system call that needs no node (FreeBSD), PTMGET on
   * /dev/ptm (OpenBSD ptm(4)), or a search for a master that opens (4.3BSD pty(4)).
   */
  readonly master: 'multiplexor' | 'system-call' | 'management-device' | 'search'
  /** XSH posix_openpt, DESCRIPTION: flags it takes, and no access mode but these; EINVAL for others. */
  readonly masterFlags: 'any' | readonly string[]
  /** Whether a pair is made by an open of the multiplexor or by a look at its name (FreeBSD 7 tty_pts.c, pty_clone()). */
  readonly pairMadeAt: 'open' | 'lookup'
  /** Where slaves' nodes lie: in a file system of their own, among all devices that come and go, or on a disc. */
  readonly nodes: 'devpts' | 'devfs' | 'disc'
  /** What slaves are called below /dev; XY are letters and figures, 16 or 62 for a first letter. */
  readonly slaveNames: 'pts/N' | 'ttysNNN' | 'ttyXY' | 'ttyXY of 62'
  /** The number of the first pair. */
  readonly firstNumber: number
  /** How many pairs there can be, whatever is set. */
  readonly mostPairs: number
  /** XSH posix_openpt, ERRORS: no pair is left (may fail, EAGAIN); devpts_new_index(). */
  readonly noPairLeft: 'EAGAIN' | 'ENOSPC' | 'EIO' | 'ENXIO' | 'ENOMEM' | 'ENOENT'
  /**
   * Whose pairs a multiplexor gives that lies in no instance: those of the instance mounted beside it (devpts_acquire()),
   * or the first instance's (pts_sb_from_inode() up to 4.6); and whether even an instance's own gives the first's.
   */
  readonly multiplexorReaches: 'instance-beside' | 'first-instance' | 'first-instance-always'
  /** XSH unlockpt: a slave cannot be opened before it; whether a new pair is locked. */
  readonly startsLocked: boolean
  /** TIOCSPTLCK: the pair is locked, or it is only said to be (gVisor, master.go). */
  readonly lock: 'kept' | 'only-said'
  /** XSH open, ERRORS: a locked slave (may fail, EAGAIN); pty_open(). */
  readonly lockedOpen: 'EAGAIN' | 'EIO'
  /** pty_open(), error exit: a failing open of a slave gives all who have it open an I/O error until one succeeds. */
  readonly failedOpenBreaksSlave: boolean
  /**
   * A slave's node before grantpt(): as the mount says, the opener's with mode 0600, the calling user's as grantpt()
   * would make it, root's with the group and mode that grantpt() sets, readable and writable by all, or as its last
   * user left it.
   */
  readonly newSlave: 'as-mounted' | 'openers' | 'callers' | 'roots' | 'everybodys' | 'as-left'
  /**
   * XSH grantpt, DESCRIPTION: owner the real user, group tty, mode 0620, set by the kernel or by what the caller may do;
   * by a set-UID helper where he may not, whose end is a SIGCHLD of its own (glibc up to 2.17, pt_chown); or only a look
   * whether it is a master, or not even that.
   */
  readonly grant: 'changes-node' | 'as-caller' | 'by-helper' | 'looks-only' | 'does-nothing'
  /** The set-UID program that grantpt() runs, or would have run: where it lies, needed or not (CVE-2013-2207). */
  readonly grantHelper: 'none' | '/usr/libexec/pt_chown' | '/usr/lib/pt_chmod'
  /** XSH grantpt, DESCRIPTION: the mode, or what the caller's umask leaves of it. */
  readonly grantedMode: '0620' | 'less-umask'
  /** XSH grantpt and unlockpt, ERRORS: the descriptor is no master. */
  readonly noMaster: 'EINVAL' | 'ENOTTY'
  /** TIOCGPTN: whether slaves tell their number as masters do; the library then takes them for masters. */
  readonly numberTold: 'by-masters' | 'by-both'
  /** XSH ptsname, ERRORS: the descriptor is no master; or success, and an empty name. */
  readonly noMasterName: 'ENOTTY' | 'EINVAL' | 'empty'
  /** XSH ptsname: whether the name must be there and a slave's (glibc up to 2.32), or is just made from the number. */
  readonly nameIsChecked: boolean
  /**
   * XSH ttyname_r, ERRORS: the name does not fit; glibc then takes the slave for another (ttyname_r.c), the BSDs have
   * written /dev/ before they ask the kernel for the rest (ttyname.c), musl writes what fits and no end.
   */
  readonly smallNameBuffer:
    | 'ERANGE'
    | 'looks-elsewhere'
    | 'folder-and-EINVAL'
    | 'folder-and-ENOENT'
    | 'unended'
  /** fstat() of a master: the node that was opened, or the pair's slave. */
  readonly masterNode: 'multiplexor' | 'slave'
  /** XSH isatty: whether a master is a terminal is left open. */
  readonly masterIsTerminal: boolean
  /** pty_close(): when the slave's node goes. */
  readonly nodeGoes: 'with-master' | 'with-both' | 'never'
  /** When a pair's number is free again; never, for some, where the slave was not opened once. */
  readonly numberIsFree: 'with-master' | 'with-both' | 'with-both-if-opened'
  /** devpts_new_index(): the lowest free number, always a new one, or the one that was given back last. */
  readonly nextNumber: 'lowest' | 'growing' | 'last-freed'
  /** Whether opens at one moment see what number the other takes (devpts_new_index(), ida_alloc_max()). */
  readonly numbersAtOnce: 'different' | 'same'
  /** A pair with a number that another had: new, or that other one as it was left, with all who still have it open. */
  readonly reusedPair: 'new' | 'as-left'
  /** makedev() of slaves: their major number; 0 where devices have the numbers of their files (devfs_getattr()). */
  readonly slaveMajor: number
  /** makedev() of slaves: their minor number. */
  readonly slaveMinor: 'number' | 'always-0'
  /** chmod() and chown() of a slave's node: done, only said to be, or done for anybody. */
  readonly nodeChanges: 'kept' | 'lost' | 'by-anybody'
  /**
   * TIOCGPTPEER: the slave of this master through its instance's mount (devpts_mntget()), only through the mount that
   * the master was opened in (4.13 to 4.15), or whatever has its name now.
   */
  readonly peer: 'through-instance' | 'through-own-mount' | 'by-name'
  /** makedev() of masters that have nodes beside the slaves'. */
  readonly masterMajor: number
  /**
   * /dev/fd/N: what is open as N is opened again (Linux proc(5)); it is duplicated, and only up to 2 (devfs of FreeBSD,
   * fildesc.c); or there is no such name (OpenBSD where MAKEDEV(8) was not asked for them).
   */
  readonly descriptorNames: 'open-again' | 'duplicate-of-three' | 'none'
  /** Whether /proc/PID/fdinfo says the number of a master's pair: Linux since 4.14, pty_show_fdinfo(). */
  readonly numberInFdinfo: boolean
  /** XSH write: a write moves the times of the slave's node; Linux does so in steps of eight seconds, tty_update_time(). */
  readonly writeMarksNode: boolean
}
