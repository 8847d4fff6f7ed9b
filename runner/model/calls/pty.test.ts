/** What openpty() and its kin make of a pair. */
import t from 'tap'
import { shownOnce } from '../../../fixtures/model-cases.js'
import { linux } from '../profiles/linux.js'
import { posix } from '../profiles/posix.js'

t.test('the child of forkpty() takes steps under its name, and has the slave thrice', t => {
  const seen = shownOnce(
    `forkpty(NULL, {ws_row=5, ws_col=7, ws_xpixel=0, ws_ypixel=0}) = [m, child, name]
child: descriptors() = ?
child: ttyname(2) = name
child: tcgetsid(0) = child
child: write(1, "x") = 1
readn(m, 1) = ?
tcgetpgrp(m) = child
descriptors() = ?`,
    linux,
  )
  t.same(seen, [
    '[3, 102, "/dev/pts/0"]',
    '{0, 1, 2}',
    '"/dev/pts/0"',
    '102',
    '1',
    '"x"',
    '102',
    '{0, 1, 2, 3}',
  ])
  t.end()
})

t.test('login_tty() fails as TIOCSCTTY does, and leaves the descriptor open', t => {
  const seen = shownOnce(
    `given session
fork() = thief
thief: open(name, O_RDWR|O_NOCTTY) = t
thief: login_tty(t) = ?
thief: getsid(0) = thief
thief: isatty(t) = 1`,
    posix,
  )
  t.same(seen.slice(2), ['-1 EPERM', '103', '1'])
  t.end()
})

t.test('modes that a structure without ... does not name are 0', t => {
  const seen = shownOnce('openpty({VINTR="\\x07"}, NULL) = [_, s, _]\ntcgetattr(s) = ?', posix)
  t.match(seen[1], 'c_iflag=0, c_oflag=0, c_cflag=0, c_lflag=0, VINTR="\\a", VQUIT="\\x00"')
  t.end()
})

t.test('vhangup() takes the terminal from its session, which starts anew', t => {
  const seen = shownOnce(
    `needs root
given session
leader: sigaction(SIGHUP, record) = 0
leader: cfmakeraw(s) = 0
leader: vhangup() = 0
leader: --- SIGHUP ---
leader: tcgetsid(s) = ?
leader: read(s, 9) = ?
leader: open(name, O_RDWR|O_NOCTTY) = t
leader: tcgetattr(t) = {c_lflag=ICANON|..., ...}`,
    linux,
  )
  t.same(seen.slice(3, 6), ['signal SIGHUP true', '-1 EIO', '""'])
  t.match(seen.at(-1), 'ICANON')
  t.end()
})

t.test('signals of input go to who owns the description', t => {
  const seen = shownOnce(
    `given pair raw
fork() = owner
owner: sigaction(SIGIO, record) = 0
fcntl(s, F_SETOWN, owner) = 0
write(m, "a") = 1
fcntl(s, F_SETFL, O_ASYNC) = 0
owner: --- no SIGIO ---
write(m, "b") = 1
owner: --- SIGIO ---`,
    linux,
  )
  t.same(seen.slice(-3), ['signal SIGIO false', '1', 'signal SIGIO true'])
  t.end()
})

t.test(
  'a search for masters that have no names is refused, and says which choices do not go together',
  t => {
    const odd = { ...linux, master: 'search' as const }
    t.throws(
      () => shownOnce('posix_openpt(O_RDWR) = ?', odd),
      /master 'search' and slaveNames 'pts\/N'/,
    )
    t.end()
  },
)
