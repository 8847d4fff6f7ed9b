/** NetBSD: a multiplexor, ptyfs, TIOCGRANTPT. */
import type { Profile } from '../profile.js'
import { openbsd } from './openbsd.js'

export const netbsd: Profile = {
  ...openbsd,
  name: 'netbsd',
  title: 'NetBSD: a multiplexor, ptyfs, TIOCGRANTPT',
  systems: ['netbsd'],

  // A new pair

  // The last slave descriptor closes

  // The last master descriptor closes

  // Sessions and job control

  takenByMaster: 'as-slave',
  foregroundForRoot: false,
  callAfterStop: 'starts-anew',
  consoleOutput: 'EPERM',

  // Parameters

  // The line discipline

  // Queues

  // The C library

  noMaster: 'ENOTTY',
  unlock: 'of-anything',
  noMasterName: 'ENOTTY',
  smallNameBuffer: 'ERANGE',
}
