/** What can be told of a host, and of which files. */
import t from 'tap'
import { shown, shownOnce } from '../../../fixtures/model-cases.js'
import { linux } from '../profiles/linux.js'
import { posix } from '../profiles/posix.js'

t.test("limits of a terminal are asked of what is none, where the library doesn't look", t => {
  const lines = `pipe() = [r, _]
fpathconf(r, _PC_MAX_CANON) = ?
fpathconf(r, _PC_VDISABLE) = ?
fpathconf(99, _PC_MAX_INPUT) = ?
fpathconf(-1, _PC_MAX_INPUT) = ?
pathconf("none", _PC_MAX_INPUT) = ?
pathconf("", _PC_MAX_INPUT) = ?
pathconf("/dev/tty", _PC_VDISABLE) = ?`
  const of = (profile: typeof posix) => shownOnce(lines, profile).slice(1)
  t.same(of(linux), ['255', '0', '255', '-1 EBADF', '255', '-1 ENOENT', '0'])
  t.same(of(posix), [
    '-1 EINVAL',
    '-1 EINVAL',
    '-1 EBADF',
    '-1 EBADF',
    '-1 ENOENT',
    '-1 ENOENT',
    '0',
  ])
  t.end()
})

t.test(
  'the pairs of the case are counted in all instances, and others may have some besides',
  t => {
    const lines = `given instance
sysctl("kernel.pty.nr") = before
open("$pts/ptmx", O_RDWR|O_NOCTTY) = one
posix_openpt(O_RDWR|O_NOCTTY) = two
sysctl("kernel.pty.nr") = not before
close(one) = 0
close(two) = 0
sysctl("kernel.pty.nr") = before`
    const ways = shown(lines, linux).map(([first, , , second, , , last]) => [first, second, last])
    t.same(ways, [
      ['0', '2', '0'],
      ['1', '3', '1'],
    ])
    t.end()
  },
)

t.test('settings that are on or off are 1 or 0', t => {
  const value = (tiocsti: string) =>
    shownOnce('sysctl("dev.tty.legacy_tiocsti") = ?', linux, { tiocsti })
  t.same([value('on'), value('off')], [['1'], ['0']])
  t.end()
})
