/** Linux with pairs of persistent nodes (/dev/ptyXY, /dev/ttyXY) and pt_chown. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

export const linuxNodes: Profile = {
  ...linux,
  name: 'linux-nodes',
  title: 'Linux with pairs of persistent nodes (/dev/ptyXY, /dev/ttyXY) and pt_chown',
}
