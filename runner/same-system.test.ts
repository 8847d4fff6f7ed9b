import t from 'tap'
import { differenceOf } from './same-system.js'

const facts = {
  system: 'Linux',
  release: '6.1',
  machine: 'x86_64',
  libc: 'musl',
  probe: 'd',
  settings: { user: 'root' },
}

t.equal(differenceOf(facts, { ...facts }), undefined)
t.equal(differenceOf(facts, { ...facts, libc: 'glibc' }), 'libc was musl, is glibc')
t.equal(differenceOf(facts, { ...facts, settings: {} }), 'user was root, is unknown')
t.equal(
  differenceOf(facts, { ...facts, settings: { ...facts.settings, tiocsti: 'off' } }),
  'tiocsti was unknown, is off',
)
