import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { ImplementationError } from '../implementation.js'
import { resolveHost, type SshOptions } from './ssh-config.js'

const config = `
Host web
  HostName 10.1.2.3
  Port 2200
  User builder
  HostKeyAlias farm
  IdentityFile ~/.ssh/farm
  IdentityFile %d/keys/%r@%h
  IdentitiesOnly yes
  IdentityAgent /run/agent-of-%r
  UserKnownHostsFile ~/.ssh/farm_hosts /etc/farm_hosts
  GlobalKnownHostsFile none
  StrictHostKeyChecking accept-new
  HashKnownHosts yes
  AddressFamily inet
Host lax
  StrictHostKeyChecking no
  IdentityAgent none
Host strict
  StrictHostKeyChecking yes
Host behind
  ProxyJump gate
Host piped
  ProxyCommand nc %h %p
Host listed
  RevokedHostKeys /etc/revoked
Host asked
  KnownHostsCommand /bin/known %H
Host bound
  BindAddress 127.0.0.1
Host certified
  CertificateFile ~/.ssh/cert.pub
Host tokens
  PKCS11Provider /lib/token.so
`

/** The configuration of the one who runs the tests is none of theirs. */
const configFile = join(t.testdir({ config }), 'config')

t.test('an alias', async t => {
  if (needs(t, 'ssh') === undefined) return
  t.same(await resolveHost('web', { configFile }), {
    name: 'web',
    words: ['-F', configFile, '--', 'web'],
    host: '10.1.2.3',
    port: 2200,
    user: 'builder',
    hostKeyAlias: 'farm',
    identityFiles: [join(homedir(), '.ssh/farm'), join(homedir(), 'keys/builder@10.1.2.3')],
    identitiesOnly: true,
    agent: '/run/agent-of-builder',
    knownHostsFiles: [join(homedir(), '.ssh/farm_hosts'), '/etc/farm_hosts'],
    acceptNew: true,
    hashKnownHosts: true,
    family: 4,
  })
  t.match(await resolveHost('lax', { configFile }), { acceptNew: true, host: 'lax', port: 22 })
  t.equal((await resolveHost('lax', { configFile })).agent, undefined)
  t.match(await resolveHost('strict', { configFile }), { acceptNew: false })
})

t.test('an address', async t => {
  if (needs(t, 'ssh') === undefined) return
  t.match(await resolveHost('ssh://eve@h.example:2222', { configFile }), {
    name: 'ssh://eve@h.example:2222',
    host: 'h.example',
    port: 2222,
    user: 'eve',
    acceptNew: false,
  })
  t.match(await resolveHost('ssh://[::1]:2222', { configFile }), { host: '::1', port: 2222 })
})

t.test('options come before the configuration', async t => {
  if (needs(t, 'ssh') === undefined) return
  const options = { knownHostsFiles: ['/k'], identityFiles: ['/i'], agent: '', acceptNew: false }
  const target = await resolveHost('web', { ...options, configFile })
  t.match(target, { knownHostsFiles: ['/k'], identityFiles: ['/i'], acceptNew: false })
  t.equal(target.agent, undefined)
})

t.test('what only the ssh command can do is left to it', async t => {
  if (needs(t, 'ssh') === undefined) return
  for (const [name, reason] of [
    ['behind', 'proxyjump gate'],
    ['piped', 'proxycommand nc %h %p'],
    ['listed', 'revokedhostkeys /etc/revoked'],
    ['asked', 'knownhostscommand /bin/known %H'],
    ['bound', 'bindaddress 127.0.0.1'],
    ['certified', 'certificatefile ~/.ssh/cert.pub'],
    ['tokens', 'pkcs11provider /lib/token.so'],
  ] as const) {
    t.equal((await resolveHost(name, { configFile })).openssh, reason, name)
    await t.rejects(resolveHost(name, { configFile, transport: 'ssh2' }), {
      constructor: ImplementationError,
      message: `${name}: there is ${reason}, which needs the openssh transport: do not ask for ssh2`,
    })
  }
  t.equal((await resolveHost('web', { configFile })).openssh, undefined)
})

t.test('the ssh command where it is asked for, or where keys want it', async t => {
  if (needs(t, 'ssh') === undefined) return
  const forced = { openssh: 'as you said' }
  t.match(await resolveHost('web', { configFile, transport: 'openssh' }), forced)
  t.match(await resolveHost('openssh://eve@[::1]:2222', { configFile }), {
    ...forced,
    words: ['-F', configFile, '-l', 'eve', '-p', '2222', '--', '::1'],
    host: '::1',
    port: 2222,
    user: 'eve',
  })
  const key = `AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)}`
  const folder = t.testdir({
    'signed-cert.pub': 'a certificate',
    'token.pub': 'sk-ssh-ed25519@openssh.com AAAA',
    known: `@cert-authority *.example ssh-ed25519 ${key}\n`,
  })
  const none = { configFile, identityFiles: [], knownHostsFiles: [] }
  const reason = async (name: string, options: SshOptions) =>
    (await resolveHost(name, { ...none, ...options })).openssh ?? ''
  t.match(await reason('h', { identityFiles: [join(folder, 'signed')] }), /signed-cert.pub$/)
  t.match(await reason('h', { identityFiles: [join(folder, 'token')] }), /hardware token/)
  const knownHostsFiles = [join(folder, 'known')]
  t.match(await reason('h.example', { knownHostsFiles }), /@cert-authority/)
  t.equal(await reason('h.elsewhere', { knownHostsFiles }), '')
  t.equal(await reason('h.example', { knownHostsFiles, pin: `SHA256:${'a'.repeat(43)}` }), '')
  await t.rejects(resolveHost('h', { pin: 'SHA256:short' }), { message: /is no fingerprint/ })
})

t.test('a label is what messages call it', async t => {
  if (needs(t, 'ssh') === undefined) return
  t.match(await resolveHost('web', { configFile, label: 'farm-7' }), {
    name: 'farm-7',
    host: '10.1.2.3',
  })
})

t.test('names that are none, and a broken configuration', async t => {
  if (needs(t, 'ssh') === undefined) return
  const folder = t.testdir({ broken: 'Nonsense yes\n' })
  for (const name of ['', '-oProxyCommand=x', 'a b', 'a\nb'])
    await t.rejects(resolveHost(name), { message: /is no name of a host/ })
  await t.rejects(resolveHost('x', { configFile: join(folder, 'broken') }), {
    message: /^ssh -G x: .*onsense/,
  })
})

t.test('without an ssh program', async t => {
  const { PATH } = process.env
  Object.assign(process.env, { PATH: t.testdir({}) })
  t.teardown(() => Object.assign(process.env, { PATH }))
  t.match(await resolveHost('ssh://h.example'), {
    host: 'h.example',
    port: 22,
    user: userInfo().username,
    acceptNew: false,
    knownHostsFiles: [join(homedir(), '.ssh/known_hosts'), /known_hosts2$/, /^\/etc/, /^\/etc/],
  })
  t.match(await resolveHost('ssh://eve@[::1]:2222/'), { host: '::1', port: 2222, user: 'eve' })
  await t.rejects(resolveHost('web'), { message: /no ssh program here/ })
  await t.rejects(resolveHost('openssh://h.example'), { message: /no ssh program here/ })
  await t.rejects(resolveHost('ssh://a:b:c'), { message: /not of the form ssh:/ })
})
