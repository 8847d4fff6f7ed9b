import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')

function clauses(...args: string[]) {
  return execa(process.execPath, [main, 'clauses', ...args], { reject: false })
}

const list = (cases: string, reason = ' ') => `# List

| place | is | no row | | |

## XSH tcdrain

| place | level | demand | cases | not judged |
| --- | --- | --- | --- | --- |
| DESCRIPTION, waits | shall | by hand,  as it is |${cases}|${reason}|
| ERRORS, EINTR | may | allowed | | |
| ERRORS, EIO | shall | refused | | because |
`
const suite = (level: string, ...cites: string[]) => `title T

case claim
title A claim
${cites.map(cite => `cite ${cite}\n`).join('')}level ${level}
getpid() = me
getpid() = me
`
const whole = ['XSH tcdrain, DESCRIPTION, waits (in time)', 'XSH tcdrain, ERRORS, EINTR']

t.test(
  'each clause is judged by our own cases or says why not, and the list says by which',
  async t => {
    const { stdout, stderr, exitCode } = await clauses('--json')
    t.equal(exitCode, 0, stderr)
    t.same(JSON.parse(stdout).faults, [])
  },
)

t.test('cases stand in the list as they are now', async t => {
  const folder = t.testdir({
    'clauses.md': list(' (gone/case) '),
    'mine.pty': suite('shall', ...whole, 'XSH tcdrain', 'Linux tty(4)'),
  })
  const text = () => readFileSync(join(folder, 'clauses.md'), 'utf8')
  const stale = await clauses('--suites', folder)
  t.equal(stale.exitCode, 1)
  t.match(stale.stdout, /^shall +2 +1 +0 +1\nmay +1 +1 +0 +0$/m)
  t.match(stale.stderr, /clauses\.md names other cases than cite its places/)
  t.equal(text(), list(' (gone/case) '))
  t.equal((await clauses('--suites', folder, '--update')).exitCode, 0)
  t.equal(text(), list(' mine/claim ').replace('allowed | |', 'allowed | mine/claim |'))
  t.equal((await clauses('--suites', folder)).exitCode, 0)

  const place = await clauses('XSH tcdrain, ERRORS', '--suites', folder)
  t.equal(
    place.stdout,
    'XSH tcdrain, ERRORS, EINTR: may: allowed\n  mine/claim (shall): A claim\n' +
      'XSH tcdrain, ERRORS, EIO: shall: refused\n  not judged: because',
  )
  const none = await clauses('XSH tcdrian', '--suites', folder)
  t.equal(none.exitCode, 3)
  t.match(none.stderr, /no clause is called 'XSH tcdrian'/)
})

t.test('what is demanded is judged, or has a reason; what is judged has none', async t => {
  const faults = async (level: string, cites: readonly string[], reason?: string) => {
    const folder = t.testdir({
      'clauses.md': list(' ', reason),
      'mine.pty': suite(level, ...cites),
    })
    return JSON.parse((await clauses('--suites', folder, '--json')).stdout).faults
  }
  const [waits, interrupted] = whole as [string, string]
  t.same(await faults('shall', whole), [])
  t.same(await faults('shall', [waits]), ['no case: XSH tcdrain, ERRORS, EINTR: allowed'])
  t.same(await faults('open', whole), [
    'observed only: XSH tcdrain, DESCRIPTION, waits: by hand,  as it is',
  ])
  t.same(await faults('open', whole, ' because '), [])
  t.same(await faults('open', [interrupted], ' because '), [])
  t.same(await faults('shall', whole, ' because '), [
    'judged, and a reason why not: XSH tcdrain, DESCRIPTION, waits',
  ])
})

t.test('mistakes in the list and in what cases cite', async t => {
  const rows =
    '| ERRORS, EIO | may | again | | |\n| ERRORS | shall | cells |\n| ERRORS, EBADF | must | do | | |\n'
  const folder = t.testdir({
    'clauses.md': list(' ') + rows,
    'mine.pty': suite('shall', 'XSH tcdrain, EROORS'),
  })
  const { stderr, exitCode } = await clauses('--suites', folder)
  t.equal(exitCode, 65)
  t.match(stderr, /clauses\.md:12:1: 'XSH tcdrain, ERRORS, EIO' stands here a second time/)
  t.match(stderr, /clauses\.md:13:1: a row has a place, a level, a demand, cases and a reason/)
  t.match(stderr, /clauses\.md:14:1: the level is one of shall, should, may, open/)
  t.match(stderr, /mine\.pty:3:6: no clause is called 'XSH tcdrain, EROORS', did you mean 'XSH tcd/)
  t.match(stderr, /4 mistakes \(status 65\)$/)
})

t.test('a folder without a list', async t => {
  const { stderr, exitCode } = await clauses(
    '--suites',
    t.testdir({ 'a.pty': suite('open', 'none') }),
  )
  t.equal(exitCode, 66)
  t.match(stderr, /cannot read the clauses: .*clauses\.md: no such file or folder/)
})
