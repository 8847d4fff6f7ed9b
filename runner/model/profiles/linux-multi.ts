/** Linux 2.6.29 to 4.6 with instances of devpts: newinstance makes one, all other mounts are the first. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

export const linuxMulti: Profile = {
  ...linux,
  name: 'linux-multi',
  title:
    'Linux 2.6.29 to 4.6 with instances of devpts: newinstance makes one, all other mounts are the first',
}
