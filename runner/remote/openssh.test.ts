import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { SshServer } from '../../fixtures/lab/sshd.js'
import { ImplementationError } from '../implementation.js'
import { OpensshTransport } from './openssh.js'
import { wayTo } from './remote.js'
import { resolveHost, type SshOptions } from './ssh-config.js'
import { collect } from './transport.js'

const timeout = 20_000

t.test('against a real sshd', async t => {
  const sshd = needs(t, 'sshd')
  const keygen = needs(t, 'ssh-keygen')
  if (sshd === undefined || keygen === undefined || needs(t, 'ssh') === undefined) return
  const makeKey = (path: string) =>
    execFileSync(keygen, ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path])
  const authority = join(t.testdir({}), 'authority')
  makeKey(authority)
  const config = [`TrustedUserCAKeys ${authority}.pub`]
  const server = await SshServer.start({ program: sshd, config })
  t.teardown(() => server.stop())
  const other = await SshServer.start({ program: sshd })
  t.teardown(() => other.stop())
  const file = join(server.folder, 'known_hosts')
  const name = `[127.0.0.1]:${server.port}`

  const options = (more: SshOptions = {}) =>
    ({
      configFile: 'none',
      knownHostsFiles: [file],
      identityFiles: [server.identityFile],
      agent: '',
      transport: 'openssh',
      ...more,
    }) as const

  const to = async (known: string, more: SshOptions = {}) => {
    writeFileSync(file, known)
    return new OpensshTransport(await resolveHost(server.name, options(more)), options(more))
  }

  const fingerprint = (of: SshServer) =>
    execFileSync(keygen, ['-l', '-f', join(of.folder, 'host_ed25519.pub')], { encoding: 'utf8' })
      .split(' ')
      .find(word => word.startsWith('SHA256:')) ?? ''

  t.test('a status of 255 is the program\u2019s where ssh does not complain', async t => {
    const transport = await to(server.knownHost())
    await transport.connect(timeout)
    t.match(await collect(transport, 'exit 255', { timeout }), { status: 255, signal: null })
    t.equal(transport.starts, 1, 'connecting is no program')
    await transport.close()
  })

  t.test('which host keys are refused, before anybody asks to be let in', async t => {
    const revoked = server.knownHost('ed25519', `@revoked ${name}`)
    const table: [what: string, known: string, says: RegExp, options?: SshOptions][] = [
      ['unknown', '', /host key is not trusted: .*[Nn]o ED25519 host key is known/s],
      ['changed', other.knownHost('ed25519', name), /IDENTIFICATION HAS CHANGED/],
      ['changed, new ones taken', other.knownHost('ed25519', name), /CHANGED/, { acceptNew: true }],
      ['revoked', revoked, /REVOKED HOST KEY|revoked/],
      ['not the one pinned', server.knownHost(), /not trusted/, { pin: fingerprint(other) }],
    ]
    const before = server.logins
    for (const [what, known, message, more] of table)
      await t.rejects(
        (await to(known, more)).connect(timeout),
        { constructor: ImplementationError, how: 'refused', message },
        what,
      )
    t.equal(server.logins, before)
  })

  t.test('which are taken: new ones where that is asked for, and pinned ones', async t => {
    for (const more of [{ acceptNew: true }, { pin: fingerprint(server) }])
      await t.resolves((await to('', more)).connect(timeout), Object.keys(more).join())
    await t.resolves(
      (await to(other.knownHost('ed25519', name), { pin: fingerprint(server) })).connect(timeout),
      'a pin comes before known_hosts',
    )
  })

  t.test('a login that is refused', async t => {
    const stranger = join(server.folder, 'stranger')
    makeKey(stranger)
    const transport = await to(server.knownHost(), { identityFiles: [stranger] })
    await t.rejects(transport.connect(timeout), {
      how: 'refused',
      trouble: { class: 'host' },
      message: /login refused: .*Permission denied.*Try: ssh -o BatchMode=yes -F none -l/s,
    })
  })

  t.test('a certificate, without being asked for', async t => {
    const key = join(server.folder, 'certified')
    makeKey(key)
    const sign = ['-q', '-s', authority, '-I', 'x', '-n', userInfo().username, `${key}.pub`]
    execFileSync(keygen, sign)
    writeFileSync(file, server.knownHost())
    const { transport: _, ...any } = options({ identityFiles: [key] })
    const way = await wayTo(server.name, any)
    t.type(way, OpensshTransport)
    await t.resolves(way.connect(timeout))
    await way.close()
  })

  t.test('a jump, without being asked for', async t => {
    const jump = join(server.folder, 'jump')
    const known = [server.knownHost(), other.knownHost()].join('')
    writeFileSync(file, known)
    const both = `HostName 127.0.0.1\n User ${server.user}\n IdentityAgent none\n UserKnownHostsFile ${file}\n`
    const host = (label: string, { port, identityFile }: SshServer) =>
      `Host ${label}\n Port ${port}\n IdentityFile ${identityFile}\n ${both}`
    writeFileSync(jump, `${host('gate', other)}${host('behind', server)} ProxyJump gate\n`)
    const way = await wayTo('behind', { configFile: jump })
    await way.connect(timeout)
    t.match(await collect(way, 'echo $SSH_CONNECTION', { timeout }), { status: 0, stdout: /127/ })
    t.match(other.log, /direct-tcpip/, 'by way of the other')
    await way.close()
  })

  t.test('a server that is gone', async t => {
    const transport = await to(server.knownHost())
    server.drop()
    await t.rejects(transport.connect(timeout), {
      how: 'unreachable',
      trouble: { class: 'network' },
      message: /no connection: .*refused/s,
    })
    await transport.close()
  })
})

t.test('what ssh cannot be started with', async t => {
  if (needs(t, 'ssh') === undefined) return
  const target = await resolveHost('ssh://127.0.0.1:1', { configFile: 'none' })
  const { PATH } = process.env
  Object.assign(process.env, { PATH: t.testdir({}) })
  t.teardown(() => Object.assign(process.env, { PATH }))
  await t.rejects(new OpensshTransport(target).connect(timeout), {
    constructor: ImplementationError,
    message: /cannot start ssh: .*ENOENT/,
  })
})
