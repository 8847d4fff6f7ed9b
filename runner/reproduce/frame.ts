/** What stands round the steps: the head, and what the program does where the case cannot be tried. */
import { allConstants, languageConstants } from '../suite/constants.js'
import type { Case } from '../suite/suite.js'
import { withoutComments } from './library.js'

/** What each level says of a step that is not as allowed. */
const levels = {
  shall: 'The text demands it: what is not allowed below breaks it.',
  should: 'The text recommends it, or leaves a doubt.',
  open: 'No text demands it: what stands as allowed is one way in which it may go.',
}

/** The comment at the head: what is claimed, who demands it, and what names the case for ever. */
export function header(of: Case, version: string): string {
  const cites = of.cites.filter(cite => cite !== 'none')
  const lines = [
    of.id,
    '',
    ...folded(`${of.title}.`),
    '',
    ...(cites.length > 0
      ? cites.map((cite, i) => `${i === 0 ? 'Clause:  ' : '         '}${cite}`)
      : ['Clause:  none']),
    `Level:   ${of.level}. ${levels[of.level]}`,
    ...(of.covers.length > 0 ? folded(`Covers:  ${of.covers.join(' ')}`) : []),
    ...(of.risks.length > 0
      ? [`Risk:    ${of.risks.join(' ')}. Do not run it on a machine that matters.`]
      : []),
    `Case:    sha256 ${of.digest}`,
    `Suite:   ptycheck ${version}; id and digest name this case for ever`,
    '',
    'Each step stands below as the suite has it, behind the = what is allowed; C makes the call and compares.',
    `    cc -std=c99 -o repro FILE && ./repro`,
    'Exit status: 0 it holds, 1 it does not, 77 it cannot be tried here.',
  ]
  return `/*\n${lines.map(line => ` * ${line}`.trimEnd()).join('\n')}\n */`.replace(
    /\*\/(?=[\s\S]*\*\/)/g,
    '* /',
  )
}

function folded(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < 96)
      lines[lines.length - 1] = `${last} ${word}`
    else
      lines.push(
        lines.length === 0 ? word : `${text.startsWith('Covers') ? '         ' : ''}${word}`,
      )
  }
  return lines
}

/** Statements of main() that end it where a need is missing. */
export function needsOf(of: Case): string[] {
  const statements = of.needs.flatMap(need => {
    if (['root', 'other-user', 'mount-namespace', 'jail'].includes(need))
      return ['if (geteuid() != 0)\n\t\tunsupported("it takes root");']
    if (need.startsWith('program:')) {
      const name = need.slice('program:'.length)
      return [
        `if (access("/bin/${name}", X_OK) && access("/usr/bin/${name}", X_OK))\n\t\tunsupported("it takes the program ${name}");`,
      ]
    }
    const tiocsti = /^tiocsti=(on|off)$/.exec(need)?.[1]
    if (tiocsti)
      return [
        `if (setting("dev/tty/legacy_tiocsti") != ${tiocsti === 'on' ? 1 : 0})\n\t\tunsupported("it takes dev.tty.legacy_tiocsti=${tiocsti === 'on' ? 1 : 0}");`,
      ]
    return []
  })
  return [...new Set(statements)]
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

const systems: Readonly<Record<string, string>> = {
  linux: '__linux__',
  freebsd: '__FreeBSD__',
  openbsd: '__OpenBSD__',
  netbsd: '__NetBSD__',
  dragonfly: '__DragonFly__',
}

/** Calls that not every system has, and what tells of them. */
const callConditions: readonly (readonly [call: RegExp, condition: string])[] = [
  [/\bkqueue\(/, 'defined(EVFILT_READ)'],
  [/\brevoke\(/, 'defined(BSD)'],
  [/\bjail_set\(/, 'defined(JAIL_CREATE)'],
  [/\bPTMGET\b/, 'defined(PTMGET)'],
  [/\b(ptsname_r|ttyname_r)\(/, '(defined(TIOCGPTN) || defined(TIOCPTMASTER))'],
  [/\btc[gs]etwinsize\(/, '(defined(_SYS__WINSIZE_H_) || defined(__DEFINED_struct_winsize))'],
  [/\bgetpt\(/, 'defined(__GLIBC__)'],
  [
    /\b(vhangup|splice|sendfile|unshare|setns|umount2|got_mount|got_info|setting)\(/,
    'defined(__linux__)',
  ],
  [/\bmount\(/, 'defined(__linux__)'],
]

/** The parts as they are, or within the question whether this system has what they use. */
export function whenUnsupported(of: Case, code: string, parts: readonly string[]): string[] {
  const bare = withoutComments(code)
  const words = new Set(bare.match(/\b[A-Z_][A-Z0-9_]{2,}\b/g))
  const constants = [...words].filter(
    word => allConstants.has(word) && !everywhere.has(word) && !languageConstants.includes(word),
  )
  const conditions = [
    ...of.needs.flatMap(need => (systems[need] ? [`defined(${systems[need]})`] : [])),
    ...callConditions.flatMap(([call, condition]) => (call.test(bare) ? [condition] : [])),
    ...constants
      .filter(word => word !== 'SIGIO' && word !== 'SIGWINCH')
      .map(word => `defined(${word})`),
  ]
  const all = [...new Set(conditions)]
  if (all.length === 0) return [...parts]
  const lacking = all
    .map(one => one.replace(/defined\(|[()]/g, '').replaceAll('||', 'or'))
    .join(', ')
  return [
    `#if !(${wrappedCondition(all)})\nint main(void)\n{\n\t(void)printf("unsupported: it takes ${lacking}\\n");\n\treturn 77;\n}\n#else`,
    ...parts,
    '#endif',
  ]
}

function wrappedCondition(all: readonly string[]): string {
  return all.join(' && ').replace(/(.{60,100}?) && /g, '$1 \\\n    && ')
}
