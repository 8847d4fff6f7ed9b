/** 4.3BSD: parallel pairs /dev/ptyXY and /dev/ttyXY, found by trying. */
import type { Profile } from '../profile.js'
import { bsd44Discipline } from './bsd44-discipline.js'
import { elderLacks } from './lacks.js'
import { posix } from './posix.js'

export const bsd43: Profile = {
  ...posix,
  name: 'bsd43',
  title: '4.3BSD: parallel pairs /dev/ptyXY and /dev/ttyXY, found by trying',
  systems: [],
  lacks: elderLacks,
  settings: { ...posix.settings, 'pty.nodes': '32', tiocsti: 'on' },

  // A new pair
  master: 'search',
  nodes: 'disc',
  slaveNames: 'ttyXY',
  mostPairs: 64,
  startsLocked: false,
  newSlave: 'as-left',
  nodeGoes: 'never',
  numberIsFree: 'with-master',
  reusedPair: 'as-left',

  // The last slave descriptor closes
  masterBeforeSlave: 'holds-writers',
  masterReadWithoutSlave: 'EIO',
  masterPollWithoutSlave: ['POLLIN', 'POLLOUT', 'POLLRDNORM', 'POLLWRNORM'],
  masterWriteWithoutSlave: 'EIO',
  outputAtSlaveClose: 'discarded',
  closeWait: Number.POSITIVE_INFINITY,
  termiosAtReopen: 'reset',
  windowSizeAtReopen: 'reset',

  // The last master descriptor closes
  waitingWriteAtHangup: 'fails',
  openAfterHangup: 'waits',

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

  controlModes: ['CS8', 'CREAD', 'HUPCL'],
  speedZero: 'signals-leader',
  nothingChanged: 'silent',

  // The line discipline, queues and packet mode

  ...bsd44Discipline,
  xcase: 'idle',
  // TTYHOG, and tthiwat at 9600.
  inputLimit: 255,
  writerLimit: 253,
  outputLimit: 1300,

  // The C library
}
