/** Linux with musl as its C library. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

export const musl: Profile = {
  ...linux,
  name: 'musl',
  title: 'Linux with musl as its C library',

  openptWithoutPair: 'EAGAIN',
}
