/** All profiles, by name. */
import type { Profile } from '../profile.js'
import { linux } from './linux.js'
import { posix } from './posix.js'

export const profiles: Readonly<Record<string, Profile>> = { posix, linux }
