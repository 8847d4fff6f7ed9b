/** Linux 2.6.29 to 4.6 as most were set up: one devpts instance that all mounts show. */
import type { Profile } from '../profile.js'
import { linuxMulti } from './linux-multi.js'

export const linuxSingle: Profile = {
  ...linuxMulti,
  name: 'linux-single',
  title: 'Linux 2.6.29 to 4.6 as most were set up: one devpts instance that all mounts show',
  settings: {
    ...linuxMulti.settings,
    ptmx: 'node',
    'devpts.ptmxmode': '0000',
    'devpts.newinstance': 'unset',
  },

  // A new pair
}
