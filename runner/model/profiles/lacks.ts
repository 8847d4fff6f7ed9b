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
     MS_NOSUID MS_NODEV MS_NOEXEC MS_REMOUNT MS_BIND MS_MOVE MS_REC MS_PRIVATE MS_SHARED MS_SLAVE MNT_DETACH XCASE
     IUCLC OLCUC VSWTC SIGPWR EPOLLIN EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDNORM EPOLLRDBAND EPOLLWRNORM
     EPOLLWRBAND EPOLLRDHUP EPOLLONESHOT EPOLLET EPOLL_CTL_ADD EPOLL_CTL_MOD EPOLL_CTL_DEL EPOLL_CLOEXEC`,
  ),
]

export const freebsdLacks: readonly string[] = [
  ...ofLinux,
  ...names('call', 'ptmget pledge'),
  ...names('constant', 'TIOCREMOTE XTABS'),
]

/** No file but tty_pty.c's PTMGET makes pairs; of the calls of Issue 8 for terminals it has none. */
export const openbsdLacks: readonly string[] = [
  ...ofLinux,
  ...names('call', 'jail ptsname_r tcgetwinsize tcsetwinsize'),
  ...names('constant', 'TIOCGPTN TIOCSTI O_PATH O_DIRECT XTABS VERASE2 IUTF8 POLLRDHUP'),
]
