import t from 'tap'
import { hostile, sampleRun } from '../fixtures/sample-run.js'
import type { CaseRecord, Played, Result } from '../runner/result.js'
import { type Bug, bugOf, type Found, isFinding } from './bug.js'
import { bugFormats } from './bug-formats.js'
import { byCase } from './compare.js'

const record = sampleRun.cases[0] as CaseRecord
const [local, host] = sampleRun.played as [Played, Played]
const result = byCase(host).get(record.id) as Result
const source = '/* ``` */\nint main(void)\n{\n\treturn 1;\n}\n'
const found: Found = {
  ...{ run: sampleRun, record, host, result, program: { source } },
  others: sampleRun.played.filter(one => one !== host),
}

function written(format: string, bug: Bug = bugOf(found)): string {
  return bugFormats[format]?.(bug) ?? ''
}

t.test('what is to be reported', async t => {
  const verdicts = ['fail', 'xfail', 'observed', 'pass', 'unsupported', 'unresolved'] as const
  const reported = verdicts.filter(verdict => isFinding({ ...result, verdict }))
  t.same(reported, ['fail', 'xfail', 'observed'])
  t.notOk(isFinding(undefined))
})

t.test(
  'it says what was demanded where, what happened, what others do, and how to see it',
  async t => {
    for (const format of Object.keys(bugFormats))
      for (const said of [
        `${record.title}: not so on ${host.identity?.system}`,
        'POSIX.1-2024, XSH close, DESCRIPTION',
        'allowed:  leader: --- SIGHUP ---',
        'observed: --- no SIGHUP ---',
        'leader: read(s, 64) = ?',
        `Linux ${local.identity?.release}`,
        'model of ',
        record.digest,
        'npx ptycheck run freebsd-14 --filter hangup/leader-gets-sighup',
        '\n{\n\treturn 1;\n}',
      ])
        t.ok(written(format).includes(said), `${format}: ${said}`)
  },
)

t.test('mail has 72 columns, but for code', async t => {
  const text = written('text')
  t.match(text, /^Subject: .*\n\nWhat is demanded\n----------------\n\n/)
  const paragraphs = bugOf(found)
    .sections.flatMap(({ blocks }) => blocks)
    .filter(({ kind }) => kind === 'text' || kind === 'list')
  const plain = written('text', { subject: 's', sections: [{ title: 't', blocks: paragraphs }] })
  const words = plain.split('\n').filter(line => line.trim().includes(' '))
  t.same(
    words.filter(line => line.length > 72),
    [],
  )
  t.match(written('bugzilla'), /^Summary: /)
})

t.test('a fence is longer than any run of backticks in it', async t => {
  t.match(written('markdown'), '````c\n/* ``` */')
})

t.test('without a program it says why', async t => {
  const refused = bugOf({ ...found, program: { refused: 'it has threads' } })
  t.match(written('markdown', refused), 'There is no program for it: it has threads.')
  t.notMatch(written('markdown', refused), 'repro.c')
})

t.test('an address is no name for a report', async t => {
  for (const name of ['ssh://root@192.0.2.7:22', 'root@192.0.2.7']) {
    const { identity: _, ...unknown } = { ...host, name }
    for (const one of [{ ...host, name }, unknown])
      for (const format of Object.keys(bugFormats)) {
        const text = written(format, bugOf({ ...found, host: one, others: [unknown] }))
        t.notMatch(text, '192.0.2.7', format)
        t.match(text, 'npx ptycheck run HOST --filter')
      }
  }
})

t.test('a host neither marks up nor steers, and is not named', async t => {
  for (const evil of Object.values(hostile)) {
    const lines = result.lines.map(line => ({ ...line, seen: evil }))
    const identity = host.identity && { ...host.identity, system: evil, compiler: evil }
    const bug = bugOf({
      ...found,
      result: { ...result, lines },
      host: { ...host, ...(identity && { identity }) },
    })
    for (const format of Object.keys(bugFormats))
      t.notMatch(written(format, bug), /[^\P{Cc}\n\t]/u, `${format} keeps controls out`)
    const outside = written('markdown', bug)
      .replace(/(`{3,})[\s\S]*?\n\1/g, '')
      .replace(/(`+)[^\n]*?\1/g, '')
    t.notMatch(outside, /<script|<img|^ok 99/m)
  }
})
