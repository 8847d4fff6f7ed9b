/** Linux 2.6.29 to 4.6 with instances of devpts: newinstance makes one, all other mounts are the first. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

export const linuxMulti: Profile = {
  ...linux,
  name: 'linux-multi',
  title:
    'Linux 2.6.29 to 4.6 with instances of devpts: newinstance makes one, all other mounts are the first',
  settings: {
    ...linux.settings,
    ptmx: 'link',
    'devpts.ptmxmode': '0666',
    'devpts.newinstance': 'yes',
  },
  release: '4.6',
  lacks: [...linux.lacks, 'constant TIOCGPTPEER'],

  // A new pair
  nameIsChecked: true,
  grant: 'as-caller',
  numberInFdinfo: false,
  multiplexorReaches: 'first-instance',

  // Requests
  modemRequest: 'EINVAL',
  nullDiscipline: 'missing',

  // Mounts
  instances: 'on-request',
  maxZero: 'none',
}
