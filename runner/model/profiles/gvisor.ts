/** gVisor, release 20221219. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'

export const gvisor: Profile = {
  ...linux,
  name: 'gvisor',
  title: 'gVisor, release 20221219',

  // A new pair

  // The last slave descriptor closes

  // The last master descriptor closes

  // Sessions and job control

  // Parameters

  // The line discipline

  // Queues

  // The C library
}
