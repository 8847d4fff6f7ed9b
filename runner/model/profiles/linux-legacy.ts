/** Linux 2.6.29 to 4.6 built without CONFIG_DEVPTS_MULTIPLE_INSTANCES. */
import type { Profile } from '../profile.js'
import { linuxMulti } from './linux-multi.js'

export const linuxLegacy: Profile = {
  ...linuxMulti,
  name: 'linux-legacy',
  title: 'Linux 2.6.29 to 4.6 built without CONFIG_DEVPTS_MULTIPLE_INSTANCES',
  settings: { ...linuxMulti.settings, ptmx: 'node', 'devpts.newinstance': 'unset' },

  // A new pair
  noPairLeft: 'EIO',

  // Mounts
  instances: 'one',
  instanceOptions: 'refused',
  multiplexorInside: false,
  shownOptions: 'of-slaves',
}
