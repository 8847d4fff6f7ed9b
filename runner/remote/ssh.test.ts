import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { needs, needsRoot } from '../../fixtures/lab/install.js'
import { allGone, runningFrom } from '../../fixtures/lab/programs.js'
import { startTinysshd } from '../../fixtures/lab/small-servers.js'
import { SshServer } from '../../fixtures/lab/sshd.js'
import { standIn } from '../../fixtures/lab/stand-in.js'
import { until } from '../../fixtures/lab/until.js'
import { casesOf } from '../../fixtures/small-suite.js'
import { ImplementationError } from '../implementation.js'
import { Remote } from './remote.js'
import { SshTransport } from './ssh.js'
import { resolveHost, type SshOptions } from './ssh-config.js'
import { collect } from './transport.js'

const timeout = 20_000

t.test('against a real sshd', async t => {
  const sshd = needs(t, 'sshd')
  const keygen = needs(t, 'ssh-keygen')
  if (sshd === undefined || keygen === undefined) return
  const server = await SshServer.start({ program: sshd, hostKeys: ['ed25519', 'rsa'] })
  t.teardown(() => server.stop())
  const other = await SshServer.start({ program: sshd })
  t.teardown(() => other.stop())
  const file = join(server.folder, 'known_hosts')
  const name = `[127.0.0.1]:${server.port}`

  /** A connection under these known hosts, with the key that the server lets in. */
  const to = async (known: string, options: SshOptions = {}) => {
    writeFileSync(file, known)
    const files = {
      configFile: 'none',
      knownHostsFiles: [file],
      identityFiles: [server.identityFile],
      agent: '',
    }
    return new SshTransport(await resolveHost(server.name, { ...files, ...options }))
  }

  let earlier = 0
  /** How often anybody has asked to be let in, when one more was and sshd has written it down. */
  const loginsOfOne = async () => {
    const accepted = () => server.log.split('Accepted publickey').length
    const before = accepted()
    const transport = await to(server.knownHost())
    await transport.connect(timeout)
    await transport.close()
    await until(() => accepted() > before)
    return server.logins - earlier
  }

  t.test('a known key, and a key that is let in', async t => {
    const transport = await to(server.knownHost())
    await transport.connect(timeout)
    t.match(await collect(transport, 'echo in', { timeout }), { stdout: 'in\n', status: 0 })
    t.equal(transport.starts, 1)
    await transport.close()
  })

  t.test('a program whose end comes with its beginning', async t => {
    // Each answer of the server arrives in one piece.
    const between = createServer(near => {
      const far = connect(server.port, '127.0.0.1')
      const held: Buffer[] = []
      let flush: NodeJS.Timeout | undefined
      far.on('data', data => {
        held.push(data)
        clearTimeout(flush)
        flush = setTimeout(() => near.write(Buffer.concat(held.splice(0))), 300)
      })
      near.on('data', data => far.write(data))
      for (const end of [near, far])
        end.on('error', () => {}).on('close', () => [near, far].map(one => one.destroy()))
    })
    await new Promise<void>(resolve => between.listen(0, '127.0.0.1', resolve))
    t.teardown(() => between.close())
    const { port } = between.address() as AddressInfo
    const slow = await resolveHost(`ssh://${server.user}@127.0.0.1:${port}`, {
      configFile: 'none',
      knownHostsFiles: [file],
      identityFiles: [server.identityFile],
      agent: '',
    })
    writeFileSync(file, server.knownHost().replaceAll(`:${server.port} `, `:${port} `))
    const transport = new SshTransport(slow)
    await transport.connect(timeout)
    t.match(await collect(transport, 'exit 3', { timeout }), { status: 3 })
    await transport.close()
  })

  t.test('which host keys are enough', async t => {
    const hashed = () => {
      writeFileSync(file, server.knownHost())
      execFileSync(keygen, ['-q', '-H', '-f', file], { stdio: 'ignore' })
      return readFileSync(file, 'latin1')
    }
    const table: [what: string, known: string][] = [
      ['hashed', hashed()],
      ['by a pattern', server.knownHost('ed25519', '[127.*]:*')],
      ['only the one of another type', server.knownHost('rsa')],
      ['one of several', other.knownHost('ed25519', name) + server.knownHost()],
    ]
    for (const [what, known] of table) {
      const transport = await to(known)
      await t.resolves(transport.connect(timeout), what)
      await transport.close()
    }
  })

  t.test('which are refused, before anybody asks to be let in', async t => {
    const shown = /shows ssh-ed25519 key SHA256:[A-Za-z0-9+/]{43}/
    const table: [what: string, known: string, says: RegExp[], options?: SshOptions][] = [
      ['unknown', '', [/the host key is unknown/, shown, /connect once with ssh/]],
      [
        'changed',
        `# another\n${other.knownHost('ed25519', name)}`,
        [/the host key has changed/, shown, /known_hosts:2 has ssh-ed25519 SHA256/, /keygen -R/],
      ],
      [
        'changed, though new ones are taken',
        other.knownHost('ed25519', name),
        [/the host key has changed/],
        { acceptNew: true },
      ],
      [
        'revoked',
        server.knownHost() + server.knownHost('ed25519', '@revoked *'),
        [/the host key is revoked/, shown, /known_hosts:2 marks @revoked/],
      ],
      [
        'certified only',
        server.knownHost('ed25519', '@cert-authority *'),
        [/unknown/, /host certificates need the openssh transport/],
      ],
    ]
    earlier = server.logins
    const once = await loginsOfOne()
    for (const [what, known, says, options] of table) {
      const transport = await to(known, options)
      for (const message of says)
        await t.rejects(
          transport.connect(timeout),
          { constructor: ImplementationError, how: 'refused', message },
          what,
        )
      t.equal(readFileSync(file, 'latin1'), known, 'nothing was written down')
    }
    t.equal(await loginsOfOne(), 2 * once, 'only the two that are let in have asked')
  })

  t.test('accept-new takes the key of a new host once and for all', async t => {
    const first = await to('', { acceptNew: true })
    await first.connect(timeout)
    await first.close()
    const written = readFileSync(file, 'latin1')
    t.match(written, name)
    const second = await to(written)
    await t.resolves(second.connect(timeout))
    await second.close()
  })

  t.test('a pin comes before known_hosts', async t => {
    const pin = (key: string) => {
      const path = join(server.folder, `host_${key}.pub`)
      const said = execFileSync(keygen, ['-l', '-f', path], { encoding: 'utf8' })
      return said.split(' ').find(word => word.startsWith('SHA256:')) ?? ''
    }
    const right = await to('', { pin: pin('ed25519') })
    await t.resolves(right.connect(timeout))
    await right.close()
    const wrong = await to(server.knownHost(), { pin: pin('rsa') })
    await t.rejects(wrong.connect(timeout), {
      how: 'refused',
      message:
        /is not the one pinned in the inventory: .* shows ssh-ed25519 key SHA256:\S+, not SHA256:/,
    })
  })

  t.test('logging in', async t => {
    const keys = (key: string, passphrase: string) => {
      const path = join(server.folder, key)
      execFileSync(keygen, ['-q', '-t', 'ed25519', '-N', passphrase, '-C', '', '-f', path])
      return path
    }
    const stranger = keys('stranger', '')
    const locked = keys('locked', 'secret')
    const open = keys('open', '')
    chmodSync(open, 0o644)
    const table: [what: string, identityFiles: string[], says: RegExp][] = [
      ['with a key that is not let in', [stranger], /no key was accepted/],
      ['with nothing', [], /nothing to log in with \(there is no agent\)/],
      ['with no such file', [join(server.folder, 'none')], /nothing to log in with/],
      ['with a locked key', [locked], /locked has a passphrase: add it to an agent/],
      ['with a key that all can read', [open], /open may be read by others/],
    ]
    for (const [what, identityFiles, message] of table) {
      const transport = await to(server.knownHost(), { identityFiles })
      await t.rejects(
        transport.connect(timeout),
        { constructor: ImplementationError, how: 'refused', message },
        what,
      )
    }
    const late = await to(server.knownHost(), { identityFiles: [stranger, server.identityFile] })
    await t.resolves(late.connect(timeout), 'with the second key')
    await late.close()
  })

  t.test('logging in by agent', async t => {
    const program = needs(t, 'ssh-agent')
    if (program === undefined) return
    const socket = join(server.folder, 'agent')
    const agent = spawn(program, ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = new Promise(resolve => agent.once('exit', resolve))
    t.teardown(async () => {
      agent.kill()
      await ended
    })
    await new Promise(resolve => agent.stdout.once('data', resolve))
    const stranger = join(server.folder, 'agent-stranger')
    execFileSync(keygen, ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', stranger])
    const env = { ...process.env, SSH_AUTH_SOCK: socket }
    execFileSync('ssh-add', ['-q', stranger, server.identityFile], { env })

    const transport = await to(server.knownHost(), { agent: socket, identityFiles: [] })
    await t.resolves(transport.connect(timeout))
    await transport.close()

    const config = join(server.folder, 'config')
    const only = (key: string) => {
      writeFileSync(config, `IdentitiesOnly yes\nIdentityFile ${key}\nIdentityAgent ${socket}\n`)
      return resolveHost(server.name, { configFile: config, knownHostsFiles: [file] })
    }
    writeFileSync(file, server.knownHost())
    const chosen = new SshTransport(await only(`${server.identityFile}.pub`))
    await t.resolves(chosen.connect(timeout), 'IdentitiesOnly names it by its public half')
    await chosen.close()
    const wrong = new SshTransport(await only(`${stranger}.pub`))
    await t.rejects(
      wrong.connect(timeout),
      { how: 'refused', message: /no key was accepted/ },
      'IdentitiesOnly names another',
    )

    const gone = await to(server.knownHost(), { agent: join(server.folder, 'no-agent') })
    await t.resolves(gone.connect(timeout), 'without its agent the key file still works')
    await gone.close()
  })
})

t.test('a server that takes one program for each connection', async t => {
  const program = needs(t, 'tinysshd')
  if (program === undefined || needs(t, 'ssh-keygen') === undefined || !needsRoot(t)) return
  const server = await startTinysshd(program)
  t.teardown(() => server.stop())
  const known = join(server.folder, 'known_hosts')
  writeFileSync(known, server.knownHost())
  const files = { knownHostsFiles: [known], identityFiles: [server.identityFile], agent: '' }
  const transport = new SshTransport(
    await resolveHost(server.name, { ...files, configFile: 'none' }),
  )
  await transport.connect(timeout)
  const said = await collect(transport, 'cat; exit 3', { input: 'input', timeout })
  t.match(said, { stdout: 'input', status: 3 })
  // Which of the two comes depends on whether the server's process has ended by then.
  await t.rejects(collect(transport, 'exit 0', { timeout }), {
    trouble: { class: 'network' },
    message: /(the connection was lost|Channel open failure.*); .* say openssh:\/\/$/,
  })
  await transport.close()

  await transport.connect(timeout)
  const running = await transport.start('cat')
  await t.rejects(
    transport.start('exit 0'),
    {
      trouble: { class: 'network' },
      message: /Channel open failure: only one 'session' channel allowed; .* say openssh:\/\/$/,
    },
    'a second one beside the first',
  )
  running.abandon()
  await transport.close()
})

t.test('nobody there', async t => {
  if (needs(t, 'sshd') === undefined || needs(t, 'ssh-keygen') === undefined) return
  const server = await SshServer.start()
  const target = await resolveHost(server.name, { configFile: 'none', identityFiles: [] })
  await server.stop()
  await t.rejects(new SshTransport(target).connect(timeout), {
    constructor: ImplementationError,
    how: 'unreachable',
    trouble: { class: 'network' },
    message: /ECONNREFUSED/,
  })
})

t.test('a connection that is lost during a run', async t => {
  const sshd = needs(t, 'sshd')
  if (sshd === undefined || needs(t, 'cc') === undefined) return
  const server = await SshServer.start({ program: sshd })
  t.teardown(() => server.stop())
  const known = join(server.folder, 'known_hosts')
  writeFileSync(known, server.knownHost())
  const folder = realpathSync(server.folder)
  const options = { knownHostsFiles: [known], identityFiles: [server.identityFile], agent: '' }
  const cases = casesOf({ a: 'getpid() = ?', b: 'getpid() = ?', c: 'getpid() = ?' })

  const remote = new Remote('far', new SshTransport(await resolveHost(server.name, options)), {
    source: standIn('falls-silent'),
  })
  await remote.open()
  t.equal(runningFrom(folder).length, 1)
  const given: string[] = []
  const playing = remote.play(cases, { jobs: 1, timeoutFactor: 1 }, transcript => {
    given.push(transcript.case)
    if (given.length === 2) server.drop()
  })
  await t.rejects(playing, {
    constructor: ImplementationError,
    how: 'broken',
    trouble: { class: 'network' },
    message: /the probe stopped after 2 of 3 cases: the connection was lost/,
  })
  t.same(given, ['x/a', 'x/b'])
  await allGone(folder)
  await t.rejects(
    remote.play(cases, { jobs: 1, timeoutFactor: 1 }, () => {}),
    { trouble: { class: 'network' }, message: /cannot start a program there/ },
    'and so does the next',
  )
  await remote.close()
})
