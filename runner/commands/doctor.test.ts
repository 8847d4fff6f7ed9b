import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { readRun } from '../folder.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-doctor-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function ptycheck(...args: string[]) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') }
  return execa(process.execPath, [main, ...args], { reject: false, cwd: folder, env })
}

writeFileSync(
  join(folder, 'ptycheck.yaml'),
  `hosts:
  here: { address: local, profile: posix, labels: [near] }
  gone: { address: ssh://127.0.0.1:1, hostkey: SHA256:${'a'.repeat(43)} }
groups:
  both: [here, gone]
`,
)

t.test('a host where cases can be played', async t => {
  if (needs(t, 'cc') === undefined) return
  const { stdout, exitCode } = await ptycheck('doctor', '--label', 'near')
  t.equal(exitCode, 0)
  t.match(stdout, /^here: cases can be played\n/)
  t.match(stdout, /^ {2}ok {7}compiler .*\d/m)
  t.match(stdout, /^ {2}ok {7}settings .*ptmx=/m)
  t.match(stdout, /^ {2}(ok|missing) +user-namespace /m)
})

t.test('several, and what that means for the shell', async t => {
  if (needs(t, 'cc') === undefined) return
  const { stdout, stderr, exitCode } = await ptycheck('doctor', '@both', '--json')
  t.equal(exitCode, 2)
  t.match(stderr, /no case can be played on 1 of 2 hosts \(status 2\)$/)
  t.match(JSON.parse(stdout), [
    { host: 'here', ending: 'complete', identity: { name: 'here', kind: 'host' } },
    { host: 'gone', ending: 'unreachable', checks: [{ what: 'connection', state: 'failed' }] },
  ])
  t.equal((await ptycheck('doctor', 'gone')).exitCode, 75)
  t.equal((await ptycheck('doctor', 'reference:posix')).exitCode, 64)
  const bad = await ptycheck('doctor', 'here', '--ssh-config', 'absent', 'ssh://a:b:c')
  t.equal(bad.exitCode, 2, 'an address that is none is trouble with that host alone')
  t.match(bad.stdout, /here: cases can be played/)
})

t.test('results carry the label, predictions the profile of the inventory', async t => {
  if (needs(t, 'cc') === undefined) return
  const to = join(folder, 'run')
  const args = ['--filter', 'open/', '-o', to, '--no-report', '--hosts-at-once', '1']
  const { exitCode, stderr } = await ptycheck('run', '@both', ...args)
  t.equal(exitCode, 2, stderr)
  const [here, gone] = readRun(to).played
  t.equal(here?.name, 'here')
  t.match(here?.results[0], { profile: 'posix' })
  t.match(gone, { name: 'gone', trouble: { class: 'network' } })
})

t.test('help has examples', async t => {
  t.match((await ptycheck('doctor', '--help')).stdout, /Examples?:\n +ptycheck /)
})
