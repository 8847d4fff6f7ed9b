/** FreeBSD since 8: posix_openpt() is a system call, nodes come and go in devfs. */
import type { Profile } from '../profile.js'
import { freebsdLacks } from './lacks.js'
import { posix } from './posix.js'

/** NO_PID: no process has it. */
const NO_PID = 100_000

export const freebsd: Profile = {
  ...posix,
  name: 'freebsd',
  title: 'FreeBSD since 8: posix_openpt() is a system call, nodes come and go in devfs',
  systems: ['freebsd'],
  lacks: freebsdLacks,
  settings: { ...posix.settings, 'tty.gid': '4' },

  // A new pair
  masterFlags: ['O_RDONLY', 'O_RDWR', 'O_NOCTTY', 'O_CLOEXEC'],
  nodes: 'devfs',
  newSlave: 'callers',
  grant: 'looks-only',
  startsLocked: false,
  masterNode: 'slave',
  nodeGoes: 'with-both',
  slaveMajor: 0,
  descriptorNames: 'none',

  // The last slave descriptor closes

  // The last master descriptor closes
  openAfterHangup: 'ENXIO',

  // Sessions and job control

  takenByMaster: 'ENXIO',
  slaveAfterLeader: 'revoked',
  // Since 13; ENOTTY before.
  givingUp: 'by-leaders',
  signalsAtGivingUp: [],
  sessionAtSlaveClose: 'without-node',
  ownTerminal: 'slaves-node',
  masterKnowsForeground: true,
  sessionIsTold: 'on-masters',
  noForegroundOfMaster: NO_PID,
  noForegroundOfSlave: NO_PID,
  endedForeground: 'forgotten',
  backgroundStops: [
    ...posix.backgroundStops,
    ...['tcsetwinsize', 'TIOCSCTTY', 'TIOCEXCL', 'TIOCNXCL', 'TIOCSTI', 'TIOCCONS'],
    ...['TIOCSTOP', 'TIOCSTART', 'TIOCSBRK', 'TIOCCBRK'],
  ],
  readMovedToBackground: 'is-checked',
  unknownRequests: ['tcsendbreak', 'TIOCSBRK', 'TIOCCBRK'],
  masterSignals: 'all',
  signalFromMaster: 'starts-output',
  foreignInput: 'EACCES',

  // Parameters

  // The line discipline

  // Queues

  // The C library

  ctermid: 'own-name',
  ptsnameFailure: '-1',
  noMasterName: 'EINVAL',
  smallNameBuffer: 'folder-and-EINVAL',
  ttynameBuffer: 'emptied',
}
