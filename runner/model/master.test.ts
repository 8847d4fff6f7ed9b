/** Masters: how they are opened, and what their reads and writes do. */
import t from 'tap'
import { interrupted, shownOnce } from '../../fixtures/model-cases.js'
import { bsd43 } from './profiles/bsd43.js'
import { freebsd7Pts } from './profiles/freebsd-7-pts.js'
import { linux } from './profiles/linux.js'
import { openbsd } from './profiles/openbsd.js'

t.test('a write of 0 bytes is the end of the file where it is taken for that, once', t => {
  const seen = shownOnce(
    `given pair
fcntl(m, F_SETFL, O_NONBLOCK) = 0
write(s, "") = 0
read(m, 9) = ?
read(m, 9) = ?`,
    { ...linux, emptyWrite: 'end-of-file' },
  )
  t.same(seen.slice(2), ['""', '-1 EAGAIN'])
  t.end()
})

t.test('a write that waits for the first slave goes on with it, or is interrupted', t => {
  const master = 'posix_openpt(O_RDWR|O_NOCTTY) = m'
  const opened = shownOnce(
    `${master}
fork() = writer
writer: write(m, "x\\n") <unfinished ...>
ptsname(m) = name
open(name, O_RDWR|O_NOCTTY) = s
writer: <... write resumed> = ?
read(s, 9) = ?`,
    bsd43,
  )
  t.same(opened.slice(-2), ['2', '"x\\n"'])
  t.same(interrupted(master, 'write(m, "x\\n")', bsd43), ['-1 EINTR'])
  t.end()
})

t.test('a write that is interrupted says how much it has written', t => {
  t.same(interrupted('given pair raw', 'write(m, "x"*9000)', openbsd), ['8190'])
  t.end()
})

t.test('the device that gives pairs has nothing to read, and takes nothing', t => {
  const seen = shownOnce(
    `open("/dev/ptm", O_RDWR) = f
read(f, 1) = ?
write(f, "x") = ?`,
    openbsd,
  )
  t.same(seen.slice(1), ['-1 ENODEV', '-1 ENODEV'])
  t.end()
})

t.test('where a look makes a pair, the multiplexor is not there once there is none left', t => {
  const seen = shownOnce(
    `stat("/dev/ptmx") = ?
open("/dev/ptmx", O_RDWR) = ?`,
    { ...freebsd7Pts, mostPairs: 1 },
  )
  t.match(seen[0], /S_IFCHR/)
  t.equal(seen[1], '-1 ENOENT')
  t.end()
})

t.test('a device number behind those of all nodes is no pair', t => {
  const seen = shownOnce(
    `needs root
mkdtemp() = dir
mknod("$dir/last", S_IFCHR|0600, makedev(136, 31)) = 0
mknod("$dir/none", S_IFCHR|0600, makedev(136, 32)) = 0
open("$dir/last", O_RDWR|O_NOCTTY|O_NONBLOCK) = ?
open("$dir/none", O_RDWR|O_NOCTTY|O_NONBLOCK) = ?`,
    bsd43,
  )
  t.same(seen.slice(3), ['3', '-1 ENXIO'])
  t.end()
})
