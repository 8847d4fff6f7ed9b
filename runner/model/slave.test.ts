/** Reads and writes of a slave that something ends early, and what of output is changed. */
import t from 'tap'
import { interrupted, shown, shownOnce } from '../../fixtures/model-cases.js'
import { gvisor } from './profiles/gvisor.js'
import { linux } from './profiles/linux.js'
import { openbsd } from './profiles/openbsd.js'
import { posix } from './profiles/posix.js'

const waiting = (end: string) => `given pair raw
tcsetattr(s, TCSANOW, {VMIN="\\x05", VTIME="\\0", ...}) = 0
fork() = p
p: close(m) = 0
p: sigaction(SIGUSR1, record) = 0
${end}`

t.test('a read that has some of its bytes ends with them, one without fails', t => {
  const read = (lines: string, profile = posix) => shownOnce(waiting(lines), profile).at(-1)
  const begin = 'p: read(s, 5) <unfinished ...>'
  const end = 'p: <... read resumed> = ?'
  t.equal(read(`${begin}\nwrite(m, "ab") = 2\nclose(m) = 0\n${end}`), '"ab"')
  t.equal(read(`${begin}\nclose(m) = 0\n${end}`), '""')
  t.equal(read(`${begin}\nwrite(m, "ab") = 2\nkill(p, SIGUSR1) = 0\n${end}`), '"ab"')
  t.equal(read(`${begin}\nkill(p, SIGUSR1) = 0\n${end}`), '-1 EINTR')
  t.end()
})

t.test(
  'a write of nothing that waits for ever ends at a handler, and is not begun without waiting',
  t => {
    for (const write of ['write(s, "")', 'write(m, "")'])
      for (const way of interrupted('given pair raw', write, gvisor)) t.equal(way, '-1 EINTR')
    const flags = 'fcntl(s, F_SETFL, O_RDWR|O_NONBLOCK) = 0'
    t.equal(shownOnce(`given pair raw\n${flags}\nwrite(s, "") = ?`, gvisor).at(-1), '-1 EAGAIN')
    t.end()
  },
)

t.test('a write that has written some tells of it at a handler', t => {
  const ways = interrupted('given pair raw', 'write(s, seq(0, 100000))', linux)
  for (const way of ways) t.match(way, /^[1-9]\d*$/)
  t.end()
})

t.test(
  'what fills a slave for which O_NONBLOCK does nothing ends with the hang-up, and its error',
  t => {
    const fills = (waitingWriteAtHangup: 'counts' | 'fails') => {
      const profile = { ...linux, nonBlocking: 'ignored', waitingWriteAtHangup } as const
      const lines = waiting('p: fill(s) <unfinished ...>\nclose(m) = 0\np: <... fill resumed> = ?')
      return shown(lines, profile).map(way => way.at(-1))
    }
    for (const how of ['counts', 'fails'] as const) {
      const ways = fills(how)
      t.not(ways.length, 0)
      for (const way of ways) t.match(way, /then -1 EIO$|^-1 EIO$/)
    }
    t.end()
  },
)

t.test('an open that a lock refused breaks slaves that are open (pty_open())', t => {
  const seen = shownOnce(
    `given pair
ioctl(m, TIOCSPTLCK, 1) = 0
open(name, O_RDWR|O_NOCTTY) = ?
read(s, 1) = ?`,
    linux,
  )
  t.same(seen.slice(1), ['-1 EIO', '-1 EIO'])
  t.end()
})

t.test('ONOEOT leaves out ^D', t => {
  const seen = shownOnce(
    `given pair raw
tcsetattr(s, TCSANOW, {c_oflag=OPOST|ONOEOT|..., ...}) = 0
write(s, "a\\x04\\x05") = 3
drain(m) = ?`,
    openbsd,
  )
  t.equal(seen.at(-1), '"a\\x05"')
  t.end()
})

t.test('a control character that does not fit is not written, and the column stays', t => {
  const seen = shownOnce(
    `given pair raw
fill(s) = n
tcsetattr(s, TCSANOW, {c_oflag=OPOST|ONLCR|..., ...}) = 0
fcntl(s, F_SETFL, O_NONBLOCK) = 0
write(s, "\\n") = ?
readn(m, n) = ?
write(s, "\\n") = 1
drain(m) = "\\r\\n"`,
    linux,
  )
  t.same([seen[3], seen.at(-1)], ['-1 EAGAIN', '"\\r\\n"'])
  t.end()
})
