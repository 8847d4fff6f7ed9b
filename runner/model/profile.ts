/** A profile: what a system is, as a flat record of named choices. Where systems differ, they differ here. */
import type { Settings } from '../implementation.js'

export interface Profile {
  readonly name: string
  /** Systems it stands for, as `needs` names them. */
  readonly systems: readonly string[]
  /** What it has not got: `call unshare`, `constant TIOCGPTPEER`. */
  readonly lacks: readonly string[]
  /** How a host of that system is set up where nobody says otherwise. */
  readonly settings: Settings

  // A new pair

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
  /** XSH grantpt, DESCRIPTION: owner the real user, group tty, mode 0620; or only a look whether it is a master. */
  readonly grant: 'changes-node' | 'looks-only'
  /** XSH grantpt and unlockpt, ERRORS: the descriptor is no master. */
  readonly noMaster: 'EINVAL' | 'ENOTTY'
  /** XSH ptsname, ERRORS: the descriptor is no master. */
  readonly noMasterName: 'ENOTTY' | 'EINVAL'
  /** XSH ptsname: whether the name must be there and a slave's (glibc up to 2.32), or is just made from the number. */
  readonly nameIsChecked: boolean
  /** XSH ttyname_r, ERRORS: the name does not fit; glibc then takes the slave for another (ttyname_r.c). */
  readonly smallNameBuffer: 'ERANGE' | 'looks-elsewhere'
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

  // The last slave descriptor closes

  /** XSH read on a master when no slave is open any more and all was read; n_tty_read() with TTY_OTHER_CLOSED. */
  readonly masterReadWithoutSlave: 'end-of-file' | 'EIO'
  /** XSH poll: events of a master then, besides what data give. */
  readonly masterPollWithoutSlave: readonly string[]
  /** XSH write on a master then. */
  readonly masterWriteWithoutSlave: 'accepted' | 'EIO'
  /** XBD 11.1.11: pending output is sent at the last close. */
  readonly outputAtSlaveClose: 'kept' | 'discarded'
  /** XBD 11.1.11: pending input is dropped at the last close. */
  readonly inputAtSlaveClose: 'kept' | 'discarded'
  /** XBD 11.1.1 and XSH open: parameters may persist or be reset by the next open. */
  readonly termiosAtReopen: 'kept' | 'reset'
  readonly windowSizeAtReopen: 'kept' | 'reset'
  /** TIOCEXCL after the last close. */
  readonly exclusiveAtSlaveClose: 'kept' | 'cleared'

  // The last master descriptor closes

  /** XBD 11.1.10: read() on the slave afterwards. */
  readonly slaveReadWithoutMaster: 'end-of-file' | 'EIO'
  /** XBD 11.1.10: a read() that was waiting at that moment; n_tty_read(). */
  readonly waitingReadAtHangup: 'end-of-file' | 'EIO'
  /** XBD 11.1.10 and XSH close: whether input that was not yet read is lost. */
  readonly inputAtHangup: 'kept' | 'discarded'
  /** XBD 11.1.10: write() on the slave afterwards. */
  readonly slaveWriteWithoutMaster: 'EIO' | 'ENXIO'
  /** XSH poll: events of the slave afterwards. */
  readonly slavePollWithoutMaster: readonly string[]
  /** hung_up_tty_ioctl(): terminal calls on the slave afterwards. */
  readonly callsAfterHangup: 'work' | 'EIO' | 'ENXIO'
  /** XSH close: the controlling process gets SIGHUP; tty_signal_session_leader(). */
  readonly signalsAtHangup: readonly string[]
  /** Whether the session then still has the terminal: open of /dev/tty. */
  readonly terminalAtHangup: 'kept' | 'lost'
  /** tty_open() of a slave whose master is gone, through a name or link that is left. */
  readonly openAfterHangup: 'EIO' | 'ENXIO'

  // Sessions and job control

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

  // The line discipline

  /** XBD 11.2: the parameters of a fresh slave are implementation-defined; tty_std_termios. */
  readonly inputModes: readonly string[]
  readonly outputModes: readonly string[]
  readonly controlModes: readonly string[]
  readonly localModes: readonly string[]
  readonly speed: string
  /** c_cc of a fresh slave by name, as numbers. */
  readonly controlCharacters: Readonly<Record<string, number>>
  /** _POSIX_VDISABLE. */
  readonly disabledCharacter: number
  /** XBD 11.2.4: character size and parity of a pty: kept as asked, or forced to CS8 (pty_set_termios()). */
  readonly characterSize: 'kept' | 'eight'
  /** XSH tcsetattr, ERRORS: none of the changes asked for was made. */
  readonly nothingChanged: 'EINVAL' | 'silent'
  /** XBD 11.1.5: {MAX_INPUT}, bytes the discipline holds. */
  readonly inputLimit: number
  /** XBD 11.1.6: what happens to a line that is too long; n_tty_receive_buf_common(). */
  readonly longLine: 'last-byte-replaced' | 'discarded'
  /** What lies between writer and reader besides: so many bytes, or chunks of memory; tty_buffer.c. */
  readonly transit: 'bytes' | 'chunks'
  /** Bytes, or memory in use, beyond which no more is taken; tty_buffer_set_limit(). */
  readonly transitLimit: number
  /** Bytes of one write() that are handed on at a time; iterate_tty_write(). */
  readonly writePiece: number
  /** Whether the other side takes bytes while a write() still goes on; flush_to_ldisc() runs in a worker. */
  readonly takesDuringWrite: 'yes' | 'no' | 'either'
  /** XBD 11.1.7: non-blocking read() in non-canonical mode without data. */
  readonly emptyRawRead: 'EAGAIN' | 'end-of-file'
  /** XBD 11.1.9: an end-of-file mark that is still there when canonical mode ends. */
  readonly markInRawMode: 'vanishes' | 'nul'
  /** A read of just the bytes before an end-of-file mark; canon_copy_from_read_buf(). */
  readonly exactReadTakesMark: boolean
  /** XSH tcflush, TCOFLUSH: data written but not transmitted; whether this reaches what the master could read. */
  readonly outputFlush: 'all-unread' | 'in-transit'
  /** tcflush(TCIFLUSH) on the master: the output of the slave, or the slave's input. */
  readonly masterFlush: 'output' | 'input'
  /** XSH tcdrain: whether bytes the master has not read count as transmitted. */
  readonly drain: 'until-read' | 'at-once'
  /** XBD 11.1.9, STOP: whether output written before can still be read by the master. */
  readonly outputAfterStop: 'readable' | 'hidden'
  /** Unprivileged TIOCSTI on a terminal that is not the caller's, and where a setting forbids it; tiocsti(). */
  readonly foreignInput: 'EPERM' | 'EACCES'
  readonly forbiddenInput: 'EIO' | 'EPERM'

  /** XSH sysconf and fpathconf: what the library says of these limits, whatever the kernel has room for. */
  readonly limits: Readonly<Record<string, number>>
  /** XSH fpathconf, ERRORS: whether terminals alone have theirs, or the library looks at no file (glibc, fpathconf.c). */
  readonly terminalLimits: 'of-terminals' | 'of-anything'

  // Mounts

  /** devpts_remount(): options that are not named go back to their defaults. */
  readonly remountResets: boolean
  /** devpts max=0: no limit, or none at all. */
  readonly maxZero: 'no-limit' | 'none'
}
