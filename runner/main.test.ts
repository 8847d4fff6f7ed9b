import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { profiles } from './model/profiles/index.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-main-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function ptycheck(...args: string[]) {
  return execa(process.execPath, [main, ...args], { reject: false, cwd: folder })
}

const good =
  'title  T\n\ncase claim\ntitle  A claim\ncite   none\nlevel  shall\ngetpid()  = me\ngetpid()  = me\n'
const suite = join(folder, 'mine.pty')
writeFileSync(suite, good)

t.test('list, show and lint', async t => {
  const list = await ptycheck('list', '--filter', 'hangup/*')
  t.equal(list.exitCode, 0)
  t.ok(list.stdout.split('\n').length > 3)
  t.ok(list.stdout.split('\n').every(id => id.startsWith('hangup/')))
  const [first = ''] = list.stdout.split('\n')
  t.match((await ptycheck('show', first)).stdout, new RegExp(`^case +${first}\n`))
  t.match(JSON.parse((await ptycheck('show', first, '--json')).stdout), { id: first })
  const clean = await ptycheck('lint')
  t.match(clean.stderr, /no mistake/)
  t.equal(clean.exitCode, 0)
})

t.test('many implementations at once are no reason for a warning', async t => {
  const names = Object.keys(profiles).map(name => `reference:${name}`)
  const output = join(folder, 'many')
  const run = await ptycheck('run', ...names, '--suites', suite, '--no-report', '-o', output)
  t.equal(run.exitCode, 0)
  t.notMatch(run.stderr, /warning/i)
})

t.test('a suite of one\u2019s own with a mistake', async t => {
  const bad = join(folder, 'bad.pty')
  writeFileSync(bad, good.replace('getpid()  = me', 'getpidd()  = me'))
  const lint = await ptycheck('lint', bad)
  t.equal(lint.exitCode, 65)
  t.equal(
    lint.stdout,
    "bad.pty:7:1: no call 'getpidd', did you mean 'getpid'?\n  getpidd()  = me\n  ^",
  )
  t.match(lint.stderr, /1 mistake \(status 65\)$/)
  t.equal((await ptycheck('run', 'reference:linux', '--suites', bad)).exitCode, 65)
})

t.test('what is not there is named, with what is near', async t => {
  const run = await ptycheck('run', '--filter', 'hangup/leader-gets-sighop')
  t.equal(run.exitCode, 3)
  t.match(run.stderr, 'hangup/leader-gets-sighup')
  t.equal((await ptycheck('show', 'nonsense-of-a-name')).exitCode, 3)
  t.equal((await ptycheck('lint', join(folder, 'absent.pty'))).exitCode, 66)
  t.equal((await ptycheck('run', '--suites', join(folder, 'absent'))).exitCode, 66)
  t.equal((await ptycheck('report', join(folder, 'absent'))).exitCode, 66)
  const profile = await ptycheck('run', 'reference:linus', '--suites', suite)
  t.equal(profile.exitCode, 64)
  t.match(profile.stderr, /did you mean 'linux'/)
  t.equal((await ptycheck('run', '--jobs', 'many')).exitCode, 64)
  t.equal((await ptycheck('run', '--dry-run', '--profile', 'nix')).exitCode, 64)
  t.equal((await ptycheck('run', '--dry-run', 'http://x')).exitCode, 64)
  t.match((await ptycheck('show', 'leader-gets')).stderr, 'hangup/leader-gets-sighup')
  t.equal((await ptycheck('frobnicate')).exitCode, 64)
})

t.test('a working folder that is gone is named, not what would have been there', async t => {
  const words = [process.execPath, main, 'repro', '--all', 'programs']
  const there = mkdtempSync(join(folder, 'gone-'))
  const { exitCode, stderr } = await execa(
    'sh',
    ['-c', 'rmdir "$PWD"; exec "$@"', 'sh', ...words],
    {
      reject: false,
      cwd: there,
    },
  )
  t.equal(exitCode, 66)
  t.match(stderr, /the working folder is gone: change to one that is there/)
})

t.test('a run is a folder that can be rendered again', async t => {
  const to = join(folder, 'run')
  const run = await ptycheck('run', 'reference:posix', '--suites', suite, '-o', to, '--json')
  t.equal(run.exitCode, 0, run.stderr)
  t.match(JSON.parse(run.stdout), { played: [{ complete: true, results: [{ verdict: 'pass' }] }] })
  t.ok(existsSync(join(to, 'report', 'index.html')))
  t.match(run.stderr, join(to, 'report', 'index.html'))
  const { cases } = JSON.parse(readFileSync(join(to, 'run.json'), 'utf8'))
  t.notMatch(JSON.stringify(cases), folder, 'no folder of this machine gets in')
  const again = await ptycheck('run', 'reference:posix', '--suites', suite, '-o', to)
  t.equal(again.exitCode, 73, 'a run is not written over')
  const tap = await ptycheck('report', to, '--format', 'tap')
  t.match(tap.stdout, /^TAP version 14\n/)
  t.equal((await ptycheck('report', to, '--format', 'pdf')).exitCode, 64)
})

t.test('a host that is not there is no failure of a system', async t => {
  const run = await ptycheck(
    'run',
    'ssh://127.0.0.1:1',
    '--suites',
    suite,
    '-o',
    join(folder, 'down'),
  )
  t.equal(run.exitCode, 75, run.stderr)
  t.match(run.stderr, /no host could be reached \(status 75\)$/)
})

t.test('filters cross slashes, and a host behind one is no pattern', async t => {
  const run = await ptycheck('run', '--dry-run', '--filter', 'linux/*', 'reference:linux')
  t.match(run.stdout, /^reference:linux: \d+ cases\n?$/)
  const list = await ptycheck('list', '--filter', 'linux/*', '--filter', 'hangup/*')
  t.ok(list.stdout.split('\n').every(id => /^(linux|hangup)\//.test(id)))
})

t.test('help has examples', async t => {
  for (const verb of [
    'run',
    'list',
    'show',
    'lint',
    'doctor',
    'report',
    'judge',
    'merge',
    'pack',
    'import',
    'mutants',
    'agree',
    'serve',
    'explain',
    'schema',
    'completion',
  ])
    t.match((await ptycheck(verb, '--help')).stdout, /Examples?:\n .*ptycheck /)
})
