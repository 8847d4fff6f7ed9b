import t from 'tap'
import { casePage, columnAnchor, implementationPage, safe, topic } from './links.js'

t.test('plain ids stay readable', async t => {
  t.equal(casePage('linux/devpts/limit'), 'cases/linux--devpts--limit.html')
  t.equal(implementationPage('reference:linux'), 'implementations/reference~linux.html')
  t.equal(columnAnchor('freebsd-14.2'), 'on-freebsd-14.2')
})

t.test('whatever the text, the name is safe, short and its own', async t => {
  const texts = [
    '../../etc/passwd',
    '',
    '.',
    'Host',
    'host',
    'a--b',
    'a/b',
    'a b',
    '<x>',
    'é',
    'x'.repeat(999),
  ]
  const names = texts.map(safe)
  for (const name of names) t.match(name, /^[a-z0-9][a-z0-9._~-]{0,110}$/)
  t.equal(new Set(names.map(name => name.toLowerCase())).size, texts.length)
})

t.test('the topic is the id without the claim', async t => {
  t.equal(topic('linux/devpts/limit'), 'linux/devpts')
  t.equal(topic('alone'), 'alone')
})
