/** Linux since 4.7, where every devpts mount is an instance of its own, with glibc since 2.33. */
import type { Profile } from '../profile.js'
import { posix } from './posix.js'
import { extendedCharacters } from './posix-discipline.js'

const foreign = `
  TIOCEXT TIOCREMOTE TIOCSTOP TIOCSTART TIOCUCNTL UIOCCMD EV_ADD EV_DELETE EV_ENABLE EV_DISABLE EV_ONESHOT EV_CLEAR
  EV_EOF EV_ERROR EVFILT_READ EVFILT_WRITE EVFILT_EXCEPT ALTWERASE NOKERNINFO OXTABS ONOEOT VSTATUS VDSUSP VERASE2
  SIGINFO SIGEMT O_CLOFORK O_TTY_INIT FD_CLOFORK EFTYPE EAUTH ENOATTR EDOOFUS ENOTCAPABLE ECAPMODE EIPSEC`

export const linux: Profile = {
  ...posix,
  name: 'linux',
  title: 'Linux since 4.7, every devpts mount an instance of its own; glibc since 2.33',
  systems: ['linux'],
  release: '6.18',
  lacks: [
    ...foreign
      .trim()
      .split(/\s+/)
      .map(name => `constant ${name}`),
    'call unmount',
    'call jail',
    'call pledge',
    // glibc has them since 2.42 only.
    'call tcgetwinsize',
    'call tcsetwinsize',
    ...['ptmget', 'revoke', 'kqueue', 'kevent', 'kevent_wait'].map(name => `call ${name}`),
  ],
  settings: {
    ...posix.settings,
    ptmx: 'node',
    'ptmx.mode': '0666',
    devpts: 'mounted',
    'devpts.mode': '0620',
    'devpts.gid': '5',
    'devpts.uid': 'unset',
    'devpts.ptmxmode': '0000',
    'devpts.max': 'unset',
    'devpts.newinstance': 'unset',
    'pty.max': '4096',
    'pty.reserve': '1024',
    tiocsti: 'off',
  },

  master: 'multiplexor',
  noPairLeft: 'ENOSPC',
  lockedOpen: 'EIO',
  failedOpenBreaksSlave: true,
  grant: 'looks-only',
  smallNameBuffer: 'looks-elsewhere',

  masterReadWithoutSlave: 'EIO',
  masterPollWithoutSlave: ['POLLOUT', 'POLLHUP', 'POLLWRNORM'],
  inputAtSlaveClose: 'kept',
  exclusiveAtSlaveClose: 'kept',

  waitingReadAtHangup: 'EIO',
  slavePollWithoutMaster: ['POLLIN', 'POLLOUT', 'POLLERR', 'POLLHUP', 'POLLRDNORM', 'POLLWRNORM'],
  callsAfterHangup: 'EIO',
  asynchronyAtHangup: 'ends',
  signalsAtHangup: ['SIGHUP', 'SIGCONT'],
  terminalAtHangup: 'lost',

  openAcquires: 'readable',
  unreadableTaken: 'by-root',
  stealing: 'root',
  masterKnowsForeground: true,
  sessionIsTold: 'on-masters',
  noForegroundOfMaster: 0,
  noForegroundOfSlave: 0,
  unknownGroup: 'ESRCH',
  orphanSetsGroup: 'ENOTTY',
  backgroundStops: [...posix.backgroundStops, 'TIOCSBRK', 'TIOCCBRK', 'TIOCSETD'],
  inputThroughMaster: 'output',
  unreadableInput: 'allowed',

  localModes: ['ISIG', 'ICANON', 'ECHO', 'ECHOE', 'ECHOK', 'ECHOCTL', 'ECHOKE', 'IEXTEN'],
  speed: 'B38400',
  controlCharacters: {
    ...posix.controlCharacters,
    ...extendedCharacters,
    VEOL2: 0,
    VSWTC: 0,
  },
  characterSize: 'eight',
  inputSpeed: 'of-output',
  longLine: 'last-byte-replaced',
  transit: 'chunks',
  transitLimit: 8192,
  takesDuringWrite: 'either',
  markInRawMode: 'nul',
  outputFlush: 'in-transit',
  drain: 'at-once',
  limits: { ...posix.limits, _SC_TTY_NAME_MAX: 32, _SC_VERSION: 200809 },
  terminalLimits: 'of-anything',
  nullDiscipline: 'there',
}
