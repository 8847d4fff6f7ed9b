/** What POSIX.1-2024 demands; where it is silent, the plainest reading. */
import type { Profile } from '../profile.js'

/**
 * XBD 11.1.3 leaves open how a leader gets its terminal; TIOCSCTTY is the way that all systems have. Nor could a case
 * leave its groups without setgroups().
 */
const extensions = `
  TIOCGPTN TIOCSPTLCK TIOCGPTLCK TIOCGPTPEER TIOCPKT TIOCGPKT TIOCSIG TIOCSTI TIOCNOTTY TIOCGPGRP TIOCSPGRP TIOCGSID
  TIOCEXCL TIOCNXCL TIOCGEXCL TIOCGWINSZ TIOCSWINSZ FIONREAD TIOCOUTQ TIOCGDEV TIOCSTOP TIOCSTART TIOCSBRK TIOCCBRK
  TIOCVHANGUP TIOCEXT TIOCREMOTE FIONBIO FIOASYNC TIOCGETD TIOCSETD TIOCCONS TIOCUCNTL UIOCCMD TIOCPKT_DATA
  TIOCPKT_FLUSHREAD TIOCPKT_FLUSHWRITE TIOCPKT_STOP TIOCPKT_START TIOCPKT_NOSTOP TIOCPKT_DOSTOP TIOCPKT_IOCTL
  CLONE_NEWNS CLONE_NEWUSER MS_RDONLY MS_NOSUID MS_NODEV MS_NOEXEC MS_REMOUNT MS_BIND MS_MOVE MS_REC MS_PRIVATE
  MS_SHARED MS_SLAVE MNT_DETACH MNT_FORCE ECHOCTL ECHOKE ECHOPRT FLUSHO PENDIN EXTPROC XCASE ALTWERASE NOKERNINFO
  IUCLC OLCUC IMAXBEL IUTF8 XTABS OXTABS ONOEOT CRTSCTS VEOL2 VWERASE VREPRINT VLNEXT VDISCARD VSTATUS VDSUSP
  VERASE2 VSWTC O_ASYNC O_PATH O_DIRECT SIGIO SIGINFO SIGEMT SIGPWR POLLRDHUP B57600 B115200 B230400 EPOLLIN
  EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDNORM EPOLLRDBAND EPOLLWRNORM EPOLLWRBAND EPOLLRDHUP EPOLLONESHOT
  EPOLLET EPOLL_CTL_ADD EPOLL_CTL_MOD EPOLL_CTL_DEL EPOLL_CLOEXEC EV_ADD EV_DELETE EV_ENABLE EV_DISABLE EV_ONESHOT
  EV_CLEAR EV_EOF EV_ERROR EVFILT_READ EVFILT_WRITE EVFILT_EXCEPT`

const calls = `
  unshare mount umount2 mountentry statfs getpt ptmget revoke vhangup splice sendfile epoll_create1 epoll_ctl
  epoll_wait kqueue kevent kevent_wait setns unmount jail pledge procinfo sysctl`

export const posix: Profile = {
  name: 'posix',
  title: 'what POSIX.1-2024 demands; where it is silent, the plainest reading',
  systems: [],
  lacks: [
    ...calls
      .trim()
      .split(/\s+/)
      .map(name => `call ${name}`),
    ...extensions
      .trim()
      .split(/\s+/)
      .map(name => `constant ${name}`),
  ],
  settings: {
    ptmx: 'none',
    'ptmx.mode': '0666',
    'devpts.mode': '0600',
    'devpts.gid': 'unset',
    'devpts.uid': 'unset',
    'devpts.ptmxmode': '0000',
    'devpts.max': '1048576',
    'tty.gid': '5',
    'pty.max': '4096',
    'pty.reserve': '0',
    tiocsti: 'off',
    user: 'root',
    ordinary: '65534:65534',
  },

  master: 'system-call',
  noPairLeft: 'EAGAIN',
  noInstance: 'ENODEV',
  startsLocked: true,
  lockedOpen: 'EAGAIN',
  failedOpenBreaksSlave: false,
  grant: 'changes-node',
  noMaster: 'EINVAL',
  noMasterName: 'ENOTTY',
  nameIsChecked: false,
  smallNameBuffer: 'ERANGE',
  masterNode: 'multiplexor',
  masterIsTerminal: true,
  nodeGoes: 'with-master',
  numberIsFree: 'with-both',
  nextNumber: 'lowest',
  slaveMajor: 136,

  masterReadWithoutSlave: 'end-of-file',
  masterPollWithoutSlave: ['POLLIN', 'POLLHUP', 'POLLRDNORM'],
  masterWriteWithoutSlave: 'accepted',
  outputAtSlaveClose: 'kept',
  inputAtSlaveClose: 'discarded',
  termiosAtReopen: 'kept',
  windowSizeAtReopen: 'kept',
  exclusiveAtSlaveClose: 'cleared',

  slaveReadWithoutMaster: 'end-of-file',
  waitingReadAtHangup: 'end-of-file',
  inputAtHangup: 'discarded',
  slaveWriteWithoutMaster: 'EIO',
  slavePollWithoutMaster: ['POLLIN', 'POLLHUP', 'POLLRDNORM'],
  callsAfterHangup: 'work',
  signalsAtHangup: ['SIGHUP'],
  terminalAtHangup: 'kept',
  openAfterHangup: 'EIO',

  openAcquires: 'never',
  mastersAcquire: false,
  noctty: 'heeded',
  takenAgain: 'succeeds',
  mayNotTake: 'EPERM',
  unreadableTaken: 'by-anyone',
  stealing: 'nobody',
  takenByMaster: 'as-slave',
  terminalAtSetsid: 'given-up',
  terminalReleasedBy: 'leader',
  slaveAfterLeader: 'usable',
  withoutLeader: 'answers',
  givingUp: 'by-all',
  signalsAtGivingUp: ['SIGHUP', 'SIGCONT'],
  sessionAtSlaveClose: 'has-it',
  ownTerminal: 'opens',
  noOwnTerminal: 'ENXIO',
  masterKnowsForeground: false,
  sessionIsTold: 'of-the-own',
  foregroundForRoot: false,
  noForegroundOfMaster: 99999,
  noForegroundOfSlave: 99999,
  endedForeground: 'kept',
  unknownGroup: 'EPERM',
  foreignGroup: 'EPERM',
  orphanSetsGroup: 'EIO',
  backgroundStops: [
    'read',
    'write',
    ...['tcsetattr', 'tcflush', 'tcdrain', 'tcflow', 'tcsendbreak', 'tcsetpgrp'],
  ],
  readWithoutSigttin: 'EIO',
  callAfterStop: 'starts-anew',
  readMovedToBackground: 'goes-on',
  unknownRequests: [],
  descriptorsOfEnded: 'closed',
  terminalSignals: 'whole-group',
  windowSignal: 'changed',
  hangupReaches: 'leader',
  othersAtHangup: [],
  masterSignals: ['SIGINT', 'SIGQUIT', 'SIGTSTP'],
  exclusiveForRoot: true,
  inputThroughMaster: 'input',
  consoleOutput: 'EPERM',

  inputModes: ['ICRNL', 'IXON'],
  outputModes: ['OPOST', 'ONLCR'],
  controlModes: ['CS8', 'CREAD'],
  localModes: ['ISIG', 'ICANON', 'ECHO', 'ECHOE', 'ECHOK', 'IEXTEN'],
  speed: 'B9600',
  controlCharacters: {
    VINTR: 0x03,
    VQUIT: 0x1c,
    VERASE: 0x7f,
    VKILL: 0x15,
    VEOF: 0x04,
    VMIN: 1,
    VTIME: 0,
    VEOL: 0,
    VSTART: 0x11,
    VSTOP: 0x13,
    VSUSP: 0x1a,
  },
  disabledCharacter: 0,
  characterSize: 'kept',
  nothingChanged: 'EINVAL',
  inputLimit: 4095,
  longLine: 'discarded',
  transit: 'bytes',
  transitLimit: 4096,
  writePiece: 4096,
  takesDuringWrite: 'yes',
  emptyRawRead: 'EAGAIN',
  markInRawMode: 'vanishes',
  exactReadTakesMark: true,
  outputFlush: 'all-unread',
  masterFlush: 'output',
  drain: 'until-read',
  outputAfterStop: 'readable',
  foreignInput: 'EPERM',
  forbiddenInput: 'EIO',

  openptWithoutPair: 'as-kernel',
  openptCloseOnExec: 'heeded',
  unlock: 'of-masters',
  ptsnameErrno: 'set',
  ptsnameFailure: 'number',
  smallPtsnameBuffer: 'untouched',
  numberInName: 'right',
  terminalElsewhere: 'ENODEV',
  ttynameBuffer: 'untouched',
  ttynameFolder: 'own',
  isattyError: 'as-kernel',
  openptyArguments: 'applied',
  notMadeRaw: [],

  // The least that each may be, but for the name, which the paths of `instance` have to fit.
  limits: {
    _SC_TTY_NAME_MAX: 16,
    _SC_JOB_CONTROL: 1,
    _SC_SAVED_IDS: 1,
    _SC_VERSION: 202405,
    _PC_MAX_CANON: 255,
    _PC_MAX_INPUT: 255,
  },
  terminalLimits: 'of-terminals',

  remountResets: true,
  maxZero: 'no-limit',
}
