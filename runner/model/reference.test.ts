import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { caseOf } from '../../fixtures/model-cases.js'
import type { Transcript } from '../implementation.js'
import { judge } from '../judge.js'
import { calls } from '../suite/calls.js'
import { modelledCalls } from './calls/index.js'
import { profiles } from './profiles/index.js'
import { linux } from './profiles/linux.js'
import { posix } from './profiles/posix.js'
import { predict, reference } from './reference.js'

const folder = fileURLToPath(new URL('.', import.meta.url))

t.test('the model has the calls of the language', t => {
  t.same(Object.keys(modelledCalls).sort(), Object.keys(calls).sort())
  t.end()
})

t.test('what is missing is named', t => {
  const unsupported = (lines: string, profile = posix, settings = {}) => {
    const found = predict(caseOf(lines), profile, settings)
    return 'notPredicted' in found ? found : found[0]?.unsupported
  }
  t.same(unsupported('needs linux\ngetpid() = _'), ['linux'])
  t.same(unsupported('needs linux\ngetpid() = _', linux), undefined)
  t.same(unsupported('given pair\nioctl(m, TIOCGPTN) = ?'), ['constant TIOCGPTN'])
  t.same(unsupported('unshare(CLONE_NEWNS) = ?'), ['call unshare', 'constant CLONE_NEWNS'])
  t.same(unsupported('given pair\ntcsetattr(s, TCSANOW, {VWERASE="x", ...}) = 0'), [
    'constant VWERASE',
  ])
  t.same(unsupported('needs tiocsti=on\ngetpid() = _', linux), ['tiocsti=on'])
  t.same(unsupported('needs tiocsti=on\ngetpid() = _', linux, { tiocsti: 'on' }), undefined)
  t.same(unsupported('needs other-user\ngetpid() = _', linux, { user: '1000' }), ['other-user'])
  t.match(unsupported('needs threads\ngetpid() = _', linux), { notPredicted: /threads/ })
  t.match(unsupported('needs tiocsti=on\ngetpid() = _', linux, { tiocsti: 'unknown' }), {
    notPredicted: /tiocsti/,
  })
  t.end()
})

t.test('settings of the host stand over those of the profile', t => {
  const mode = (settings: Record<string, string>) => {
    const found = predict(caseOf('given pair\nstat(name) = {st_mode=?, ...}'), linux, settings)
    return 'notPredicted' in found ? '' : JSON.stringify(found[0]?.lines.at(-1)?.seen)
  }
  t.match(mode({}), /S_IFCHR\|0620, st_uid=65534, st_gid=5,/)
  t.match(mode({ 'devpts.mode': '600', 'devpts.gid': 'unset' }), /S_IFCHR\|0600.*st_gid=65534,/)
  t.end()
})

t.test('ptmx as the host has it', t => {
  const opens = (ptmx: string, ptmxmode: string) => {
    const settings = { ptmx, 'devpts.ptmxmode': ptmxmode }
    const found = predict(caseOf('posix_openpt(O_RDWR) = ?'), linux, settings)
    const seen = 'notPredicted' in found ? undefined : found[0]?.lines[0]?.seen
    return seen?.kind === 'value' ? seen.text : seen?.kind
  }
  t.equal(opens('node', '000'), '3')
  t.equal(opens('link', '000'), '-1 EACCES')
  t.equal(opens('link', '666'), '3')
  t.equal(opens('bind', '666'), '3')
  t.equal(opens('none', '666'), '-1 ENOENT')
  t.end()
})

t.test(
  'as an implementation it gives one transcript a case, also where it has not what the case needs',
  async t => {
    const implementation = reference(linux, { user: '1000' })
    const identity = await implementation.open()
    t.match(identity, { name: 'reference:linux', kind: 'reference', settings: { user: '1000' } })
    const given: Transcript[] = []
    const cases = [
      caseOf('getuid() = ?'),
      caseOf('needs threads\ngetuid() = ?'),
      caseOf('readfile("/dev/null") = ?'),
    ]
    await implementation.play(cases, { jobs: 1, timeoutFactor: 1 }, one => given.push(one))
    await implementation.close()
    t.match(given, [
      { lines: [{ seen: { kind: 'value', text: '1000' } }] },
      { lines: [], unsupported: ['threads'] },
      { lines: [], trouble: { class: 'case', reason: /no plain file/ } },
    ])
  },
)

t.test('only profiles know the names of profiles', t => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    name => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(profiles|defects)/.test(name),
  )
  const name = new RegExp(`'(${Object.keys(profiles).join('|')})'`)
  t.same(
    files.filter(file => name.test(readFileSync(join(folder, file), 'utf8'))),
    [],
  )
  t.end()
})

t.test('the same case, profile and settings give the same transcripts', t => {
  const lines = 'given pair raw\nfcntl(m, F_SETFL, O_NONBLOCK) = 0\nwrite(m, seq(0, 60000)) = ?'
  t.same(predict(caseOf(lines), linux), predict(caseOf(lines), linux))
  t.end()
})

t.test('a case that can go too many ways is played, and not predicted', async t => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const of = caseOf(
    [
      ...names.map(name => `fork() = ${name}`),
      '{',
      ...names.map(name => `${name}: getpid() = ${name}`),
      '}',
    ].join('\n'),
  )
  t.match(predict(of, posix), { notPredicted: /more than \d+ ways/ })
  const given: Transcript[] = []
  await reference(posix).play([of], { jobs: 1, timeoutFactor: 1 }, one => given.push(one))
  t.equal(given[0]?.trouble, undefined)
  t.equal(given[0]?.lines.length, 12)
})

t.test('names whose numbers may be one match each other', async t => {
  const { aliases } = await reference(posix).open()
  const of = caseOf('given pair\nfcntl(m, F_SETFL, O_NONBLOCK) = 0\nread(m, 1) = -1 EWOULDBLOCK')
  const found = predict(of, posix)
  if ('notPredicted' in found || !found[0]) throw new Error('it is predicted')
  t.equal(judge(of, found[0], { strict: false, aliases }).lines.at(-1)?.holds, true)
})

t.test('what a profile cannot know of a host is not predicted', t => {
  const found = predict(caseOf('needs libc=musl\ngetpid() = _'), { ...linux, settings: {} })
  t.match(found, { notPredicted: /setting libc is not known/ })
  t.end()
})

t.test('playing ends where it is called off', async t => {
  const played = reference(linux).play(
    [caseOf('getpid() = _')],
    { jobs: 1, timeoutFactor: 1, signal: AbortSignal.abort() },
    () => {
      t.fail('nothing is played')
    },
  )
  await t.rejects(played, /abort/i)
})
