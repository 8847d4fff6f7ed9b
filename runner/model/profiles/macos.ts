/** macOS: a cloning /dev/ptmx, nodes /dev/ttysNNN. */
import type { Profile } from '../profile.js'
import { bsd44Discipline } from './bsd44-discipline.js'
import { freebsd } from './freebsd.js'
import { openbsd } from './openbsd.js'
import { posix } from './posix.js'

export const macos: Profile = {
  ...freebsd,
  name: 'macos',
  title: 'macOS: a cloning /dev/ptmx, nodes /dev/ttysNNN',
  systems: ['macos'],
  settings: { ...freebsd.settings, ptmx: 'node', 'ptmx.mode': '0666' },

  // A new pair
  master: 'multiplexor',
  masterFlags: 'any',
  multiplexorReaches: 'first-instance',
  slaveNames: 'ttysNNN',
  noPairLeft: 'ENXIO',
  startsLocked: true,
  newSlave: 'roots',
  grant: 'changes-node',
  nameIsChecked: true,
  masterNode: 'multiplexor',

  // The last slave descriptor closes
  masterBeforeSlave: 'holds-writers',
  masterWriteWithoutSlave: 'EIO',
  closeWait: 60,

  // The last master descriptor closes
  slaveWriteWithoutMaster: 'EIO',
  revokedWrite: 'EIO',

  // Sessions and job control

  takenByMaster: 'as-slave',
  givingUp: 'by-members-on-dev-tty',
  sessionAtSlaveClose: 'lost-it',
  terminalWithoutNode: 'held',
  ownTerminal: 'own-node',
  sessionIsTold: 'of-the-own',
  noForegroundOfMaster: 0,
  unknownGroup: 'EINVAL',
  backgroundStops: openbsd.backgroundStops,
  unknownRequests: [],
  signalFromMaster: 'flushes',

  // Parameters

  controlCharacters: { ...openbsd.controlCharacters, VSTATUS: 0x14 },
  clearedForRaw: posix.clearedForRaw,
  setForRaw: [],
  // EXTPROC is TIOCEXT's alone.
  fixedModes: ['EXTPROC'],
  speedZero: 'signals-leader',

  // The line discipline, queues and packet mode

  ...bsd44Discipline,
  // TTYHOG.
  inputLimit: 1024,
  writerLimit: 1022,

  // The C library

  noMaster: 'ENOTTY',
  noMasterName: 'ENOTTY',
  ctermid: 'dev-tty',
  smallNameBuffer: 'ERANGE',
}
