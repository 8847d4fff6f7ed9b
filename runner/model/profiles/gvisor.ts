/** gVisor, release 20221219. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'
import { posix } from './posix.js'

export const gvisor: Profile = {
  ...linux,
  name: 'gvisor',
  title: 'gVisor, release 20221219',
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
  lacks: [...linux.lacks, 'constant TIOCGPTPEER'],

  // A new pair
  startsLocked: false,
  newSlave: 'openers',
  nextNumber: 'growing',
  numberInFdinfo: false,

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

  openAcquires: 'never',
  takenAgain: 'EINVAL',
  mayNotTake: 'EINVAL',
  noOwnTerminal: 'EIO',
  masterKnowsForeground: false,
  sessionIsTold: 'never',
  backgroundStops: ['tcsetpgrp'],
  windowSignal: 'never',
  unknownRequests: [
    ...[
      'tcflush',
      'tcflow',
      'tcsendbreak',
      'TIOCGPTLCK',
      'TIOCGPTPEER',
      'TIOCGDEV',
      'TIOCSTI',
      'TIOCSIG',
    ],
    ...['TIOCEXCL', 'TIOCNXCL', 'TIOCGEXCL', 'TIOCPKT', 'TIOCGPKT', 'TIOCVHANGUP', 'TIOCOUTQ'],
    ...['TIOCSETD', 'TIOCGETD', 'TIOCCONS', 'TIOCSBRK', 'TIOCCBRK'],
  ],

  // Parameters

  // The line discipline

  // Queues

  // The C library

  numberTold: 'by-both',
}
