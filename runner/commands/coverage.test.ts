import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')

function coverage(...args: string[]) {
  return execa(process.execPath, [main, 'coverage', ...args], { reject: false })
}

/** A table of three rows, the first of which a case covers. */
const table = (cases: string) => `# Table

| id | behaviour | cases | left out |
| --- | --- | --- | --- |
| is no row | here | | |

## AL Getting a pair

| id | behaviour | cases | left out |
| --- | --- | --- | --- |
| AL-01 | by hand,  as it is |${cases}|  |
| AL-02 | nobody's | |  helper level: because |
| AL-03 | nobody's, either | | |
`
const suite = (covers: string) =>
  `title T\n\ncase claim\ntitle A claim\ncite none\nlevel open\ncovers ${covers}\ngetpid() = me\ngetpid() = me\n`

t.test('our own cases cover what is known, and the table says which', async t => {
  const { stdout, stderr, exitCode } = await coverage('--json')
  const { topics, missing, rows } = JSON.parse(stdout)
  t.same(missing, [])
  t.equal(exitCode, 0, stderr)
  const ids = rows.map(({ id }: { id: string }) => id)
  t.equal(new Set(ids).size, ids.length, 'no row and no defect has the id of another')
  for (const { word, all } of topics) t.not(all, 0, word)
})

t.test('what is missing, what is stale, and what --update writes', async t => {
  const folder = t.testdir({ 'coverage.md': table(' gone/case '), 'mine.pty': suite('AL-01') })
  const text = () => readFileSync(join(folder, 'coverage.md'), 'utf8')
  const first = await coverage('--suites', folder)
  t.equal(first.exitCode, 1)
  t.match(first.stdout, /^AL +3 +1 +1 +1 +Getting a pair$/m)
  t.match(first.stdout, /^no case: AL-03: nobody's, either$/m)
  t.match(first.stderr, /1\d\d without case and reason; .*coverage\.md names other cases/)
  t.equal(text(), table(' gone/case '))
  const second = await coverage('--suites', folder, '--update')
  t.notMatch(second.stderr, 'other cases')
  t.equal(text(), table(' mine/claim '))
  t.notMatch((await coverage('--suites', folder)).stderr, 'other cases')
})

t.test('one row, one defect', async t => {
  const folder = t.testdir({
    'coverage.md': table(' '),
    'mine.pty': suite('AL-01 eof-slave-close-discards'),
  })
  const ask = (id: string, ...more: string[]) => coverage(id, '--suites', folder, ...more)
  t.equal((await ask('AL-01')).stdout, 'AL-01: by hand,  as it is\n  mine/claim: A claim')
  t.match((await ask('AL-02')).stdout, /\n {2}left out: helper level: because$/)
  t.match((await ask('AL-03')).stdout, /\n {2}no case$/)
  t.match((await ask('eof-slave-close-discards')).stdout, 'mine/claim')
  t.match(JSON.parse((await ask('AL-01', '--json')).stdout), { cases: ['mine/claim'] })
  const none = await ask('AL-04')
  t.equal(none.exitCode, 3)
  t.match(none.stderr, /nothing known is called 'AL-04', did you mean 'AL-01'\?/)
})

t.test('mistakes in the table and in what cases say of it', async t => {
  const rows = '| AL-01 | twice | | |\n| AL-05 | cells |\n| AL-06 | why | | whim |\n'
  const folder = t.testdir({ 'coverage.md': table(' ') + rows, 'mine.pty': suite('AL-0l') })
  const { stderr, exitCode } = await coverage('--suites', folder)
  t.equal(exitCode, 65)
  t.match(stderr, /coverage\.md:14:1: 'AL-01' stands here a second time/)
  t.match(stderr, /coverage\.md:15:1: a row has an id, a behaviour, cases and a reason/)
  t.match(stderr, /coverage\.md:16:1: a reason begins with 'helper level: ' or /)
  t.match(stderr, /mine\.pty:3:6: nothing known is called 'AL-0l', did you mean 'AL-01'\?/)
  t.match(stderr, /4 mistakes \(status 65\)$/)
})

t.test('a folder without a table', async t => {
  const { stderr, exitCode } = await coverage('--suites', t.testdir({ 'mine.pty': suite('AL-01') }))
  t.equal(exitCode, 66)
  t.match(stderr, /cannot read what is known: .*coverage\.md: no such file or folder/)
})
