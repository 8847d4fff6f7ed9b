/** Linux 2.6.29 to 4.6 as most were set up: one devpts instance that all mounts show. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

export const linuxSingle: Profile = {
  ...linux,
  name: 'linux-single',
  title: 'Linux 2.6.29 to 4.6 as most were set up: one devpts instance that all mounts show',
}
