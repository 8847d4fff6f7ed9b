/** Linux with pairs of persistent nodes (/dev/ptyXY, /dev/ttyXY) and pt_chown. */
import type { Profile } from '../profile.js'
import { linuxPtchown } from './linux-ptchown.js'
import { posix } from './posix.js'

export const linuxNodes: Profile = {
  ...linuxPtchown,
  name: 'linux-nodes',
  title: 'Linux with pairs of persistent nodes (/dev/ptyXY, /dev/ttyXY) and pt_chown',
  settings: { ...posix.settings, 'pty.nodes': '64', tiocsti: 'on' },

  // A new pair
  master: 'search',
  nodes: 'disc',
  slaveNames: 'ttyXY',
  newSlave: 'as-left',
  startsLocked: false,
  nodeGoes: 'never',
  numberIsFree: 'with-master',
}
