/** The master as a terminal, where it is one of its own or none. */
import t from 'tap'
import { shownOnce } from '../../../fixtures/model-cases.js'
import { freebsd } from '../profiles/freebsd.js'
import { linux } from '../profiles/linux.js'
import { posix } from '../profiles/posix.js'

t.test('a master that is no terminal has no parameters', t => {
  const lines = 'given pair\ntcgetattr(m) = ?\nisatty(m) = ?'
  const none = { ...posix, masterIsTerminal: false }
  t.same(shownOnce(lines, none), ['-1 ENOTTY', '0 ENOTTY'])
  t.end()
})

t.test('a master with parameters of its own leaves those of the slave', t => {
  const seen = shownOnce(
    `given pair
tcsetattr(m, TCSANOW, {c_lflag=!ECHO|..., ...}) = 0
tcgetattr(m) = {c_lflag=ECHO|..., ...}
tcgetattr(s) = {c_lflag=ECHO|..., ...}`,
    { ...linux, parameters: 'of-each-end' },
  )
  t.notMatch(seen[1], /[=|]ECHO[|,]/)
  t.match(seen[2], /[=|]ECHO[|,]/)
  t.end()
})

t.test('changes to a node may be lost', t => {
  const seen = shownOnce(
    `needs root
given pair
chown(name, 1, -1) = 0
stat(name) = {st_uid=?, ...}`,
    { ...linux, nodeChanges: 'lost' },
  )
  t.match(seen[1], 'st_uid=0')
  t.end()
})

t.test('what is no slave at the name of one is no name', t => {
  const seen = shownOnce(
    `given private-mounts instance
open("$pts/ptmx", O_RDWR|O_NOCTTY) = m
mkdir("$dir/other", 0700) = 0
mknod("$dir/other/0", S_IFREG|0600, 0) = 0
mount("$dir/other", "/dev/pts", NULL, MS_BIND, NULL) = 0
ptsname(m) = ?`,
    { ...linux, nameIsChecked: true },
  )
  t.equal(seen.at(-1), 'NULL ENOTTY')
  t.end()
})

t.test('a write of no bytes is an end of file, once', t => {
  const seen = shownOnce(
    `given pair raw
write(s, "") = 0
fcntl(m, F_SETFL, O_NONBLOCK) = 0
read(m, 1) = ?
read(m, 1) = ?`,
    { ...linux, emptyWrite: 'end-of-file' },
  )
  t.same(seen.slice(2), ['""', '-1 EAGAIN'])
  t.end()
})

t.test('copies of terminals may be refused, and one that is taken in part is not told', t => {
  const lines = `given pair raw
pipe() = [r, w]
write(w, "x") = 1
splice(r, s, 9) = ?`
  t.equal(shownOnce(lines, { ...linux, copies: 'EINVAL' }).at(-1), '-1 EINVAL')
  const much = `given pair raw
pipe() = [r, w]
write(w, seq(0, 60000)) = 60000
fcntl(s, F_SETFL, O_NONBLOCK) = 0
splice(r, s, 60000) = ?`
  t.throws(() => shownOnce(much, linux), /taken in part/)
  t.end()
})

t.test('a terminal that has lost its node is not what ctermid() names', t => {
  const seen = shownOnce(
    'given session\nleader: ctermid() = ?\nleader: close(s) = 0\nleader: ctermid() = ?',
    freebsd,
  )
  t.same(seen, ['"/dev/pts/0"', '0', '"/dev/tty"'])
  t.end()
})
