/** FreeBSD since 8: posix_openpt() is a system call, nodes come and go in devfs. */
import type { Profile } from '../profile.js'
import { freebsdLacks } from './lacks.js'
import { posix } from './posix.js'
import { extendedCharacters } from './posix-discipline.js'

/** NO_PID: no process has it. */
const NO_PID = 100_000

export const freebsd: Profile = {
  ...posix,
  name: 'freebsd',
  title: 'FreeBSD since 8: posix_openpt() is a system call, nodes come and go in devfs',
  systems: ['freebsd'],
  lacks: freebsdLacks,
  settings: { ...posix.settings, 'tty.gid': '4', tiocsti: 'on' },

  // A new pair
  masterFlags: ['O_RDONLY', 'O_RDWR', 'O_NOCTTY', 'O_CLOEXEC'],
  nodes: 'devfs',
  newSlave: 'callers',
  grant: 'looks-only',
  startsLocked: false,
  masterNode: 'slave',
  nodeGoes: 'with-both',
  slaveMajor: 0,
  descriptorNames: 'duplicate-of-three',

  // The last slave descriptor closes
  masterBeforeSlave: 'loses-input',
  masterWriteWithoutSlave: 'lost-or-EIO',
  outputAtSlaveClose: 'discarded',
  closeWait: 1,
  termiosAtReopen: 'reset',

  // The last master descriptor closes
  slaveWriteWithoutMaster: 'ENXIO',
  waitingWriteAtHangup: 'fails',
  callsAfterHangup: 'ENXIO',
  openAfterHangup: 'ENXIO',
  // 10 and 12 give EIO.
  revokedWrite: 'ENXIO',

  // Either end, as calls on any file find it
  hangupIsWritable: true,
  negativePlace: 'after-the-file',
  seekable: ['slave'],
  readableAtPlace: ['slave'],
  truncatable: ['slave'],
  asynchronous: ['slave'],

  // Sessions and job control

  takenByMaster: 'ENXIO',
  ignoredAndBlocked: 'discarded',
  slaveAfterLeader: 'revoked',
  // Since 13; ENOTTY before.
  givingUp: 'by-leaders',
  signalsAtGivingUp: [],
  sessionAtSlaveClose: 'without-node',
  terminalWithoutNode: 'free',
  ownTerminal: 'slaves-node',
  masterKnowsForeground: true,
  sessionIsTold: 'on-masters',
  noForegroundOfMaster: NO_PID,
  noForegroundOfSlave: NO_PID,
  endedForeground: 'forgotten',
  backgroundStops: [
    ...posix.backgroundStops,
    ...['tcsetwinsize', 'TIOCSCTTY', 'TIOCEXCL', 'TIOCNXCL', 'TIOCSTI', 'TIOCCONS'],
    ...['TIOCSTOP', 'TIOCSTART', 'TIOCSBRK', 'TIOCCBRK'],
  ],
  readMovedToBackground: 'is-checked',
  unknownRequests: ['tcsendbreak', 'TIOCSBRK', 'TIOCCBRK', 'TIOCEXT'],
  exclusiveOnMaster: 'slave',
  masterSignals: 'all',
  signalFromMaster: 'starts-output',
  foreignInput: 'EACCES',

  // Parameters

  // IUTF8 since 15.
  inputModes: ['BRKINT', 'ICRNL', 'IXON', 'IXANY', 'IMAXBEL', 'IUTF8'],
  outputModes: ['OPOST', 'ONLCR'],
  controlModes: ['CS8', 'CREAD', 'HUPCL'],
  localModes: ['ISIG', 'ICANON', 'ECHO', 'ECHOE', 'ECHOCTL', 'ECHOKE', 'IEXTEN'],
  speed: 'B9600',
  controlCharacters: {
    ...posix.controlCharacters,
    ...extendedCharacters,
    VDSUSP: 0x19,
    VEOL: 0xff,
    VEOL2: 0xff,
    VERASE2: 0x08,
    VSTATUS: 0x14,
  },
  disabledCharacter: 0xff,
  // TTYSUP_IFLAG, TTYSUP_OFLAG and TTYSUP_LFLAG.
  fixedModes: ['EXTPROC', 'PENDIN', 'FLUSHO', 'ECHOPRT', 'XCASE', 'IUCLC', 'OLCUC'],
  speedZero: 'least',
  clearedForRaw: [
    ...[
      ...posix.clearedForRaw.filter(mode => mode !== 'IGNBRK'),
      'IMAXBEL',
      'IXOFF',
      'INPCK',
      'IGNPAR',
    ],
    ...['ECHOE', 'ECHOK', 'NOFLSH', 'TOSTOP', 'PENDIN'],
  ],
  setForRaw: ['IGNBRK', 'CREAD'],
  nothingChanged: 'silent',

  // The line discipline

  invalidBuffer: 'costs-all',
  markInRawMode: 'character',
  lineEnds: 'as-read',
  inputAtModeSwitch: 'cut-again',
  countedInput: 'first-line',
  timer: 'runs-on',
  idleCharacters: ['VEOL2', 'VDSUSP', 'VDISCARD'],
  signalStarts: false,
  literalNext: 'always',
  literalShown: 'ECHOE',
  word: 'no-blanks',
  echoedEndOfFile: 'backed-over',
  echoedAsIs: [0x08, 0x0d],
  echoWithoutRoom: 'lost',
  rubOut: 'shortest',
  eraseAfterOutput: 'reprinted',
  killRubsOut: [],

  // Queues

  inputLimit: 1920,
  writerLimit: 1920,
  outputLimit: 1984,
  inputBlock: 128,
  outputBlock: 248,
  longLine: 'newline-too',
  transit: 'none',
  outputAfterStop: 'hidden',
  masterFlush: 'input',
  settingThroughMaster: 'at-once',
  unsentOutput: 'unread',
  readyWith: 'any-byte',

  // Packet mode

  packetNewsBefore: 'kept',
  packetTypedFlow: 'silent',
  packetFlowSettings: 'always',
  packetNewsOfClose: 'at-once',
  packetPriority: false,

  // The C library

  ctermid: 'own-name',
  ptsnameFailure: '-1',
  noMasterName: 'EINVAL',
  smallNameBuffer: 'folder-and-EINVAL',
  terminalElsewhere: 'the-kernels-name',
  ttynameBuffer: 'emptied',
  // The longest name of a file in /dev.
  limits: { ...posix.limits, _SC_TTY_NAME_MAX: 255, _SC_VERSION: 200112 },
}
