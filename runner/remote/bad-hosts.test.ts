import { writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { find, needs } from '../../fixtures/lab/install.js'
import { SshServer } from '../../fixtures/lab/sshd.js'
import { type Check, examine } from './examine.js'
import { wayTo } from './remote.js'

/** A port where everybody is let in and then told this, or nothing. */
async function listening(t: Test, talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    talk(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return `ssh://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

const transports = ['ssh2', 'openssh'] as const

t.test('ports that speak no ssh', async t => {
  if (needs(t, 'ssh') === undefined) return
  const silent = await listening(t, () => {})
  const mute = await listening(t, socket => socket.end())
  const garbage = await listening(t, socket => socket.end(`${'\x1b[2J\0\xff'.repeat(9999)}\n`))
  for (const transport of transports)
    for (const [what, address] of Object.entries({ silent, mute, garbage })) {
      const way = await wayTo(address, { transport, configFile: 'none' })
      const error = await way.connect(2000).catch((reason: unknown) => reason)
      t.match(error, { how: 'unreachable', trouble: { class: 'network' } }, `${transport}: ${what}`)
      t.notMatch(String(error), /[\x00-\x08\x0b-\x1f]/, 'no control byte gets through')
      t.match(String(error), '127.0.0.1')
      await way.close()
    }
})

/** Logins of which each command goes through this first. */
async function examined(t: Test, first: string, transport: 'ssh2' | 'openssh') {
  const program = needs(t, 'sshd')
  if (program === undefined || needs(t, 'ssh') === undefined) return undefined
  const config = [`ForceCommand ${first}; eval "$SSH_ORIGINAL_COMMAND"`]
  const server = await SshServer.start({ program, config })
  t.teardown(() => server.stop())
  const known = join(server.folder, 'known_hosts')
  writeFileSync(known, server.knownHost())
  const { ending, checks } = await examine(server.name, {
    knownHostsFiles: [known],
    identityFiles: [server.identityFile],
    agent: '',
    configFile: 'none',
    label: 'lab',
    transport,
  })
  const about = (what: string): Partial<Check> => checks.find(one => one.what === what) ?? {}
  return { ending, about }
}

for (const transport of transports)
  t.test(`logins where something is wrong, by ${transport}`, async t => {
    if (find('cc') === undefined) return
    const all = ['connection', 'login shell', 'cache folder', 'compiler', 'probe']

    t.test('a banner in the shell start-up does no harm', async t => {
      const found = await examined(t, 'echo Welcome; printf "$ "; echo careful >&2', transport)
      if (!found) return
      t.equal(found.ending, 'complete')
      for (const what of all) t.equal(found.about(what).state, 'ok', what)
    })

    t.test('no folder that can be written', async t => {
      const found = await examined(
        t,
        'export XDG_CACHE_HOME=/proc TMPDIR=/proc HOME=/proc',
        transport,
      )
      if (!found) return
      t.equal(found.ending, 'broken')
      t.match(found.about('cache folder'), { state: 'failed', advice: /writable/ })
      t.match(found.about('probe'), { state: 'failed', found: /no private cache folder/ })
    })

    t.test('a full disk', async t => {
      if (process.getuid?.() !== 0) return void t.pass('needs root', { skip: true })
      const small = t.testdir({
        disk: {},
        first: `exec unshare -m sh -c 'mount -t tmpfs -o size=8k none "$1" && exec sh -c "$2"' sh "$1" "$2"\n`,
      })
      const disk = join(small, 'disk')
      const found = await examined(
        t,
        `export XDG_CACHE_HOME=${disk}; exec sh ${join(small, 'first')} ${disk} "$SSH_ORIGINAL_COMMAND"`,
        transport,
      )
      if (!found) return
      t.equal(found.ending, 'broken')
      t.match(found.about('cache folder'), { state: 'ok', found: join(disk, 'ptycheck') })
      t.match(found.about('probe'), { state: 'failed', found: /No space left on device/ })
    })

    t.test('no compiler', async t => {
      const bin = t.testdir({})
      const basics =
        'for c in id mkdir ls uname cat rm mv wc sed date; do ln -sf "$(command -v $c)"'
      const found = await examined(t, `${basics} ${bin}/$c; done; export PATH=${bin}`, transport)
      if (!found) return
      t.equal(found.ending, 'broken')
      t.match(found.about('compiler'), { state: 'missing', advice: /install one/ })
      t.match(found.about('probe'), { state: 'failed', found: /^lab: no C compiler there/ })
    })

    t.test('too few descriptors', async t => {
      const found = await examined(t, 'ulimit -n 5', transport)
      if (!found) return
      t.equal(found.ending, 'broken')
      t.ok(['login shell', 'probe'].some(what => found.about(what).state === 'failed'))
    })

    t.test('a login shell that runs nothing', async t => {
      const found = await examined(t, 'echo not today >&2; exit 1', transport)
      if (!found) return
      t.equal(found.ending, 'broken')
      t.match(found.about('login shell'), {
        state: 'failed',
        found: /^lab: its login shell did not run a script \(status 1\): ".*not today"$/s,
      })
    })
  })

t.test('a host key that is not known, a login that is refused', async t => {
  const program = needs(t, 'sshd')
  if (program === undefined || needs(t, 'ssh') === undefined) return
  const server = await SshServer.start({ program })
  t.teardown(() => server.stop())
  const known = join(server.folder, 'known_hosts')
  writeFileSync(known, server.knownHost())
  const nothing = { identityFiles: [], agent: '', configFile: 'none' }
  for (const transport of transports) {
    const stranger = { ...nothing, transport, knownHostsFiles: [] }
    t.match(await examine(server.name, stranger), {
      ending: 'refused',
      checks: [{ what: 'host key', state: 'failed' }],
    })
    const locked = { ...nothing, transport, knownHostsFiles: [known] }
    t.match(await examine(server.name, { ...locked, identityFiles: [join(known, 'none')] }), {
      ending: 'refused',
      checks: [{ what: 'login', state: 'failed' }],
    })
  }
})
