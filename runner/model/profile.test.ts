/** Every choice of a profile can be told from its other values by some case. */
import t from 'tap'
import { shown } from '../../fixtures/model-cases.js'
import type { Profile } from './profile.js'
import { linux } from './profiles/linux.js'
import { openbsd } from './profiles/openbsd.js'
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
  masterFlags: {
    values: [{ masterFlags: ['O_RDWR', 'O_NOCTTY'] }],
    lines: 'posix_openpt(O_RDWR|O_NONBLOCK) = ?',
  },
  pairMadeAt: {
    values: [{ pairMadeAt: 'lookup' }],
    base: linux,
    lines: `given private-mounts\nmount("devpts", dir, "devpts", 0, "") = 0
stat("$dir/ptmx") = _\nlistdir(dir) = ?`,
  },
  nodes: {
    values: [{ nodes: 'devfs' }, { nodes: 'disc' }],
    lines: `posix_openpt(O_RDWR) = m\nclose(m) = 0\nlistdir("/dev/pts") = ?`,
  },
  slaveNames: {
    values: [{ slaveNames: 'ttysNNN' }, { slaveNames: 'ttyXY' }, { slaveNames: 'ttyXY of 62' }],
    base: { ...posix, nodes: 'devfs' },
    lines: `20x posix_openpt(O_RDWR) = m[]\nptsname(m[]) = ?`,
  },
  firstNumber: {
    values: [{ firstNumber: 1 }],
    lines: 'posix_openpt(O_RDWR) = m\nptsname(m) = ?',
  },
  mostPairs: {
    values: [{ mostPairs: 2 }],
    lines: '3x posix_openpt(O_RDWR) = ?',
  },
  multiplexorReaches: {
    values: [
      { multiplexorReaches: 'first-instance' },
      { multiplexorReaches: 'first-instance-always' },
    ],
    base: linux,
    lines: `given private-mounts
mkdir("$dir/pts", 0755) = 0
mount("devpts", "$dir/pts", "devpts", 0, "ptmxmode=0666") = 0
mknod("$dir/ptmx", S_IFCHR|0666, makedev(5, 2)) = 0
open("$dir/ptmx", O_RDWR) = _
listdir("$dir/pts") = ?
open("$dir/pts/ptmx", O_RDWR) = _
listdir("$dir/pts") = ?`,
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
  newSlave: {
    values: (['openers', 'callers', 'roots', 'everybodys'] as const).map(newSlave => ({
      newSlave,
    })),
    base: { ...posix, settings: { ...posix.settings, 'devpts.mode': '0640' } },
    lines: 'posix_openpt(O_RDWR) = m\nptsname(m) = name\nstat(name) = ?',
  },
  grant: {
    values: (['looks-only', 'as-caller', 'by-helper', 'does-nothing'] as const).map(grant => ({
      grant,
    })),
    lines: `grantpt(-1) = ?\nposix_openpt(O_RDWR) = m\nptsname(m) = name
sigaction(SIGCHLD, SIG_IGN) = 0\ngrantpt(m) = ?
stat(name) = {st_mode=?, ...}`,
  },
  noMaster: { values: [{ noMaster: 'ENOTTY' }], lines: `${pair}\ngrantpt(s) = ?` },
  numberTold: { values: [{ numberTold: 'by-both' }], lines: `${pair}\nptsname(s) = ?` },
  noMasterName: {
    values: [{ noMasterName: 'EINVAL' }, { noMasterName: 'empty' }],
    lines: `${pair}\nptsname(s) = ?`,
  },
  nameIsChecked: {
    values: [{ nameIsChecked: true }],
    base: linux,
    lines: `${instance}\nopen("$dir/ptmx", O_RDWR) = m\nptsname(m) = ?`,
  },
  smallNameBuffer: {
    values: [
      { smallNameBuffer: 'looks-elsewhere' },
      { smallNameBuffer: 'folder-and-EINVAL' },
      { smallNameBuffer: 'folder-and-ENOENT' },
      { smallNameBuffer: 'unended' },
    ],
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
  nodeGoes: {
    values: [{ nodeGoes: 'with-both' }, { nodeGoes: 'never' }],
    lines: `${masterGone}\naccess(name, F_OK) = ?\nclose(s) = 0\naccess(name, F_OK) = ?`,
  },
  numberIsFree: {
    values: [{ numberIsFree: 'with-master' }, { numberIsFree: 'with-both-if-opened' }],
    lines: `${masterGone}\nposix_openpt(O_RDWR) = m2\nptsname(m2) = ?\nclose(s) = 0\nclose(m2) = 0
2x posix_openpt(O_RDWR) = p[]\nptsname(p[]) = ?`,
  },
  nextNumber: {
    values: [{ nextNumber: 'growing' }, { nextNumber: 'last-freed' }],
    lines: `3x posix_openpt(O_RDWR) = m[]\nclose(m[]) = 0\nposix_openpt(O_RDWR) = m2
ptsname(m2) = ?`,
  },
  reusedPair: {
    values: [{ reusedPair: 'as-left' }],
    lines: `${rawPair}\nclose(m) = 0\nclose(s) = 0\nposix_openpt(O_RDWR) = m2\ntcgetattr(m2) = ?`,
  },
  slaveMajor: { values: [{ slaveMajor: 3 }], lines: `${pair}\nstat(name) = {st_rdev=?, ...}` },
  slaveMinor: {
    values: [{ slaveMinor: 'always-0' }],
    lines: `${pair}\nposix_openpt(O_RDWR) = m2\nptsname(m2) = name2\nstat(name2) = {st_rdev=?, ...}`,
  },
  nodeChanges: {
    values: [{ nodeChanges: 'lost' }],
    lines: `${pair}\nfchmod(s, 0600) = ?\nstat(name) = {st_mode=?, ...}`,
  },
  peer: {
    values: [{ peer: 'through-own-mount' }, { peer: 'by-name' }],
    base: linux,
    lines: `${instance}\nmkdir("$dir-x", 0755) = _\nmount("devpts", "/dev/pts", "devpts", 0, "") = 0
mount("$dir/ptmx", "/dev/ptmx", NULL, MS_BIND, NULL) = 0\nposix_openpt(O_RDWR) = m\nunlockpt(m) = 0
ioctl(m, TIOCGPTPEER, O_RDWR) = ?`,
  },
  masterMajor: {
    values: [{ masterMajor: 3 }],
    base: openbsd,
    lines: 'posix_openpt(O_RDWR) = m\nfstat(m) = {st_rdev=?, ...}',
  },
  descriptorNames: {
    values: [{ descriptorNames: 'none' }],
    lines: 'open("/dev/fd/0", O_RDWR) = ?',
  },

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
    values: [{ openAfterHangup: 'ENXIO' }, { openAfterHangup: 'waits' }],
    lines: `${masterGone}\nopen("/proc/self/fd/4", O_RDWR|O_NONBLOCK) = ?`,
  },

  openAcquires: {
    values: [{ openAcquires: 'readable' }, { openAcquires: 'always' }],
    lines: `posix_openpt(O_RDWR|O_NOCTTY) = m\nunlockpt(m) = 0\nptsname(m) = name\nfork() = p
fork() = q
p: setsid() = p\np: open(name, O_WRONLY) = _\np: open("/dev/tty", O_RDWR) = ?
q: setsid() = q\nq: open(name, O_RDWR) = _\nq: open("/dev/tty", O_RDWR) = ?`,
  },
  mastersAcquire: {
    values: [{ mastersAcquire: true }],
    base: linux,
    lines: 'fork() = p\np: setsid() = p\np: posix_openpt(O_RDWR) = m\np: tcgetsid(m) = ?',
  },
  noctty: {
    values: [{ noctty: 'ignored' }],
    base: linux,
    lines: `${pair}\nfork() = p\np: setsid() = p\np: open(name, O_RDWR|O_NOCTTY) = t\np: tcgetsid(t) = ?`,
  },
  takenAgain: {
    values: [{ takenAgain: 'EPERM' }, { takenAgain: 'EINVAL' }],
    lines: 'given session\nleader: ioctl(s, TIOCSCTTY, 0) = ?',
  },
  mayNotTake: { values: [{ mayNotTake: 'EINVAL' }], lines: `${pair}\nioctl(s, TIOCSCTTY, 0) = ?` },
  unreadableTaken: {
    values: [{ unreadableTaken: 'by-root' }],
    lines: `${pair}\nfork() = p\np: setsid() = p\np: open(name, O_WRONLY|O_NOCTTY) = t
p: ioctl(t, TIOCSCTTY, 0) = ?`,
  },
  stealing: {
    values: [{ stealing: 'root' }, { stealing: 'anyone' }],
    lines: `needs root\ngiven session\nfork() = p\np: setsid() = p\np: ioctl(m, TIOCSCTTY, 1) = ?
p: setuid(1) = 0\nfork() = q\nq: setsid() = q\nq: setuid(1) = 0\nq: ioctl(m, TIOCSCTTY, 1) = ?`,
  },
  takenByMaster: {
    values: [{ takenByMaster: 'ENXIO' }, { takenByMaster: 'EIO' }],
    lines: `${pair}\nfork() = p\np: setsid() = p\np: ioctl(m, TIOCSCTTY, 0) = 0\np: open("/dev/tty", O_RDWR) = ?`,
  },
  terminalAtSetsid: {
    values: [{ terminalAtSetsid: 'kept' }],
    lines: 'given session\nleader: fork() = p\np: setsid() = p\np: open("/dev/tty", O_RDWR) = ?',
  },
  terminalReleasedBy: {
    values: [{ terminalReleasedBy: 'any-member' }, { terminalReleasedBy: 'nobody' }],
    lines: `given session\nleader: fork() = p\np: _exit(0) = ?\np: +++ exited with 0 +++
leader: tcgetsid(s) = ?\nfork() = q\nq: setsid() = q\nleader: _exit(0) = ?\nleader: +++ exited with 0 +++
q: ioctl(m, TIOCSCTTY, 0) = ?`,
  },
  slaveAfterLeader: {
    values: [{ slaveAfterLeader: 'hung-up' }, { slaveAfterLeader: 'revoked' }],
    lines: `given session background\nleader: _exit(0) = ?\nleader: +++ exited with 0 +++
bg: tcgetattr(s) = _ or -1 ENOTTY\nbg: poll({s=POLLIN}, 0) = ?`,
  },
  withoutLeader: {
    values: [{ withoutLeader: 'panics' }],
    lines: `given session background\nleader: _exit(0) = ?\nleader: +++ exited with 0 +++
bg: tcgetpgrp(s) = ?`,
  },
  givingUp: {
    values: [
      { givingUp: 'by-leaders' },
      { givingUp: 'by-members-on-dev-tty' },
      { givingUp: 'ENOTTY' },
    ],
    base: linux,
    lines: `given session background\nbg: open("/dev/tty", O_RDWR) = t\nbg: ioctl(t, TIOCNOTTY) = ?
leader: ioctl(s, TIOCNOTTY) = ?`,
  },
  signalsAtGivingUp: {
    values: [{ signalsAtGivingUp: [] }],
    base: linux,
    lines: `given session\nleader: sigaction(SIGHUP, record) = 0\nleader: ioctl(s, TIOCNOTTY) = 0
leader: --- no SIGHUP ---`,
  },
  sessionAtSlaveClose: {
    values: [{ sessionAtSlaveClose: 'without-node' }, { sessionAtSlaveClose: 'lost-it' }],
    lines: `given session\nleader: close(s) = 0\nleader: open("/dev/tty", O_RDWR) = ?
leader: open(name, O_RDWR|O_NOCTTY) = t\nleader: tcgetsid(t) = ?`,
  },
  terminalWithoutNode: {
    values: [{ terminalWithoutNode: 'free' }],
    base: { ...posix, sessionAtSlaveClose: 'without-node' },
    lines: `given session\nleader: close(s) = 0\nfork() = p\np: setsid() = p\np: ioctl(m, TIOCSCTTY, 0) = ?`,
  },
  ownTerminal: {
    values: [{ ownTerminal: 'missing' }, { ownTerminal: 'slaves-node' }],
    lines: 'given session\nleader: open("/dev/tty", O_RDWR) = _\nleader: ttyname(4) = ?',
  },
  noOwnTerminal: { values: [{ noOwnTerminal: 'EIO' }], lines: 'open("/dev/tty", O_RDWR) = ?' },
  masterKnowsForeground: {
    values: [{ masterKnowsForeground: true }],
    lines: 'given session\ntcgetpgrp(m) = ?',
  },
  sessionIsTold: {
    values: [{ sessionIsTold: 'on-masters' }, { sessionIsTold: 'never' }],
    lines: 'given session\ntcgetsid(m) = ?\nleader: tcgetsid(s) = ?',
  },
  foregroundForRoot: {
    values: [{ foregroundForRoot: true }],
    lines: `needs root\n${pair}\ntcgetpgrp(s) = ?`,
  },
  noForegroundOfMaster: {
    values: [{ noForegroundOfMaster: 1 }],
    base: linux,
    lines: `${pair}\ntcgetpgrp(m) = ?`,
  },
  noForegroundOfSlave: {
    values: [{ noForegroundOfSlave: 1 }],
    base: { ...linux, foregroundForRoot: true },
    lines: `needs root\n${pair}\ntcgetpgrp(s) = ?`,
  },
  endedForeground: {
    values: [{ endedForeground: 'forgotten' }],
    lines: `given session foreground\njob: _exit(0) = ?\nleader: waitpid(job, 0) = {pid=job, status=exited 0}
leader: tcgetpgrp(s) = job`,
  },
  unknownGroup: {
    values: [{ unknownGroup: 'ESRCH' }, { unknownGroup: 'EINVAL' }, { unknownGroup: 'accepted' }],
    lines: 'given session\nleader: tcsetpgrp(s, 30000) = ?',
  },
  foreignGroup: {
    values: [{ foreignGroup: 'accepted' }],
    lines: 'given session\ngetpgrp() = g\nleader: tcsetpgrp(s, g) = ?',
  },
  orphanSetsGroup: {
    values: [{ orphanSetsGroup: 'ENOTTY' }],
    lines: `given session background\nbg: fork() = orphan\norphan: setpgid(0, 0) = 0
bg: _exit(0) = ?\nbg: +++ exited with 0 +++\norphan: tcsetpgrp(s, orphan) = ?`,
  },
  backgroundStops: {
    values: [
      { backgroundStops: [] },
      { backgroundStops: [...posix.backgroundStops, 'poll'] },
      { backgroundStops: [...posix.backgroundStops, 'tcsetwinsize'] },
    ],
    lines: `given session background\nbg: poll({s=POLLIN}, 0) = {} or <unfinished ...>
leader: fork() = p\np: setpgid(0, 0) = 0\np: tcsetwinsize(s, {ws_row=5, ...}) = 0 or <unfinished ...>
leader: fork() = q\nq: setpgid(0, 0) = 0
q: tcsetattr(s, TCSANOW, {VMIN=3, ...}) = 0 or <unfinished ...>`,
  },
  readWithoutSigttin: {
    values: [{ readWithoutSigttin: 'goes-on' }],
    lines: `given session background\nbg: sigaction(SIGTTIN, SIG_IGN) = 0
bg: read(s, 9) = -1 EIO or <unfinished ...>`,
  },
  callAfterStop: {
    values: [{ callAfterStop: 'EAGAIN-after-a-second' }],
    lines: `given session background\nbg: read(s, 9) <unfinished ...>\nbg: --- stopped by SIGTTIN ---
leader: tcsetpgrp(s, bg) = 0\nwrite(m, "x\\n") = 2\nkill(bg, SIGCONT) = 0\nbg: <... read resumed> = ?`,
  },
  readMovedToBackground: {
    values: [{ readMovedToBackground: 'is-checked' }, { readMovedToBackground: 'waits' }],
    lines: `given session background\nleader: read(s, 9) <unfinished ...>
leader: <... read unfinished>\nbg: sigaction(SIGTTOU, SIG_IGN) = 0\nbg: tcsetpgrp(s, bg) = 0
write(m, "x\\n") = 2\nleader: <... read resumed> = ?`,
  },
  unknownRequests: {
    values: [{ unknownRequests: ['tcsendbreak'] }],
    lines: `${pair}\ntcsendbreak(s, 0) = ?`,
  },
  descriptorsOfEnded: {
    values: [{ descriptorsOfEnded: 'held' }],
    lines: `given session\nleader: fork() = p\nleader: close(s) = 0\np: _exit(0) = ?
p: +++ exited with 0 +++\nfcntl(m, F_SETFL, O_NONBLOCK) = 0\nread(m, 1) = ?`,
  },
  terminalSignals: {
    values: [{ terminalSignals: 'one-process' }],
    lines: `given session\nleader: fork() = p\np: sigaction(SIGINT, record) = 0
leader: sigaction(SIGINT, record) = 0\nwrite(m, "\\x03") = 1\nleader: --- SIGINT ---\np: --- SIGINT ---`,
  },
  windowSignal: {
    values: [
      { windowSignal: 'cells-changed' },
      { windowSignal: 'always' },
      { windowSignal: 'never' },
    ],
    lines: `given session\nleader: sigaction(SIGWINCH, record) = 0
leader: tcsetwinsize(s, {ws_row=5, ...}) = 0\nleader: --- SIGWINCH ---
leader: tcsetwinsize(s, {ws_row=5, ...}) = 0\nleader: --- no SIGWINCH ---
leader: tcsetwinsize(s, {ws_xpixel=5, ...}) = 0\nleader: --- SIGWINCH ---`,
  },
  hangupReaches: {
    values: [{ hangupReaches: 'foreground' }],
    lines: `given session foreground\nleader: sigaction(SIGHUP, SIG_IGN) = 0
job: sigaction(SIGHUP, record) = 0\nclose(m) = 0\njob: --- no SIGHUP ---`,
  },
  othersAtHangup: {
    values: [{ othersAtHangup: ['SIGTSTP'] }],
    lines: `given session foreground\nleader: sigaction(SIGHUP, SIG_IGN) = 0
job: sigaction(SIGTSTP, record) = 0\nclose(m) = 0\njob: --- no SIGTSTP ---`,
  },
  masterSignals: {
    values: [{ masterSignals: [] }, { masterSignals: 'all' }],
    base: linux,
    lines: `${pair}\nioctl(m, TIOCSIG, SIGINT) = ?\nioctl(m, TIOCSIG, SIGTERM) = ?`,
  },
  signalFromMaster: {
    values: [{ signalFromMaster: 'flushes' }, { signalFromMaster: 'starts-output' }],
    base: linux,
    lines: `${pair}\n${quick}\nwrite(m, "x\\n\\x13") = 3\nioctl(m, TIOCSIG, SIGINT) = 0\nread(s, 9) = ?
write(s, "y") = 1 or -1 EAGAIN`,
  },
  exclusiveOnMaster: {
    values: [{ exclusiveOnMaster: 'slave' }],
    base: linux,
    lines: `${pair}\nioctl(m, TIOCEXCL) = 0\nopen(name, O_RDWR) = ?`,
  },
  exclusiveForRoot: {
    values: [{ exclusiveForRoot: false }],
    base: linux,
    lines: `needs root\n${pair}\nioctl(s, TIOCEXCL) = 0\nopen(name, O_RDWR) = ?`,
  },
  inputThroughMaster: {
    values: [{ inputThroughMaster: 'input' }],
    base: linux,
    lines: `needs root\n${rawPair}\n${quick}\nioctl(m, TIOCSTI, "x") = 0\nread(m, 9) = ?`,
  },
  consoleOutput: {
    values: [{ consoleOutput: 'EACCES' }, { consoleOutput: 'granted' }],
    base: linux,
    lines: `risk console\n${pair}\nioctl(s, TIOCCONS) = ?`,
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
  fixedModes: {
    values: [{ fixedModes: ['EXTPROC'] }],
    base: linux,
    lines: `${pair}\ntcsetattr(s, TCSANOW, {c_lflag=EXTPROC|..., ...}) = _\ntcgetattr(s) = ?`,
  },
  speedZero: {
    values: [{ speedZero: 'least' }, { speedZero: 'signals-leader' }, { speedZero: 'EINVAL' }],
    lines: `given session\nleader: sigaction(SIGHUP, record) = 0
leader: tcsetattr(s, TCSANOW, {ospeed=B0, ...}) = ?
leader: tcgetattr(s) = ?
leader: --- no SIGHUP ---`,
  },
  settingActions: {
    values: [{ settingActions: 'at-once' }],
    lines: `${pair}\ntcsetattr(s, TCSADRAIN, {VMIN=2, ...}) = ?`,
  },
  settingFlush: {
    values: [{ settingFlush: 'nothing' }],
    base: linux,
    lines: `${pair}\nwrite(m, "x\\n") = 2\ntcsetattr(s, TCSAFLUSH, {VMIN=2, ...}) = 0
ioctl(s, FIONREAD) = ?`,
  },
  parameters: {
    values: [{ parameters: 'of-each-end' }],
    lines: `${rawPair}\ntcgetattr(m) = ?`,
  },
  unsetWindowSize: {
    values: [{ unsetWindowSize: 'EINVAL' }],
    lines: `${pair}\ntcgetwinsize(s) = ?`,
  },
  nothingChanged: {
    values: [{ nothingChanged: 'silent' }],
    base: linux,
    lines: `${pair}\ntcsetattr(s, TCSANOW, {c_cflag=CS7|..., ...}) = ?`,
  },
  clearedForRaw: {
    values: [{ clearedForRaw: ['ICANON'] }],
    lines: `${rawPair}\ntcgetattr(s) = ?`,
  },
  setForRaw: { values: [{ setForRaw: ['IGNBRK'] }], lines: `${rawPair}\ntcgetattr(s) = ?` },
  inputLimit: {
    values: [{ inputLimit: 100 }],
    lines: `${pair}\n${quick}\nwrite(m, "x"*200 "\\n") = 201\nread(s, 300) = ?`,
  },
  writerLimit: {
    values: [{ writerLimit: 100 }],
    lines: `${rawPair}\n${quick}\nwrite(m, "x"*200) = 200\nread(s, 300) = ?`,
  },
  outputLimit: {
    values: [{ outputLimit: 100 }],
    lines: `${rawPair}\nwrite(s, "x"*200) = 200\nread(m, 300) = ?`,
  },
  longLine: {
    values: [{ longLine: 'last-byte-replaced' }],
    lines: `${pair}\nwrite(m, "a"*4095 "b"*9) = ?
tcsetattr(s, TCSANOW, {c_lflag=!ICANON|..., ...}) = 0\nread(s, 9000) = ?`,
  },
  transit: {
    values: [{ transit: 'chunks' }, { transit: 'none' }],
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
  invalidBuffer: {
    values: [{ invalidBuffer: 'costs-a-byte' }, { invalidBuffer: 'costs-all' }],
    lines: `${rawPair}\n${quick}\nwrite(m, "abc") = 3\nread(s, 2, BADPTR) = ?\nread(s, 9) = ?`,
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
  lineEnds: {
    values: [{ lineEnds: 'as-read' }],
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {VEOL=";", ...}) = 0
write(m, "a;b\\n") = 4
tcsetattr(s, TCSANOW, {VEOL="b", ...}) = 0
read(s, 9) = ?`,
  },
  linesPerRead: {
    values: [{ linesPerRead: 'all' }],
    lines: `${pair}\n${quick}\nwrite(m, "a\\nb\\n") = 4
read(s, 9) = ?`,
  },
  endOfFile: {
    values: [{ endOfFile: 'is-read-too' }, { endOfFile: 'is-a-byte' }],
    lines: `${pair}\n${quick}\nwrite(m, "a\\x04") = 2
read(s, 9) = ?
write(m, "\\n") = 1
read(s, 9) = ?`,
  },
  inputAtModeSwitch: {
    values: [{ inputAtModeSwitch: 'cut-again' }, { inputAtModeSwitch: 'typed-again' }],
    lines: `${rawPair}\n${quick}\nwrite(m, "pre\\x7f") = 4
tcsetattr(s, TCSANOW, {c_lflag=ICANON|..., ...}) = 0
read(s, 9) = ?
write(m, "\\n") = 1
read(s, 9) = ?`,
  },
  emptyAtModeSwitch: {
    values: [{ emptyAtModeSwitch: 'end-of-file' }],
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {c_lflag=!ICANON|..., ...}) = 0
read(s, 9) = ?`,
  },
  countedInput: {
    values: [
      { countedInput: 'first-line' },
      { countedInput: 'with-marks' },
      { countedInput: 'with-part' },
    ],
    base: linux,
    lines: `${pair}\nwrite(m, "a\\nb\\x04cc") = 6
ioctl(s, FIONREAD) = ?`,
  },
  belowMin: {
    values: [{ belowMin: 'left' }],
    lines: `${rawPair}\n${quick}\ntcsetattr(s, TCSANOW, {VMIN=3, ...}) = 0
write(m, "ab") = 2
read(s, 9) = ?`,
  },
  timer: {
    values: [{ timer: 'runs-on' }],
    lines: `${rawPair}\ntcsetattr(s, TCSANOW, {VMIN=3, VTIME=15, ...}) = 0
fork() = r
r: read(s, 9) <unfinished ...>
write(m, "a") = 1
sleep(1) = 0
write(m, "b") = 1
sleep(1) = 0
write(m, "c") = 1
r: <... read resumed> = ?`,
  },
  readWithoutMin: {
    values: [{ readWithoutMin: 'waits' }],
    lines: `${rawPair}\ntcsetattr(s, TCSANOW, {VMIN=0, ...}) = 0
read(s, 9) = "" or <unfinished ...>`,
  },
  idleCharacters: {
    values: [{ idleCharacters: ['VEOL'] }],
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {VEOL=";", ...}) = 0
write(m, "a;") = 2
read(s, 9) = ?`,
  },
  signalCharacters: {
    values: [{ signalCharacters: 'always' }, { signalCharacters: 'in-canonical-mode' }],
    lines: `given session\nleader: sigaction(SIGINT, record) = 0
leader: tcsetattr(s, TCSANOW, {c_lflag=ISIG|!ICANON|..., ...}) = 0
write(m, "\\x03") = 1
leader: --- SIGINT ---
leader: tcsetattr(s, TCSANOW, {c_lflag=!ISIG|ICANON|..., ...}) = 0
write(m, "\\x03") = 1
leader: --- no SIGINT ---`,
  },
  signalFlush: {
    values: [{ signalFlush: 'never' }, { signalFlush: 'always' }],
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {c_lflag=!NOFLSH|..., ...}) = 0
write(m, "a\\n\\x03") = 3
read(s, 9) = ?
tcsetattr(s, TCSANOW, {c_lflag=NOFLSH|..., ...}) = 0
write(m, "a\\n\\x03") = 3
read(s, 9) = ?`,
  },
  suspendFlush: {
    values: [{ suspendFlush: 'input' }],
    lines: `${pair}\n${quick}\nwrite(s, "x") = 1
write(m, "\\x1a") = 1
read(m, 9) = ?`,
  },
  signalStarts: {
    values: [{ signalStarts: false }],
    lines: `${pair}\n${quick}\nwrite(m, "\\x13\\x03") = 2
write(s, "x") = ?`,
  },
  literalNext: {
    values: [{ literalNext: 'always' }],
    base: linux,
    lines: `${rawPair}\n${quick}\ntcsetattr(s, TCSANOW, {c_lflag=IEXTEN|..., VLNEXT="\\x16", ...}) = 0
write(m, "\\x16a") = 2
read(s, 9) = ?`,
  },
  literalShown: {
    values: [{ literalShown: 'ECHOE' }],
    base: linux,
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {c_lflag=IEXTEN|ECHOE|!ECHOCTL|..., VLNEXT="\\x16", ...}) = 0
write(m, "\\x16a") = 2
read(m, 9) = ?`,
  },
  xcase: {
    values: [{ xcase: 'escapes' }],
    base: linux,
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {c_oflag=OPOST|OLCUC|..., c_lflag=XCASE|..., ...}) = 0
write(s, "aB|") = 3
read(m, 9) = ?`,
  },
  lowerCased: {
    values: [{ lowerCased: 'in-lines' }],
    base: linux,
    lines: `${rawPair}\n${quick}\ntcsetattr(s, TCSANOW, {c_iflag=IUCLC|..., c_lflag=IEXTEN|..., ...}) = 0
write(m, "A") = 1
read(s, 9) = ?`,
  },
  word: {
    values: [{ word: 'no-blanks' }],
    base: linux,
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {c_lflag=IEXTEN|..., VWERASE="\\x17", ...}) = 0
write(m, "a-b\\x17\\n") = 5
read(s, 9) = ?`,
  },
  echoedEndOfFile: {
    values: [{ echoedEndOfFile: 'backed-over' }],
    lines: `${pair}\n${quick}\nwrite(m, "\\x04") = 1
read(m, 9) = ?`,
  },
  echoedAsIs: {
    values: [{ echoedAsIs: [1] }],
    base: linux,
    lines: `${pair}\n${quick}\nwrite(m, "\\x01") = 1
read(m, 9) = ?`,
  },
  echoWithoutRoom: {
    values: [{ echoWithoutRoom: 'lost' }],
    lines: `${pair}\n${quick}\nwrite(m, "\\x13") = 1
write(m, "a") = 1
write(m, "\\x11") = 1
read(m, 9) = ?`,
  },
  rubOut: {
    values: [{ rubOut: 'shortest' }],
    lines: `${pair}\n${quick}\nwrite(m, "a \\x7f") = 3
read(m, 9) = ?`,
  },
  erasedTab: {
    values: [{ erasedTab: 'one-column' }],
    lines: `${pair}\n${quick}\nwrite(m, "a\\t\\x7f") = 3
read(m, 20) = ?`,
  },
  eraseAfterOutput: {
    values: [{ eraseAfterOutput: 'reprinted' }],
    lines: `${pair}\n${quick}\nwrite(m, "ab") = 2
write(s, "x") = 1
write(m, "\\x7f") = 1
read(m, 20) = ?`,
  },
  killRubsOut: {
    values: [{ killRubsOut: [] }],
    lines: `${pair}\n${quick}\nwrite(m, "ab\\x15") = 3
read(m, 20) = ?`,
  },
  reprinted: {
    values: [{ reprinted: 'all-input' }],
    base: linux,
    lines: `${pair}\n${quick}\ntcsetattr(s, TCSANOW, {c_lflag=IEXTEN|..., VREPRINT="\\x12", ...}) = 0
write(m, "a\\nb\\x12") = 4
read(m, 20) = ?`,
  },
  outputFlush: {
    values: [{ outputFlush: 'in-transit' }],
    lines: `${pair}\n${quick}\nwrite(s, "x") = 1\ntcflush(s, TCOFLUSH) = 0\nread(m, 9) = ?`,
  },
  inputFlush: {
    values: [{ inputFlush: 'whole-lines' }],
    lines: `${pair}\n${quick}\nwrite(m, "a") = 1
tcflush(s, TCIFLUSH) = 0
write(m, "\\n") = 1
read(s, 9) = ?`,
  },
  masterFlush: {
    values: [{ masterFlush: 'input' }],
    lines: `${rawPair}\n${quick}\nwrite(s, "x") = 1\ntcflush(m, TCIFLUSH) = 0\nread(m, 9) = ?`,
  },
  drain: {
    values: [{ drain: 'at-once' }],
    lines: `${pair}\nwrite(s, "x") = 1\ntcdrain(s) = 0 or <unfinished ...>`,
  },
  interruptedDrain: {
    values: [{ interruptedDrain: 'EINTR' }],
    lines: `${pair}\nfork() = w
w: sigaction(SIGUSR1, record, SA_RESTART) = 0
w: write(s, "x") = 1
w: tcdrain(s) <unfinished ...>
kill(w, SIGUSR1) = 0
read(m, 9) = "x"
w: <... tcdrain resumed> = ?`,
  },
  flowRequests: {
    values: [{ flowRequests: 'ignored' }],
    lines: `${pair}\ntcflow(s, TCIOFF) = 0
drain(m) = ?`,
  },
  unsentOutput: {
    values: [{ unsentOutput: 'unread' }],
    base: linux,
    lines: `${pair}\nwrite(s, "x") = 1
ioctl(s, TIOCOUTQ) = ?`,
  },
  fullOutput: {
    values: [{ fullOutput: 'overwrites' }],
    lines: `${rawPair}\n${quick}\nwrite(s, seq(0, 60000)) = ?
read(m, 9) = ?`,
  },
  emptyWrite: {
    values: [{ emptyWrite: 'end-of-file' }, { emptyWrite: 'EAGAIN' }],
    lines: `${pair}\n${quick}\nwrite(s, "") = ?
read(m, 9) = ?`,
  },
  carried: {
    values: [{ carried: 'no-nul' }, { carried: 'seven-bits' }],
    lines: `${rawPair}\n${quick}\nwrite(s, "a\\0\\xff") = 3
read(m, 9) = ?`,
  },
  nonBlocking: {
    values: [{ nonBlocking: 'ignored' }],
    lines: `${rawPair}\n${quick}\nread(s, 9) = -1 EAGAIN or <unfinished ...>`,
  },
  readyWith: {
    values: [{ readyWith: 'any-byte' }],
    lines: `${rawPair}\n${quick}\ntcsetattr(s, TCSANOW, {VMIN=3, ...}) = 0
write(m, "a") = 1
poll({s=POLLIN}, 0) = ?`,
  },
  roomWakes: {
    values: [{ roomWakes: false }],
    lines: `${rawPair}\nfork() = w
w: writen(s, seq(0, 60000)) = 60000 or <unfinished ...>
readn(m, 60000) = ?`,
  },
  outputAfterStop: {
    values: [{ outputAfterStop: 'hidden' }],
    lines: `${pair}\n${quick}\nwrite(s, "x") = 1\nwrite(m, "\\x13") = 1\nread(m, 9) = ?`,
  },
  packetNews: {
    values: [{ packetNews: 'never' }],
    base: linux,
    lines: `${pair}\n${quick}\nioctl(m, TIOCPKT, 1) = 0
tcflush(s, TCIFLUSH) = 0
read(m, 9) = ?`,
  },
  packetNewsBefore: {
    values: [{ packetNewsBefore: 'kept' }],
    base: linux,
    lines: `${pair}\n${quick}\ntcflow(s, TCOOFF) = 0
ioctl(m, TIOCPKT, 1) = 0
read(m, 9) = ?`,
  },
  packetNewsAtStart: {
    values: [{ packetNewsAtStart: ['TIOCPKT_DOSTOP'] }],
    base: { ...linux, packetNewsBefore: 'kept' },
    lines: `${pair}\n${quick}\nioctl(m, TIOCPKT, 1) = 0
read(m, 9) = ?`,
  },
  packetTypedFlow: {
    values: [{ packetTypedFlow: 'silent' }],
    base: linux,
    lines: `${pair}\n${quick}\nioctl(m, TIOCPKT, 1) = 0
write(m, "\\x13") = 1
read(m, 9) = ?`,
  },
  packetFlowSettings: {
    values: [{ packetFlowSettings: 'always' }],
    base: linux,
    lines: `${pair}\n${quick}\nioctl(m, TIOCPKT, 1) = 0
tcsetattr(s, TCSANOW, {VMIN=3, ...}) = 0
read(m, 9) = ?`,
  },
  packetInputFlush: {
    values: [{ packetInputFlush: 'silent' }],
    base: linux,
    lines: `${pair}\n${quick}\nioctl(m, TIOCPKT, 1) = 0
tcflush(s, TCIFLUSH) = 0
read(m, 9) = ?`,
  },
  packetStart: {
    values: [{ packetStart: 'replaces' }],
    base: linux,
    lines: `${pair}\n${quick}\nioctl(m, TIOCPKT, 1) = 0
tcflow(s, TCOOFF) = 0
tcflush(s, TCIFLUSH) = 0
tcflow(s, TCOON) = 0
read(m, 9) = ?`,
  },
  packetPriority: {
    values: [{ packetPriority: false }],
    base: linux,
    lines: `${pair}\n${quick}\nioctl(m, TIOCPKT, 1) = 0
tcflush(s, TCIFLUSH) = 0
poll({m=POLLIN|POLLPRI}, 0) = ?`,
  },
  packetHeader: {
    values: [{ packetHeader: 'with-ONLCR' }],
    base: linux,
    lines: `${pair}\n${quick}\nioctl(m, TIOCPKT, 1) = 0
tcsetattr(s, TCSANOW, {c_oflag=!ONLCR|..., ...}) = 0
write(s, "x") = 1
read(m, 9) = ?`,
  },
  packetNewsWake: {
    values: [{ packetNewsWake: false }],
    base: linux,
    lines: `${pair}\nioctl(m, TIOCPKT, 1) = 0
fork() = r
r: read(m, 9) <unfinished ...>
tcflush(s, TCIFLUSH) = 0
r: <... read resumed> = ?`,
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

  openptWithoutPair: {
    values: [{ openptWithoutPair: 'EAGAIN' }],
    base: { ...linux, settings: { ...linux.settings, 'pty.max': '0' } },
    lines: 'posix_openpt(O_RDWR) = ?',
  },
  openptCloseOnExec: {
    values: [{ openptCloseOnExec: 'ignored' }],
    lines: 'posix_openpt(O_RDWR|O_CLOEXEC) = m\nfcntl(m, F_GETFD) = ?',
  },
  unlock: { values: [{ unlock: 'of-anything' }], lines: 'unlockpt(-1) = ?' },
  ptsnameErrno: { values: [{ ptsnameErrno: 'unset' }], lines: 'ptsname(-1) = ?' },
  ptsnameFailure: {
    values: [{ ptsnameFailure: '-1' }, { ptsnameFailure: 'number-alone' }],
    lines: 'ptsname_r(-1, 9) = ?',
  },
  smallPtsnameBuffer: {
    values: [{ smallPtsnameBuffer: 'emptied' }, { smallPtsnameBuffer: 'cut' }],
    lines: `${pair}\nptsname_r(m, 5) = ?`,
  },
  numberInName: {
    values: [{ numberInName: 'shifted' }],
    lines: `${pair}\nposix_openpt(O_RDWR) = m2\nptsname(m2) = "/dev/pts/1"`,
  },
  terminalElsewhere: {
    values: [
      { terminalElsewhere: 'EINVAL' },
      { terminalElsewhere: 'namesake' },
      { terminalElsewhere: 'as-the-path' },
    ],
    base: linux,
    lines: `${instance}\nopen("$dir/ptmx", O_RDWR|O_NOCTTY) = m\nioctl(m, TIOCSPTLCK, 0) = 0
open("$dir/0", O_RDWR|O_NOCTTY) = s\nmount("devpts", dir, "devpts", 0, "ptmxmode=0666") = 0
ttyname(s) = NULL ENODEV\nopen("$dir/ptmx", O_RDWR|O_NOCTTY) = _\nttyname(s) = ?`,
  },
  ttynameBuffer: { values: [{ ttynameBuffer: 'emptied' }], lines: 'ttyname_r(0, 9) = ?' },
  ttynameFolder: {
    values: [{ ttynameFolder: 'of-the-first' }],
    base: linux,
    lines: `${pair}\nttyname(s) = name\nttyname(m) = ?`,
  },
  ctermid: {
    values: [{ ctermid: 'own-name' }],
    lines: 'given session\nleader: ctermid() = "/dev/tty"',
  },
  isattyError: {
    values: [{ isattyError: 'ENOTTY' }],
    base: linux,
    lines: `${masterGone}\nisatty(s) = ?`,
  },
  openptyArguments: {
    values: [{ openptyArguments: 'ignored' }],
    lines: 'openpty(NULL, {ws_row=5, ...}) = [_, s, _]\ntcgetwinsize(s) = ?',
  },
  spawnIntoForeground: {
    values: [{ spawnIntoForeground: 'ENOSYS' }],
    lines: `needs program:true\ngiven session
leader: posix_spawn("true", ["true"], {setpgroup=0, tcsetpgrp=s}) = -1 ENOSYS`,
  },
  limits: {
    values: [{ limits: { ...posix.limits, _SC_TTY_NAME_MAX: 32 } }],
    lines: 'sysconf(_SC_TTY_NAME_MAX) = ?',
  },
  unknownRequest: {
    values: [{ unknownRequest: 'EINVAL' }],
    base: linux,
    lines: `${pair}\nioctl(m, 0x54ee) = ?`,
  },
  noTerminal: {
    values: [{ noTerminal: 'EINVAL' }],
    lines: 'open("/dev/null", O_RDWR) = n\ntcgetattr(n) = ?',
  },
  copies: {
    values: [{ copies: 'EINVAL' }],
    base: linux,
    lines: `${pair}\npipe() = [r, w]\nwrite(w, "x") = 1\nsplice(r, s, 1) = ?`,
  },
  descriptorLimit: {
    values: [{ descriptorLimit: 'ignored' }],
    lines: `setrlimit(RLIMIT_NOFILE, {rlim_cur=3, rlim_max=300}) = 0\nposix_openpt(O_RDWR) = ?`,
  },
  terminalLimits: {
    values: [{ terminalLimits: 'of-anything' }, { terminalLimits: 'of-no-file' }],
    lines: 'pipe() = [r, _]\nfpathconf(r, _PC_MAX_INPUT) = ?\nfpathconf(-1, _PC_MAX_INPUT) = ?',
  },
  instances: {
    values: [{ instances: 'on-request' }, { instances: 'one' }],
    base: linux,
    lines: `given private-mounts\nmount("devpts", dir, "devpts", 0, "newinstance,ptmxmode=0666") = ?
open("/dev/ptmx", O_RDWR) = _\nlistdir(dir) = ?\nmount("devpts", dir, "devpts", 0, "") = ?
listdir(dir) = ?`,
  },
  instanceOptions: {
    values: [{ instanceOptions: 'refused' }],
    base: linux,
    lines: 'given private-mounts\nmount("devpts", dir, "devpts", 0, "newinstance") = ?',
  },
  multiplexorInside: {
    values: [{ multiplexorInside: false }],
    base: linux,
    lines: 'given private-mounts\nmount("devpts", dir, "devpts", 0, "") = 0\nlistdir(dir) = ?',
  },
  multiplexorMode: {
    values: [{ multiplexorMode: 0o666 }],
    base: linux,
    lines: `given private-mounts\nmount("devpts", dir, "devpts", 0, "") = 0
stat("$dir/ptmx") = {st_mode=?, ...}`,
  },
  mountIds: {
    values: [{ mountIds: 'systems' }],
    base: linux,
    lines: `needs linux user-namespace\nunshare(CLONE_NEWUSER|CLONE_NEWNS) = 0
writefile("/proc/self/uid_map", "0 65534 1") = _\nwritefile("/proc/self/setgroups", "deny") = _
writefile("/proc/self/gid_map", "5 65534 1") = _\nmkdtemp() = dir
mount("none", "/", NULL, MS_REC|MS_PRIVATE, NULL) = 0
mount("devpts", dir, "devpts", 0, "gid=5") = ?\nopen("$dir/ptmx", O_RDWR) = ?
stat("$dir/0") = {st_gid=?, ...}`,
  },
  limitOf: {
    values: [{ limitOf: 'all-instances' }],
    base: linux,
    lines: `given private-mounts\nmount("devpts", dir, "devpts", 0, "max=1,ptmxmode=0666") = 0
posix_openpt(O_RDWR) = _\nopen("$dir/ptmx", O_RDWR) = ?`,
  },
  shownOptions: {
    values: [{ shownOptions: 'of-slaves' }, { shownOptions: 'none' }],
    base: linux,
    lines: 'given instance\nmountentry(pts) = ?',
  },
  mountable: {
    values: [{ mountable: 'ENODEV' }],
    base: linux,
    lines: 'given private-mounts\nmount("devpts", dir, "devpts", 0, "") = ?',
  },
  liveNodes: {
    values: [{ liveNodes: 'removable' }],
    base: linux,
    lines: 'given instance\nopen("$pts/ptmx", O_RDWR) = _\nunlink("$pts/0") = ?',
  },
  directoryRead: {
    values: [{ directoryRead: 'end-of-file' }],
    lines: 'mkdtemp() = dir\nopen(dir, O_RDONLY) = d\nread(d, 9) = ?',
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
  t.same(Object.keys(turnings).sort(), choices.sort())
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
