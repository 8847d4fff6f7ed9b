import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { ImplementationError } from '../implementation.js'
import { resolveHost } from './ssh-config.js'

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
`

/** The configuration of the one who runs the tests is none of theirs. */
const configFile = join(t.testdir({ config }), 'config')

t.test('an alias', async t => {
  if (needs(t, 'ssh') === undefined) return
  t.same(await resolveHost('web', { configFile }), {
    name: 'web',
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

t.test('what cannot be done here is said, not passed over', async t => {
  if (needs(t, 'ssh') === undefined) return
  for (const [name, word] of [
    ['behind', 'proxyjump'],
    ['piped', 'proxycommand'],
    ['listed', 'revokedhostkeys'],
  ] as const)
    await t.rejects(resolveHost(name, { configFile }), {
      constructor: ImplementationError,
      message: new RegExp(`^${name}: .*${word}.*openssh transport`),
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
  await t.rejects(resolveHost('ssh://a:b:c'), { message: /not of the form ssh:/ })
})
