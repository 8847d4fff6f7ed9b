/** macOS: a cloning /dev/ptmx, nodes /dev/ttysNNN. */
import type { Profile } from '../profile.js'
import { freebsd } from './freebsd.js'

export const macos: Profile = {
  ...freebsd,
  name: 'macos',
  title: 'macOS: a cloning /dev/ptmx, nodes /dev/ttysNNN',
  systems: ['macos'],

  // A new pair

  // The last slave descriptor closes

  // The last master descriptor closes

  // Sessions and job control

  // Parameters

  // The line discipline

  // Queues

  // The C library
}
