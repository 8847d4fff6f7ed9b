import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { formatMistake } from '../suite/mistake.js'
import { inventoryJsonSchema } from './inventory.js'
import { readInventory } from './read-inventory.js'

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'inventories')
const profiles = ['posix', 'linux']

const read = (text: string) => readInventory(text, 'ptycheck.yaml', profiles)
const example = (name: string) => read(readFileSync(join(fixtures, name), 'utf8'))
const messages = (text: string) => read(text).mistakes.map(({ message }) => message)

t.test('the examples', async t => {
  const farm = example('farm.yaml')
  t.same(farm.mistakes, [])
  t.match(farm.inventory, {
    hosts: {
      'debian-12': { user: 'builder', labels: ['glibc', 'stable'] },
      alpine: { timeoutFactor: 3, profile: 'linux' },
    },
    groups: { nightly: ['local', 'debian', 'alpine'] },
  })
  t.same(example('one-vm.yaml').inventory, { hosts: { myvm: null } })
})

t.test('all mistakes at once, each with its place, its host and what was meant', async t => {
  const { inventory, mistakes } = example('eight-mistakes.yaml')
  t.equal(inventory, undefined)
  const found = mistakes.map(({ place, message }) => `${place.line}:${place.column}: ${message}`)
  t.match(found, [
    /^4:5: host 'web': no key 'adress', did you mean 'address'\?$/,
    /^5:11: host 'web': jobs: .*expected/,
    /^6:16: host 'web': transport: .*"ssh2".*, did you mean 'openssh'\?$/,
    /^7:14: host 'web': no profile 'linus', did you mean 'linux'\?; there are: posix, linux$/,
    /^9:14: host 'db': hostkey: no fingerprint/,
    /^10:13: host 'db': labels: .*expected array/,
    /^12:11: group 'linux': no host or group 'alpin', did you mean 'alpine'\?$/,
    /^13:1: no key 'host', did you mean 'hosts'\?$/,
  ])
  t.equal(found.length, 8)
  const [first] = mistakes
  t.equal(
    first && formatMistake(first).split('\n').slice(1).join('\n'),
    '      adress: ssh://root@192.0.2.1\n      ^',
  )
})

t.test('a host that a command leads to', async t => {
  const host = (text: string) => read(`hosts: {web: {${text}}}`)
  const { inventory, mistakes } = host(`command: docker exec -i 'a b'`)
  t.same(mistakes, [])
  t.match(inventory, { hosts: { web: { command: "docker exec -i 'a b'" } } })
  t.same(host('command: [adb, shell, "{}"], jobs: 1, become: sudo').mistakes, [])
  const said = (text: string) =>
    host(text).mistakes.map(({ place, message }) => `${place.column}: ${message}`)
  t.match(said(`command: "docker 'web"`), [/^24: host 'web': command: no command: no second '/])
  for (const text of ['command: ""', 'command: []', 'command: ["{}"]'])
    t.match(said(text), [/host 'web': command: no command: say what runs a program there/], text)
  t.match(said('command: 3'), [/no command: a string or a list of words/])
  t.match(said('address: local, command: env, transport: ssh2'), [
    /^15: host 'web': address: it is reached by a command already; say one of the two/,
    /^45: host 'web': transport: it is reached/,
  ])
  t.match(said('address: exec:docker exec -i web'), [
    /a command of several words stands as command/,
  ])
})

t.test('texts that are no inventory', async t => {
  t.match(messages(''), [/expected object/])
  t.match(messages('- a\n'), [/expected object/])
  t.match(messages('groups: {}\n'), [/expected record/])
  t.match(messages('hosts: {a b: {}}\n'), [/a label is letters/])
  t.match(messages('hosts: {a: {address: -oProxyCommand=x}}\n'), [/host 'a': address: no address/])
  t.match(messages('hosts: {a: {user: root}\n'), [/flow map/i])
  t.match(messages('hosts:\n  a: {}\n  a: {}\n'), [/unique/])
  const level = (n: number) => `  a${n}: &a${n} [${`*a${n - 1}, `.repeat(10)}]\n`
  const bomb = `hosts: {}\nx:\n  a0: &a0 [x]\n${[1, 2, 3, 4, 5].map(level).join('')}`
  t.same(messages(bomb), ['too many aliases'])
})

t.test('the published schema is the one that is checked', async t => {
  const file = join(import.meta.dirname, 'inventory.schema.json')
  t.same(
    JSON.parse(readFileSync(file, 'utf8')),
    JSON.parse(inventoryJsonSchema()),
    'write it anew: npx ptycheck schema inventory > runner/remote/inventory.schema.json',
  )
})
