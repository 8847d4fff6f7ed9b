/** Transfers that go on by themselves, and what the kernel copies. */
import t from 'tap'
import { shownOnce } from '../../../fixtures/model-cases.js'
import { linux } from '../profiles/linux.js'
import { posix } from '../profiles/posix.js'

t.test('what fill() wrote can be read, and the description is as it was', t => {
  const [filled = '', again, flags, read] = shownOnce(
    `given pair raw
fill(s) = n
fill(s) = ?
fcntl(s, F_GETFL) = ?
readn(m, n) = ?`,
    posix,
  )
  t.ok(Number(filled) > 0)
  t.same([again, flags, read], ['0', 'O_RDWR', `seq(0, ${filled})`])
  t.end()
})

t.test('fill() fails as its first write() does', t => {
  t.equal(shownOnce('given pair raw\nclose(m) = 0\nfill(s) = ?', posix).at(-1), '-1 EIO')
  t.end()
})

t.test('fill() goes on where somebody makes room meanwhile', t => {
  const seen = shownOnce(
    `given pair raw
fill(m) = n
fork() = filler
filler: fill(m) <unfinished ...>
readn(s, n) = ?
filler: <... fill resumed> = 1..`,
    posix,
  )
  t.not(seen.at(-1), '0')
  t.end()
})

t.test('echo() and ping() tell how far they came, and what ended them', t => {
  const seen = shownOnce(
    `given pair raw
fork() = other
other: close(m) = 0
other: echo(s, 9) <unfinished ...>
ping(m, 3) = ?
write(m, "x") = 1
ping(m, 1) = ?
close(m) = 0
other: <... echo resumed> = ?`,
    posix,
  )
  t.same(seen.slice(3), ['3', '1', '0', '0', '5 then ""'])
  t.end()
})

t.test('splice() wants a pipe, sendfile() a file that has places', t => {
  const seen = shownOnce(
    `given pair raw
pipe() = [r, w]
open("file", O_RDWR|O_CREAT, 0600) = f
splice(m, s, 9) = ?
splice(f, w, 9) = ?
splice(r, w, 0) = ?
write(s, "abc") = 3
splice(m, w, 2) = ?
splice(r, f, 9) = ?
lseek(f, 0, SEEK_SET) = 0
sendfile(s, f, 9) = ?
sendfile(s, m, 9) = ?
readn(m, 3) = ?`,
    linux,
  )
  t.same(seen.slice(2), ['-1 EINVAL', '0', '0', '3', '2', '2', '0', '2', '-1 EINVAL', '"cab"'])
  t.end()
})

t.test('pread() and pwrite() leave the offset where it was', t => {
  const seen = shownOnce(
    `open("file", O_RDWR|O_CREAT, 0600) = f
write(f, "abcd") = 4
pread(f, 2, 1) = ?
pwrite(f, "X", 0) = ?
write(f, "e") = 1
pread(f, 9, 0) = ?
ftruncate(f, 2) = 0
pread(f, 9, 0) = ?
pread(f, 9, -1) = ?`,
    posix,
  )
  t.same(seen.slice(2), ['"bc"', '1', '1', '"Xbcde"', '0', '"Xb"', '-1 EINVAL'])
  t.end()
})

t.test('fill() tells of what cannot be written at all', t => {
  t.equal(shownOnce('pipe() = [r, _]\nfill(r) = ?', linux).at(-1), '-1 EBADF')
  t.end()
})

t.test('ping() ends where the other end does', t => {
  const seen = shownOnce(
    `socketpair(AF_UNIX, SOCK_STREAM, 0) = [a, b]
fork() = other
close(b) = 0
ping(a, 2) <unfinished ...>
other: readn(b, 1) = "a"
other: close(b) = 0
<... ping resumed> = ?`,
    linux,
  )
  t.equal(seen.at(-1), '0')
  t.end()
})
