/** System V Release 4: a STREAMS multiplexor, persistent slaves, pt_chmod, locked until unlockpt(). */
import type { Profile } from '../profile.js'
import { elderLacks } from './lacks.js'
import { posix } from './posix.js'
import { extendedCharacters } from './posix-discipline.js'

export const sysv: Profile = {
  ...posix,
  name: 'sysv',
  title:
    'System V Release 4: a STREAMS multiplexor, persistent slaves, pt_chmod, locked until unlockpt()',
  systems: [],
  lacks: elderLacks,
  settings: {
    ...posix.settings,
    ptmx: 'node',
    'ptmx.mode': '0666',
    'pty.nodes': '48',
    tiocsti: 'on',
  },

  // A new pair
  master: 'multiplexor',
  multiplexorReaches: 'first-instance',
  nodes: 'disc',
  firstNumber: 1,
  noPairLeft: 'ENOMEM',
  newSlave: 'as-left',
  grant: 'by-helper',
  grantHelper: '/usr/lib/pt_chmod',
  nodeGoes: 'never',

  // The last slave descriptor closes
  masterReadWithoutSlave: 'end-of-file-once',
  masterPollWithoutSlave: ['POLLIN', 'POLLRDNORM'],
  termiosAtReopen: 'reset',
  windowSizeAtReopen: 'reset',

  // The last master descriptor closes
  inputAtHangup: 'kept',
  callsAfterHangup: 'ENXIO',
  openAfterHangup: 'EAGAIN',

  // Sessions and job control

  openAcquires: 'always',
  mastersAcquire: true,
  othersAtHangup: ['SIGTSTP'],
  masterSignals: 'all',

  // Parameters

  inputModes: ['BRKINT', 'ICRNL', 'IXON', 'IMAXBEL'],
  localModes: ['ISIG', 'ICANON', 'ECHO', 'ECHOE', 'ECHOK', 'ECHOCTL', 'ECHOKE', 'IEXTEN'],
  controlCharacters: {
    ...posix.controlCharacters,
    ...extendedCharacters,
    VDSUSP: 0x19,
    VEOL2: 0,
    VSWTC: 0,
  },
  nothingChanged: 'silent',

  // The line discipline

  xcase: 'escapes',
  lowerCased: 'in-lines',
  literalShown: 'ECHOE',

  // Queues

  // The C library
}
