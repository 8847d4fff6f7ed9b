/** What systems have not got, as the probe would find it there: `call unshare`, `constant TIOCGPTPEER`. */

function names(kind: 'call' | 'constant', text: string): string[] {
  return text
    .trim()
    .split(/\s+/)
    .map(name => `${kind} ${name}`)
}

/** Linux alone has these. */
const ofLinux = [
  ...names(
    'call',
    'unshare mount umount2 mountentry getpt vhangup splice sendfile epoll_create1 epoll_ctl epoll_wait setns',
  ),
  ...names(
    'constant',
    `TIOCSPTLCK TIOCGPTLCK TIOCGPTPEER TIOCGPKT TIOCGEXCL TIOCGDEV TIOCVHANGUP CLONE_NEWNS CLONE_NEWUSER MS_RDONLY
     MS_NOSUID MS_NODEV MS_NOEXEC MS_REMOUNT MS_BIND MS_MOVE MS_REC MS_PRIVATE MS_SHARED MS_SLAVE MNT_DETACH
     VSWTC SIGPWR EPOLLIN EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDNORM EPOLLRDBAND EPOLLWRNORM
     EPOLLWRBAND EPOLLRDHUP EPOLLONESHOT EPOLLET EPOLL_CTL_ADD EPOLL_CTL_MOD EPOLL_CTL_DEL EPOLL_CLOEXEC TCGETS2
     TCSETS2 TCSETSW2 TCSETSF2 TIOCGICOUNT TIOCSSERIAL`,
  ),
]

/** The requests that struct termio goes with. */
const ofSystemV = names('constant', 'TCGETA TCSETA TCSETAW TCSETAF')

export const freebsdLacks: readonly string[] = [
  ...ofLinux,
  ...ofSystemV,
  ...names('call', 'ptmget pledge'),
  ...names('constant', 'TIOCREMOTE XTABS XCASE IUCLC OLCUC'),
]

/** No file but tty_pty.c's PTMGET makes pairs; of the calls of Issue 8 for terminals it has none. */
export const openbsdLacks: readonly string[] = [
  ...ofLinux,
  ...ofSystemV,
  ...names('call', 'jail ptsname_r tcgetwinsize tcsetwinsize'),
  ...names('constant', 'TIOCGPTN TIOCSTI O_PATH O_DIRECT O_TTY_INIT XTABS VERASE2 IUTF8 POLLRDHUP'),
]

/** What is younger than System V Release 4 and 4.3BSD, or has another name there. */
export const elderLacks: readonly string[] = [
  ...ofLinux,
  ...names(
    'call',
    `jail pledge ptmget revoke kqueue kevent kevent_wait unmount procinfo sysctl ptsname_r tcgetwinsize tcsetwinsize
     statfs`,
  ),
  ...names(
    'constant',
    `TIOCGPTN O_PATH O_DIRECT O_CLOFORK FD_CLOFORK O_TTY_INIT XTABS VERASE2 VSTATUS IUTF8 POLLRDHUP ALTWERASE
     NOKERNINFO SIGINFO EXTPROC TIOCEXT EV_ADD EV_DELETE EV_ENABLE EV_DISABLE EV_ONESHOT EV_CLEAR EV_EOF EV_ERROR
     EVFILT_READ EVFILT_WRITE EVFILT_EXCEPT`,
  ),
]

/** PTMGET has another name there; ptsname_r() is newer than what the others have not got. */
export const netbsdLacks: readonly string[] = [
  ...openbsdLacks.filter(name => name !== 'call ptsname_r'),
  ...names('call', 'ptmget pledge'),
]

/**
 * What no standard has. XBD 11.1.3 leaves open how a leader gets its terminal; TIOCSCTTY is the way that all systems
 * have. Nor could a case leave its groups without setgroups().
 */
export const posixLacks: readonly string[] = [
  ...names(
    'call',
    `unshare mount umount2 mountentry statfs getpt ptmget revoke vhangup splice sendfile epoll_create1 epoll_ctl
  epoll_wait kqueue kevent kevent_wait setns unmount jail pledge procinfo sysctl`,
  ),
  ...names(
    'constant',
    `TIOCGPTN TIOCSPTLCK TIOCGPTLCK TIOCGPTPEER TIOCPKT TIOCGPKT TIOCSIG TIOCSTI TIOCNOTTY TIOCGPGRP TIOCSPGRP TIOCGSID
  TIOCEXCL TIOCNXCL TIOCGEXCL TIOCGWINSZ TIOCSWINSZ FIONREAD TIOCOUTQ TIOCGDEV TIOCSTOP TIOCSTART TIOCSBRK TIOCCBRK
  TIOCVHANGUP TIOCEXT TIOCREMOTE FIONBIO FIOASYNC TIOCGETD TIOCSETD TIOCCONS TIOCUCNTL UIOCCMD TIOCPKT_DATA
  TIOCPKT_FLUSHREAD TIOCPKT_FLUSHWRITE TIOCPKT_STOP TIOCPKT_START TIOCPKT_NOSTOP TIOCPKT_DOSTOP TIOCPKT_IOCTL
  CLONE_NEWNS CLONE_NEWUSER MS_RDONLY MS_NOSUID MS_NODEV MS_NOEXEC MS_REMOUNT MS_BIND MS_MOVE MS_REC MS_PRIVATE
  MS_SHARED MS_SLAVE MNT_DETACH MNT_FORCE ECHOCTL ECHOKE ECHOPRT FLUSHO PENDIN EXTPROC XCASE ALTWERASE NOKERNINFO
  IUCLC OLCUC IMAXBEL IUTF8 XTABS OXTABS ONOEOT CRTSCTS VEOL2 VWERASE VREPRINT VLNEXT VDISCARD VSTATUS VDSUSP
  VERASE2 VSWTC O_ASYNC O_PATH O_DIRECT SIGIO SIGINFO SIGEMT SIGPWR POLLRDHUP B57600 B115200 B230400 EPOLLIN
  EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDNORM EPOLLRDBAND EPOLLWRNORM EPOLLWRBAND EPOLLRDHUP EPOLLONESHOT
  EPOLLET EPOLL_CTL_ADD EPOLL_CTL_MOD EPOLL_CTL_DEL EPOLL_CLOEXEC EV_ADD EV_DELETE EV_ENABLE EV_DISABLE EV_ONESHOT
  EV_CLEAR EV_EOF EV_ERROR EVFILT_READ EVFILT_WRITE EVFILT_EXCEPT TCGETS2 TCSETS2 TCSETSW2 TCSETSF2 TIOCGICOUNT
  TIOCSSERIAL TIOCMGET`,
  ),
  ...ofSystemV,
]
