/** OpenBSD: PTMGET on /dev/ptm, persistent nodes that the kernel gives to the caller. */
import type { Profile } from '../profile.js'
import { openbsdLacks } from './lacks.js'
import { posix } from './posix.js'

export const openbsd: Profile = {
  ...posix,
  name: 'openbsd',
  title: 'OpenBSD: PTMGET on /dev/ptm, persistent nodes that the kernel gives to the caller',
  systems: ['openbsd'],
  lacks: openbsdLacks,
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
