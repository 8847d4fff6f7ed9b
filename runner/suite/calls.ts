/**
 * The calls of the language: what each takes and what its result shows. One row here, one in the probe's
 * table and one in the model make a call; a test compares the three lists.
 */

import { namesOf } from './constants.js'
import { printValue } from './print.js'
import type { Act, Outcome, Value } from './suite.js'

/** What an argument is. `set`, `struct` and the like are the forms of language section 3. */
export type Argument =
  | 'fd'
  | 'path'
  | 'number'
  | 'data'
  /** A string that is no path of a file to open: mount options, file system types. */
  | 'string'
  | 'process'
  | 'signal'
  | 'signals'
  /** Constants joined by `|`, or a plain number. */
  | 'flags'
  /** A single constant, or a plain number where a case wants a wrong one. */
  | 'constant'
  | 'termios'
  | 'winsize'
  /** `{F=POLLIN, ...}` */
  | 'pollset'
  /** `{F, F}` */
  | 'fds'
  /** `{n, n}` */
  | 'numbers'
  /** `["tty", "-s"]` */
  | 'words'
  /** `{setpgroup=, tcsetpgrp=, close=}`, or `{}`. */
  | 'spawning'
  /** The name of a call or constant, as a string. */
  | 'word'
  /** `record`, SIG_IGN or SIG_DFL. */
  | 'disposition'
  /** BADPTR or NULL in place of a buffer. */
  | 'pointer'
  /** What the ioctl request takes: number, process, winsize, flags or pointer. */
  | 'any'

/**
 * What a successful result shows. `zero` also stands for -1 with an errno on failure, as all do; `null` results
 * fail with NULL. When systems are compared, what varies from run to run or from host to host (`fd` to `pairs`, `path`)
 * becomes its name, or its kind (language 5.12).
 */
export type Shows =
  | 'zero'
  | 'number'
  | 'fd'
  | 'process'
  | 'user'
  | 'group'
  | 'device'
  | 'inode'
  /** The number of a pair in its instance. */
  | 'index'
  /** How many pairs a host has in use at the moment, whoever's they are. */
  | 'pairs'
  | 'path'
  | 'data'
  | 'flags'
  | 'termios'
  | 'winsize'
  | 'stat'
  /** A structure of that call alone: `{ret=, errno=, buf=}`, `{pid=, status=}`, `{fstype=, ...}`. */
  | 'struct'
  /** Descriptors in brackets: `[F, F]`. */
  | 'pair'
  /** `[F, F, path]`, or `[F, F, path, path]` */
  | 'pty'
  /** `[F, P, path]` */
  | 'child'
  /** `{F, F}` */
  | 'fds'
  /** `[{F}, {F}, {F}]` */
  | 'ready'
  | 'names'
  /** A number, or data. */
  | 'setting'
  | 'signals'
  | 'pollset'
  /** Depends on the ioctl request or fcntl command, see `requests` and `commands`. */
  | 'request'
  /** Nothing comes back: `_exit`. */
  | 'nothing'

export interface Call {
  readonly args: readonly Argument[]
  /** How many of the last arguments may be left out. */
  readonly optional?: number
  readonly shows: Shows
  /** The fields of the structure that only this call shows. */
  readonly fields?: readonly string[]
  /** Goes on until done, end of file or error: a short result ends `then` with how it ended. */
  readonly transfer?: true
  /** The child it makes takes steps under the name bound to its result, or to this element of it. */
  readonly makes?: true | number
}

export const calls: Readonly<Record<string, Call>> = {
  // pty
  posix_openpt: { args: ['flags'], shows: 'fd' },
  grantpt: { args: ['fd'], shows: 'zero' },
  unlockpt: { args: ['fd'], shows: 'zero' },
  ptsname: { args: ['fd'], shows: 'path' },
  ptsname_r: { args: ['fd', 'number'], shows: 'struct', fields: ['ret', 'errno', 'buf'] },
  openpty: { args: ['any', 'any'], shows: 'pty' },
  getpt: { args: [], shows: 'fd' },
  forkpty: { args: ['any', 'any'], shows: 'child', makes: 1 },
  login_tty: { args: ['fd'], shows: 'zero' },
  ptmget: { args: [], shows: 'pty' },
  revoke: { args: ['path'], shows: 'zero' },
  vhangup: { args: [], shows: 'zero' },

  // terminal
  isatty: { args: ['fd'], shows: 'number' },
  ttyname: { args: ['fd'], shows: 'path' },
  ttyname_r: { args: ['fd', 'number'], shows: 'struct', fields: ['ret', 'errno', 'buf'] },
  ctermid: { args: [], shows: 'path' },
  tcgetattr: { args: ['fd'], shows: 'termios' },
  tcsetattr: { args: ['fd', 'constant', 'termios'], shows: 'zero' },
  cfmakeraw: { args: ['fd'], shows: 'zero' },
  tcgetwinsize: { args: ['fd'], shows: 'winsize' },
  tcsetwinsize: { args: ['fd', 'winsize'], shows: 'zero' },
  tcdrain: { args: ['fd'], shows: 'zero' },
  tcflush: { args: ['fd', 'constant'], shows: 'zero' },
  tcflow: { args: ['fd', 'constant'], shows: 'zero' },
  tcsendbreak: { args: ['fd', 'number'], shows: 'zero' },
  tcgetpgrp: { args: ['fd'], shows: 'process' },
  tcsetpgrp: { args: ['fd', 'process'], shows: 'zero' },
  tcgetsid: { args: ['fd'], shows: 'process' },
  ioctl: { args: ['fd', 'constant', 'any'], optional: 1, shows: 'request' },

  // bytes
  read: { args: ['fd', 'number', 'pointer'], optional: 1, shows: 'data' },
  write: { args: ['fd', 'data'], shows: 'number' },
  readn: { args: ['fd', 'number'], shows: 'data', transfer: true },
  writen: { args: ['fd', 'data'], shows: 'number', transfer: true },
  drain: { args: ['fd'], shows: 'data', transfer: true },
  fill: { args: ['fd'], shows: 'number', transfer: true },
  echo: { args: ['fd', 'number'], shows: 'number', transfer: true },
  ping: { args: ['fd', 'number'], shows: 'number', transfer: true },
  pread: { args: ['fd', 'number', 'number'], shows: 'data' },
  pwrite: { args: ['fd', 'data', 'number'], shows: 'number' },
  splice: { args: ['fd', 'fd', 'number'], shows: 'number' },
  sendfile: { args: ['fd', 'fd', 'number'], shows: 'number' },

  // descriptors
  open: { args: ['path', 'flags', 'number'], optional: 1, shows: 'fd' },
  dup: { args: ['fd'], shows: 'fd' },
  dup2: { args: ['fd', 'number'], shows: 'fd' },
  close: { args: ['fd'], shows: 'zero' },
  fcntl: { args: ['fd', 'constant', 'flags'], optional: 1, shows: 'request' },
  pipe: { args: [], shows: 'pair' },
  socketpair: { args: ['constant', 'constant', 'number'], shows: 'pair' },
  sendfd: { args: ['fd', 'fd'], shows: 'number' },
  recvfd: { args: ['fd'], shows: 'fd' },
  lseek: { args: ['fd', 'number', 'constant'], shows: 'number' },
  ftruncate: { args: ['fd', 'number'], shows: 'zero' },
  descriptors: { args: [], shows: 'fds' },

  // files
  stat: { args: ['path'], shows: 'stat' },
  lstat: { args: ['path'], shows: 'stat' },
  fstat: { args: ['fd'], shows: 'stat' },
  listdir: { args: ['path', 'constant'], optional: 1, shows: 'names' },
  readlink: { args: ['path'], shows: 'path' },
  access: { args: ['path', 'flags'], shows: 'zero' },
  chmod: { args: ['path', 'number'], shows: 'zero' },
  fchmod: { args: ['fd', 'number'], shows: 'zero' },
  utimensat: { args: ['path', 'number'], shows: 'zero' },
  chown: { args: ['path', 'number', 'number'], shows: 'zero' },
  mkdir: { args: ['path', 'number'], shows: 'zero' },
  rmdir: { args: ['path'], shows: 'zero' },
  mknod: { args: ['path', 'flags', 'any'], shows: 'zero' },
  symlink: { args: ['path', 'path'], shows: 'zero' },
  rename: { args: ['path', 'path'], shows: 'zero' },
  unlink: { args: ['path'], shows: 'zero' },
  umask: { args: ['number'], shows: 'number' },
  mkdtemp: { args: [], shows: 'path' },
  getdents: { args: ['fd'], shows: 'names' },
  readfile: { args: ['path'], shows: 'data' },
  writefile: { args: ['path', 'data'], shows: 'number' },
  truncate: { args: ['path', 'number'], shows: 'zero' },
  fchown: { args: ['fd', 'number', 'number'], shows: 'zero' },
  link: { args: ['path', 'path'], shows: 'zero' },
  chdir: { args: ['path'], shows: 'zero' },
  chroot: { args: ['path'], shows: 'zero' },
  statfs: { args: ['path'], shows: 'struct', fields: ['fstype'] },

  // processes
  fork: { args: [], shows: 'process', makes: true },
  thread: { args: [], shows: 'process', makes: true },
  _exit: { args: ['number'], shows: 'nothing' },
  waitpid: { args: ['process', 'flags'], shows: 'struct', fields: ['pid', 'status'] },
  kill: { args: ['process', 'signal'], shows: 'zero' },
  getpid: { args: [], shows: 'process' },
  getppid: { args: [], shows: 'process' },
  getpgrp: { args: [], shows: 'process' },
  getsid: { args: ['process'], shows: 'process' },
  setsid: { args: [], shows: 'process' },
  setpgid: { args: ['process', 'process'], shows: 'zero' },
  getuid: { args: [], shows: 'user' },
  geteuid: { args: [], shows: 'user' },
  getgid: { args: [], shows: 'group' },
  setuid: { args: ['number'], shows: 'zero' },
  seteuid: { args: ['number'], shows: 'zero' },
  setgid: { args: ['number'], shows: 'zero' },
  setgroups: { args: ['numbers'], shows: 'zero' },
  setrlimit: { args: ['constant', 'any'], shows: 'zero' },
  getrlimit: { args: ['constant'], shows: 'struct', fields: ['rlim_cur', 'rlim_max'] },
  execve: { args: ['constant'], shows: 'zero' },
  execvp: { args: ['string', 'words'], shows: 'zero' },
  posix_spawn: { args: ['string', 'words', 'spawning'], shows: 'process' },
  procinfo: { args: ['process'], shows: 'struct', fields: ['tty', 'pgrp', 'tpgid', 'sid'] },
  sleep: { args: ['number'], shows: 'zero' },

  // signals
  sigaction: { args: ['signal', 'disposition', 'flags'], optional: 1, shows: 'zero' },
  sigprocmask: { args: ['constant', 'signals'], shows: 'zero' },
  sigpending: { args: [], shows: 'signals' },
  sigwait: { args: ['signals'], shows: 'flags' },

  // waiting
  poll: { args: ['pollset', 'number'], shows: 'pollset' },
  select: { args: ['fds', 'fds', 'fds', 'number'], shows: 'ready' },
  epoll_create1: { args: ['flags'], shows: 'fd' },
  epoll_ctl: { args: ['fd', 'constant', 'fd', 'flags'], shows: 'zero' },
  epoll_wait: { args: ['fd', 'number'], shows: 'pollset' },
  kqueue: { args: [], shows: 'fd' },
  kevent: { args: ['fd', 'fd', 'constant', 'flags'], shows: 'zero' },
  kevent_wait: {
    args: ['fd', 'number'],
    shows: 'struct',
    fields: ['ident', 'filter', 'flags', 'data'],
  },

  // isolation
  unshare: { args: ['flags'], shows: 'zero' },
  setns: { args: ['fd', 'flags'], shows: 'zero' },
  mount: { args: ['string', 'path', 'any', 'flags', 'any'], shows: 'zero' },
  umount2: { args: ['path', 'flags'], shows: 'zero' },
  unmount: { args: ['path', 'flags'], shows: 'zero' },
  mountentry: { args: ['path'], shows: 'struct', fields: ['fstype', 'root', 'options'] },
  jail: { args: ['path', 'string'], shows: 'number' },
  pledge: { args: ['string', 'pointer'], shows: 'zero' },

  // host
  sysconf: { args: ['constant'], shows: 'number' },
  pathconf: { args: ['path', 'constant'], shows: 'number' },
  fpathconf: { args: ['fd', 'constant'], shows: 'number' },
  sysctl: { args: ['string'], shows: 'setting' },
  provides: { args: ['word'], shows: 'number' },
}

/** What an ioctl request shows; one that is not listed shows 0. */
export const requests: Readonly<Record<string, Shows>> = {
  TIOCGPTN: 'index',
  TIOCGPTLCK: 'number',
  TIOCGPKT: 'number',
  TIOCGEXCL: 'number',
  FIONREAD: 'number',
  TIOCOUTQ: 'number',
  TIOCGDEV: 'device',
  TIOCGETD: 'number',
  TIOCGPGRP: 'process',
  TIOCGSID: 'process',
  TIOCGWINSZ: 'winsize',
  TIOCMGET: 'number',
  TCGETA: 'termios',
  TCGETS2: 'termios',
  TIOCGPTPEER: 'fd',
}

/** What a fcntl command shows; one that is not listed shows 0. */
export const commands: Readonly<Record<string, Shows>> = {
  F_GETFL: 'flags',
  F_GETFD: 'flags',
  F_DUPFD: 'fd',
  F_DUPFD_CLOEXEC: 'fd',
  F_GETOWN: 'process',
}

/** What a setting shows, by its name as suites write it; one that is not listed shows a number or data. */
const settings: Readonly<Record<string, Shows>> = {
  '"kernel.pty.nr"': 'pairs',
}

/** What the result of this act shows, ioctl requests, fcntl commands and settings resolved. */
export function showsOf({ call, args }: Pick<Act, 'call' | 'args'>): Shows {
  const shows = calls[call]?.shows ?? 'number'
  const [first] = args
  if (shows === 'setting') return (first && settings[printValue(first)]) ?? shows
  if (shows !== 'request') return shows
  const word = requestOf({ args })
  return requests[word] ?? commands[word] ?? 'zero'
}

/** The request of an ioctl(), or the command of a fcntl(), by its name; nothing where it is a number. */
export function requestOf({ args: [, what] }: Pick<Act, 'args'>): string {
  return what?.kind === 'flags' ? (what.flags[0]?.name ?? '') : ''
}

/** What stands where an outcome of this call has the process it makes. */
export function childOf(call: string, outcome: Outcome): Value | undefined {
  const makes = calls[call]?.makes
  if (outcome.kind !== 'value' || makes === undefined) return undefined
  const { value } = outcome
  if (makes === true) return value
  return value.kind === 'list' ? value.items[makes] : undefined
}

/** The fields of a termios structure besides the c_cc names of `constants.ts`. */
export const termiosFields = [
  'c_iflag',
  'c_oflag',
  'c_cflag',
  'c_lflag',
  'ispeed',
  'ospeed',
] as const

/** Of struct termio; the places of its eight control characters are those of c_cc. */
export const termioFields = [
  ...['c_iflag', 'c_oflag', 'c_cflag', 'c_lflag'],
  ...['VINTR', 'VQUIT', 'VERASE', 'VKILL', 'VEOF', 'VTIME', 'VMIN', 'VSWTC'],
] as const

export const winsizeFields = ['ws_row', 'ws_col', 'ws_xpixel', 'ws_ypixel'] as const

export const statFields = [
  'st_mode',
  'st_uid',
  'st_gid',
  'st_rdev',
  'st_dev',
  'st_ino',
  'st_nlink',
  'st_size',
  'st_blksize',
  'st_atime',
  'st_mtime',
  'st_ctime',
] as const

const anyTermios = [...termiosFields, ...namesOf('control')]

/** What a structure behind an ioctl request may have. */
export const requestFields: Readonly<Record<string, readonly string[]>> = {
  TIOCSWINSZ: winsizeFields,
  TCSETA: termioFields,
  TCSETAW: termioFields,
  TCSETAF: termioFields,
  TCSETS2: anyTermios,
  TCSETSW2: anyTermios,
  TCSETSF2: anyTermios,
}
