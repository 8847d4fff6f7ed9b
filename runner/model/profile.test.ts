/** Every choice of a profile can be told from its other values by some case. */
import t from 'tap'
import { shown } from '../../fixtures/model-cases.js'
import type { Profile } from './profile.js'
import { linux } from './profiles/linux.js'
import { posix } from './profiles/posix.js'

interface Turning {
  /** The base with one or more other values. */
  readonly values: readonly Partial<Profile>[]
  readonly base?: Profile
  readonly lines: string
}

const pair = 'given pair'
const rawPair = 'given pair raw'
const masterGone = `${pair}\nclose(m) = 0`
const slaveGone = `${pair}\nclose(s) = 0`
const instance = `given private-mounts
mount("devpts", dir, "devpts", 0, "ptmxmode=0666,max=2") = 0`

/** Non-blocking, so that each read answers at once. */
const quick = 'fcntl(m, F_SETFL, O_NONBLOCK) = 0\nfcntl(s, F_SETFL, O_NONBLOCK) = 0'

const turnings: Readonly<Record<string, Turning>> = {
  master: {
    values: [{ master: 'multiplexor' }],
    lines: 'posix_openpt(O_RDWR) = ?',
  },
  noPairLeft: {
    values: [{ noPairLeft: 'EAGAIN' }],
    base: linux,
    lines: `${instance}\n3x open("$dir/ptmx", O_RDWR) = ?`,
  },
  noInstance: {
    values: [{ noInstance: 'ENODEV' }, { noInstance: 'ENOENT' }],
    base: linux,
    lines: `given private-mounts
stat("$dir/pts") = ?
mknod("$dir/ptmx", S_IFCHR|0666, makedev(5, 2)) = 0
open("$dir/ptmx", O_RDWR) = ?`,
  },
  startsLocked: {
    values: [{ startsLocked: false }],
    lines: 'posix_openpt(O_RDWR) = m\nptsname(m) = name\nopen(name, O_RDWR) = ?',
  },
  lockedOpen: {
    values: [{ lockedOpen: 'EIO' }],
    lines: 'posix_openpt(O_RDWR) = m\nptsname(m) = name\nopen(name, O_RDWR) = ?',
  },
  failedOpenBreaksSlave: {
    values: [{ failedOpenBreaksSlave: false }],
    base: linux,
    lines: `${pair}\nioctl(m, TIOCSPTLCK, 1) = 0\nopen(name, O_RDWR) = ?\nwrite(s, "x") = ?`,
  },
  grant: {
    values: [{ grant: 'looks-only' }],
    lines: `posix_openpt(O_RDWR) = m\nptsname(m) = name\ngrantpt(m) = 0
stat(name) = {st_mode=?, ...}`,
  },
  noMaster: { values: [{ noMaster: 'ENOTTY' }], lines: `${pair}\ngrantpt(s) = ?` },
  noMasterName: { values: [{ noMasterName: 'EINVAL' }], lines: `${pair}\nptsname(s) = ?` },
  nameIsChecked: {
    values: [{ nameIsChecked: true }],
    base: linux,
    lines: `${instance}\nopen("$dir/ptmx", O_RDWR) = m\nptsname(m) = ?`,
  },
  smallNameBuffer: {
    values: [{ smallNameBuffer: 'looks-elsewhere' }],
    lines: `${pair}\nttyname_r(s, strlen(name)) = ?`,
  },
  masterNode: {
    values: [{ masterNode: 'slave' }],
    base: linux,
    lines: 'posix_openpt(O_RDWR) = m\nfstat(m) = {st_rdev=?, ...}',
  },
  masterIsTerminal: {
    values: [{ masterIsTerminal: false }],
    lines: 'posix_openpt(O_RDWR) = m\nisatty(m) = ?',
  },
  nodeGoes: { values: [{ nodeGoes: 'with-both' }], lines: `${masterGone}\naccess(name, F_OK) = ?` },
  numberIsFree: {
    values: [{ numberIsFree: 'with-master' }],
    lines: `${masterGone}\nposix_openpt(O_RDWR) = m2\nptsname(m2) = ?`,
  },
  nextNumber: {
    values: [{ nextNumber: 'growing' }],
    lines: 'posix_openpt(O_RDWR) = m\nclose(m) = 0\nposix_openpt(O_RDWR) = m2\nptsname(m2) = ?',
  },
  slaveMajor: { values: [{ slaveMajor: 3 }], lines: `${pair}\nstat(name) = {st_rdev=?, ...}` },

  masterReadWithoutSlave: {
    values: [{ masterReadWithoutSlave: 'EIO' }],
    lines: `${slaveGone}\nread(m, 9) = ?`,
  },
  masterPollWithoutSlave: {
    values: [{ masterPollWithoutSlave: [] }],
    lines: `${slaveGone}\npoll({m=POLLIN}, 0) = ?`,
  },
  masterWriteWithoutSlave: {
    values: [{ masterWriteWithoutSlave: 'EIO' }],
    lines: `${slaveGone}\nwrite(m, "x") = ?`,
  },
  outputAtSlaveClose: {
    values: [{ outputAtSlaveClose: 'discarded' }],
    lines: `${pair}\nwrite(s, "x") = 1\nclose(s) = 0\nread(m, 9) = ?`,
  },
  inputAtSlaveClose: {
    values: [{ inputAtSlaveClose: 'kept' }],
    lines: `${pair}\nwrite(m, "x\\n") = 2\nclose(s) = 0\nopen(name, O_RDWR|O_NONBLOCK) = s2
read(s2, 9) = ?`,
  },
  termiosAtReopen: {
    values: [{ termiosAtReopen: 'reset' }],
    lines: `${rawPair}\nclose(s) = 0\nopen(name, O_RDWR) = s2\ntcgetattr(s2) = ?`,
  },
  windowSizeAtReopen: {
    values: [{ windowSizeAtReopen: 'reset' }],
    lines: `${pair}\ntcsetwinsize(s, {ws_row=5, ...}) = 0\nclose(s) = 0\nopen(name, O_RDWR) = s2
tcgetwinsize(s2) = ?`,
  },
  exclusiveAtSlaveClose: {
    values: [{ exclusiveAtSlaveClose: 'cleared' }],
    base: linux,
    lines: `${pair}\nioctl(s, TIOCEXCL) = 0\nclose(s) = 0\nopen(name, O_RDWR) = ?`,
  },

  slaveReadWithoutMaster: {
    values: [{ slaveReadWithoutMaster: 'EIO' }],
    lines: `${masterGone}\nread(s, 9) = ?`,
  },
  waitingReadAtHangup: {
    values: [{ waitingReadAtHangup: 'EIO' }],
    lines: `${pair}\nfork() = r\nr: close(m) = 0\nr: read(s, 9) <unfinished ...>\nclose(m) = 0
r: <... read resumed> = ?`,
  },
  inputAtHangup: {
    values: [{ inputAtHangup: 'kept' }],
    lines: `${pair}\nwrite(m, "x\\n") = 2\nclose(m) = 0\nread(s, 9) = ?`,
  },
  slaveWriteWithoutMaster: {
    values: [{ slaveWriteWithoutMaster: 'ENXIO' }],
    lines: `${masterGone}\nwrite(s, "x") = ?`,
  },
  slavePollWithoutMaster: {
    values: [{ slavePollWithoutMaster: [] }],
    lines: `${masterGone}\npoll({s=POLLIN}, 0) = ?`,
  },
  callsAfterHangup: {
    values: [{ callsAfterHangup: 'EIO' }, { callsAfterHangup: 'ENXIO' }],
    lines: `${masterGone}\ntcgetattr(s) = ?`,
  },
  signalsAtHangup: {
    values: [{ signalsAtHangup: [] }],
    lines: `given session\nleader: sigaction(SIGHUP, record) = 0\nclose(m) = 0
leader: --- no SIGHUP ---`,
  },
  terminalAtHangup: {
    values: [{ terminalAtHangup: 'lost' }],
    lines: `given session\nleader: sigaction(SIGHUP, SIG_IGN) = 0\nclose(m) = 0
leader: open("/dev/tty", O_RDWR) = ?`,
  },
  openAfterHangup: {
    values: [{ openAfterHangup: 'ENXIO' }],
    lines: `${masterGone}\nopen("/proc/self/fd/4", O_RDWR) = ?`,
  },

  openAcquires: {
    values: [{ openAcquires: 'readable' }, { openAcquires: 'always' }],
    lines: `posix_openpt(O_RDWR|O_NOCTTY) = m\nunlockpt(m) = 0\nptsname(m) = name\nfork() = p
fork() = q
p: setsid() = p\np: open(name, O_WRONLY) = _\np: open("/dev/tty", O_RDWR) = ?
q: setsid() = q\nq: open(name, O_RDWR) = _\nq: open("/dev/tty", O_RDWR) = ?`,
  },
  masterKnowsForeground: {
    values: [{ masterKnowsForeground: true }],
    lines: 'given session\ntcgetpgrp(m) = ?',
  },
  unknownGroup: {
    values: [{ unknownGroup: 'ESRCH' }],
    lines: 'given session\nleader: tcsetpgrp(s, 30000) = ?',
  },
  orphanSetsGroup: {
    values: [{ orphanSetsGroup: 'ENOTTY' }],
    lines: `given session background\nbg: fork() = orphan\norphan: setpgid(0, 0) = 0
bg: _exit(0) = ?\nbg: +++ exited with 0 +++\norphan: tcsetpgrp(s, orphan) = ?`,
  },
  waitingReadIsRechecked: {
    values: [{ waitingReadIsRechecked: true }],
    lines: `given session background\nleader: read(s, 9) <unfinished ...>\nfork() = w
bg: sigaction(SIGTTOU, SIG_IGN) = 0\nbg: tcsetpgrp(s, bg) = 0\nwrite(m, "x\\n") = 2
leader: <... read resumed> = ?`,
  },
  windowSizeFromBackground: {
    values: [{ windowSizeFromBackground: 'stops' }],
    lines: 'given session background\nbg: tcsetwinsize(s, {ws_row=5, ...}) = 0 or <unfinished ...>',
  },
  slaveAfterLeader: {
    values: [{ slaveAfterLeader: 'hung-up' }],
    lines: `given session background\nleader: _exit(0) = ?\nleader: +++ exited with 0 +++
bg: write(s, "x") = ?`,
  },
  signalsAtGivingUp: {
    values: [{ signalsAtGivingUp: [] }],
    base: linux,
    lines: `given session\nleader: sigaction(SIGHUP, record) = 0\nleader: ioctl(s, TIOCNOTTY) = 0
leader: --- no SIGHUP ---`,
  },
  masterSignals: {
    values: [{ masterSignals: [] }],
    base: linux,
    lines: `${pair}\nioctl(m, TIOCSIG, SIGINT) = ?`,
  },
  exclusiveForRoot: {
    values: [{ exclusiveForRoot: false }],
    base: linux,
    lines: `needs root\n${pair}\nioctl(s, TIOCEXCL) = 0\nopen(name, O_RDWR) = ?`,
  },

  inputModes: { values: [{ inputModes: [] }], lines: `${pair}\ntcgetattr(s) = ?` },
  outputModes: { values: [{ outputModes: [] }], lines: `${pair}\ntcgetattr(s) = ?` },
  controlModes: { values: [{ controlModes: [] }], lines: `${pair}\ntcgetattr(s) = ?` },
  localModes: { values: [{ localModes: [] }], lines: `${pair}\ntcgetattr(s) = ?` },
  speed: { values: [{ speed: 'B50' }], lines: `${pair}\ntcgetattr(s) = ?` },
  controlCharacters: { values: [{ controlCharacters: {} }], lines: `${pair}\ntcgetattr(s) = ?` },
  disabledCharacter: {
    values: [{ disabledCharacter: 255 }],
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {VEOF="\\xff", ...}) = 0
write(m, "a\\xff") = 2\nread(s, 9) = ?`,
  },
  characterSize: {
    values: [{ characterSize: 'eight' }],
    lines: `${pair}\ntcsetattr(s, TCSANOW, {c_cflag=CS7|..., ...}) = _\ntcgetattr(s) = ?`,
  },
  nothingChanged: {
    values: [{ nothingChanged: 'silent' }],
    base: linux,
    lines: `${pair}\ntcsetattr(s, TCSANOW, {c_cflag=CS7|..., ...}) = ?`,
  },
  inputLimit: {
    values: [{ inputLimit: 100 }],
    lines: `${rawPair}\nwrite(m, "x"*200) = 200\nread(s, 300) = ?`,
  },
  longLine: {
    values: [{ longLine: 'last-byte-replaced' }],
    lines: `${pair}\nwrite(m, "a"*4095 "b"*9) = ?
tcsetattr(s, TCSANOW, {c_lflag=!ICANON|..., ...}) = 0\nread(s, 9000) = ?`,
  },
  transit: {
    values: [{ transit: 'chunks' }],
    lines: `${rawPair}\n${quick}\nwrite(m, seq(0, 60000)) = ?`,
  },
  transitLimit: {
    values: [{ transitLimit: 9 }],
    lines: `${rawPair}\n${quick}\nwrite(m, seq(0, 60000)) = ?`,
  },
  writePiece: {
    values: [{ writePiece: 64 }],
    base: linux,
    lines: `${rawPair}\n${quick}\nwrite(m, seq(0, 60000)) = ?`,
  },
  takesDuringWrite: {
    values: [{ takesDuringWrite: 'yes' }, { takesDuringWrite: 'no' }],
    base: linux,
    lines: `${rawPair}\n${quick}\nwrite(m, seq(0, 60000)) = ?`,
  },
  emptyRawRead: {
    values: [{ emptyRawRead: 'end-of-file' }],
    lines: `${rawPair}\n${quick}\nread(s, 9) = ?`,
  },
  markInRawMode: {
    values: [{ markInRawMode: 'nul' }],
    lines: `${pair}\nwrite(m, "a\\x04b") = 3\ntcsetattr(s, TCSANOW, {c_lflag=!ICANON|..., ...}) = 0
read(s, 9) = ?`,
  },
  exactReadTakesMark: {
    values: [{ exactReadTakesMark: false }],
    lines: `${pair}\n${quick}\nwrite(m, "ab\\x04") = 3\nread(s, 2) = "ab"\nread(s, 2) = ?`,
  },
  outputFlush: {
    values: [{ outputFlush: 'in-transit' }],
    lines: `${pair}\n${quick}\nwrite(s, "x") = 1\ntcflush(s, TCOFLUSH) = 0\nread(m, 9) = ?`,
  },
  masterFlush: {
    values: [{ masterFlush: 'input' }],
    lines: `${rawPair}\n${quick}\nwrite(s, "x") = 1\ntcflush(m, TCIFLUSH) = 0\nread(m, 9) = ?`,
  },
  drain: {
    values: [{ drain: 'at-once' }],
    lines: `${pair}\nwrite(s, "x") = 1\ntcdrain(s) = 0 or <unfinished ...>`,
  },
  outputAfterStop: {
    values: [{ outputAfterStop: 'hidden' }],
    lines: `${pair}\n${quick}\nwrite(s, "x") = 1\nwrite(m, "\\x13") = 1\nread(m, 9) = ?`,
  },
  foreignInput: {
    values: [{ foreignInput: 'EACCES' }],
    base: { ...linux, settings: { ...linux.settings, tiocsti: 'on' } },
    lines: `${pair}\nioctl(s, TIOCSTI, "x") = ?`,
  },
  forbiddenInput: {
    values: [{ forbiddenInput: 'EPERM' }],
    base: linux,
    lines: `${pair}\nioctl(s, TIOCSTI, "x") = ?`,
  },

  limits: {
    values: [{ limits: { ...posix.limits, _SC_TTY_NAME_MAX: 32 } }],
    lines: 'sysconf(_SC_TTY_NAME_MAX) = ?',
  },
  terminalLimits: {
    values: [{ terminalLimits: 'of-anything' }],
    lines: 'pipe() = [r, _]\nfpathconf(r, _PC_MAX_INPUT) = ?',
  },
  remountResets: {
    values: [{ remountResets: false }],
    base: linux,
    lines: `${instance}\nmount("devpts", dir, "devpts", MS_REMOUNT, "mode=0640") = 0
mountentry(dir) = ?`,
  },
  maxZero: {
    values: [{ maxZero: 'none' }],
    base: linux,
    lines: `given private-mounts\nmount("devpts", dir, "devpts", 0, "max=0,ptmxmode=0666") = 0
open("$dir/ptmx", O_RDWR) = ?`,
  },
}

/** Not choices, but what a profile is. */
const identity = ['name', 'title', 'systems', 'lacks', 'settings']

t.test('every choice has a case that tells its values apart', t => {
  const choices = Object.keys(posix).filter(key => !identity.includes(key))
  t.same(Object.keys(turnings), choices)
  t.end()
})

for (const [choice, { values, base = posix, lines }] of Object.entries(turnings))
  t.test(choice, t => {
    const texts = [base, ...values.map(value => ({ ...base, ...value }))].map(profile => {
      return JSON.stringify(shown(lines, profile))
    })
    t.equal(new Set(texts).size, texts.length, texts.join('\n'))
    t.notMatch(texts.join(), /not-reached/)
    t.end()
  })
