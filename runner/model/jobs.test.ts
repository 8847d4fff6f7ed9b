/** Sessions, groups and the signals that job control sends. */
import t from 'tap'
import { shownOnce } from '../../fixtures/model-cases.js'
import { linux } from './profiles/linux.js'
import { openbsd } from './profiles/openbsd.js'
import { posix } from './profiles/posix.js'

t.test('a background read stops the group, and goes on in the foreground', t => {
  const seen = shownOnce(
    `given session background
bg: read(s, 9) <unfinished ...>
bg: --- stopped by SIGTTIN ---
leader: waitpid(bg, WUNTRACED) = ?
leader: tcsetpgrp(s, bg) = 0
kill(bg, SIGCONT) = 0
bg: <... read unfinished>
write(m, "x\\n") = 2
bg: <... read resumed> = "x\\n"`,
    posix,
  )
  t.same(seen, [
    'stopped SIGTTIN',
    'stopped SIGTTIN',
    '{pid=103, status=stopped SIGTTIN}',
    '0',
    '0',
    'unfinished',
    '2',
    '"x\\n"',
  ])
  t.end()
})

t.test('where SIGTTIN is ignored or blocked, or the group is orphaned, it fails', t => {
  const seen = shownOnce(
    `given session background
bg: sigaction(SIGTTIN, SIG_IGN) = 0
bg: read(s, 9) = ?
bg: sigaction(SIGTTIN, SIG_DFL) = 0
bg: sigprocmask(SIG_BLOCK, {SIGTTIN}) = 0
bg: read(s, 9) = ?
bg: sigprocmask(SIG_UNBLOCK, {SIGTTIN}) = 0
bg: fork() = orphan
orphan: setpgid(0, 0) = 0
bg: _exit(0) = ?
bg: +++ exited with 0 +++
orphan: read(s, 9) = ?`,
    posix,
  )
  t.same(
    seen.filter(line => line.startsWith('-1')),
    ['-1 EIO', '-1 EIO', '-1 EIO'],
  )
  t.end()
})

t.test('a typed INTR reaches the foreground group and nobody else', t => {
  const seen = shownOnce(
    `given session background
leader: sigaction(SIGINT, record) = 0
bg: sigaction(SIGINT, record) = 0
write(m, "\\x03") = 1
leader: --- SIGINT ---
bg: --- no SIGINT ---`,
    posix,
  )
  t.same(seen.slice(-2), ['signal SIGINT true', 'signal SIGINT false'])
  t.end()
})

t.test('the last close of the master tells the controlling process', t => {
  const seen = (profile: typeof posix) =>
    shownOnce(
      `given session background
leader: sigaction(SIGHUP, record) = 0
leader: sigaction(SIGCONT, record) = 0
bg: sigaction(SIGHUP, record) = 0
close(m) = 0
leader: --- SIGHUP ---
leader: --- no SIGCONT ---
bg: --- no SIGHUP ---`,
      profile,
    ).slice(-3)
  t.same(seen(posix), ['signal SIGHUP true', 'signal SIGCONT false', 'signal SIGHUP false'])
  t.same(seen(linux), ['signal SIGHUP true', 'signal SIGCONT true', 'signal SIGHUP false'])
  t.end()
})

t.test('a stopped group that becomes orphaned is roused', t => {
  const seen = shownOnce(
    `given session background
bg: fork() = child
child: setpgid(0, 0) = 0
child: sigaction(SIGHUP, record) = 0
child: sigaction(SIGCONT, record) = 0
kill(child, SIGSTOP) = 0
child: --- stopped by SIGSTOP ---
bg: _exit(0) = ?
child: --- SIGHUP ---
child: --- SIGCONT ---`,
    posix,
  )
  t.same(seen.slice(-2), ['signal SIGHUP true', 'signal SIGCONT true'])
  t.end()
})

t.test('one terminal for a session, one session for a terminal', t => {
  const seen = shownOnce(
    `given session
fork() = other
other: open(name, O_RDWR|O_NOCTTY) = t
other: ioctl(t, TIOCSCTTY, 0) = ?
other: setsid() = other
other: ioctl(t, TIOCSCTTY, 0) = ?
leader: ioctl(s, TIOCSCTTY, 0) = ?
leader: _exit(0) = ?
leader: +++ exited with 0 +++
other: ioctl(t, TIOCSCTTY, 0) = ?
other: tcgetpgrp(t) = other`,
    posix,
  )
  t.same(seen.slice(2), ['-1 EPERM', '103', '-1 EPERM', '0', '?', 'exited 0', '0', '103'])
  t.end()
})

t.test('where members alone give their terminal up, its leader cannot', t => {
  const seen = shownOnce(
    `given session
leader: open("/dev/tty", O_RDWR) = own
leader: ioctl(own, TIOCNOTTY) = ?
leader: tcgetpgrp(s) = leader`,
    openbsd,
  )
  t.equal(seen.at(-2), '-1 EINVAL')
  t.end()
})

t.test('a terminal without foreground group is given up without a signal', t => {
  const seen = shownOnce(
    `given session
leader: sigaction(SIGHUP, record) = 0
leader: ioctl(s, TIOCNOTTY) = ?
leader: --- no SIGHUP ---
leader: tcgetpgrp(s) = ?`,
    { ...linux, foregroundAtFirst: 'none' },
  )
  t.same(seen.slice(1), ['0', 'signal SIGHUP false', '-1 ENOTTY'])
  t.end()
})

t.test('a process ends of one signal, even if that takes a while and there are more', t => {
  const seen = shownOnce(
    `given pair
fork() = p
close(s) = 0
p: write(s, "x") = 1
p: sigprocmask(SIG_BLOCK, {SIGHUP, SIGTERM}) = 0
kill(p, SIGHUP) = 0
kill(p, SIGTERM) = 0
p: sigprocmask(SIG_UNBLOCK, {SIGHUP, SIGTERM}) <unfinished ...>
read(m, 9) = "x"
p: +++ killed by SIGHUP +++`,
    openbsd,
  )
  t.equal(seen.at(-1), 'killed SIGHUP')
  t.end()
})
