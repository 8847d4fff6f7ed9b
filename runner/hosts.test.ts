import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { needs } from '../fixtures/lab/install.js'
import { allGone, runningFrom } from '../fixtures/lab/programs.js'
import { SshServer } from '../fixtures/lab/sshd.js'
import { until } from '../fixtures/lab/until.js'
import { readRun } from './folder.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-hosts-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function ptycheck(...args: string[]) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') }
  return execa(process.execPath, [main, ...args], { reject: false, cwd: folder, env })
}

/** An ssh_config with one alias, `lab`, for this server. */
function configFor(server: SshServer, knownHosts: string): string {
  const known = join(folder, `known-${server.port}`)
  writeFileSync(known, knownHosts)
  const config = join(folder, `config-${server.port}`)
  writeFileSync(
    config,
    [
      'Host lab',
      'HostName 127.0.0.1',
      `Port ${server.port}`,
      `User ${server.user}`,
      `IdentityFile ${server.identityFile}`,
      'IdentityAgent none',
      `UserKnownHostsFile ${known}`,
      'GlobalKnownHostsFile none',
      '',
    ].join('\n'),
  )
  return config
}

async function started(t: Test): Promise<SshServer | undefined> {
  const program = needs(t, 'sshd')
  if (program === undefined || needs(t, 'cc') === undefined || needs(t, 'ssh') === undefined)
    return undefined
  const server = await SshServer.start({ program })
  t.teardown(() => server.stop())
  return server
}

const [short, long] = ['short', 'long'].map(name => join(folder, `${name}.pty`))

t.before(() => {
  const head = 'title  T\n\n'
  const one = (name: string, steps: string) =>
    `case ${name}\ntitle  T\ncite   none\nlevel  shall\n${steps}\n\n`
  writeFileSync(short ?? '', head + one('quick', 'getpid()  = me\ngetpid()  = me'))
  writeFileSync(
    long ?? '',
    head +
      one('quick', 'getpid()  = me\ngetpid()  = me') +
      one('for-ever', 'deadline 300\nsleep(100)  = 0'),
  )
})

t.test('a changed host key is refused before anybody logs in', async t => {
  const server = await started(t)
  const other = await started(t)
  if (!server || !other) return
  const stranger = other.knownHost('ed25519', `[127.0.0.1]:${server.port}`)
  const config = configFor(server, stranger)
  const run = await ptycheck(
    ...[
      'run',
      'lab',
      '--ssh-config',
      config,
      '--suites',
      short ?? '',
      '-o',
      join(folder, 'changed'),
    ],
  )
  t.equal(run.exitCode, 77, run.stderr)
  t.match(run.stderr, /refused for safety.*\(status 77\)$/)
  t.equal(server.logins, 0)
  const unknown = await ptycheck(
    ...['run', 'lab', '--ssh-config', configFor(server, ''), '--suites', short ?? ''],
    ...['-o', join(folder, 'unknown')],
  )
  t.equal(unknown.exitCode, 77)
  const accepted = await ptycheck(
    ...['run', 'lab', '--accept-new', '--ssh-config', configFor(server, '')],
    ...['--suites', short ?? '', '-o', join(folder, 'accepted')],
  )
  t.equal(accepted.exitCode, 0, accepted.stderr)
})

t.test('a host that dies in mid-run keeps its results and nothing stays there', async t => {
  const server = await started(t)
  if (!server) return
  const config = configFor(server, server.knownHost())
  const to = join(folder, 'dies')
  const run = ptycheck(
    ...['run', 'lab', '--ssh-config', config, '--suites', long ?? '', '-o', to, '--no-report'],
  )
  const file = join(to, 'lab.ndjson')
  await until(() => readSafely(file).includes('"long/quick"'))
  server.drop()
  const { exitCode, stderr } = await run
  t.equal(exitCode, 2, stderr)
  const [played] = readRun(to).played
  t.match(played, {
    complete: true,
    trouble: { class: 'network' },
    results: [
      { case: 'long/quick', verdict: 'pass' },
      { case: 'long/for-ever', verdict: 'unresolved', class: 'network' },
    ],
  })
  await allGone(join(server.folder, 'cache'))
})

t.test('a host that a command leads to', async t => {
  if (needs(t, 'cc') === undefined) return
  const pidFile = join(folder, 'command.pid')
  const way = `exec:sh -c 'echo $$ >"${pidFile}"; exec "$@"' way`
  const none = await ptycheck('run', 'web=exec:sh -c "echo no container secret-name >&2; exit 1"')
  t.equal(none.exitCode, 75, none.stderr)
  t.match(none.stderr, /web: no program can be started there.*"no container secret-name"/)
  t.match(await ptycheck('run', 'exec:docker "x'), { exitCode: 64, stderr: /no second "/ })
  t.match(await ptycheck('doctor', 'exec:'), { exitCode: 64, stderr: /exec:docker exec -i NAME/ })
  t.match(await ptycheck('doctor', way), { exitCode: 0, stdout: /command starts programs there/ })

  const to = join(folder, 'commanded')
  const run = ptycheck('run', `web=${way}`, '--suites', long ?? '', '-o', to)
  const file = join(to, 'web.ndjson')
  await until(() => readSafely(file).includes('"long/quick"'))
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL')
  const { exitCode, stderr } = await run
  t.equal(exitCode, 2, stderr)
  t.match(readRun(to).played[0], { trouble: { reason: /it was killed by SIGKILL/ } })
  await allGone(join(folder, 'cache'))

  const again = ['--resume', to, '--suites', long ?? '']
  t.match(await ptycheck('run', ...again), { exitCode: 64, stderr: /web=ADDRESS/ })
  const back = ptycheck('run', ...again, `web=${way}`)
  await until(() => runningFrom(join(folder, 'cache')).length > 0)
  back.kill('SIGKILL')
  await allGone(join(folder, 'cache'))
})

t.test('Ctrl-C keeps what there is, and says so', async t => {
  if (needs(t, 'cc') === undefined) return
  const to = join(folder, 'stopped')
  const run = ptycheck('run', 'local', '--suites', long ?? '', '-o', to)
  const file = join(to, 'local.ndjson')
  await until(() => readSafely(file).includes('"long/quick"'))
  run.kill('SIGINT')
  const { exitCode, stderr } = await run
  t.equal(exitCode, 130, stderr)
  t.match(stderr, /results so far are kept \(status 130\)$/)
  const [played] = readRun(to).played
  t.match(played, { complete: false, results: [{ case: 'long/quick', verdict: 'pass' }] })
  t.equal(played?.results.length, 1)
  await allGone(join(folder, 'cache'))
})

function readSafely(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
