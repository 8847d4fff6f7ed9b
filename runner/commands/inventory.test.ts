import { join } from 'node:path'
import t from 'tap'
import { EXIT } from '../status.js'
import { Failure } from './failure.js'
import { hostOptions, paceOf } from './implementations.js'
import { chooseHosts, inventoryHost, loadInventory } from './inventory.js'

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'inventories')
const inventory = join(fixtures, 'farm.yaml')
await loadInventory({ inventory })

t.test('labels, groups and addresses, each once', async t => {
  const choose = (words: string[], label?: string[]) =>
    chooseHosts(words, { inventory, ...(label && { label }) })
  t.same(choose(['debian']), ['debian-12', 'debian-13'], 'a group')
  t.same(choose(['@nightly']), ['local', 'debian-12', 'debian-13', 'alpine'], 'a group of groups')
  t.same(choose(['alpine', 'ssh://a:1', '@debian', 'debian-13']), [
    'alpine',
    'ssh://a:1',
    'debian-12',
    'debian-13',
  ])
  t.same(choose(['reference:posix'], ['musl', 'stable']), [
    'reference:posix',
    'alpine',
    'debian-12',
  ])
  t.throws(() => choose(['@debain']), {
    constructor: Failure,
    status: EXIT.usage,
    message: "no group 'debain', did you mean 'debian'?; there are: debian, nightly",
  })
  t.throws(() => choose([], ['mussl']), { status: EXIT.usage, message: /did you mean 'musl'/ })
})

t.test('a plain label wins over a group; groups may name each other', async t => {
  const text = 'hosts: {a: , b: }\ngroups: {a: [b, c], c: [a, a], none: []}\n'
  const file = join(t.testdir({ 'i.yaml': text }), 'i.yaml')
  await loadInventory({ inventory: file })
  t.same(chooseHosts(['a'], { inventory: file }), ['a'])
  t.same(chooseHosts(['@a'], { inventory: file }), ['b', 'a'])
  t.throws(() => chooseHosts(['none'], { inventory: file }), { message: /^no host is in none/ })
})

t.test('what it says of a host, and what the command line says first', async t => {
  t.same(inventoryHost('constructor', { inventory }), {})
  t.same(hostOptions('debian-12', { inventory, sshConfig: 'none' }), {
    label: 'debian-12',
    timeoutFactor: 1,
    user: 'builder',
    configFile: 'none',
    pin: 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU',
  })
  t.match(hostOptions('debian-12', { inventory, user: 'me' }), { user: 'me' })
  t.match(hostOptions('debian-13', { inventory }), { become: 'sudo' })
  t.match(hostOptions('openbsd-behind-a-jump', { inventory }), { transport: 'openssh' })
  t.same(paceOf('alpine', { inventory }), { jobs: 4, timeoutFactor: 3 })
  t.same(paceOf('alpine', { inventory, timeoutFactor: 5 }), { jobs: 4, timeoutFactor: 5 })
  t.same(paceOf('local', { inventory }), { jobs: 2, timeoutFactor: 1 })
  t.same(paceOf('stranger', { inventory, jobs: 9 }), { jobs: 9, timeoutFactor: 1 })
})

t.test('an inventory that cannot be used', async t => {
  const broken = { inventory: join(fixtures, 'eight-mistakes.yaml') }
  await t.rejects(loadInventory(broken), {
    status: EXIT.badInput,
    message:
      /eight-mistakes.yaml:4:5: host 'web': no key 'adress'.*\n8 mistakes in the inventory$/s,
  })
  await t.rejects(loadInventory({ inventory: 'absent.yaml' }), {
    status: EXIT.missingFile,
    message: /cannot read the inventory: .*absent.yaml/,
  })
})
