import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { loadSuites } from '../suite/load.js'
import { type PackedPlay, readPackedPlay } from './packed.js'
import { readPackedLog } from './packed-log.js'
import { packedSource } from './packing.js'

const folder = mkdtempSync(join(tmpdir(), 'ptycheck-packed-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

/** 400 bytes that no shorter form stands for, with all that is escaped on the way. */
const long = Array.from({ length: 50 }, (_, i) => `${i % 7}a~ ^#\`?`.slice(0, 8)).join('')

const suite = join(folder, 'mine.pty')
const claim = (name: string, steps: string) =>
  `case ${name}\ntitle  T\ncite   none\nlevel  shall\n${steps}\n\n`
writeFileSync(
  suite,
  `title  T\n\n${claim('first', 'getpid()  = me\ngetpid()  = me')}${claim(
    'long',
    `pipe()  = [r, w]\nwrite(w, "${long}")  = ?\nread(r, 4096)  = "${long}"`,
  )}${claim('third', 'isatty(0)  = 0 ENOTTY')}${claim('last', 'getpid()  = me\ngetpid()  = me')}`,
)
const { suites } = await loadSuites([suite])
const cases = suites.flatMap(one => one.cases)
const ids = cases.map(({ id }) => id)
const packing = { version: '1', jobs: 1, timeoutFactor: 1, morePlays: 2 }

if (needs(t, 'cc') !== undefined) {
  const [source, program] = [join(folder, 'suite.c'), join(folder, 'suite')]
  writeFileSync(source, packedSource(cases, packing))
  execFileSync('cc', ['-o', program, source, '-lutil', '-pthread'])
  const play = (...options: string[]) => {
    const { stdout, status } = spawnSync(program, options, { encoding: 'latin1', env: {} })
    t.equal(status, 0)
    return stdout
  }
  testReading(play('--user', '65534:65534'), play('--user', '65534:65534', '--width', '80'))
}

function read(text: string, run?: string): PackedPlay & { mended: number; others: number } {
  const log = readPackedLog(Buffer.from(text, 'latin1'), run)
  if (!log) throw new Error('no line of ours')
  return {
    ...readPackedPlay(log, 'host', cases),
    mended: log.mended,
    others: log.others.length,
  }
}

/** What is lost, with why. */
function lost({ cases }: PackedPlay): Record<string, string> {
  return Object.fromEntries(
    cases.flatMap(({ id, outcome }) =>
      'trouble' in outcome ? [[id, `${outcome.trouble.class}: ${outcome.trouble.reason}`]] : [],
    ),
  )
}

function testReading(whole: string, narrow: string): void {
  const lines = whole.trimEnd().split('\n')
  const right = read(whole)
  /** The index of the first line that says this. */
  const at = (said: string) => lines.findIndex(line => line.includes(said))
  const without = (index: number, count = 1) =>
    lines.filter((_, i) => i < index || i >= index + count).join('\n')
  const [, run = ''] = /#pty:([0-9a-f]{6})/.exec(whole) ?? []

  t.test('what is whole is read whole', async t => {
    t.same(
      right.cases.map(({ id }) => id),
      ids,
    )
    t.same(lost(right), {})
    t.match(right, { trouble: undefined, identified: true, left: [], unnamed: 0 })
    t.match(right.identity, { name: 'host', kind: 'host', settings: { user: /./ } })
    t.ok(lines.every(line => line.length <= 200))
    t.ok(
      lines.some(line => line.length > 190),
      'there are long lines',
    )
    t.ok(narrow.split('\n').every(line => line.length <= 80))
    const values = ({ cases }: PackedPlay) => cases.map(seenIn)
    t.same(values(read(narrow)), values(right), 'narrow lines say the same')
  })

  const boot = 'BIOS v1\r\n\x1b[2J\x1b[1;31mLoading kernel\x1b[0m ...\0\0\xff\r\ninit: running '
  const message = '[   12.345678] usb 1-1: new #pty device, 2 ports\r\n'
  const harmless: Record<string, string> = {
    'the ends of a console’s lines, and its log around them': `${boot}${whole.replaceAll('\n', '\r\n')}login: `,
    'lines wrapped at 80 columns': lines.map(line => line.replace(/.{80}/g, '$&\r\n')).join('\r\n'),
    'blanks that came': lines.map(line => line.replace(/(.{60})(.)/g, '$1  $2 ')).join('\n'),
    'messages between lines': lines.join(`\n${message}`),
    'a message within each line': lines
      .map(line => line.replace(/^.{40}/, `$&${message}`))
      .join('\n'),
    'messages of several lines within': lines
      .map(line => line.replace(/^.{36}/, `$&\r\n${message}panic: no\r\n`))
      .join('\r\n'),
    'everything twice': whole + whole,
    'the other way round': lines.toReversed().join('\n'),
    'one of the two times that facts are told lost': without(at('identity~system'), 8),
  }
  for (const [what, text] of Object.entries(harmless))
    t.test(`no harm: ${what}`, async t => {
      const { mended: _, ...found } = read(text)
      const { mended: __, ...wanted } = right
      t.same(lost(found), {})
      const gap = what.startsWith('one of')
      t.same({ ...found, trouble: undefined }, wanted)
      t.equal(found.trouble?.reason, gap ? 'the output did not come whole' : undefined)
    })

  t.test('what was put together again is counted', async t => {
    const { mended } = read(whole.replace(/(over~1)/, `over${message}~1`))
    t.equal(mended, 1)
  })

  t.test('a line that is lost costs its case, and no other', async t => {
    const index = at('line~1~step')
    const found = read(without(index))
    t.same(lost(found), { 'mine/first': `network: its record lacks line ${index} of the output` })
    t.same(seenOf(found, 'mine/last'), seenOf(right, 'mine/last'))
    t.match(found.trouble, { class: 'network' })
    const flipped = lines.with(index, lines[index]?.replace('value', 'valve') ?? '').join('\n')
    t.same(lost(read(flipped)), lost(found), 'and so does one that is damaged')
    t.ok(readPackedLog(Buffer.from(flipped))?.damaged.get(index) === index + 1)
  })

  t.test('where records meet, both are lost', async t => {
    const found = read(without(at('over~0'), 3))
    t.same(Object.keys(lost(found)), ['mine/first', 'mine/long'])
    const edition = read(without(at('plays~2')))
    t.same(Object.keys(lost(edition)), ['mine/third'])
    const unnamed = read(without(at('asks~2')))
    t.same(lost(unnamed), {}, 'a name is told twice')
  })

  t.test('cut lines cost the cases that have such', async t => {
    const cut = lines.map(line => line.slice(0, 170)).join('\n')
    t.same(Object.keys(lost(read(cut))), ['mine/long'])
    const narrowed = narrow.replace(/^.*$/gm, line => line.slice(0, 80))
    t.same(lost(read(narrowed)), {})
  })

  t.test('an end that is missing', async t => {
    const found = read(lines.slice(0, at('over~1')).join('\n'))
    t.same(Object.keys(lost(found)), ids.slice(1))
    t.match(lost(found)['mine/last'], 'network: nothing of it came before its end')
    t.match(found.trouble, { reason: 'the output ends before its program did' })
    t.ok(found.identity)
  })

  t.test('nothing can be said where the host did not say what it is', async t => {
    const text = lines.filter(line => !line.includes(':identity~release')).join('\n')
    t.same(Object.keys(lost(read(text))), ids)
    t.equal(read(text).identity, undefined)
    const noSetting = lines.filter(line => !line.includes(':setting~user')).join('\n')
    t.match(read(noSetting), { identified: false, identity: { name: 'host' } })
    t.same(lost(read(noSetting)), {})
  })

  t.test('several plays in one log', async t => {
    const found = read(whole + narrow)
    t.equal(found.others, 1)
    t.same(found.cases.map(seenIn), read(narrow).cases.map(seenIn))
    t.same(read(whole + narrow, run).cases, right.cases)
    t.throws(() => read(whole, 'ffffff'))
    t.equal(readPackedLog(Buffer.from(boot)), undefined)
  })

  t.test('what adds up and is nonsense is held against the probe', async t => {
    const index = at('line~1~step')
    const forged = lines.with(index, frame(run, index, 'line~1~sidestep')).join('\n')
    t.match(lost(read(forged))['mine/first'], /^harness: .*does not belong to a transcript/)
    t.equal(Object.keys(lost(read(forged))).length, 1)
    const stranger = lines.with(at('plays~0'), frame(run, at('plays~0'), 'plays~0~x/y~0~0'))
    t.match(lost(read(stranger.join('\n'))), { 'x/y': /^case: the suites at hand have no such/ })
    const other = lines.map((line, i) =>
      line.includes('plays~0') ? frame(run, i, 'plays~0~mine/first~0~0') : line,
    )
    t.match(lost(read(other.join('\n'))), { 'mine/first': /^case: .*something else now/ })
    const later = lines.with(0, frame(run, 0, 'packed~2~9~0~4')).join('\n')
    t.match(read(later).trouble?.reason, /packed by another ptycheck/)
  })
}

/** A line of that play, as the program would print it. */
function frame(run: string, number: number, text: string): string {
  const head = `${run}:${number}.${text.length.toString(16).padStart(2, '0')}:`
  const sum = crc32(head + text)
    .toString(16)
    .padStart(8, '0')
  return `#pty:${head}${sum}:${text}`
}

/** What a case showed, without what differs from play to play. */
function seenIn({ id, outcome }: PackedPlay['cases'][number]) {
  if ('trouble' in outcome) return { id, outcome }
  const [{ lines }] = outcome.transcripts
  return { id, lines: lines.map(({ step, kind, who }) => ({ step, kind, who })) }
}

function seenOf({ cases }: PackedPlay, id: string) {
  const one = cases.find(found => found.id === id)
  return one && seenIn(one)
}
