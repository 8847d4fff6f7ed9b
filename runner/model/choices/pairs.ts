/** Choices about a new pair: how it is had, named, numbered, locked and granted. */
export interface PairChoices {
  /** What posix_openpt() is: an open of /dev/ptmx (glibc getpt.c), or a system call that needs no node. */
  readonly master: 'multiplexor' | 'system-call'
  /** XSH posix_openpt, ERRORS: no pair is left (may fail, EAGAIN); devpts_new_index(). */
  readonly noPairLeft: 'EAGAIN' | 'ENOSPC'
  /** devpts_acquire(): a multiplexor has no instance beside it; ENOENT or ENODEV with the state of the name cache. */
  readonly noInstance: 'ENODEV' | 'ENOENT' | 'either'
  /** XSH unlockpt: a slave cannot be opened before it; whether a new pair is locked. */
  readonly startsLocked: boolean
  /** XSH open, ERRORS: a locked slave (may fail, EAGAIN); pty_open(). */
  readonly lockedOpen: 'EAGAIN' | 'EIO'
  /** pty_open(), error exit: a failing open of a slave gives all who have it open an I/O error until one succeeds. */
  readonly failedOpenBreaksSlave: boolean
  /** XSH grantpt, DESCRIPTION: owner the real user, group tty, mode 0620; or only a look whether it is a master, or not even that. */
  readonly grant: 'changes-node' | 'looks-only' | 'does-nothing'
  /** XSH grantpt and unlockpt, ERRORS: the descriptor is no master. */
  readonly noMaster: 'EINVAL' | 'ENOTTY'
  /** XSH ptsname, ERRORS: the descriptor is no master; or success, and an empty name. */
  readonly noMasterName: 'ENOTTY' | 'EINVAL' | 'empty'
  /** XSH ptsname: whether the name must be there and a slave's (glibc up to 2.32), or is just made from the number. */
  readonly nameIsChecked: boolean
  /**
   * XSH ttyname_r, ERRORS: the name does not fit; glibc then takes the slave for another (ttyname_r.c), the BSDs have
   * written /dev/ before they ask the kernel for the rest (ttyname.c).
   */
  readonly smallNameBuffer: 'ERANGE' | 'looks-elsewhere' | 'folder-and-EINVAL' | 'folder-and-ENOENT'
  /** fstat() of a master: the node that was opened, or the pair's slave. */
  readonly masterNode: 'multiplexor' | 'slave'
  /** XSH isatty: whether a master is a terminal is left open. */
  readonly masterIsTerminal: boolean
  /** pty_close(): when the slave's node goes. */
  readonly nodeGoes: 'with-master' | 'with-both'
  /** When a pair's number is free again. */
  readonly numberIsFree: 'with-master' | 'with-both'
  /** devpts_new_index(): the lowest free number, or always a new one. */
  readonly nextNumber: 'lowest' | 'growing'
  /** makedev() of slaves: their major number. */
  readonly slaveMajor: number
}
