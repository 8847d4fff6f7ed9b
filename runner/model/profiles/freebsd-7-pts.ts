/** FreeBSD 6 and 7 with kern.pts.enable=1: the lookup of /dev/ptmx makes a pair. */
import type { Profile } from '../profile.js'
import { freebsd } from './freebsd.js'

export const freebsd7Pts: Profile = {
  ...freebsd,
  name: 'freebsd-7-pts',
  title: 'FreeBSD 6 and 7 with kern.pts.enable=1: the lookup of /dev/ptmx makes a pair',
  systems: ['freebsd'],
  settings: { ...freebsd.settings, ptmx: 'node', 'ptmx.mode': '0666' },

  // A new pair
  master: 'multiplexor',
  masterFlags: 'any',
  pairMadeAt: 'lookup',
  multiplexorReaches: 'first-instance',
  nextNumber: 'last-freed',
  newSlave: 'everybodys',
  grant: 'by-helper',
  grantHelper: '/usr/libexec/pt_chown',
  masterNode: 'multiplexor',

  // The last slave descriptor closes
  masterBeforeSlave: 'holds-writers',
  masterPollWithoutSlave: ['POLLIN', 'POLLOUT', 'POLLHUP', 'POLLRDNORM', 'POLLWRNORM'],
  masterWriteWithoutSlave: 'EIO',

  // The last master descriptor closes: who sleeps at the slave stays asleep, and the pair with it.
  wokenByHangup: [],
  nodeGoes: 'with-both',
  slaveWriteWithoutMaster: 'EIO',
  callsAfterHangup: 'work',
  openAfterHangup: 'waits',
}
