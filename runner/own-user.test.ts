import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs } from '../fixtures/lab/install.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')

t.test('a user that no table knows, without a home, plays like any other', async t => {
  // unshare(1) comes with it.
  if (needs(t, 'setpriv') === undefined) return
  const cwd = t.testdir()
  const nobodyKnown = ['--user', '--map-user=61234', 'env', '-u', 'HOME', '-u', 'XDG_CACHE_HOME']
  const words = ['run', 'local', 'reference:posix', '--filter', 'name/*', '-o', 'run']
  const { stderr, exitCode } = await execa(
    'unshare',
    [...nobodyKnown, process.execPath, main, ...words],
    { cwd, reject: false, env: { TMPDIR: cwd } },
  )
  t.notMatch(stderr, 'bug of ours')
  t.ok([0, 1].includes(exitCode ?? -1), stderr)
  const kept = readdirSync(join(cwd, 'ptycheck-61234')).join(' ')
  t.match(kept, /probe-.*suites-/, 'all that is kept lies in one place')
  t.notOk(existsSync('/.cache'), 'and nothing at the root')
  t.match(readFileSync(join(cwd, 'run', 'local.ndjson'), 'utf8'), /"verdict":"pass"/)
})
