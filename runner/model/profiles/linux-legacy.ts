/** Linux 2.6.29 to 4.6 built without CONFIG_DEVPTS_MULTIPLE_INSTANCES. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

export const linuxLegacy: Profile = {
  ...linux,
  name: 'linux-legacy',
  title: 'Linux 2.6.29 to 4.6 built without CONFIG_DEVPTS_MULTIPLE_INSTANCES',
}
