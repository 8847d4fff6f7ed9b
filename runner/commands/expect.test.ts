import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { readRun } from '../folder.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-expect-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function ptycheck(...args: string[]) {
  return execa(process.execPath, [main, ...args], {
    reject: false,
    cwd: folder,
    env: { SOURCE_DATE_EPOCH: '1767225600' },
  })
}

const own = ['--suites', 'mine.pty']
const usual = join(folder, 'ptycheck-expect.yaml')

writeFileSync(
  join(folder, 'mine.pty'),
  `title  T\n${['good: 0 ENOTTY', 'bad: 1', 'worse: 1']
    .map(one => one.split(': '))
    .map(
      ([name, shows]) =>
        `\ncase ${name}\ntitle  T\ncite   none\nlevel  shall\nisatty(0) = ${shows}\n`,
    )
    .join('')}`,
)

const entry = (id: string, more = '') =>
  `  - case: ${id}\n    on: {host: reference:posix}\n${more}    bug: https://b.example/1\n    reason: r\n    review: 2027-01-01\n`

const verdictsIn = (run: string) =>
  readRun(join(folder, run)).played[0]?.results.map(({ verdict }) => verdict)

t.test('run goes by the file that lies there', async t => {
  writeFileSync(usual, `expectations:\n${entry('mine/bad')}${entry('mine/good')}`)
  const run = await ptycheck('run', 'reference:posix', ...own, '-o', 'played')
  t.equal(run.exitCode, 1)
  t.match(run.stderr, /1 case did not go .*, and 1 case passed that should fail/)
  t.match(run.stdout, /xpass {2}mine\/good[\s\S]*should fail: https:\/\/b.example\/1/)
  t.same(verdictsIn('played'), ['xpass', 'xfail', 'fail'])
  const bare = await ptycheck('run', 'reference:posix', ...own, '-o', 'bare', '--no-expect')
  t.match(bare.stderr, /2 cases did not go/)
  t.same(verdictsIn('bare'), ['pass', 'fail', 'fail'])
})

t.test('expect check: what is not as expected, and what is wrong with the file', async t => {
  const found = await ptycheck('expect', 'check', 'played', ...own)
  t.match(found, { exitCode: 1 })
  t.match(
    found.stdout,
    /unexpected failure {2}mine\/worse {2}on reference:posix {2}signature [0-9a-f]{12}\n {4}isatty\(0\) = 1: got 0/,
  )
  t.match(found.stdout, /unexpected pass {2}mine\/good .*ptycheck-expect.yaml:7 /)
  t.match(
    found.stdout,
    /no longer matches {2}ptycheck-expect.yaml:7: mine\/good: it passes on reference:posix/,
  )
  t.match(
    found.stdout,
    /1 failure as expected, 1 unexpected, 1 that passed all the same; 2 entries/,
  )
  const json = await ptycheck('expect', 'check', 'played', ...own, '--json')
  t.match(JSON.parse(json.stdout), {
    known: 1,
    failures: [{ case: 'mine/worse', host: 'reference:posix' }],
    passes: [{ case: 'mine/good', line: 7 }],
    stale: [{ line: 7 }],
  })
  writeFileSync(
    usual,
    `expectations:\n${entry('mine/bed')}${entry('mine/worse').replace('2027', '2025')}`,
  )
  const stale = await ptycheck('expect', 'check', 'played', ...own, '--filter', 'worse')
  t.match(stale.stdout, /mine\/bed: there is no such case, did you mean 'mine\/bad'\?/)
  t.match(stale.stdout, /look again {2}ptycheck-expect.yaml:7: mine\/worse: since 2025-01-01/)
  t.equal(stale.exitCode, 1)
  writeFileSync(usual, `expectations:\n${entry('mine/*', '    signature: 000000000000\n')}`)
  const other = await ptycheck('expect', 'check', 'played', ...own)
  t.match(other.stdout, /ptycheck-expect.yaml:2 means another failure there/)
  writeFileSync(usual, 'expectations:\n  - case: mine/bad\n')
  t.match(await ptycheck('expect', 'check', 'played', ...own), { exitCode: 65, stderr: /say why/ })
  t.equal((await ptycheck('run', 'reference:posix', ...own, '-o', 'x')).exitCode, 65)
  t.equal((await ptycheck('expect', 'check', 'played', '--expect', 'absent')).exitCode, 66)
  rmSync(usual)
  const stored = await ptycheck('expect', 'check', 'played', ...own)
  t.match(stored.stdout, /1 failure as expected/, "without a file the run's own count")
})

t.test('a day of review that is over fails only where that is asked for', async t => {
  writeFileSync(
    usual,
    `expectations:\n${entry('mine/*', '    expect: flaky\n').replace('2027', '2025')}`,
  )
  t.equal((await ptycheck('expect', 'check', 'played', ...own)).exitCode, 0)
  t.equal((await ptycheck('expect', 'check', 'played', ...own, '--strict-review')).exitCode, 1)
})

t.test('expect update: what is new is added, to be filled in or filled in', async t => {
  rmSync(usual)
  const dry = await ptycheck('expect', 'update', 'bare', ...own, '--dry-run')
  t.match(dry.stdout, /^\+ {2}- case: mine\/bad$/m)
  t.equal((await ptycheck('expect', 'check', 'bare', ...own, '--expect', usual)).exitCode, 66)
  const open = await ptycheck('expect', 'update', 'bare', ...own)
  t.match(open, { exitCode: 1, stderr: /2 entries of .* must say where it was reported/ })
  t.equal((await ptycheck('expect', 'check', 'bare', ...own)).exitCode, 65, 'as long as it is open')
  rmSync(usual)
  const said = ['--bug', 'https://b.example/2', '--reason', 'it is so', '--review', '2030-01-01']
  const done = await ptycheck('expect', 'update', 'bare', ...own, ...said)
  t.equal(done.exitCode, 0, done.stderr)
  const text = readFileSync(usual, 'utf8')
  t.match(text, /# isatty\(0\) = 1: got 0 ENOTTY\n {2}- case: mine\/bad\n/)
  const again = await ptycheck('judge', 'bare', ...own, '--expect', usual, '-o', 'judged')
  t.equal(again.exitCode, 0, again.stderr)
  t.same(verdictsIn('judged'), ['pass', 'xfail', 'xfail'])
  t.equal((await ptycheck('judge', 'judged', ...own, '-o', 'kept')).exitCode, 0, 'they are kept')
  const none = await ptycheck('judge', 'judged', ...own, '--no-expect', '-o', 'none')
  t.equal(none.exitCode, 1)
  const tap = await ptycheck('report', 'bare', '--expect', usual, '--format', 'tap')
  t.match(tap.stdout, /not ok 2 - mine\/bad: T # TODO/)
  t.equal((await ptycheck('expect', 'update', 'bare', '--bug', 'javascript:x')).exitCode, 64)
  t.equal((await ptycheck('expect', 'updat', 'bare')).exitCode, 64)
})

t.test('expect update --prune takes out what is over', async t => {
  const before = readFileSync(usual, 'utf8')
  writeFileSync(usual, `${before}  # was bad once\n${entry('mine/good')}`)
  t.equal((await ptycheck('expect', 'update', 'bare', ...own)).exitCode, 0)
  t.match(readFileSync(usual, 'utf8'), 'mine/good', 'only where it is asked for')
  t.equal((await ptycheck('expect', 'update', 'bare', ...own, '--prune')).exitCode, 0)
  t.equal(readFileSync(usual, 'utf8'), before)
})
