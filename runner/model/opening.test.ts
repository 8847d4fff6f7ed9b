/** What open() gives and refuses. */
import t from 'tap'
import { interrupted, shown, shownOnce } from '../../fixtures/model-cases.js'
import { bsd43 } from './profiles/bsd43.js'
import { freebsd } from './profiles/freebsd.js'
import { linux } from './profiles/linux.js'

t.test(
  'a device without a driver is ENXIO, a slave outside of a devpts EIO (pts_unix98_lookup())',
  t => {
    const seen = shownOnce(
      `needs root
mknod("a", S_IFCHR|0600, makedev(250, 77)) = 0
open("a", O_RDWR) = ?
mknod("b", S_IFCHR|0600, makedev(136, 0)) = 0
open("b", O_RDWR|O_NOCTTY) = ?`,
      linux,
    )
    t.same(seen, ['0', '-1 ENXIO', '0', '-1 EIO'])
    t.end()
  },
)

t.test('above the root is the root, and who was left outside of it still climbs to the top', t => {
  const seen = shownOnce(
    `needs root
mkdtemp() = dir
stat("/../dev/null") = {st_mode=?, ...}
chroot(dir) = 0
stat("../../../../../../dev/null") = {st_mode=?, ...}
stat("/../dev/null") = ?`,
    linux,
  )
  t.match(seen.slice(1), [/S_IFCHR/, '0', /S_IFCHR/, '-1 ENOENT'])
  t.end()
})

t.test('/dev/fd is one more descriptor of a file, with the access that it has (dupfdopen())', t => {
  const seen = shownOnce(
    `pipe() = [r, _]
dup2(r, 0) = 0
open("/dev/fd/0", O_RDONLY) = ?
open("/dev/fd/0", O_WRONLY) = ?`,
    freebsd,
  )
  t.same(seen.slice(2), ['5', '-1 EACCES'])
  t.end()
})

t.test('an open that waits for a master ends at a handler', t => {
  const closed = 'posix_openpt(O_RDWR|O_NOCTTY) = m\nptsname(m) = name\nclose(m) = 0'
  const seen = interrupted(`needs root\n${closed}`, 'open(name, O_RDWR|O_NOCTTY)', bsd43)
  t.same(seen, ['-1 EINTR'])
  t.end()
})

t.test('a search ends where all pairs are taken', t => {
  const seen = shownOnce('posix_openpt(O_RDWR|O_NOCTTY) = _\nposix_openpt(O_RDWR|O_NOCTTY) = ?', {
    ...bsd43,
    firstNumber: 0,
    mostPairs: 1,
  })
  t.equal(seen.at(-1), '-1 ENOENT')
  t.end()
})

t.test('what /proc has of processes', t => {
  const lines = `needs root
given pair
dup2(m, 50) = 50
open("/proc/self/fdinfo/50", O_RDWR) = f
write(f, "x") = ?
fork() = p
p: _exit(0) = ?
waitpid(p, 0) = {pid=p, ...}
open("/proc/self/ns/mnt", O_RDWR) = ?
open("/proc/999/ns/mnt", O_RDONLY) = ?`
  t.same(
    shown(lines, linux).map(way => [way[2], way.at(-2), way.at(-1)]),
    [['-1 EINVAL', '-1 EPERM', '-1 ENOENT']],
  )
  t.throws(
    () =>
      shownOnce(
        'pipe() = [r, _]\ndup2(r, 50) = 50\nopen("/proc/self/fdinfo/50", O_RDONLY) = ?',
        linux,
      ),
    /fdinfo/,
  )
  t.end()
})
