/** System V Release 4: a STREAMS multiplexor, persistent slaves, pt_chmod, locked until unlockpt(). */
import type { Profile } from '../profile.js'
import { posix } from './posix.js'

export const sysv: Profile = {
  ...posix,
  name: 'sysv',
  title:
    'System V Release 4: a STREAMS multiplexor, persistent slaves, pt_chmod, locked until unlockpt()',
  systems: [],

  // A new pair

  // The last slave descriptor closes

  // The last master descriptor closes

  // Sessions and job control

  openAcquires: 'always',
  mastersAcquire: true,
  othersAtHangup: ['SIGTSTP'],
  masterSignals: 'all',

  // Parameters

  // The line discipline

  // Queues

  // The C library
}
