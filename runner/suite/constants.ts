/**
 * The names of all constants a suite may use, by family. Their numbers differ from system to system and are
 * known only on a host: the probe's symbol table is made from this file (`remote/source.ts`), and a name
 * its system does not have is a missing need there.
 *
 * Where several names share a number somewhere (EAGAIN and EWOULDBLOCK), the one that stands first is shown.
 */

/** A family whose values are joined by `|`; a field of several bits lists its values under its mask. */
interface Family {
  readonly flags?: readonly string[]
  readonly fields?: Readonly<Record<string, readonly string[]>>
}

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/** Families of the probe, in the order in which a name is looked up. */
export const families = {
  errno: {
    flags: words(`
      EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN EWOULDBLOCK ENOMEM EACCES EFAULT
      ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE
      EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP ENOMSG EIDRM ENOSTR
      ENODATA ETIME ENOSR EPROTO EBADMSG EOVERFLOW EILSEQ ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE
      ENOPROTOOPT EPROTONOSUPPORT EOPNOTSUPP ENOTSUP EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH
      ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ETIMEDOUT ECONNREFUSED EHOSTUNREACH EALREADY EINPROGRESS
      ESTALE EDQUOT ECANCELED EOWNERDEAD ENOTRECOVERABLE EMULTIHOP ENOLINK EUSERS EFTYPE EAUTH ENOATTR EDOOFUS
      ENOTCAPABLE ECAPMODE EIPSEC ENOMEDIUM ERESTART`),
  },
  signal: {
    flags: words(`
      SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM
      SIGTERM SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH
      SIGIO SIGSYS SIGINFO SIGEMT SIGPWR`),
  },
  open: {
    fields: { O_ACCMODE: words('O_RDONLY O_WRONLY O_RDWR') },
    flags: words(`
      O_NOCTTY O_NONBLOCK O_CLOEXEC O_CLOFORK O_CREAT O_EXCL O_TRUNC O_APPEND O_SYNC O_DSYNC O_DIRECTORY O_NOFOLLOW
      O_TTY_INIT O_ASYNC O_PATH O_DIRECT`),
  },
  mode: {
    fields: { S_IFMT: words('S_IFCHR S_IFDIR S_IFREG S_IFLNK S_IFBLK S_IFIFO S_IFSOCK') },
  },
  iflag: {
    flags: words(`
      IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP INLCR IGNCR ICRNL IUCLC IXON IXANY IXOFF IMAXBEL IUTF8`),
  },
  oflag: {
    fields: { TABDLY: words('TAB1 TAB2 TAB3 XTABS OXTABS') },
    flags: words('OPOST OLCUC ONLCR OCRNL ONOCR ONLRET OFILL OFDEL ONOEOT'),
  },
  cflag: {
    fields: { CSIZE: words('CS5 CS6 CS7 CS8') },
    flags: words('CSTOPB CREAD PARENB PARODD HUPCL CLOCAL CRTSCTS'),
  },
  lflag: {
    flags: words(`
      ISIG ICANON XCASE ECHO ECHOE ECHOK ECHONL NOFLSH TOSTOP ECHOCTL ECHOPRT ECHOKE FLUSHO PENDIN IEXTEN EXTPROC
      ALTWERASE NOKERNINFO`),
  },
  /** Indices into c_cc; in a suite they are fields of the termios structure. */
  control: {
    flags: words(`
      VINTR VQUIT VERASE VKILL VEOF VMIN VTIME VEOL VEOL2 VSTART VSTOP VSUSP VWERASE VREPRINT VLNEXT VDISCARD
      VSTATUS VDSUSP VERASE2 VSWTC`),
  },
  speed: {
    flags: words(`
      B0 B50 B75 B110 B134 B150 B200 B300 B600 B1200 B1800 B2400 B4800 B9600 B19200 B38400 B57600 B115200 B230400`),
  },
  poll: {
    flags: words(`
      POLLIN POLLPRI POLLOUT POLLERR POLLHUP POLLNVAL POLLRDNORM POLLRDBAND POLLWRNORM POLLWRBAND POLLRDHUP`),
  },
  epoll: {
    flags: words(`
      EPOLLIN EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDNORM EPOLLRDBAND EPOLLWRNORM EPOLLWRBAND EPOLLRDHUP
      EPOLLONESHOT EPOLLET`),
  },
  /** The flags of a kevent, and what it watches for. */
  kevent: {
    flags: words('EV_ADD EV_DELETE EV_ENABLE EV_DISABLE EV_ONESHOT EV_CLEAR EV_EOF EV_ERROR'),
  },
  filter: {
    flags: words('EVFILT_READ EVFILT_WRITE EVFILT_EXCEPT'),
  },
  request: {
    flags: words(`
      TIOCGPTN TIOCSPTLCK TIOCGPTLCK TIOCGPTPEER TIOCPKT TIOCGPKT TIOCSIG TIOCSTI TIOCSCTTY TIOCNOTTY TIOCGPGRP
      TIOCSPGRP TIOCGSID TIOCEXCL TIOCNXCL TIOCGEXCL TIOCGWINSZ TIOCSWINSZ FIONREAD TIOCOUTQ TIOCGDEV TIOCSTOP
      TIOCSTART TIOCSBRK TIOCCBRK TIOCVHANGUP TIOCEXT TIOCREMOTE FIONBIO FIOASYNC TIOCGETD TIOCSETD TIOCCONS
      TIOCUCNTL TCSBRK TCGETA TCSETA TCSETAW TCSETAF TCGETS2 TCSETS2 TCSETSW2 TCSETSF2 TIOCMGET TIOCGICOUNT
      TIOCSSERIAL`),
  },
  /** Everything that is one of a list and never shown as a result, or shown by itself. */
  other: {
    flags: words(`
      TCSANOW TCSADRAIN TCSAFLUSH TCIFLUSH TCOFLUSH TCIOFLUSH TCOOFF TCOON TCIOFF TCION F_GETFL F_SETFL F_GETFD
      F_SETFD F_DUPFD F_DUPFD_CLOEXEC F_SETOWN F_GETOWN EPOLL_CTL_ADD EPOLL_CTL_MOD EPOLL_CTL_DEL EPOLL_CLOEXEC
      FD_CLOEXEC FD_CLOFORK SIG_BLOCK SIG_UNBLOCK SIG_SETMASK SA_RESTART WNOHANG WUNTRACED WCONTINUED R_OK W_OK X_OK
      F_OK AF_UNIX SOCK_STREAM SOCK_DGRAM SOCK_SEQPACKET SEEK_SET SEEK_CUR SEEK_END CLONE_NEWNS CLONE_NEWUSER
      MS_RDONLY MS_NOSUID MS_NODEV MS_NOEXEC MS_REMOUNT MS_BIND MS_MOVE MS_REC MS_PRIVATE MS_SHARED MS_SLAVE
      MNT_DETACH MNT_FORCE RLIMIT_NOFILE RLIMIT_NPROC TIOCPKT_DATA TIOCPKT_FLUSHREAD TIOCPKT_FLUSHWRITE TIOCPKT_STOP
      TIOCPKT_START TIOCPKT_NOSTOP TIOCPKT_DOSTOP TIOCPKT_IOCTL RLIM_INFINITY _SC_CHILD_MAX _SC_JOB_CONTROL
      _SC_NPROCESSORS_ONLN _SC_OPEN_MAX _SC_PAGESIZE _SC_SAVED_IDS _SC_TTY_NAME_MAX _SC_VERSION _PC_CHOWN_RESTRICTED
      _PC_LINK_MAX _PC_MAX_CANON _PC_MAX_INPUT _PC_NAME_MAX _PC_PATH_MAX _PC_PIPE_BUF _PC_VDISABLE`),
  },
} satisfies Record<string, Family>

export type FamilyName = keyof typeof families

/**
 * Words that are written like constants and mean something to the language itself: pointers, dispositions, the
 * probe's program and the second user (language, section 3).
 */
export const languageConstants = words(
  'NULL BADPTR SIG_IGN SIG_DFL SELF UID_OTHER GID_OTHER GID_TTY UNTOUCHED DT_CHR DT_DIR',
)

/** All names of a family, masks included. */
export function namesOf(family: FamilyName): string[] {
  const { flags = [], fields = {} }: Family = families[family]
  return [...Object.entries(fields).flatMap(([mask, values]) => [mask, ...values]), ...flags]
}

/** Every constant a suite may write. */
export const allConstants: ReadonlySet<string> = new Set([
  ...languageConstants,
  ...(Object.keys(families) as FamilyName[]).flatMap(namesOf),
])
