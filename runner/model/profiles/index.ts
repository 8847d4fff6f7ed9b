/** All profiles, by name. */
import type { Profile } from '../profile.js'
import { bsd43 } from './bsd43.js'
import { freebsd } from './freebsd.js'
import { freebsd7Pts } from './freebsd-7-pts.js'
import { gvisor } from './gvisor.js'
import { illumos } from './illumos.js'
import { linux } from './linux.js'
import { linuxLegacy } from './linux-legacy.js'
import { linuxMulti } from './linux-multi.js'
import { linuxNodes } from './linux-nodes.js'
import { linuxPtchown } from './linux-ptchown.js'
import { linuxSingle } from './linux-single.js'
import { macos } from './macos.js'
import { musl } from './musl.js'
import { netbsd } from './netbsd.js'
import { openbsd } from './openbsd.js'
import { posix } from './posix.js'
import { sysv } from './sysv.js'

export const profiles: Readonly<Record<string, Profile>> = {
  posix,
  linux,
  'linux-multi': linuxMulti,
  'linux-single': linuxSingle,
  'linux-legacy': linuxLegacy,
  'linux-ptchown': linuxPtchown,
  'linux-nodes': linuxNodes,
  musl,
  gvisor,
  freebsd,
  'freebsd-7-pts': freebsd7Pts,
  openbsd,
  netbsd,
  macos,
  sysv,
  illumos,
  bsd43,
}
