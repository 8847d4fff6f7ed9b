/** Reading until something ends it. */
import t from 'tap'
import { interrupted, shownOnce } from '../../../fixtures/model-cases.js'
import { linux } from '../profiles/linux.js'
import { openbsd } from '../profiles/openbsd.js'

t.test('drain() of what is always ready ends with the file', t => {
  const seen = shownOnce(
    `open("file", O_RDWR|O_CREAT, 0600) = f
write(f, "abc") = 3
lseek(f, 0, SEEK_SET) = 0
drain(f) = ?`,
    linux,
  )
  t.equal(seen.at(-1), '"abc" then ""')
  t.end()
})

t.test('drain() goes on where bytes come meanwhile', t => {
  const seen = shownOnce(
    `given pair raw
fork() = reader
reader: drain(m) <unfinished ...>
write(s, "x") = 1
reader: <... drain resumed> = "x"`,
    linux,
  )
  t.equal(seen.at(-1), '"x"')
  t.end()
})

t.test('a null pointer is found out when there are bytes for it', t => {
  const seen = shownOnce(
    `open("file", O_RDWR|O_CREAT, 0600) = f
read(f, 2, NULL) = ?
write(f, "abc") = 3
lseek(f, 0, SEEK_SET) = 0
read(f, 2, NULL) = ?`,
    linux,
  )
  t.equal(seen[1], '""')
  t.equal(seen.at(-1), '-1 EFAULT')
  t.end()
})

t.test('drain() ends at a handler', t => {
  t.same(interrupted('given pair', 'drain(m)', linux, 'SA_RESTART'), ['-1 EINTR'])
  t.end()
})

t.test('drain() is done where bytes are told of that cannot be read yet', t => {
  const seen = shownOnce(
    `given pair raw
tcsetattr(s, TCSANOW, {VMIN="\\x05", VTIME="\\x01", ...}) = 0
fcntl(s, F_SETFL, O_NONBLOCK) = 0
write(m, "ab") = 2
drain(s) = ?`,
    openbsd,
  )
  t.equal(seen.at(-1), '""')
  t.end()
})

t.test('a pipe has two ends, wherever modes of access are not heeded', t => {
  const lines = `pipe() = [r, w]
read(w, 1) = ?
write(r, "x") = ?`
  t.same(shownOnce(lines, { ...linux, accessModes: 'ignored' }).slice(1), ['-1 EBADF', '-1 EBADF'])
  t.end()
})
