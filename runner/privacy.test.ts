/** What a run over ssh says of who and where: nothing, unless it is asked for. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs } from '../fixtures/lab/install.js'
import { SshServer } from '../fixtures/lab/sshd.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-privacy-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const home = join(folder, 'home', 'alice')
mkdirSync(join(home, 'cases'), { recursive: true })
const suite = join(home, 'cases', 'mine.pty')
writeFileSync(
  suite,
  'title  T\n\ncase one\ntitle  T\ncite   none\nlevel  shall\nisatty(0) = 0 ENOTTY\ngetpid() = me\ngetpid() = me\n',
)

function ptycheck(...args: string[]) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache'), HOME: home, LOGNAME: 'alice' }
  return execa(process.execPath, [main, ...args], {
    reject: false,
    cwd: join(folder, 'cache'),
    env,
  })
}
mkdirSync(join(folder, 'cache'))

/** All that a run folder holds. */
function all(run: string): string {
  return readdirSync(join(folder, run), { recursive: true, withFileTypes: true })
    .filter(one => one.isFile())
    .map(one => `${one.name}\n${readFileSync(join(one.parentPath, one.name), 'utf8')}`)
    .join('\n')
}

t.test('hosts go by their labels', async t => {
  const program = needs(t, 'sshd')
  if (program === undefined || needs(t, 'cc') === undefined || needs(t, 'ssh') === undefined) return
  const server = await SshServer.start({ program })
  t.teardown(() => server.stop())
  const config = join(home, 'ssh_config')
  const known = join(folder, 'known')
  writeFileSync(known, server.knownHost())
  writeFileSync(
    config,
    [
      'Host *',
      `IdentityFile ${server.identityFile}`,
      'IdentityAgent none',
      `UserKnownHostsFile ${known}`,
      '',
    ].join('\n'),
  )
  chmodSync(config, 0o600)
  const run = (to: string, ...hosts: string[]) =>
    ptycheck('run', ...hosts, '--ssh-config', config, '--suites', suite, '-o', join(folder, to))
  const gone = `ssh://${server.user}@127.0.0.1:1`
  const played = await run('runs', server.name, `board=${server.name}`, `off=${gone}`)
  t.equal(played.exitCode, 2, played.stderr)
  t.match(played.stderr, '127.0.0.1', 'who waits at the terminal is told')
  const text = all('runs')
  t.match(text, /host-1\.ndjson[\s\S]*/)
  for (const word of ['127.0.0.1', `${server.port}`, `${server.user}@`, 'alice', folder])
    t.notOk(
      text.includes(word),
      `${word}: ${text.slice(text.indexOf(word) - 80, text.indexOf(word) + 80)}`,
    )
  t.match(JSON.parse(readFileSync(join(folder, 'runs', 'run.json'), 'utf8')), {
    command: [
      'run',
      'host-1',
      'board',
      'off',
      '--ssh-config',
      'ssh_config',
      '--suites',
      'mine.pty',
      '-o',
      'runs',
    ],
    implementations: [{ name: 'host-1', named: true }, { name: 'board' }, { name: 'off' }],
  })
  t.match(await ptycheck('verify', join(folder, 'runs'), '--suites', suite), {
    exitCode: 0,
    stderr: '',
  })

  const lost = await ptycheck('run', '--resume', join(folder, 'runs'), '--suites', suite)
  t.match(lost, { exitCode: 64, stderr: /does not keep where off is.* off=ADDRESS/ })
  const back = await ptycheck(
    'run',
    '--resume',
    join(folder, 'runs'),
    `off=${server.name}`,
    '--ssh-config',
    config,
    '--suites',
    suite,
  )
  t.equal(back.exitCode, 0, back.stderr)
  t.equal((await run('twice', `a=${gone}`, `a=${server.name}`)).exitCode, 64)

  t.equal((await run('told', server.name, '--identify')).exitCode, 0)
  t.match(all('told'), server.name)
  t.match(await ptycheck('verify', join(folder, 'told'), '--suites', suite), { exitCode: 0 })
})

t.test('a host that a command leads to goes by its label, too', async t => {
  if (needs(t, 'cc') === undefined) return
  const fails = 'exec:sh -c "echo no container $2 in $1 >&2; exit 1" x {} --ns=crowd bert7'
  const works = 'exec:env CONTAINER=bert7'
  const run = await ptycheck(
    ...['run', fails, `web=${works}`, '--suites', suite, '-o', join(folder, 'commands')],
  )
  t.equal(run.exitCode, 2, run.stderr)
  t.match(run.stderr, /no container --ns=crowd in/, 'who waits at the terminal is told')
  const text = all('commands')
  t.match(JSON.parse(readFileSync(join(folder, 'commands', 'run.json'), 'utf8')), {
    command: ['run', 'host-1', 'web', '--suites', 'mine.pty', '-o', 'commands'],
  })
  for (const word of ['bert7', 'crowd', 'CONTAINER', 'exec:'])
    t.notOk(text.includes(word), `${word}: ${text.slice(text.indexOf(word) - 80).slice(0, 160)}`)
})

t.test('verify finds what slipped through', async t => {
  await ptycheck('run', 'local', '--suites', suite, '-o', join(folder, 'slip'), '--no-report')
  const file = join(folder, 'slip', 'run.json')
  t.match(await ptycheck('verify', join(folder, 'slip'), '--suites', suite), { exitCode: 0 })
  const { digest: _, ...run } = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...run, command: ['run', 'alice@build7.example'] }))
  // Without digests, as old runs are.
  const part = join(folder, 'slip', 'local.ndjson')
  const lines = readFileSync(part, 'utf8')
    .replace(/,"n":\d+,"digest":"[0-9a-f]{64}"/g, '')
    .replace(/,"run":"[0-9a-f]{64}"/, '')
  writeFileSync(part, lines.replace('"left":[]', '"left":["/home/alice/x of 192.0.2.9"]'))
  const found = await ptycheck('verify', join(folder, 'slip'), '--suites', suite)
  t.match(found, { exitCode: 1, stderr: /it names a machine or a person/ })
  t.match(found.stdout, /run.json: a user at a host: alice@build7.example/)
  t.match(found.stdout, /local.ndjson:\d+: an address: 192.0.2.9/)
  t.match(found.stdout, /local.ndjson:\d+: somebody's folder: \/home\/alice/)
})
