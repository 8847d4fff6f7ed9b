/** Choices about what either end is to the calls that any file takes: waiting, readiness, places. */
export interface EndChoices {
  /** XSH write: what a write() that may wait does without room. */
  readonly fullWrite: 'waits' | 'EAGAIN'
  /** Which calls tell of an end or a hang-up at all. */
  readonly hangupTold: readonly ('poll' | 'select' | 'epoll' | 'kqueue')[]
  /** XSH close: closes at one moment are all counted (fput()), or one of them is lost. */
  readonly closesAtOnce: 'all-counted' | 'one-lost'
  /** Whether kqueue tells a writer of the end; pts_kqops_write_event(), against filt_ptcwrite(). */
  readonly kqueueWriterMeetsEnd: boolean
  /** Bytes that a write() on the master keeps back and kqueue counts as room; ptcwrite(), filt_ptcwrite(). */
  readonly masterRoomKeptBack: number
  /** Whether an event shows the flags that it was asked for with, EV_ADD among them. */
  readonly kqueueShowsRequest: boolean
  /** XSH select: whether what is hung up counts as ready for writing (selflags()) or not (POLLOUT_SET of fs/select.c). */
  readonly hangupIsWritable: boolean
  /** XSH lseek, ERRORS, ESPIPE: ends that have places all the same. */
  readonly seekable: readonly ('master' | 'slave')[]
  /** XSH read, ERRORS, ESPIPE of pread(): ends that read from any place as from their only one. */
  readonly readableAtPlace: readonly ('master' | 'slave')[]
  /** The errno of the others: of lseek(), and of pread() and pwrite(). */
  readonly noPlaces: 'ESPIPE' | 'EINVAL'
  readonly noPlaceToRead: 'ESPIPE' | 'EINVAL'
  /**
   * XSH read, ERRORS, EINVAL of pread(): a place below 0 is looked at before what the file is (ksys_pread64()), or after
   * (dofilereadv() of OpenBSD, kern_preadv() of FreeBSD).
   */
  readonly negativePlace: 'before-the-file' | 'after-the-file'
  /** XSH ftruncate: unspecified for other files than regular ones; ends for which it does nothing. */
  readonly truncatable: readonly ('master' | 'slave')[]
  /** fcntl(F_SETOWN) of a terminal: any will do, or only the caller's own, else ENOTTY; isctty() in ttioctl(). */
  readonly owned: 'any' | 'own-terminal'
  /** fcntl(F_SETOWN) and O_ASYNC: ends whose news raise SIGIO. */
  readonly asynchronous: readonly ('master' | 'slave')[]
  /** Whether a hang-up takes O_ASYNC off a slave, for good: __tty_hangup(), hung_up_tty_fasync(). */
  readonly asynchronyAtHangup: 'stays' | 'ends'
  /** TIOCGETA on a master, while much input waits for the slave: STREAMS puts it behind that. */
  readonly masterCallBehindInput: 'answered' | 'waits'
}
