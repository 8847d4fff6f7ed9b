import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = t.testdir({})

function ptycheck(...words: string[]) {
  return execa(process.execPath, [main, ...words], { reject: false, cwd: folder })
}

t.before(async () => {
  for (const profile of ['linux', 'freebsd'])
    await ptycheck(
      'run',
      `reference:${profile}`,
      '--filter',
      'hangup/',
      '--no-report',
      '-o',
      profile,
    )
})

t.test('two runs that are the same', async t => {
  const { exitCode, stdout } = await ptycheck('diff', 'linux', 'linux')
  t.equal(exitCode, 0)
  t.match(stdout, /^reference:linux: \d+ cases compared: no change$/)
})

t.test('what is shown is chosen afterwards, and the status stays', async t => {
  const { stdout, exitCode } = await ptycheck('diff', 'linux', 'freebsd', '--format', 'json')
  const { hosts } = JSON.parse(stdout)
  t.match(hosts, [{ name: 'reference:freebsd', formerName: 'reference:linux' }])
  t.ok(hosts[0].environment.length > 0)
  t.ok(hosts[0].changes.length > 0)
  const other = await ptycheck('diff', 'linux', 'freebsd', '--only', 'fixed')
  t.equal(other.exitCode, exitCode)
  t.notMatch(other.stdout, 'behaves otherwise')
  const one = hosts[0].changes[0].id
  const filtered = await ptycheck(
    ...['diff', 'linux', 'freebsd', '--filter', one, '--format', 'markdown'],
  )
  t.match(filtered.stdout, `| \`${one}\` |`)
})

t.test('as a page', async t => {
  const { stderr } = await ptycheck('diff', 'linux', 'freebsd', '-o', 'page')
  t.match(stderr, 'page: page/index.html')
  t.match(readFileSync(join(folder, 'page', 'index.html'), 'utf8'), 'reference:freebsd')
  t.ok(existsSync(join(folder, 'page', 'report.css')))
})

t.test('what cannot be', async t => {
  for (const [words, status, told] of [
    [['linux', 'nowhere'], 66, 'no run in nowhere'],
    [['linux', 'linux', '--format', 'xml'], 64, "no format 'xml'; there are: text"],
    [['linux', 'linux', '--only', 'worse'], 64, "no change 'worse'; there are: regression"],
    [['linux', 'linux', '--pair', 'a'], 64, 'NAME-BEFORE=NAME-AFTER'],
  ] as const) {
    const { exitCode, stderr } = await ptycheck('diff', ...words)
    t.match({ exitCode, stderr }, { exitCode: status, stderr: told }, words.join(' '))
  }
})
