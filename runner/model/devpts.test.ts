import t from 'tap'
import { shownOnce } from '../../fixtures/model-cases.js'
import { type DevptsOptions, defaultOptions, parseOptions, showOptions } from './devpts.js'
import { Failure } from './failure.js'
import { linux } from './profiles/linux.js'
import { UserNamespace } from './users.js'

t.test('options, and numbers as C writes them', t => {
  const parsed = (text: string): Partial<DevptsOptions> =>
    parseOptions(text, defaultOptions, new UserNamespace())
  t.match(parsed('newinstance,mode=0620,gid=5,uid=0x10,ptmxmode=17666,max=+3'), {
    mode: 0o620,
    gid: 5,
    uid: 16,
    ptmxmode: 0o7666,
    max: 3,
  })
  t.match(parsed('mode=600,,mode=640'), { mode: 0o640 })
  t.match(parsed('uid=010'), { uid: 8 })
  t.end()
})

for (const text of [
  'mode=8',
  'mode',
  'mode=',
  'uid=-1',
  'uid=4294967295',
  'gid=tty',
  'max=1048577',
  'max=',
  'newinstance=1',
  'MODE=620',
  'whatever',
])
  t.test(`${text} is no option`, t => {
    try {
      parseOptions(text, defaultOptions, new UserNamespace())
      t.fail('it was taken')
    } catch (error) {
      t.same(error, new Failure('EINVAL'))
    }
    t.end()
  })

t.test('options as mountinfo shows them', t => {
  t.same(showOptions(defaultOptions), ['rw', 'mode=600', 'ptmxmode=000'])
  t.same(showOptions({ uid: 1, gid: 5, mode: 0o620, ptmxmode: 0o666, max: 3 }), [
    'rw',
    'uid=1',
    'gid=5',
    'mode=620',
    'ptmxmode=666',
    'max=3',
  ])
  t.end()
})

const instance = `given private-mounts
mount("devpts", dir, "devpts", 0, "ptmxmode=0666,max=2") = 0`

t.test('an instance numbers its own pairs, up to its limit', t => {
  const seen = shownOnce(
    `${instance}
3x open("$dir/ptmx", O_RDWR|O_NOCTTY) = p[] then -1 ENOSPC
listdir(dir) = ?
close(p[]) = 0
listdir(dir) = ?`,
    linux,
  )
  t.same(seen.slice(1), ['[3, 4] then -1 ENOSPC', '{"0", "1", "ptmx"}', '0', '{"ptmx"}'])
  t.end()
})

t.test('it is busy while a pair of it is open, and nothing else can be made in it', t => {
  const seen = shownOnce(
    `${instance}
open("$dir/ptmx", O_RDWR|O_NOCTTY) = m
umount2(dir, 0) = ?
mkdir("$dir/x", 0700) = ?
umount2(dir, MNT_DETACH) = ?
ioctl(m, TIOCGPTN) = ?
close(m) = 0`,
    linux,
  )
  t.same(seen.slice(2), ['-1 EBUSY', '-1 EPERM', '0', '0', '0'])
  t.end()
})

t.test('a remount puts back what it does not name', t => {
  const seen = shownOnce(
    `${instance}
mount("none", dir, NULL, MS_REMOUNT, "gid=7") = 0
mountentry(dir) = ?
mount("none", dir, NULL, MS_REMOUNT, "mode=9") = ?
stat("$dir/ptmx") = {st_mode=?, ...}`,
    linux,
  )
  const entry = '{fstype="devpts", root="/", options={"gid=7", "mode=600", "ptmxmode=000"}}'
  t.same(seen.slice(2, 4), [entry, '-1 EINVAL'])
  t.match(seen.at(-1), /S_IFCHR\|0000/)
  t.end()
})

t.test(
  'a multiplexor elsewhere reaches the instance beside it, and TIOCGPTPEER its own pair',
  t => {
    const seen = shownOnce(
      `given private-mounts
mkdir("$dir/pts", 0755) = 0
mount("devpts", "$dir/pts", "devpts", 0, NULL) = 0
mknod("$dir/ptmx", S_IFCHR|0666, makedev(5, 2)) = 0
posix_openpt(O_RDWR|O_NOCTTY) = host
open("$dir/ptmx", O_RDWR|O_NOCTTY) = m
ioctl(m, TIOCSPTLCK, 0) = 0
ioctl(m, TIOCGPTN) = ?
ioctl(m, TIOCGPTPEER, O_RDWR|O_NOCTTY) = s
write(s, "x") = 1
read(m, 9) = ?
ttyname(s) = ?
umount2("$dir/pts", MNT_DETACH) = 0
ioctl(m, TIOCGPTPEER, O_RDWR|O_NOCTTY) = ?
ttyname(s) = ?
close(host) = 0`,
      linux,
    )
    t.same(seen.slice(6), [
      '0',
      '5',
      '1',
      '"x"',
      '"/tmp/ptycheck/folder0/pts/0"',
      '0',
      '-1 ENODEV',
      'NULL ENODEV',
      '0',
    ])
    t.end()
  },
)
