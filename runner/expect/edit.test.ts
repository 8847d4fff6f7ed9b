import t from 'tap'
import type { Unexpected } from './check.js'
import { EMPTY, edited } from './edit.js'
import { lineDiff } from './line-diff.js'
import { readExpectations } from './read.js'
import type { Update } from './update.js'

const added: Update['added'] = [
  {
    about: {} as Unexpected,
    lines: [
      '# seen: x',
      '- case: new/one',
      '  bug: https://b/',
      '  reason: r',
      '  review: 2027-01-01',
    ],
  },
]

/** The text after an update that drops and widens the entries of these cases. */
function after(text: string, { drop = '', widen = '', add = false }): string {
  const { entries = [], mistakes } = readExpectations(text, 'f')
  t.same(mistakes, [])
  const which = (id: string) => entries.filter(entry => entry.case === id)
  return edited(text, entries, {
    added: add ? added : [],
    widened: which(widen).map(entry => ({ entry, release: '7.0' })),
    dropped: which(drop),
  })
}

const text = `# Our list, kept by hand.
expectations:

  # the first one
  - case:   a/one      # odd  spacing
    on: { system: Linux,   release: 6.1.* }
    bug: "https://b/1"
    reason: >
      a long
      reason
    review: 2027-01-01

  # the second one,
  # in two lines
  - case: a/two
    on:
      release:
        - 6.1
        - 6.2
    bug: 'https://b/2'
    reason: r
    review: 2027-01-01

  - {case: a/three, on: {release: [6.1]}, bug: 'https://b/3', reason: r, review: 2027-01-01}
# the end
`

t.test('what is not changed keeps every character', async t => {
  const one = after(text, { widen: 'a/one' })
  t.equal(one, text.replace('release: 6.1.* }', 'release: [6.1.*, "7.0"] }'))
  t.equal(after(text, { widen: 'a/two' }), text.replace('- 6.2\n', '- 6.2\n        - "7.0"\n'))
  t.equal(after(text, { widen: 'a/three' }), text.replace('[6.1]', '[6.1, "7.0"]'))
  const [start = '', end = ''] = text.split('# the end')
  const entry =
    '\n  # seen: x\n  - case: new/one\n    bug: https://b/\n    reason: r\n    review: 2027-01-01\n'
  t.equal(after(text, { add: true }), `${start}${entry}# the end${end}`)
})

t.test('an entry goes with the comments above it', async t => {
  t.equal(
    after(text, { drop: 'a/two' }),
    text.replace(/ {2}# the second one,[\s\S]*?2027-01-01\n\n/, ''),
  )
  t.equal(
    after(text, { drop: 'a/one' }),
    text.replace(/ {2}# the first one[\s\S]*?2027-01-01\n\n/, ''),
  )
  t.equal(after(text, { drop: 'a/three' }), text.replace(/ {2}- \{case: a\/three.*\n/, ''))
  const unix = after(text, { drop: 'a/one', widen: 'a/three', add: true })
  const dos = after(text.replaceAll('\n', '\r\n'), { drop: 'a/one', widen: 'a/three', add: true })
  t.equal(dos, unix.replaceAll('\n', '\r\n'), "lines end as the file's")
})

t.test('files without entries, with all in brackets, and such as lose all', async t => {
  const cases = (whole: string) => readExpectations(whole, 'f').entries?.map(one => one.case)
  for (const empty of [EMPTY, '', '# c\nexpectations: []\n', 'expectations:\n']) {
    const whole = after(empty, { add: true })
    t.same(cases(whole), ['new/one'], JSON.stringify(empty))
    t.match(whole, /# seen: x\n.*- case: new\/one\n/)
  }
  t.match(after('# c\nexpectations: []\n', { add: true }), /^# c\n/)
  const flow =
    "# c\nexpectations: [{case: a, bug: 'http://b', reason: r, review: 2027-01-01}] # d\n"
  t.same(cases(after(flow, { add: true })), ['a', 'new/one'])
  t.match(after(flow, { add: true }), /^# c\n/)
  t.same(cases(after(flow, { drop: 'a' })), [])
  const only = 'expectations:\n- case: a\n  bug: http://b\n  reason: r\n  review: 2027-01-01'
  t.same(cases(after(only, { drop: 'a' })), [])
  t.same(cases(after(only, { add: true })), ['a', 'new/one'])
})

t.test('the difference of two texts', async t => {
  t.equal(lineDiff('a\nb\n', 'a\nb\n', 'f'), '')
  t.equal(lineDiff('', 'a\n', 'f'), '--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n')
  const lines = [...'abcdefghijklmnop']
  const changed = lines.map(line => (line === 'b' ? 'B' : line)).filter(line => line !== 'o')
  t.equal(
    lineDiff(`${lines.join('\n')}\n`, `${changed.join('\n')}\n`, 'f'),
    '--- f\n+++ f\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -12,5 +12,4 @@\n l\n m\n n\n-o\n p\n',
  )
})
