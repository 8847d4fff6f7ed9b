import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = t.testdir()

function ptycheck(...args: string[]) {
  return execa(process.execPath, [main, ...args], { reject: false, cwd: folder })
}

function agree(...args: string[]) {
  return ptycheck('agree', ...args, '--filter', 'hangup/*')
}

t.test('a profile agrees with itself', async t => {
  const same = await agree('--host', 'reference:linux', '--profile', 'linux')
  t.equal(same.exitCode, 0, same.stderr)
  t.match(same.stdout, /^reference:linux and linux: \d+ cases compared, 0 differ/)
})

t.test('each step that differs is listed', async t => {
  const { stdout, stderr, exitCode } = await agree(
    ...['--host', 'reference:linux', '--profile', 'posix'],
  )
  t.equal(exitCode, 1)
  t.match(stderr, /reference:linux differs from posix in \d+ cases \(status 1\)$/)
  t.match(
    stdout,
    /^hangup\/[^:]+: .+\n {2}[a-z].* = .* # \S+hangup.pty:\d+\n {4}reference:linux: .+\n {4}posix: /m,
  )
  const json = await agree('--host', 'reference:linux', '--profile', 'posix', '--json')
  const [{ differences, notCompared, compared }] = JSON.parse(json.stdout)
  t.ok(differences.length > 0 && differences.length <= compared)
  t.same(notCompared, [])
})

t.test('transcripts of a stored run', async t => {
  const run = join(folder, 'run')
  await ptycheck('run', 'reference:posix', 'reference:linux', '--filter', 'hangup/*', '-o', run)
  const all = await agree('--run', run, '--profile', 'posix')
  t.equal(all.exitCode, 1)
  t.match(all.stdout, /^reference:posix and posix: \d+ cases compared, 0 differ/m)
  t.match(all.stderr, 'reference:linux differs from posix')
  const one = await agree('--run', run, '--profile', 'posix', '--host', 'reference:posix')
  t.equal(one.exitCode, 0, one.stderr)
  t.equal((await agree('--run', run, '--profile', 'linux', '--host', 'x')).exitCode, 64)
  t.equal((await agree('--run', join(folder, 'no'), '--profile', 'linux')).exitCode, 66)
})

t.test('what cannot be held against a profile', async t => {
  const down = await agree('--host', 'ssh://127.0.0.1:1', '--profile', 'linux')
  t.equal(down.exitCode, 75, down.stderr)
  t.match(down.stdout, '0 cases compared')
  t.equal((await agree('--host', 'reference:linux')).exitCode, 64, 'a profile must be named')
  t.match((await agree('--profile', 'linus')).stderr, "did you mean 'linux'")
})
