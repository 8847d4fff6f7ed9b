import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs } from '../fixtures/lab/install.js'
import { until } from '../fixtures/lab/until.js'
import { readRun } from './folder.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-evidence-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function ptycheck(...args: string[]) {
  return execa(process.execPath, [main, ...args], {
    reject: false,
    cwd: folder,
    env: { XDG_CACHE_HOME: join(folder, 'cache') },
  })
}

/** A suite `mine.pty` with these cases: name and steps. */
function suiteOf(cases: Readonly<Record<string, string>>): void {
  const texts = Object.entries(cases).map(
    ([name, steps]) => `case ${name}\ntitle  T\ncite   none\nlevel  shall\n${steps}\n`,
  )
  writeFileSync(join(folder, 'mine.pty'), `title  T\n\n${texts.join('\n')}`)
}

const verdictsIn = (run: string) =>
  readRun(join(folder, run)).played.map(({ name, results }) => ({
    name,
    verdicts: Object.fromEntries(results.map(({ case: id, verdict }) => [id, verdict])),
  }))

t.test('judge: mended cases are held against old evidence', async t => {
  suiteOf({ good: 'isatty(0) = 1', bad: 'isatty(0) = 1', other: 'isatty(0) = 1' })
  const played = await ptycheck('run', 'reference:posix', '--suites', 'mine.pty', '-o', 'old')
  t.equal(played.exitCode, 1, played.stderr)
  const before = readFileSync(join(folder, 'old', 'reference-posix.ndjson'), 'utf8')
  suiteOf({ good: 'isatty(0) = 0 ENOTTY', bad: 'isatty(0) = 1', other: 'isatty(1) = 1' })
  const judged = await ptycheck('judge', 'old', '--suites', 'mine.pty', '-o', 'new')
  t.equal(judged.exitCode, 2, judged.stderr)
  t.match(judged.stderr, /1 case could not be carried out.*\(status 2\)$/)
  t.match(judged.stdout, /something else now/)
  t.same(verdictsIn('new'), [
    {
      name: 'reference:posix',
      verdicts: {
        'mine/good': 'pass',
        'mine/bad': 'fail',
        'mine/other': 'unresolved',
      },
    },
  ])
  t.equal(readFileSync(join(folder, 'old', 'reference-posix.ndjson'), 'utf8'), before)
  const over = await ptycheck('judge', 'old', '--suites', 'mine.pty', '-o', 'old')
  t.equal(over.exitCode, 73, 'a run is never written over')
  t.equal((await ptycheck('judge', 'absent')).exitCode, 66)
})

t.test('judge: predictions are made again from the stored identity', async t => {
  const recorded = join(import.meta.dirname, '..', 'fixtures', 'runs', 'format-1')
  const judge = (profile: string) =>
    ptycheck('judge', recorded, '--profile', profile, '-o', profile, '--no-report')
  t.ok([0, 1, 2].includes((await judge('posix')).exitCode ?? -1))
  const [local, posix] = readRun(join(folder, 'posix')).played
  t.equal(local?.results.length, 3)
  for (const result of local?.results ?? [])
    t.ok(result.profile === 'posix' || result.verdict === 'unresolved', result.case)
  t.notOk(
    posix?.results.some(({ prediction }) => prediction),
    'a reference is held to nothing',
  )
  t.equal((await judge('constructor')).exitCode, 64)
})

t.test('run --shard and merge: the parts are the whole again', async t => {
  suiteOf({ one: 'isatty(0) = 1', two: 'isatty(0) = 0 ENOTTY', three: 'isatty(0) = 0 ENOTTY' })
  const run = (shard: string, to: string) =>
    ptycheck('run', 'reference:posix', '--suites', 'mine.pty', '--shard', shard, '-o', to)
  t.equal((await run('1/2', 'first')).exitCode, 1)
  t.equal((await run('2/2', 'second')).exitCode, 0)
  const merged = await ptycheck('merge', 'second', 'first', '-o', 'whole')
  t.equal(merged.exitCode, 1, merged.stderr)
  t.same(
    readRun(join(folder, 'whole')).cases.map(({ id }) => id),
    ['mine/one', 'mine/two', 'mine/three'],
  )
  t.same(verdictsIn('whole'), [
    {
      name: 'reference:posix',
      verdicts: { 'mine/one': 'fail', 'mine/two': 'pass', 'mine/three': 'pass' },
    },
  ])
  t.match(await run('4/4', 'fourth'), { exitCode: 3, stderr: /shard 4\/4 is empty/ })
  t.match(await run('3/2', 'third'), { exitCode: 64, stderr: /is no shard/ })
  t.equal((await ptycheck('merge', 'first', 'second')).exitCode, 64, 'merge wants a folder')
})

t.test('run --resume: a run that was killed is played to its end', async t => {
  if (needs(t, 'cc') === undefined) return
  suiteOf({ quick: 'getpid() = me\ngetpid() = me', slow: 'deadline 100\nsleep(20) = 0' })
  const run = ptycheck('run', 'local', 'reference:posix', '--suites', 'mine.pty', '-o', 'killed')
  const file = join(folder, 'killed', 'local.ndjson')
  await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('"type":"result"'))
  run.kill('SIGKILL')
  await run
  t.match(verdictsIn('killed')[0], { verdicts: { 'mine/quick': 'pass' } })
  t.equal(readRun(join(folder, 'killed')).played[0]?.complete, false)
  appendFileSync(file, '{"type":"resu')
  const begun = readFileSync(file, 'utf8')

  const mixed = await ptycheck('run', '--resume', 'killed', '--filter', 'quick')
  t.match(mixed, { exitCode: 64, stderr: /cannot be used with/ })
  t.equal((await ptycheck('run', 'local', '--resume', 'killed')).exitCode, 64)
  const without = await ptycheck('run', '--resume', 'killed')
  t.match(without, { exitCode: 65, stderr: /mine\/quick is not in these suites.*--suites/ })
  t.equal(readFileSync(file, 'utf8'), begun, 'nothing is touched until all is well')

  const resume = ['run', '--resume', 'killed', '--suites', 'mine.pty'] as const
  writeFileSync(file, begun.replace(/"release":"[^"]*"/, '"release":"1"'))
  const other = await ptycheck(...resume)
  t.equal(other.exitCode, 2, other.stderr)
  t.match(other.stderr, /not what it was when this run began \(release was 1, is /)

  writeFileSync(file, begun)
  const resumed = await ptycheck(...resume)
  t.equal(resumed.exitCode, 0, resumed.stderr)
  const verdicts = { 'mine/quick': 'pass', 'mine/slow': 'pass' }
  t.same(verdictsIn('killed'), [
    { name: 'local', verdicts },
    { name: 'reference:posix', verdicts },
  ])
  t.ok(readRun(join(folder, 'killed')).played.every(({ complete }) => complete))
  t.ok(readFileSync(file, 'utf8').startsWith(begun.slice(0, begun.lastIndexOf('\n'))))
  const nothing = await ptycheck(...resume, '--dry-run')
  t.match(nothing, { exitCode: 0, stdout: '' })
  t.equal((await ptycheck(...resume)).exitCode, 0, 'a run that is whole stays as it is')
})

t.test('schema: JSON on stdout', async t => {
  const { stdout, exitCode } = await ptycheck('schema')
  t.equal(exitCode, 0)
  t.match(JSON.parse(stdout), { $defs: { run: { type: 'object' }, line: {} } })
})

t.test('help has examples', async t => {
  for (const verb of ['judge', 'merge', 'schema'])
    t.match((await ptycheck(verb, '--help')).stdout, /Examples?:\n +ptycheck /)
})
