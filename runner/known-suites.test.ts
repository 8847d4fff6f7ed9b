import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import t from 'tap'
import { knownSuites } from './known-suites.js'
import { loadSuites } from './suite/load.js'

const own = new URL('../suites', import.meta.url).pathname

t.test('what is kept of all suites is what reading them gives', async t => {
  const folder = join(t.testdir(), 'cache')
  const read = await loadSuites([own])
  t.same(await knownSuites([own], folder), read)
  t.equal(readdirSync(folder).length, 1)
  t.same(await knownSuites([own], folder), read)
  t.ok(read.suites.length > 50 && read.situations.length > 0)
})

const suite = (got: string) =>
  `title  T\n\ncase a\ntitle  A\ncite   none\nlevel  open\n\ngetpid()  = ${got}\n`

/** Puts something else into a kept file, with the digest that belongs to it. */
function replaceKept(folder: string, value: unknown): void {
  const bytes = serialize(value)
  const sum = createHash('sha256').update(bytes).digest('hex')
  const path = join(folder, readdirSync(folder)[0] ?? '')
  writeFileSync(path, Buffer.concat([Buffer.from(`${sum}\n`), bytes]))
}

t.test('a suite that is as it was is not read again, one that is not is', async t => {
  const place = t.testdir({ 'x.pty': suite('?') })
  const [folder, path] = [join(place, 'cache'), join(place, 'x.pty')]
  const read = await knownSuites([path], folder)
  replaceKept(folder, 'as kept')
  t.equal(await knownSuites([path], folder), 'as kept')
  writeFileSync(path, suite('5'))
  t.not(await knownSuites([path], folder), 'as kept')
  writeFileSync(path, suite('?'))
  t.equal(await knownSuites([path], folder), 'as kept')
  const [kept = ''] = readdirSync(folder).filter(name =>
    readFileSync(join(folder, name)).includes('as kept'),
  )
  for (const bad of [Buffer.from(''), readFileSync(join(folder, kept)).subarray(0, -1)]) {
    writeFileSync(join(folder, kept), bad)
    t.same(await knownSuites([path], folder), read)
  }
  chmodSync(folder, 0o722)
  t.same(await knownSuites([path], folder), read, 'others may have written there')
})

t.test('situations count as well', async t => {
  const given = (got: string) => `title  G\n\ncase g\ntitle  G\n\nm  = ${got}\n`
  const place = t.testdir({
    suites: { 'given.pty': given('posix_openpt(O_RDWR)'), 'x.pty': suite('?') },
  })
  const [folder, path] = [join(place, 'cache'), join(place, 'suites', 'x.pty')]
  await knownSuites([path], folder)
  writeFileSync(join(place, 'suites', 'given.pty'), given('posix_openpt(O_NOCTTY)'))
  await knownSuites([path], folder)
  t.equal(readdirSync(folder).length, 2)
})

t.test('mistakes are found each time, and old editions go', async t => {
  const place = t.testdir({ 'x.pty': suite(')') })
  const [folder, path] = [join(place, 'cache'), join(place, 'x.pty')]
  for (const _ of 'ab') t.equal((await knownSuites([path], folder)).mistakes.length, 1)
  t.notOk(existsSync(folder))
  for (const got of '123456') {
    writeFileSync(path, suite(got))
    await knownSuites([path], folder)
  }
  t.equal(readdirSync(folder).length, 4)
})
