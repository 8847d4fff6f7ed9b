import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')

const crooked =
  'title T\n\ncase claim\ntitle A claim   # so\ncite none\nlevel open\ngetpid() = me\nsetpgid(me,  0)   =   0\n'
const straight =
  'title  T\n\ncase claim\ntitle  A claim  # so\ncite   none\nlevel  open\ngetpid()        = me\nsetpgid(me, 0)  = 0\n'
const broken = crooked.replace('getpid', 'getpit')

t.test('--fix aligns what is sound, once, and leaves what has mistakes', async t => {
  const folder = t.testdir({
    'crooked.pty': crooked,
    'broken.pty': broken,
    'straight.pty': straight.replace(', 0)', ', 1)'),
  })
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')
  const fix = () =>
    execa(process.execPath, [main, 'lint', '--fix', '.'], { reject: false, cwd: folder })
  const { ctimeMs } = statSync(join(folder, 'straight.pty'))

  const first = await fix()
  t.equal(first.exitCode, 65)
  t.match(first.stdout, /^broken\.pty:7:1: no call 'getpit'/)
  t.match(first.stderr, /^crooked\.pty: aligned\nptycheck: 1 mistake/)
  t.equal(text('crooked.pty'), straight)
  t.equal(text('broken.pty'), broken)
  t.equal(statSync(join(folder, 'straight.pty')).ctimeMs, ctimeMs, 'what is aligned is not written')

  t.notMatch((await fix()).stderr, 'aligned')
})

t.test('--fix drops no byte that it cannot read', async t => {
  const bytes = Buffer.concat([Buffer.from(crooked), Buffer.from([0x23, 0xff, 0x0a])])
  const folder = t.testdir({ 'latin1.pty': bytes })
  const fix = await execa(process.execPath, [main, 'lint', '--fix', 'latin1.pty'], { cwd: folder })
  t.match(fix.stderr, /^latin1\.pty: a comment is no UTF-8, so the suite stays as it is/)
  t.same(readFileSync(join(folder, 'latin1.pty')), bytes)
})

t.test('a folder without suites is no folder of sound suites', async t => {
  const cwd = t.testdir({ 'suite.txt': '' })
  const lint = (path: string) =>
    execa(process.execPath, [main, 'lint', path], { reject: false, cwd })
  const none = await lint('.')
  t.equal(none.exitCode, 66)
  t.match(none.stderr, /no suite in \.; their names end in \.pty/)
  t.match(
    (await lint('gone.pty')).stderr,
    /cannot read suites: .*gone\.pty: no such file or folder/,
  )
})

t.test(
  'the same steps under other names are a mistake, and a situation used once a remark',
  async t => {
    const one =
      'title  T\n\ncase one\ntitle  A claim\ncite   none\nlevel  open\ngiven  pair\nfork() = a\na: read(s, 4) = "$name"\n'
    const same = one.replace('T\n', 'S\n').replace('case one', 'case two').replaceAll('a:', 'kid:')
    const given =
      'title  G\n\ncase pair\ntitle  P\nopen("/dev/tty", O_RDWR) = s\nptsname(s) = name\n'
    const cwd = t.testdir({
      twins: { 'given.pty': given, 'x.pty': one, 'y.pty': same.replace('= a', '= kid') },
      apart: {
        'given.pty': given,
        'x.pty': one,
        'y.pty': same.replace('= a', '= kid').replace('4', '5'),
      },
      alone: { 'given.pty': given, 'x.pty': one },
    })
    const lint = (path: string) =>
      execa(process.execPath, [main, 'lint', path], { reject: false, cwd })

    const twins = await lint('twins')
    t.equal(twins.exitCode, 65)
    t.match(
      twins.stdout,
      /^twins\/y\.pty:3:6: x\/one has the same steps already\n {2}case two\n {7}\^$/,
    )
    t.equal((await lint('apart')).exitCode, 0)

    const alone = await lint('alone')
    t.equal(alone.exitCode, 0)
    t.match(alone.stderr, /^alone\/given\.pty:3:6: only x\/one starts from this/)
    t.notMatch((await lint('apart')).stderr, 'only')
  },
)
