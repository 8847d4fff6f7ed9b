/** FreeBSD since 8: posix_openpt() is a system call, nodes come and go in devfs. */
import type { Profile } from '../profile.js'
import { freebsdLacks } from './lacks.js'
import { posix } from './posix.js'

export const freebsd: Profile = {
  ...posix,
  name: 'freebsd',
  title: 'FreeBSD since 8: posix_openpt() is a system call, nodes come and go in devfs',
  systems: ['freebsd'],
  lacks: freebsdLacks,
  settings: { ...posix.settings, 'tty.gid': '4' },

  // A new pair

  // The last slave descriptor closes

  // The last master descriptor closes

  // Sessions and job control

  // Parameters

  // The line discipline

  // Queues

  // The C library
}
