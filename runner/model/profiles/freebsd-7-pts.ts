/** FreeBSD 6 and 7 with kern.pts.enable=1: the lookup of /dev/ptmx makes a pair. */
import type { Profile } from '../profile.js'
import { freebsd } from './freebsd.js'

export const freebsd7Pts: Profile = {
  ...freebsd,
  name: 'freebsd-7-pts',
  title: 'FreeBSD 6 and 7 with kern.pts.enable=1: the lookup of /dev/ptmx makes a pair',
  systems: ['freebsd'],
}
