import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, everyByte, worstRun } from '../../fixtures/worst-run.js'
import type { Run } from '../../runner/result.js'
import { visible } from '../visible.js'
import { github } from './github.js'
import { markdown } from './markdown.js'

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** As GitHub's runner reads a line (ActionCommand.cs): nothing may be left over, and no line be another command. */
function commands(text: string): Command[] {
  const unescaped = (value: string) =>
    value
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%')
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => {
      const at = line.indexOf('::', 2)
      const [, name = '', given = ''] = /^::(\w+) (.*)$/.exec(line.slice(0, at)) ?? []
      if (name === '') throw new Error(`no command: ${line}`)
      const properties = given.split(',').map(one => one.split(/=(.*)/s))
      return {
        name,
        properties: Object.fromEntries(
          properties.map(([key, value = '']) => [key, unescaped(value)]),
        ),
        data: unescaped(line.slice(at + 2)),
      }
    })
}

t.test('a step that fails is an error at its place, once for all hosts', async t => {
  const found = commands(github(sampleRun))
  const at = found.filter(({ properties }) => properties['title'] === 'hangup/leader-gets-sighup')
  t.equal(at.length, 1)
  t.match(at[0], {
    name: 'error',
    properties: { file: 'suites/hangup.pty', line: '18' },
    data: /freebsd-14: leader: --- SIGHUP ---: got --- no SIGHUP ---/,
  })
  t.match(at[0]?.data, /again: npx ptycheck run freebsd-14 --filter/)
})

t.test('what could not be carried out is a warning, by reason', async t => {
  const warnings = commands(github(sampleRun)).filter(({ name }) => name === 'warning')
  t.match(
    warnings.map(({ properties, data }) => [properties['title'], data]),
    [
      ['packet/flush-read-is-told', /was expected to fail/],
      ['freebsd-14', /^1 case not carried out: host trouble/],
      [String, /^1 case not carried out: harness trouble/],
      ['openbsd-7', /^cut off: /],
    ],
  )
})

t.test('a host begins no command, and there are ten of a kind at most', async t => {
  const found = commands(github(worstRun))
  const many = (name: string) => found.filter(one => one.name === name)
  t.equal(many('error').length, 10)
  t.match(many('error')[9]?.data, /^\d+ more/)
  t.same(
    many('warning')
      .map(({ properties }) => properties)
      .find(({ title }) => title?.startsWith('⟨NUL⟩')),
    { title: visible(everyByte.raw) },
    'commas and colons of a name begin no property',
  )
  t.ok(many('warning').length <= 10)
  t.equal(many('error').length + many('warning').length, found.length)
  t.match(everyByte.raw, '\n::error::forged')
  t.ok(
    found.some(({ data }) => data.includes('%0A::error::x')),
    'what is no newline stays none',
  )
  t.equal(github(emptyRun), '')
})

t.test('the summary of a job marks nothing up that a host said, and fits', async t => {
  t.match(markdown(sampleRun), /\| freebsd-14 \| FreeBSD 14.2-RELEASE \| 5 \| 1 \|/)
  t.match(markdown(sampleRun), /`hangup\/leader-gets-sighup`.*`--- no SIGHUP ---`/)
  t.notMatch(markdown(worstRun), /<script|\n::|[^\P{Cc}\n]/u)
  const more = Array.from({ length: 2000 }, (_, n) => `${n}`)
  const failing = worstRun.played.find(({ name }) => name === 'every:byte')
  const run: Run = {
    ...worstRun,
    played: more.flatMap(name => (failing ? [{ ...failing, name }] : [])),
  }
  const text = markdown(run)
  t.ok(Buffer.byteLength(text) < 1024 * 1024)
  t.match(text, /\.\.\. and \d+ more lines; the report has them\.\n$/)
})
