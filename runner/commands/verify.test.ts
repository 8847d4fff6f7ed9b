import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { readEvidence } from '../folder.js'
import { digestOf, type Line, Seals } from '../seal.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-verify-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function ptycheck(...args: string[]) {
  return execa(process.execPath, [main, ...args], { reject: false, cwd: folder })
}

const own = ['--suites', 'mine.pty', '--no-report']
writeFileSync(
  join(folder, 'mine.pty'),
  [
    'title  T',
    ...['one', 'two', 'three', 'four'].map(
      (name, n) =>
        `\ncase ${name}\ntitle  T\ncite   none\nlevel  shall\nisatty(0) = ${n % 2 ? 1 : '0 ENOTTY'}\ngetpid() = me\ngetpid() = me`,
    ),
    '',
  ].join('\n'),
)
const played = await ptycheck('run', 'reference:posix', ...own, '-o', 'run')
t.equal(played.exitCode, 1, played.stderr)
const verify = (run: string) => ptycheck('verify', run, '--suites', 'mine.pty')
const FILE = 'reference-posix.ndjson'

/** A copy of the run in which a file's lines are others. */
let copies = 0
function altered(file: string, change: (lines: string[]) => readonly string[]): string {
  const name = `copy-${copies++}`
  cpSync(join(folder, 'run'), join(folder, name), { recursive: true })
  const path = join(folder, name, file)
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  writeFileSync(
    path,
    change(lines)
      .map(line => `${line}\n`)
      .join(''),
  )
  return name
}

/** Lines as somebody writes them who knows how digests are made. */
function resealed(lines: readonly string[]): string[] {
  const seals = new Seals()
  return lines.map(text => {
    const { n: _, digest: __, ...line } = JSON.parse(text) as Line
    const digest = seals.next(line as Line)
    seals.add(line as Line, digest)
    return JSON.stringify({ ...line, n: seals.count, digest })
  })
}

t.test('a run that is whole', async t => {
  const found = await verify('run')
  t.match(found, { exitCode: 0, stderr: '' })
  t.match(found.stdout, /^4 results judged again\nsha256 [0-9a-f]{64}$/)
  const { digest } = JSON.parse(
    (await ptycheck('verify', 'run', '--json', '--suites', 'mine.pty')).stdout,
  )
  t.match(found.stdout, digest)
})

t.test('what was altered, is missing or was added is named', async t => {
  const with_ = (at: number, edit: (line: string) => readonly string[]) => (lines: string[]) =>
    lines.flatMap((line, n) => (n === at ? edit(line) : [line]))
  const [head, one] = [2, 3]
  const copies: readonly [string, RegExp][] = [
    [
      altered(
        FILE,
        with_(head, line => [line.replace('ENOTTY', 'EBADF')]),
      ),
      /ndjson:3: was altered: the transcript of mine\/one\n/,
    ],
    [
      altered(
        FILE,
        with_(one, line => [line.replace('"pass"', '"fail"')]),
      ),
      /ndjson:4: was altered: the result of mine\/one\n/,
    ],
    [
      altered(
        FILE,
        with_(1, line => [line.replace('"posix"', '"other"')]),
      ),
      /ndjson:2: was altered: the identity\n/,
    ],
    [
      altered(
        FILE,
        with_(one, () => []),
      ),
      /ndjson:4: line 4 is missing above it\n.*result of mine\/one is missing\n/,
    ],
    [
      altered(FILE, lines => [...lines.slice(0, 2), ...lines.slice(6)]),
      /ndjson:3: lines 3 to 6 are missing/,
    ],
    [
      altered(
        FILE,
        with_(one, line => [line, line]),
      ),
      /ndjson:5: was added/,
    ],
    [
      altered(
        FILE,
        with_(one, () => ['no line']),
      ),
      /ndjson:4: was altered: it is no line of a run\n/,
    ],
    [
      altered(FILE, lines =>
        lines.map((line, n) =>
          n === lines.length - 1 ? line.replace('"left":[]', '"left":["x"]') : line,
        ),
      ),
      /was altered, or lines above it/,
    ],
    [
      altered('run.json', lines => lines.map(line => line.replace('"title": "T"', '"title": "U"'))),
      /^run.json: was altered\n/,
    ],
  ]
  for (const [copy, told] of copies) {
    const found = await verify(copy)
    t.match(
      found,
      { exitCode: 1, stdout: told, stderr: /not the run that was written/ },
      String(told),
    )
    t.equal(found.stdout.trim().split('\n').length <= 5, true, found.stdout)
  }
  cpSync(join(folder, 'run'), join(folder, 'more'), { recursive: true })
  writeFileSync(join(folder, 'more', 'x.ndjson'), '')
  rmSync(join(folder, 'more', FILE))
  const found = await verify('more')
  t.match(found.stdout, /x.ndjson: is no part of this run[\s\S]*posix.ndjson: is missing/)
})

t.test('what cannot be told', async t => {
  const cut = await verify(altered(FILE, lines => lines.slice(0, -1)))
  t.match(cut, { exitCode: 2, stdout: /has no end: the run was cut off/ })
  const old = join(import.meta.dirname, '..', '..', 'fixtures', 'runs', 'format-1')
  t.match(await verify(old), {
    exitCode: 2,
    stdout: /run.json: was written before there were digests/,
  })
  t.equal((await verify('absent')).exitCode, 66)
  writeFileSync(join(folder, 'more', 'run.json'), '{}')
  t.equal((await verify('more')).exitCode, 65)
})

t.test('a verdict must follow from the evidence, whoever made the digests', async t => {
  const forged = altered(FILE, lines =>
    resealed(
      lines.map(line =>
        line.includes('"result"') && line.includes('mine/two')
          ? line.replace('"fail"', '"pass"')
          : line,
      ),
    ),
  )
  t.match(await verify(forged), {
    exitCode: 1,
    stdout: /mine\/two: is 'pass', but its transcript says 'fail'/,
    stderr: /1 result not as the evidence has it/,
  })
})

t.test('what is made of runs has digests too, and a result keeps its own', async t => {
  const shard = (n: number) =>
    ptycheck('run', 'reference:posix', ...own, '--shard', `${n}/2`, '-o', `part-${n}`)
  await Promise.all([1, 2].map(shard))
  await ptycheck('merge', 'part-1', 'part-2', '-o', 'whole', '--no-report')
  t.match(await verify('whole'), { exitCode: 0 })
  await ptycheck('judge', 'run', ...own, '-o', 'judged', '--strict')
  t.match(await verify('judged'), { exitCode: 0 })
  const digests = (run: string) =>
    readFileSync(join(folder, run, FILE), 'utf8')
      .split('\n')
      .filter(line => line.includes('"type":"result"'))
      .map(line => JSON.parse(line).digest)
  t.same(digests('whole').sort(), [...digests('part-1'), ...digests('part-2')].sort())
  const torn = altered(FILE, lines => lines.slice(0, 4))
  writeFileSync(join(folder, torn, FILE), '{"type":"resu', { flag: 'a' })
  t.match(await verify(torn), { exitCode: 2, stdout: /:5: was cut off while it was written/ })
  await ptycheck('run', '--resume', torn, '--suites', 'mine.pty', '--no-report')
  t.match(await verify(torn), { exitCode: 0 }, 'it was gone on with')
})

t.test('a digest is of a value, not of how it is written', async t => {
  t.equal(
    digestOf({ b: [1, { d: 'x', c: null }], a: undefined }),
    digestOf(JSON.parse('{"b":[1,{"c":null,"d":"x"}]}')),
  )
  t.not(digestOf({ a: [] }), digestOf({ a: {} }))
  t.not(digestOf(['a', 'b']), digestOf(['a,b']))
})

t.test('the same bundle gives the same report, wherever that is made', async t => {
  const sample = 'judged'
  const made = async (name: string, env: Record<string, string>) => {
    cpSync(join(folder, sample), join(folder, 'else where', name), { recursive: true })
    const all = { reject: false, extendEnv: true, env } as const
    const cwd = join(folder, name === 'first' ? '.' : 'else where')
    const run = (...words: string[]) =>
      execa(process.execPath, [main, 'report', join(folder, 'else where', name), ...words], {
        ...all,
        cwd,
      })
    await run('-o', join(folder, `pages-${name}`))
    const formats = await Promise.all(
      ['tap', 'junit', 'kcidb', 'markdown', 'sarif'].map(format => run('--format', format)),
    )
    return [...formats.map(({ stdout }) => stdout), ...filesOf(join(folder, `pages-${name}`))]
  }
  const first = await made('first', { TZ: 'UTC', LC_ALL: 'C', LANG: 'C' })
  t.ok(first.length > 8)
  const zone = { TZ: 'Pacific/Chatham', HOSTNAME: 'elsewhere', COLUMNS: '40' }
  t.same(await made('second', { ...zone, LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }), first)
  t.same(
    await made('third', { TZ: 'Asia/Kathmandu', LC_ALL: 'ar_EG.UTF-8', LANG: 'ja_JP.UTF-8' }),
    first,
  )
})

/** Names and contents of all files below. */
function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(one => one.isFile())
    .map(one => join(one.parentPath, one.name))
    .sort()
    .map(file => `${file.slice(path.length)}\n${readFileSync(file, 'latin1')}`)
}

t.test('what is read back is what was written', async t => {
  const { digest, ...record } = readEvidence(join(folder, 'run'))
  t.match(digest, /^[0-9a-f]{64}$/)
  t.equal(record.played.length, 1)
})
