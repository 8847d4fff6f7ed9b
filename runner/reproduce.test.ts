import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs, needsRoot } from '../fixtures/lab/install.js'
import { readRun } from './folder.js'
import type { Result } from './result.js'
import { loadSuites } from './suite/load.js'

/* Every case's program, compiled, run and held against the probe's verdict: a minute where nothing else runs. */

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-repro-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

/** Programs that one compiler reads, one after the other: to start it costs as much as to read one. */
const AT_ONCE = 32

const strict = ['-std=c99', '-Wall', '-Wextra', '-Werror']

function ptycheck(...words: string[]) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') }
  return execa(process.execPath, [main, ...words], { reject: false, cwd: folder, env })
}

/** Does this for all of them, as many at a time as there are processors. */
async function forAll<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one)
  }
  await Promise.all(cpus().map(worker))
}

/** What the program must end with: it cannot say more than whether all steps hold. */
function statusFor({ verdict, lines }: Result): number {
  if (verdict === 'unsupported' || verdict === 'unresolved') return 77
  return lines.some(line => line.holds === false) ? 1 : 0
}

/** Calls of which there is no program to be read: it would have to find its place again, or to keep threads apart. */
const refusedCalls = /(^|\s)(execve|thread)\(/m

let refused: string[] = []

t.before(async () => {
  const { exitCode, stderr } = await ptycheck('repro', '--all', 'programs')
  t.equal(exitCode, 0, stderr)
  const named = stderr.split('\n').filter(line => /^[a-z/-]+: /.test(line))
  refused = named.map(line => line.slice(0, line.indexOf(':')))
  t.ok(refused.length < 20, 'nearly every case has a program')
  for (const id of refused) t.match((await ptycheck('show', id)).stdout, refusedCalls, id)
})

t.test('every program compiles without a warning, and says what the probe says', async t => {
  const gcc = needs(t, 'gcc')
  if (gcc === undefined) return
  await ptycheck('run', 'local', '-o', 'run')
  const { results } = [...readRun(join(folder, 'run')).played][0] ?? { results: [] }
  t.ok(results.length > 600, 'the probe has played the cases')
  const differ: string[] = []
  const compare = async (result: Result) => {
    const program = join(folder, 'programs', result.case)
    const compiled = await execa(gcc, [...strict, '-o', program, `${program}.c`], { reject: false })
    if (compiled.exitCode !== 0) differ.push(`${result.case}: ${compiled.stderr}`)
    if (compiled.exitCode !== 0 || result.verdict === 'untested') return
    const { exitCode, stdout } = await execa(program, { reject: false, timeout: 300_000 })
    if (exitCode !== statusFor(result))
      differ.push(`${result.case}: ${result.verdict} by the probe, ${exitCode} by\n${stdout}`)
  }
  const { suites } = await loadSuites([join(import.meta.dirname, '..', 'suites')])
  const alone = new Set(
    suites.flatMap(({ cases }) => cases.filter(of => of.alone).map(({ id }) => id)),
  )
  const played = results.filter(result => !refused.includes(result.case))
  await forAll(
    played.filter(result => !alone.has(result.case)),
    compare,
  )
  for (const result of played) if (alone.has(result.case)) await compare(result)
  t.same(differ, [])
})

t.test('every program compiles under clang, too', async t => {
  const clang = needs(t, 'clang')
  if (clang === undefined) return
  const { stdout } = await ptycheck('list')
  const failures: string[] = []
  const files = stdout
    .split('\n')
    .filter(id => !refused.includes(id))
    .map(id => join(folder, 'programs', `${id}.c`))
  const groups = Array.from({ length: Math.ceil(files.length / AT_ONCE) }, (_, n) =>
    files.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  )
  await forAll(groups, async group => {
    const { stderr, exitCode } = await execa(clang, [...strict, '-fsyntax-only', ...group], {
      reject: false,
    })
    if (exitCode !== 0) failures.push(stderr)
  })
  t.same(failures, [])
})

t.test('what is not as allowed is said, with status 1', async t => {
  const gcc = needs(t, 'gcc')
  if (gcc === undefined) return
  const program = join(folder, 'wrong')
  const { stdout: source } = await ptycheck('repro', 'canonical/one-line-a-read')
  await execa(gcc, [...strict, '-x', 'c', '-', '-o', program], {
    input: source.replace(
      'reads(read(s, data, 64), "two\\n", 4)',
      'reads(read(s, data, 64), "too\\n", 4)',
    ),
  })
  const { exitCode, stdout } = await execa(program, { reject: false })
  t.equal(exitCode, 1)
  t.match(stdout, /read\(s, 64\) = "two\\n" +"two\\n" {4}<-- not allowed\ndoes not hold$/)
})

t.test('what a system lacks is asked of a header that tells', async t => {
  // BSD is of sys/param.h: without it no system seemed to have revoke().
  const { stdout } = await ptycheck('repro', 'revoke/opens-again')
  t.match(stdout, /^#include <sys\/param\.h>$/m)
  t.match(stdout, /^#if !defined\(BSD\)$/m)
})

t.test('a release that a case needs is asked of the kernel that runs', async t => {
  const { stdout } = await ptycheck('repro', 'linux/containers/peer-of-a-master-handed-out')
  t.match(stdout, /^\tif \(!is_since\(4, 13\)\)\n\t\tunsupported\("it takes Linux 4\.13"\);$/m)
})

t.test('where no more processes may be made it cannot be tried', async t => {
  const gcc = needs(t, 'gcc')
  if (gcc === undefined || needs(t, 'setpriv') === undefined || !needsRoot(t)) return
  const program = join(folder, 'full')
  const { stdout: input } = await ptycheck('repro', 'session/end-of-a-member')
  await execa(gcc, [...strict, '-x', 'c', '-', '-o', program], { input })
  chmodSync(folder, 0o755)
  const nobodyElse = ['--reuid=54321', '--clear-groups', 'prlimit']
  for (const most of [1, 2, 3, 4]) {
    const words = [...nobodyElse, `--nproc=${most}`, program]
    const { exitCode, stdout } = await execa('setpriv', words, { reject: false, timeout: 60_000 })
    t.match({ exitCode, stdout }, { exitCode: 77, stdout: /^unsupported: /m }, `${most} at most`)
  }
  const left = readdirSync('/tmp').filter(name => statSync(join('/tmp', name)).uid === 54_321)
  t.same(left, [], 'and nothing is left')
})

t.test('a program holds what its case uses, and no more', async t => {
  const { stdout } = await ptycheck('repro', 'name/bad-descriptor-is-no-terminal')
  t.notMatch(stdout, /\b(fork|poll|termios|keeper|show_bytes)\b/)
  const calls = await ptycheck('repro', 'hangup/leader-gets-sighup')
  t.notMatch(calls.stdout, /\b(WAITS|TOGETHER|queue|waitid|termios)\b/)
})

t.test('lines are short, but for those that are a line of the suite', async t => {
  const { stdout } = await ptycheck('list')
  const long = stdout.split('\n').flatMap(id => {
    if (refused.includes(id)) return []
    const program = readFileSync(join(folder, 'programs', `${id}.c`), 'utf8')
    const lines = program
      .split('\n')
      .filter(line => line.replace(/\t/g, ' '.repeat(8)).length > 100)
    return lines.filter(line => !/^\t[A-Z_]+\(|^ \* Clause:|unsupported: it takes/.test(line))
  })
  t.same(long, [])
})

t.test('what cannot be asked for', async t => {
  t.equal((await ptycheck('repro')).exitCode, 64)
  t.equal((await ptycheck('repro', 'hangup/leader-gets-sighup', '--all', 'x')).exitCode, 64)
  t.equal((await ptycheck('repro', 'no-such-case')).exitCode, 3)
  t.equal((await ptycheck('repro', 'hangup/leader-gets-sighup', '-o', 'no/x.c')).exitCode, 73)
})
