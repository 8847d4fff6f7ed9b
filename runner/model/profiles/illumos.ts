/** illumos: the System V multiplexor, slaves that /dev/pts makes when asked for. */
import type { Profile } from '../profile.js'
import { sysv } from './sysv.js'

export const illumos: Profile = {
  ...sysv,
  name: 'illumos',
  title: 'illumos: the System V multiplexor, slaves that /dev/pts makes when asked for',
  systems: ['illumos'],
  settings: { ...sysv.settings, 'tty.gid': '7' },

  // A new pair
  nodes: 'devpts',
  multiplexorInside: false,
  newSlave: 'roots',
  grant: 'changes-node',
  grantHelper: 'none',
  nodeGoes: 'with-both',

  // The last slave descriptor closes

  // The last master descriptor closes
  slaveWriteWithoutMaster: 'ENXIO',

  // Sessions and job control

  // Parameters

  // ptem refuses JWINSIZE while all of the size is 0.
  unsetWindowSize: 'EINVAL',

  // The line discipline

  // Queues

  // The C library
}
