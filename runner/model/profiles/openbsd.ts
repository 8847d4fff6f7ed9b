/** OpenBSD: PTMGET on /dev/ptm, persistent nodes that the kernel gives to the caller. */
import type { Profile } from '../profile.js'
import { bsd44Discipline } from './bsd44-discipline.js'
import { openbsdLacks } from './lacks.js'
import { posix } from './posix.js'
import { extendedCharacters } from './posix-discipline.js'

/** NO_PID: no process has it. */
const NO_PID = 100_000

export const openbsd: Profile = {
  ...posix,
  name: 'openbsd',
  title: 'OpenBSD: PTMGET on /dev/ptm, persistent nodes that the kernel gives to the caller',
  systems: ['openbsd'],
  lacks: openbsdLacks,
  settings: { ...posix.settings, 'tty.gid': '4', 'pty.nodes': '62' },

  // A new pair
  master: 'management-device',
  masterFlags: ['O_RDWR', 'O_NOCTTY'],
  nodes: 'disc',
  slaveNames: 'ttyXY of 62',
  noPairLeft: 'ENXIO',
  newSlave: 'callers',
  grant: 'looks-only',
  startsLocked: false,
  nodeGoes: 'never',
  numberIsFree: 'with-master',
  slaveMajor: 5,
  masterMajor: 6,
  descriptorNames: 'none',

  // The last slave descriptor closes
  masterBeforeSlave: 'ended',
  masterWriteWithoutSlave: 'EIO',
  outputAtSlaveClose: 'discarded',
  closeWait: 5,
  nonBlockingCloseWaits: false,
  termiosAtReopen: 'reset',
  windowSizeAtReopen: 'reset',
  stopAtSlaveClose: 'ended',

  // The last master descriptor closes
  waitingWriteAtHangup: 'fails',
  openAfterHangup: 'waits',
  revokedIsTerminal: true,

  // Either end, as calls on any file find it
  kqueueWriterMeetsEnd: false,
  masterRoomKeptBack: 2,
  kqueueShowsRequest: true,
  inputFlushWakes: false,
  pollAtItsEnd: 'tells-nothing',
  hangupIsWritable: true,
  negativePlace: 'after-the-file',
  seekable: ['master', 'slave'],
  truncatable: ['master', 'slave'],
  owned: 'own-terminal',
  asynchronous: ['slave'],

  // Sessions and job control

  takenByMaster: 'EIO',
  ignoredAndBlocked: 'discarded',
  slaveAfterLeader: 'revoked',
  givingUp: 'by-members-on-dev-tty',
  sessionAtSlaveClose: 'lost-it',
  masterKnowsForeground: true,
  foregroundForOthers: 'root',
  noForegroundOfMaster: 0,
  noForegroundOfSlave: NO_PID,
  endedForeground: 'forgotten',
  unknownGroup: 'EINVAL',
  backgroundStops: [
    ...posix.backgroundStops.filter(call => call !== 'tcflow'),
    ...['tcsetwinsize', 'TIOCSBRK', 'TIOCCBRK', 'TIOCSETD'],
  ],
  callAfterStop: 'EAGAIN-after-a-second',
  readMovedToBackground: 'is-checked',
  unknownRequests: ['tcsendbreak', 'TIOCSBRK', 'TIOCCBRK'],
  exclusiveOnMaster: 'slave',
  masterSignals: 'all',
  signalFromMaster: 'flushes',
  consoleOutput: 'EACCES',

  // Parameters

  inputModes: ['BRKINT', 'ICRNL', 'IXON', 'IXANY', 'IMAXBEL'],
  outputModes: ['OPOST', 'ONLCR'],
  controlModes: ['CS8', 'CREAD', 'HUPCL'],
  localModes: ['ISIG', 'ICANON', 'ECHO', 'ECHOE', 'ECHOCTL', 'ECHOKE', 'IEXTEN'],
  speed: 'B115200',
  controlCharacters: {
    ...posix.controlCharacters,
    ...extendedCharacters,
    VDSUSP: 0x19,
    VEOL: 0xff,
    VEOL2: 0xff,
    VSTATUS: 0xff,
  },
  disabledCharacter: 0xff,
  // TIOCEXT is for that.
  fixedModes: ['EXTPROC'],
  speedZero: 'signals-leader',
  clearedForRaw: [...posix.clearedForRaw, 'IMAXBEL'],
  nothingChanged: 'silent',

  // The line discipline, queues and packet mode

  ...bsd44Discipline,
  capitals: 'echoed',
  interruptedDrain: 'EINTR-or-ENOTTY',
  // At 115200 baud.
  unreadAtMost: 256,

  // The C library

  noMasterName: 'EINVAL',
  smallNameBuffer: 'folder-and-ENOENT',
  limits: { ...posix.limits, _SC_TTY_NAME_MAX: 260, _SC_VERSION: 200809 },
}
