/** What a case needs of a system, and what its program does where that is missing. */
import { allConstants, languageConstants } from '../suite/constants.js'
import type { Case } from '../suite/suite.js'
import { withoutComments } from './library.js'
import type { Statement } from './statements.js'

/** Statements of main() that end it where a need is missing. */
export function needsOf({ needs }: Case): Statement[] {
  const lacking = new Map(needs.flatMap(need => lackingOf(need) ?? []))
  return [...lacking].map(([condition, what]) => ({
    head: `if (${condition})`,
    body: [`unsupported("it takes ${what}");`],
  }))
}

/** When a need is missing, as a condition in C, and what it takes; nothing where the preprocessor tells. */
function lackingOf(need: string): [condition: string, what: string][] | undefined {
  if (['root', 'other-user', 'mount-namespace', 'jail'].includes(need))
    return [['geteuid() != 0', 'root']]
  const program = /^program:(.*)$/.exec(need)?.[1]
  if (program) {
    const paths = ['/bin', '/usr/bin'].map(folder => `access("${folder}/${program}", X_OK)`)
    return [[paths.join(' && '), `the program ${program}`]]
  }
  const [, system = '', major, minor] = /^(.*)>=(\d+)\.(\d+)$/.exec(need) ?? []
  if (major) return [[`!is_since(${major}, ${minor})`, `${systems[system]?.[1]} ${major}.${minor}`]]
  const tiocsti = /^tiocsti=(on|off)$/.exec(need)?.[1]
  if (!tiocsti) return undefined
  const value = tiocsti === 'on' ? 1 : 0
  return [[`setting("dev/tty/legacy_tiocsti") != ${value}`, `dev.tty.legacy_tiocsti=${value}`]]
}

/** Constants that every system of today has; of others it is asked. */
const everywhere = new Set(
  `EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN EWOULDBLOCK ENOMEM EACCES EFAULT EBUSY EEXIST EXDEV
  ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE ERANGE ENOSYS ELOOP EOPNOTSUPP
  ENAMETOOLONG
  SIGHUP SIGINT SIGQUIT SIGABRT SIGKILL SIGUSR1 SIGUSR2 SIGPIPE SIGALRM SIGSEGV SIGTERM SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU
  O_RDONLY O_WRONLY O_RDWR O_ACCMODE O_NOCTTY O_NONBLOCK O_CLOEXEC O_CREAT O_EXCL O_TRUNC O_APPEND O_DIRECTORY O_NOFOLLOW
  S_IFMT S_IFCHR S_IFDIR S_IFREG S_IFLNK
  IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP INLCR IGNCR ICRNL IXON IXANY IXOFF OPOST ONLCR OCRNL ONOCR ONLRET
  CSIZE CS5 CS6 CS7 CS8 CSTOPB CREAD PARENB PARODD HUPCL CLOCAL ISIG ICANON ECHO ECHOE ECHOK ECHONL NOFLSH TOSTOP IEXTEN
  VINTR VQUIT VERASE VKILL VEOF VMIN VTIME VEOL VSTART VSTOP VSUSP B0 B300 B1200 B2400 B9600 B19200 B38400
  POLLIN POLLPRI POLLOUT POLLERR POLLHUP POLLNVAL POLLRDNORM POLLRDBAND POLLWRNORM POLLWRBAND
  TIOCSCTTY TIOCNOTTY TIOCGWINSZ TIOCSWINSZ FIONREAD
  TCSANOW TCSADRAIN TCSAFLUSH TCIFLUSH TCOFLUSH TCIOFLUSH TCOOFF TCOON TCIOFF TCION F_GETFL F_SETFL F_GETFD F_SETFD F_DUPFD
  F_DUPFD_CLOEXEC F_SETOWN F_GETOWN FD_CLOEXEC SIG_BLOCK SIG_UNBLOCK SIG_SETMASK SA_RESTART WNOHANG WUNTRACED WCONTINUED R_OK W_OK
  X_OK F_OK AF_UNIX SOCK_STREAM SOCK_DGRAM SEEK_SET SEEK_CUR SEEK_END RLIMIT_NOFILE RLIM_INFINITY _SC_OPEN_MAX _SC_TTY_NAME_MAX
  _SC_VERSION _SC_JOB_CONTROL _SC_NPROCESSORS_ONLN _PC_MAX_CANON _PC_MAX_INPUT _PC_VDISABLE _PC_NAME_MAX _PC_PATH_MAX _PC_PIPE_BUF
  UID_OTHER GID_OTHER GID_TTY BADPTR UNTOUCHED NULL SIG_IGN SIG_DFL`.split(/\s+/),
)

/** Systems that a case may need, and who is one. */
const systems: Readonly<Record<string, readonly [condition: string, what: string]>> = {
  linux: ['defined(__linux__)', 'Linux'],
  freebsd: ['defined(__FreeBSD__)', 'FreeBSD'],
  openbsd: ['defined(__OpenBSD__)', 'OpenBSD'],
  netbsd: ['defined(__NetBSD__)', 'NetBSD'],
  dragonfly: ['defined(__DragonFly__)', 'DragonFly'],
}

/** Calls that not every system has, and what tells of them. */
const calls: readonly (readonly [call: RegExp, condition: string, what: string])[] = [
  [/\bkqueue\(/, 'defined(EVFILT_READ)', 'kqueue()'],
  [/\brevoke\(/, 'defined(BSD)', 'revoke()'], // of sys/param.h; elsewhere it is missing, or always fails
  [/\bjail_set\(/, 'defined(JAIL_CREATE)', 'jail_set()'],
  [/\bPTMGET\b/, 'defined(PTMGET)', 'PTMGET'],
  [/\bptsname_r\(/, '(defined(TIOCGPTN) || defined(TIOCPTMASTER))', 'ptsname_r()'],
  [
    /\btc[gs]etwinsize\(/,
    '(defined(_SYS__WINSIZE_H_) || defined(__DEFINED_struct_winsize))',
    'tcgetwinsize()',
  ],
  [/\b[gs]et_(words|speeds)\(/, '(defined(TCGETS2) && VMIN == 6)', 'TCGETS2'],
  [/\bgetpt\(/, 'defined(__GLIBC__)', 'getpt()'],
  [
    /\b(vhangup|splice|sendfile|unshare|setns|mount|umount2|got_mount|got_info|setting)\(/,
    'defined(__linux__)',
    'Linux',
  ],
]

/** The parts as they are, or within the question whether this system has what they use. */
export function whenUnsupported(of: Case, code: string, parts: readonly string[]): string[] {
  const bare = withoutComments(code)
  const words = new Set(bare.match(/\b[A-Z_][A-Z0-9_]{2,}\b/g))
  const constants = [...words].filter(
    word => allConstants.has(word) && !everywhere.has(word) && !languageConstants.includes(word),
  )
  const lacking = new Map<string, string>([
    ...of.needs.flatMap(need => {
      const system = systems[need.replace(/>=.*/, '')]
      return system ? [system] : []
    }),
    ...calls.flatMap(([call, condition, what]): [string, string][] =>
      call.test(bare) ? [[condition, what]] : [],
    ),
    ...constants
      .filter(word => word !== 'SIGIO' && word !== 'SIGWINCH')
      .map((word): [string, string] => [`defined(${word})`, word]),
  ])
  if (lacking.size === 0) return [...parts]
  const conditions = [...lacking.keys()].join(' && ')
  const condition =
    lacking.size === 1 && !conditions.startsWith('(') ? `!${conditions}` : `!(${conditions})`
  return [
    [
      `#if ${condition.replace(/(.{50,80}?) && /g, '$1 \\\n    && ')}`,
      'int main(void)',
      '{',
      `\tprintf("unsupported: it takes ${[...new Set(lacking.values())].join(', ')}\\n");`,
      '\treturn 77;',
      '}',
      '#else',
    ].join('\n'),
    ...parts,
    '#endif',
  ]
}
