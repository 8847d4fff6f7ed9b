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
import { needs, needsRoot } from '../fixtures/lab/install.js'
import { isRootOfNamespace } from '../fixtures/lab/root.js'
import { until } from '../fixtures/lab/until.js'
import { readRun } from './folder.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-places-'))
chmodSync(folder, 0o755)
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

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
const six = {
  pair: `${pair}\nopen(name, O_RDWR|O_NOCTTY) = s\nisatty(s) = 1`,
  folder:
    'mkdtemp() = dir\nmkdir("$dir/a", 0700) = 0\nfork() = child\nchild: getppid() = parent\ngetpid() = parent',
  stdin: 'isatty(0) = 0 ENOTTY',
  state: 'fork() = child\nchild: _exit(3) = ?\nchild: +++ exited with 3 +++',
  terminal: 'open("/dev/tty", O_RDWR) = -1 ENXIO',
  table: 'getpid() = me\nprocinfo(me) = {tty=0, ...}',
}
const [program = '', quick = '', slow = '', leads = '', seen = ''] = [
  ...['suite', 'quick', 'slow', 'leads', 'seen'],
].map(name => join(folder, name))

/** Packs what `mine.pty` holds, or these of its cases. */
async function packed(to: string, ...filters: string[]): Promise<void> {
  const chosen = filters.flatMap(filter => ['--filter', filter])
  const { exitCode, stderr } = await ptycheck([
    ...['pack', '--suites', 'mine.pty', '--user', '61235:61235', '-o', `${to}.c`, ...chosen],
  ])
  t.equal(exitCode, 0, stderr)
  if (needs(t, 'musl-gcc') !== undefined) execFileSync('musl-gcc', ['-static', '-o', to, `${to}.c`])
}

t.before(async () => {
  suiteOf({ sleeps: 'sleep(1) = 0\nsleep(1) = 0' })
  await packed(slow)
  suiteOf(six)
  await packed(program)
  await packed(quick, 'pair', 'terminal')
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
  ...{ 'mine/terminal': 'pass', 'mine/table': 'pass' },
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
  suiteOf({ slow: 'deadline 100\nsleep(10) = 0\ngetpid() = me\ngetpid() = me' })
  await ptycheck(['pack', '--suites', 'mine.pty', '-o', 'hangs.c'])
  execFileSync('cc', ['-o', join(folder, 'hangs'), join(folder, 'hangs.c'), '-lutil', '-pthread'])
  const log = join(folder, 'hung-up.log')
  const words = ['-qec', `${join(folder, 'hangs')} -o ${log}`, '/dev/null']
  const console = execa('script', words, { reject: false })
  const untilItSays = (said: RegExp) =>
    until(() => existsSync(log) && said.test(readFileSync(log, 'utf8')))
  await untilItSays(/:ready/)
  console.kill('SIGKILL')
  t.equal((await console).signal, 'SIGKILL')
  await untilItSays(/:end~/)
  t.match(await verdictsOf(readFileSync(log), 'hung-up'), { verdicts: { 'mine/slow': 'pass' } })
  suiteOf(six)
})

/** A root folder that has nothing but the program, folders for scratch and these nodes; what `also` says is done there. */
function alone(nodes: string, { also = ':', log = '/dev/null', suite = quick } = {}) {
  const script = [
    'set -e; mount --make-rprivate /; mount -t tmpfs none "$1"; mkdir -p "$1/dev/pts"',
    'for n in $NODES; do set -- "$1" $(echo $n | tr , " "); mknod -m 666 "$1/dev/$2" c $3 $4; done',
    'mount -t devpts none "$1/dev/pts" -o newinstance,ptmxmode=0666; cp "$0" "$1/suite"; cd "$1"',
    also,
    'exec env -i "$(command -v chroot)" "$1" ./suite',
  ]
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', NODES: nodes, LOG: log }
  const words = ['-mfp', '/bin/sh', '-c', script.join('; '), suite, '/mnt']
  const { stdout, stderr, status } = spawnSync('unshare', words, { ...bare, env })
  return { stdout, stderr: String(stderr), status }
}

const nodes = 'ptmx,5,2 tty,5,0 null,1,3'

t.test('as the first process of all, and with nothing but itself and /dev', async t => {
  if (!needsRoot(t)) return
  const first = spawnSync('unshare', ['-fp', '--mount-proc', program], bare)
  t.match(await verdictsOf(first.stdout, 'first'), { exitCode: 0, verdicts: passed })
  const { stdout, stderr } = alone(nodes, { suite: program })
  t.match(stderr, /plays in \/ptycheck-\d+, as 61235:61235/)
  // Without /proc nobody knows whether a process has ended, which is no failure.
  const bareVerdicts = { ...passed, 'mine/state': 'unresolved', 'mine/table': 'unsupported' }
  const found = await verdictsOf(stdout, 'alone')
  t.match(found, { exitCode: 2, verdicts: bareVerdicts })
  t.match(
    found.played?.results.find(result => result.case === 'mine/table'),
    { missing: ['/proc'], prediction: 'not predicted' },
  )
  t.match(await verdictsOf(alone('ptmx,5,2 null,1,3').stdout, 'no-tty'), {
    verdicts: { 'mine/pair': 'pass', 'mine/terminal': 'unsupported' },
  })
})

t.test('where it cannot play it says why, and no case fails', async t => {
  if (!needsRoot(t)) return
  const all = { 'mine/pair': 'unresolved', 'mine/terminal': 'unresolved' }
  const readOnly = alone(nodes, { also: 'mount -o remount,ro "$1"' })
  const places = {
    'read-only': { run: readOnly, reason: /no folder for scratch/ },
    'no-null': { run: alone('ptmx,5,2 tty,5,0'), reason: /no \/dev\/null here/ },
  }
  for (const [name, { run, reason }] of Object.entries(places)) {
    t.match(run, { status: 70, stderr: reason })
    t.match(await verdictsOf(run.stdout, name), {
      ...{ exitCode: 2, verdicts: all },
      played: { trouble: { class: 'host', reason } },
    })
  }
})

t.test('as the first process of a system it opens the console itself', async t => {
  if (!needsRoot(t)) return
  const log = join(folder, 'console-of-its-own.log')
  writeFileSync(log, '')
  // A file in place of the console: there is none to be had here.
  const also = 'touch dev/console; mount --bind "$LOG" dev/console; exec <&- >&- 2>&-'
  t.equal(alone(nodes, { also, log }).status, 0)
  const text = readFileSync(log)
  t.match(String(text), /\nptycheck: played to its end\n$/)
  t.match(await verdictsOf(text, 'own-console'), { verdicts: { 'mine/pair': 'pass' } })
})

t.test('in the root folder it keeps a ledger too, while it plays', async t => {
  if (!needsRoot(t)) return
  // The case waits until somebody has seen one.
  suiteOf({ waits: 'deadline 300\naccess("/dev/seen", F_OK) = 0 <settles>' })
  await packed(seen)
  const log = join(folder, 'root-folder.txt')
  const look = '{ until ls "$1" | grep ledger- >"$LOG"; do sleep 0.01; done; : >"$1/dev/seen"; } &'
  const also = `chmod 755 .; mkdir -m 1777 tmp; mkdir proc; mount -t proc none proc; ${look} :`
  const { stdout, stderr } = alone(nodes, { also, log, suite: seen })
  t.match(stderr, /plays in/)
  t.match(await verdictsOf(stdout, 'ledgers'), { verdicts: { 'mine/waits': 'pass' } })
  t.match(readFileSync(log, 'utf8'), /^ledger-[0-9a-f]{8}-/)
  suiteOf(six)
})

t.test('a case that would lead out of a root folder is not played in it', async t => {
  if (!needsRoot(t)) return
  const steps = 'open("/proc/self/ns/mnt", O_RDONLY) = home\nsetns(home, CLONE_NEWNS) = 0'
  suiteOf({ enters: `needs  linux root mount-namespace\n${steps}` })
  await packed(leads)
  const also = 'mkdir proc; mount -t proc none proc'
  const { stdout } = alone(nodes, { also, suite: leads })
  const { played } = await verdictsOf(stdout, 'inside')
  const missing = ['the root of its mount namespace']
  t.match(played?.results, [{ verdict: 'unsupported', missing, prediction: 'not predicted' }])
  const outside = await verdictsOf(spawnSync(leads, [], bare).stdout, 'outside')
  t.match(outside.verdicts, { 'mine/enters': isRootOfNamespace() ? 'pass' : 'unsupported' })
  suiteOf(six)
})

t.test('a folder of pairs that comes and goes is nothing that was left', async t => {
  if (!needsRoot(t)) return
  // As on FreeBSD, where /dev/pts is there only while somebody has a pair.
  const later = (what: string) => `{ sleep 0.5; ${what}; } >/dev/null 2>&1 & :`
  const comes = alone(nodes, {
    also: `umount dev/pts; rmdir dev/pts; ${later('mkdir dev/pts')}`,
    suite: slow,
  })
  const goes = alone(nodes, { also: `umount dev/pts; ${later('rmdir dev/pts')}`, suite: slow })
  for (const [name, { stdout }] of Object.entries({ comes, goes })) {
    const { played } = await verdictsOf(stdout, name)
    t.same(played?.left, [], name)
  }
})

t.test('what it has of its own', async t => {
  const calls = spawnSync(program, ['calls'], bare)
  t.match(String(calls.stdout), /^tcgetwinsize$/m, 'musl has it, and so has FreeBSD')
  if (needs(t, 'clang') === undefined) return
  const [pragmas = ''] = /#if defined\(__clang__\)[\s\S]*?#endif/.exec(
    readFileSync(join(folder, 'suite.c'), 'utf8'),
  ) ?? ['']
  for (const target of ['x86_64-unknown-freebsd15.1', 'x86_64-unknown-openbsd7.8']) {
    const words = [
      `--target=${target}`,
      '-Wall',
      '-Wpedantic',
      '-Werror',
      '-xc',
      '-c',
      '-o',
      '-',
      '-',
    ]
    const object = execFileSync('clang', words, { input: `${pragmas}\nint one;\n` })
    t.ok(object.includes('util\0pthread\0'), `${target} links it without flags`)
  }
})

t.test('told to end, it cleans up and says so', async t => {
  suiteOf({ quick: 'getpid() = me\ngetpid() = me', slow: 'deadline 300\nsleep(100) = 0' })
  await ptycheck(['pack', '--suites', 'mine.pty', '-j', '2', '-o', 'slow.c'])
  if (needs(t, 'cc') === undefined) return
  execFileSync('cc', ['-o', join(folder, 'slow'), join(folder, 'slow.c'), '-lutil', '-pthread'])
  const run = execa(join(folder, 'slow'), { reject: false })
  for await (const line of run.iterable()) if (line.includes(':over~')) run.kill('SIGTERM')
  const { exitCode, stdout } = await run
  t.equal(exitCode, 70)
  const found = await verdictsOf(stdout, 'told')
  t.match(found.verdicts, { 'mine/quick': 'pass', 'mine/slow': 'unresolved' })
  t.match(found.played?.trouble, { class: 'host', reason: /it was told to end/ })
  suiteOf(six)
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
    ...six,
    pair: six.pair.replace('isatty(s) = 1', 'isatty(s) = 0 ENOTTY'),
    stdin: 'isatty(1) = 1',
  })
  const { verdicts, exitCode } = await verdictsOf(stdout, 'changed')
  t.match(verdicts, { 'mine/pair': 'fail', 'mine/folder': 'pass', 'mine/stdin': 'unresolved' })
  t.equal(exitCode, 2)
  suiteOf({ pair: six.pair })
  t.match((await verdictsOf(stdout, 'gone')).played?.results, [
    { case: 'mine/pair', verdict: 'pass' },
    { case: 'mine/folder', class: 'case', reason: /the suites at hand have no such case/ },
    { case: 'mine/stdin', class: 'case' },
    { case: 'mine/state', class: 'case' },
    { case: 'mine/terminal', class: 'case' },
    { case: 'mine/table', class: 'case' },
  ])
  suiteOf(six)
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
