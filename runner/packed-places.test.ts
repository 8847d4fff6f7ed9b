import { execFileSync, type SpawnSyncOptions, spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs } from '../fixtures/lab/install.js'
import { readRun } from './folder.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-places-'))
chmodSync(folder, 0o755)
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const isRoot = process.getuid?.() === 0

function ptycheck(words: readonly string[], input = '') {
  return execa(process.execPath, [main, ...words], { reject: false, cwd: folder, input })
}

function suiteOf(cases: Readonly<Record<string, string>>): void {
  const texts = Object.entries(cases).map(
    ([name, steps]) => `case ${name}\ntitle  T\ncite   none\nlevel  shall\n${steps}\n`,
  )
  writeFileSync(join(folder, 'mine.pty'), `title  T\n\n${texts.join('\n')}`)
}

const pair = 'posix_openpt(O_RDWR|O_NOCTTY) = m\nunlockpt(m) = 0\nptsname(m) = name'
const four = {
  pair: `${pair}\nopen(name, O_RDWR|O_NOCTTY) = s\nisatty(s) = 1`,
  folder:
    'mkdtemp() = dir\nmkdir("$dir/a", 0700) = 0\nfork() = child\nchild: getppid() = parent\ngetpid() = parent',
  stdin: 'isatty(0) = 0 ENOTTY',
  state: 'fork() = child\nchild: _exit(3) = ?\nchild: +++ exited with 3 +++',
}
const program = join(folder, 'suite')

t.before(async () => {
  suiteOf(four)
  const { exitCode, stderr } = await ptycheck([
    ...['pack', '--suites', 'mine.pty', '--user', '61235:61235', '-o', 'suite.c'],
  ])
  t.equal(exitCode, 0, stderr)
  if (needs(t, 'musl-gcc') === undefined) return
  execFileSync('musl-gcc', ['-static', '-o', program, join(folder, 'suite.c')])
})

/** Imports what was printed; the verdicts by case. */
async function verdictsOf(text: string | Buffer, name: string, ...words: string[]) {
  writeFileSync(join(folder, `${name}.log`), text)
  const { exitCode, stderr } = await ptycheck([
    ...['import', `${name}.log`, '--as', name, '--suites', 'mine.pty', '--no-report', '-o', name],
    ...words,
  ])
  const [played] = readRun(join(folder, name)).played
  const verdicts = (played?.results ?? []).map(({ case: id, verdict }) => [id, verdict])
  return { exitCode, stderr, played, verdicts: Object.fromEntries(verdicts) }
}

const passed = {
  ...{ 'mine/pair': 'pass', 'mine/folder': 'pass' },
  ...{ 'mine/stdin': 'pass', 'mine/state': 'pass' },
}
const bare = { env: {}, stdio: ['ignore', 'pipe', 'pipe'] } satisfies SpawnSyncOptions

t.test('without an environment', async t => {
  const { stdout, stderr, status } = spawnSync(program, [], bare)
  t.equal(status, 0)
  t.match(String(stderr), /^ptycheck: plays in \/\w+.*\n(.*\n)*ptycheck: played to its end\n$/)
  t.match(await verdictsOf(stdout, 'bare'), { exitCode: 0, verdicts: passed })
})

t.test('without descriptors', async t => {
  const close = 'exec "$0" -o "$1" <&- >&- 2>&-'
  const { status } = spawnSync('/bin/sh', ['-c', close, program, join(folder, 'closed')], bare)
  t.equal(status, 0)
  const text = readFileSync(join(folder, 'closed'))
  t.match(await verdictsOf(text, 'without'), { exitCode: 0, verdicts: passed })
  const nowhere = spawnSync('/bin/sh', ['-c', 'exec "$0" >&-', program], bare)
  t.match(nowhere, { status: 70, stderr: /standard output is closed; name a file with -o/ })
  const full = openSync('/dev/full', 'w')
  t.equal(spawnSync(program, [], { ...bare, stdio: ['ignore', full, 'pipe'] }).status, 70)
  closeSync(full)
})

t.test('on a console of whose session it is the leader', async t => {
  if (needs(t, 'script') === undefined) return
  const { stdout, status } = spawnSync('script', ['-qec', program, '/dev/null'], bare)
  t.equal(status, 0)
  t.match(String(stdout), /\r\n/)
  t.match(await verdictsOf(stdout, 'console'), { exitCode: 0, verdicts: passed })
})

t.test('a hang-up of that console does not reach it', async t => {
  if (needs(t, 'cc') === undefined || needs(t, 'script') === undefined) return
  suiteOf({ slow: 'sleep(1) = 0\ngetpid() = me\ngetpid() = me' })
  await ptycheck(['pack', '--suites', 'mine.pty', '-o', 'hangs.c'])
  execFileSync('cc', ['-o', join(folder, 'hangs'), join(folder, 'hangs.c'), '-lutil', '-pthread'])
  const log = join(folder, 'hung-up.log')
  const words = ['-qec', `${join(folder, 'hangs')} -o ${log}`, '/dev/null']
  const console = execa('script', words, { reject: false })
  const until = async (said: RegExp) => {
    while (!existsSync(log) || !said.test(readFileSync(log, 'utf8')))
      await new Promise(resolve => setTimeout(resolve, 20))
  }
  await until(/:ready/)
  console.kill('SIGKILL')
  t.equal((await console).signal, 'SIGKILL')
  await until(/:end~/)
  t.match(await verdictsOf(readFileSync(log), 'hung-up'), { verdicts: { 'mine/slow': 'pass' } })
  suiteOf(four)
})

t.test('as the first process of all, and with nothing but itself and /dev', async t => {
  if (!isRoot) {
    t.pass('needs root', { skip: true })
    return
  }
  const first = spawnSync('unshare', ['-fp', '--mount-proc', program], bare)
  t.match(await verdictsOf(first.stdout, 'first'), { exitCode: 0, verdicts: passed })
  const root = [
    'set -e; mount --make-rprivate /; mount -t tmpfs none "$1"; mkdir -p "$1/dev/pts"',
    'for n in "null 1 3" "tty 5 0" "ptmx 5 2"; do set -- "$1" $n; mknod -m 666 "$1/dev/$2" c $3 $4; done',
    'mount -t devpts none "$1/dev/pts" -o newinstance,ptmxmode=0666; cp "$0" "$1/suite"',
    'cd "$1"; [ "$OF" ] && mount -o remount,ro "$1"; exec env -i "$(command -v chroot)" "$1" ./suite',
  ].join('; ')
  const alone = (of: string) =>
    spawnSync('unshare', ['-mfp', '/bin/sh', '-c', root, program, '/mnt'], {
      ...bare,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', OF: of },
    })
  const { stdout, stderr } = alone('')
  t.match(String(stderr), /plays in \/ptycheck-\d+, as 61235:61235/)
  // Without /proc nobody knows whether a process has ended, which is no failure.
  const verdicts = { ...passed, 'mine/state': 'unresolved' }
  t.match(await verdictsOf(stdout, 'alone'), { exitCode: 2, verdicts })
  const none = alone('read-only')
  t.match({ ...none, stderr: String(none.stderr) }, { status: 70, stderr: /no folder for scratch/ })
  const all = Object.fromEntries(Object.keys(passed).map(id => [id, 'unresolved']))
  t.match(await verdictsOf(none.stdout, 'none'), {
    ...{ exitCode: 2, verdicts: all },
    played: { trouble: { class: 'host', reason: /no folder for scratch/ } },
  })
})

t.test('told to end, it cleans up and says so', async t => {
  suiteOf({ quick: 'getpid() = me\ngetpid() = me', slow: 'sleep(100) = 0' })
  await ptycheck(['pack', '--suites', 'mine.pty', '-j', '1', '-o', 'slow.c'])
  if (needs(t, 'cc') === undefined) return
  execFileSync('cc', ['-o', join(folder, 'slow'), join(folder, 'slow.c'), '-lutil', '-pthread'])
  const run = execa(join(folder, 'slow'), { reject: false })
  for await (const line of run.iterable()) if (line.includes(':over~0')) run.kill('SIGTERM')
  const { exitCode, stdout } = await run
  t.equal(exitCode, 70)
  const found = await verdictsOf(stdout, 'told')
  t.match(found.verdicts, { 'mine/quick': 'pass', 'mine/slow': 'unresolved' })
  t.match(found.played?.trouble, { class: 'host', reason: /it was told to end/ })
  suiteOf(four)
})

t.test('its options', async t => {
  const said = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, words, bare)
    return { status, stdout: String(stdout), stderr: String(stderr) }
  }
  t.match(said('--help'), { status: 0, stdout: /--user USER .*\(61235:61235\)/ })
  for (const bad of [['--jobs', '0'], ['--width', '20'], ['--frob', '1'], ['--jobs']])
    t.match(said(...bad), { status: 64, stdout: '', stderr: /--help names the options/ })
  t.match(said('-o', '/absent/file'), { status: 70, stderr: /cannot write \/absent\/file/ })
  t.match(said('--user', 'no-such-user'), { status: 70, stderr: /there is no user no-such-user/ })
})

t.test('a case that has changed since is judged where it asks for the same', async t => {
  const { stdout } = spawnSync(program, [], bare)
  suiteOf({
    ...four,
    pair: four.pair.replace('isatty(s) = 1', 'isatty(s) = 0 ENOTTY'),
    stdin: 'isatty(1) = 1',
  })
  const { verdicts, exitCode } = await verdictsOf(stdout, 'changed')
  t.match(verdicts, { 'mine/pair': 'fail', 'mine/folder': 'pass', 'mine/stdin': 'unresolved' })
  t.equal(exitCode, 2)
  suiteOf({ pair: four.pair })
  t.match((await verdictsOf(stdout, 'gone')).played?.results, [
    { case: 'mine/pair', verdict: 'pass' },
    { case: 'mine/folder', class: 'case', reason: /the suites at hand have no such case/ },
    { case: 'mine/stdin', class: 'case' },
    { case: 'mine/state', class: 'case' },
  ])
  suiteOf(four)
})

t.test('what cannot be packed or imported', async t => {
  t.equal((await ptycheck(['pack', '--filter', 'no-such-case-anywhere'])).exitCode, 3)
  t.equal((await ptycheck(['pack', '-j', '0'])).exitCode, 64)
  t.equal((await ptycheck(['pack', '--suites', 'mine.pty', '-o', 'absent/x.c'])).exitCode, 73)
  const printed = await ptycheck(['pack', '--suites', 'mine.pty', '--user', '61235:61235'])
  t.equal(`${printed.stdout}\n`, readFileSync(join(folder, 'suite.c'), 'utf8'))
  t.equal((await ptycheck(['import', 'absent.log', '--as', 'x'])).exitCode, 66)
  t.match(await ptycheck(['import', '-', '--as', 'x'], 'a boot log\n'), {
    exitCode: 65,
    stderr: /no line of a packed suite/,
  })
  t.equal((await ptycheck(['import', 'suite.c', '--as', 'reference:posix'])).exitCode, 64)
  t.equal((await ptycheck(['import', 'suite.c'])).exitCode, 64)
})
