/** gVisor, release 20221219. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'
import { posix } from './posix.js'

export const gvisor: Profile = {
  ...linux,
  name: 'gvisor',
  title: 'gVisor, release 20221219',
  // What uname() says there.
  release: '4.4',
  settings: {
    ...posix.settings,
    ptmx: 'link',
    'ptmx.mode': '0666',
    devpts: 'mounted',
    'devpts.mode': '0620',
    'devpts.gid': 'unset',
    'devpts.uid': 'unset',
    'devpts.ptmxmode': '0666',
    tiocsti: 'off',
  },

  // A new pair
  startsLocked: false,
  lock: 'only-said',
  newSlave: 'openers',
  nextNumber: 'growing',
  numberInFdinfo: false,
  writeMarksNode: false,

  // Mounts
  multiplexorMode: 0o666,
  shownOptions: 'none',
  mountable: 'ENODEV',

  // The last slave descriptor closes
  masterReadWithoutSlave: 'waits',
  hangupTold: [],

  // The last master descriptor closes
  slavesAtHangup: 'unharmed',
  inputAtHangup: 'kept',
  signalsAtHangup: [],
  terminalAtHangup: 'kept',

  // Sessions and job control

  setsidGives: '0',
  movedAfterExec: 'moved',
  openAcquires: 'never',
  takenAgain: 'EINVAL',
  mayNotTake: 'EINVAL',
  terminalReleasedBy: 'nobody',
  terminalInProcessTable: 'zeros',
  ownTerminal: 'missing',
  noOwnTerminal: 'EIO',
  masterKnowsForeground: false,
  sessionIsTold: 'never',
  backgroundStops: ['tcsetpgrp'],
  orphanInBackground: 'stopped',
  stopOfOrphan: 'stops',
  windowSignal: 'never',
  unknownRequests: [
    ...[
      'tcflush',
      'tcdrain',
      'TCSBRK',
      'TCSAFLUSH',
      'tcflow',
      'tcsendbreak',
      'TIOCGPTLCK',
      'TIOCGPTPEER',
      'TIOCGDEV',
      'TIOCSTI',
      'TIOCSIG',
      'TIOCGSID',
    ],
    ...['TIOCEXCL', 'TIOCNXCL', 'TIOCGEXCL', 'TIOCPKT', 'TIOCGPKT', 'TIOCVHANGUP', 'TIOCOUTQ'],
    ...['TCGETA', 'TCSETA', 'TCSETAW', 'TCSETAF', 'TCGETS2', 'TCSETS2', 'TCSETSW2', 'TCSETSF2'],
    ...['TIOCMGET', 'TIOCGICOUNT', 'TIOCSSERIAL'],
    ...['TIOCSETD', 'TIOCGETD', 'TIOCCONS', 'TIOCSBRK', 'TIOCCBRK'],
  ],

  hangUpBy: 'nobody',

  // Parameters

  characterSize: 'kept',

  // The line discipline

  idleModes: `
    ISTRIP PARMRK IUCLC IXON IXANY IXOFF IMAXBEL OLCUC
    ISIG ECHOE ECHOK ECHONL ECHOCTL ECHOPRT ECHOKE NOFLSH TOSTOP XCASE EXTPROC`
    .trim()
    .split(/\s+/),
  idleCharacters: `
    VINTR VQUIT VSUSP VSTART VSTOP VERASE VKILL VWERASE VREPRINT VLNEXT VDISCARD VSWTC VMIN VTIME`
    .trim()
    .split(/\s+/),
  endOfFile: 'ends-what-is-typed',
  typedAhead: 'one-line',
  markInRawMode: 'vanishes',
  countedInput: 'first-line',
  expandedTab: 'eight-spaces',

  // Queues

  transit: 'bytes',
  transitLimit: 131072,
  outputLimit: Number.POSITIVE_INFINITY,
  readyWith: 'any-byte',
  emptyWrite: 'waits',
  emptyRead: 'waits',
  noPlaceToRead: 'EINVAL',

  // The C library

  numberTold: 'by-both',
}
