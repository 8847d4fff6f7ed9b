/** Linux with a devpts of wrong group or mode, and glibc up to 2.32 with its set-UID helper pt_chown. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

export const linuxPtchown: Profile = {
  ...linux,
  name: 'linux-ptchown',
  title:
    'Linux with a devpts of wrong group or mode, and glibc up to 2.32 with its set-UID helper pt_chown',
  settings: { ...linux.settings, 'devpts.mode': '0600', 'devpts.gid': 'unset' },

  // A new pair
  nameIsChecked: true,
  grant: 'by-helper',
  grantHelper: '/usr/libexec/pt_chown',
}
