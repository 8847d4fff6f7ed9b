import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { faults } from '../serve/fault.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = t.testdir()
const config = join(folder, 'config')
writeFileSync(
  config,
  `Host *\n UserKnownHostsFile ${join(folder, 'known_hosts')}\n IdentityFile none\n IdentityAgent none\n`,
)

function ptycheck(...args: string[]) {
  return execa(process.execPath, [main, ...args], { reject: false, cwd: folder })
}

interface Host {
  readonly address: string
  readonly hostkey: string
}

async function serve(t: Test, ...args: string[]) {
  const running = ptycheck('serve', '--json', ...args)
  t.teardown(() => running.kill())
  const [text] = await once(running.stdout, 'data')
  return { running, hosts: JSON.parse(String(text)) as readonly Host[] }
}

/** Plays there, as on any host. */
function agree({ address }: Host, profile: string, ...args: string[]) {
  const way = ['--host', address, '--ssh-config', config, '--accept-new']
  return ptycheck('agree', ...way, '--profile', profile, ...args)
}

t.test('a profile as a host is what the profile says', async t => {
  const { hosts, running } = await serve(t, '--profile', 'linux')
  const [host] = hosts
  if (!host) throw new Error('no host')
  const same = await agree(host, 'linux')
  t.equal(same.exitCode, 0, `${same.stdout}${same.stderr}`)
  const again = await agree(host, 'linux', '--filter', 'hangup/*')
  t.equal(again.exitCode, 0, 'its key is known now, and its probe is there')
  const other = await agree(host, 'posix', '--filter', 'hangup/*')
  t.equal(other.exitCode, 1)
  const doctor = await ptycheck('doctor', host.address, '--ssh-config', config)
  t.equal(doctor.exitCode, 0, doctor.stdout)
  running.kill('SIGINT')
  const { exitCode, stderr } = await running
  t.equal(exitCode, 130)
  t.match(stderr, /stopped by SIGINT; the hosts are gone \(status 130\)$/)
})

t.test('several hosts, their keys pinned in an inventory', async t => {
  const { hosts } = await serve(t, '--profile', 'posix', '--hosts', '3')
  t.equal(new Set(hosts.map(({ address }) => address)).size, 3)
  const entries = hosts.map(
    ({ address, hostkey }, i) => `  h${i}:\n    address: ${address}\n    hostkey: ${hostkey}\n`,
  )
  writeFileSync(join(folder, 'ptycheck.yaml'), `hosts:\n${entries.join('')}`)
  const to = join(folder, 'run')
  const way = ['--ssh-config', config, '--filter', 'hangup/leader-gets-sighup']
  const run = await ptycheck('run', 'h0', 'h1', 'h2', '-o', to, '--no-report', '--json', ...way)
  t.equal(run.exitCode, 0, run.stderr)
  const { played } = JSON.parse(run.stdout)
  t.match(
    played,
    hosts.map(() => ({ complete: true, results: [{ verdict: 'pass' }] })),
  )
  t.match(readFileSync(config, 'utf8'), 'IdentityAgent none', 'nobody had a key')
})

/** What the runner makes of a host with this fault. */
const found: Readonly<Record<keyof typeof faults, RegExp>> = {
  drop: /the connection was lost/,
  stall: /no word from the probe for \d+ s during the run/,
  garbage: /the probe sent a line/,
  huge: /a line of more than \d+ bytes/,
  counts: /"done" after \d+ of \d+ cases/,
  half: /the probe stopped after \d+ of \d+ cases/,
}

for (const fault of Object.keys(faults) as (keyof typeof faults)[])
  t.test(`a host with the fault ${fault}`, async t => {
    const { hosts } = await serve(t, '--profile', 'linux', '--fault', fault)
    const [host] = hosts
    if (!host) throw new Error('no host')
    const { exitCode, stderr, stdout } = await agree(
      host,
      'linux',
      ...['--filter', 'name/*', '--timeout-factor', fault === 'stall' ? '0.2' : '1', '--json'],
    )
    t.equal(exitCode, 2, stderr)
    t.match(stderr, found[fault])
    const [{ compared, differences, notCompared }] = JSON.parse(stdout)
    t.ok(compared > 0, 'what came before holds')
    t.ok(notCompared.length > 0)
    t.same(differences, [])
  })

t.test('what cannot be served', async t => {
  t.equal((await ptycheck('serve')).exitCode, 64)
  t.equal((await ptycheck('serve', '--profile', 'linus')).exitCode, 64)
  t.equal((await ptycheck('serve', '--profile', 'linux', '--port', 'x')).exitCode, 64)
  const { hosts } = await serve(t, '--profile', 'linux')
  const port = /\d+$/.exec(hosts[0]?.address ?? '')?.[0] ?? ''
  const taken = await ptycheck('serve', '--profile', 'linux', '--port', port)
  t.equal(taken.exitCode, 73)
  t.match(taken.stderr, 'cannot listen at 127.0.0.1 port')
})
