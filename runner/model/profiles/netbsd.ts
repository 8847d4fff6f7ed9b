/** NetBSD: a multiplexor, ptyfs, TIOCGRANTPT. */
import type { Profile } from '../profile.js'
import { netbsdLacks } from './lacks.js'
import { openbsd } from './openbsd.js'
import { posix } from './posix.js'

export const netbsd: Profile = {
  ...openbsd,
  name: 'netbsd',
  title: 'NetBSD: a multiplexor, ptyfs, TIOCGRANTPT',
  systems: ['netbsd'],
  settings: { ...posix.settings, 'tty.gid': '4', ptmx: 'node', 'ptmx.mode': '0666' },
  lacks: netbsdLacks,

  // A new pair
  master: 'multiplexor',
  masterFlags: 'any',
  multiplexorReaches: 'first-instance',
  nodes: 'devpts',
  multiplexorInside: false,
  slaveNames: 'pts/N',
  noPairLeft: 'ENOENT',
  newSlave: 'as-mounted',
  grant: 'changes-node',
  nodeGoes: 'with-both',
  numberIsFree: 'with-both',

  // The last slave descriptor closes
  masterBeforeSlave: 'holds-writers',

  // The last master descriptor closes
  openAfterHangup: 'ENXIO',
  revokedIsTerminal: false,

  // Sessions and job control

  takenByMaster: 'as-slave',
  foregroundForOthers: 'nobody',
  callAfterStop: 'starts-anew',
  consoleOutput: 'EPERM',

  // Parameters

  // The line discipline

  // Queues

  // ptyioctl() asks for EPASSTHROUGH, which is no other error.
  interruptedDrain: 'as-handler-says',

  // The C library

  noMaster: 'ENOTTY',
  unlock: 'of-anything',
  noMasterName: 'ENOTTY',
  smallNameBuffer: 'ERANGE',
}
