/** 4.3BSD: parallel pairs /dev/ptyXY and /dev/ttyXY, found by trying. */
import type { Profile } from '../profile.js'
import { posix } from './posix.js'

export const bsd43: Profile = {
  ...posix,
  name: 'bsd43',
  title: '4.3BSD: parallel pairs /dev/ptyXY and /dev/ttyXY, found by trying',
  systems: [],

  // A new pair

  // The last slave descriptor closes

  // The last master descriptor closes

  // Sessions and job control

  openAcquires: 'always',
  slaveAfterLeader: 'hung-up',
  signalsAtHangup: ['SIGHUP', 'SIGCONT'],
  hangupReaches: 'foreground',
  signalsAtGivingUp: [],
  masterKnowsForeground: true,
  noForegroundOfMaster: 0,
  noForegroundOfSlave: 0,

  // Parameters

  // The line discipline

  // Queues

  // The C library
}
