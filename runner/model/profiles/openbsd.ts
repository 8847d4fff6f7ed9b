/** OpenBSD: PTMGET on /dev/ptm, persistent nodes that the kernel gives to the caller. */
import type { Profile } from '../profile.js'
import { openbsdLacks } from './lacks.js'
import { posix } from './posix.js'

/** NO_PID: no process has it. */
const NO_PID = 100_000

export const openbsd: Profile = {
  ...posix,
  name: 'openbsd',
  title: 'OpenBSD: PTMGET on /dev/ptm, persistent nodes that the kernel gives to the caller',
  systems: ['openbsd'],
  lacks: openbsdLacks,
  settings: { ...posix.settings, 'tty.gid': '4' },

  // A new pair
  master: 'management-device',
  masterFlags: ['O_RDWR', 'O_NOCTTY'],
  nodes: 'disc',
  slaveNames: 'ttyXY of 62',
  mostPairs: 992,
  noPairLeft: 'ENXIO',
  newSlave: 'callers',
  grant: 'looks-only',
  startsLocked: false,
  nodeGoes: 'never',
  numberIsFree: 'with-master',
  slaveMajor: 5,
  masterMajor: 6,
  descriptorNames: 'none',

  // The last slave descriptor closes

  // The last master descriptor closes
  openAfterHangup: 'waits',

  // Sessions and job control

  takenByMaster: 'EIO',
  slaveAfterLeader: 'revoked',
  givingUp: 'by-members-on-dev-tty',
  sessionAtSlaveClose: 'lost-it',
  masterKnowsForeground: true,
  foregroundForRoot: true,
  noForegroundOfMaster: 0,
  noForegroundOfSlave: NO_PID,
  endedForeground: 'forgotten',
  unknownGroup: 'EINVAL',
  backgroundStops: [
    ...posix.backgroundStops.filter(call => call !== 'tcflow'),
    ...['tcsetwinsize', 'TIOCSBRK', 'TIOCCBRK', 'TIOCSETD'],
  ],
  callAfterStop: 'EAGAIN-after-a-second',
  readMovedToBackground: 'is-checked',
  unknownRequests: ['tcsendbreak', 'TIOCSBRK', 'TIOCCBRK'],
  masterSignals: 'all',
  signalFromMaster: 'flushes',
  consoleOutput: 'EACCES',

  // Parameters

  // The line discipline

  // Queues

  // The C library

  noMasterName: 'EINVAL',
  smallNameBuffer: 'folder-and-ENOENT',
}
