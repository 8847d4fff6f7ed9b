/** Every suite of `fixtures/broken-suites` says in its first lines which mistakes a reader must find, and where. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { formatMistake } from './mistake.js'
import { type Reading, readSuite } from './read.js'
import type { Suite } from './suite.js'

const root = new URL('../../', import.meta.url)
const folder = fileURLToPath(new URL('fixtures/broken-suites/', root))
const given = read(fileURLToPath(new URL('suites/given.pty', root))).suite

function read(path: string, situations?: Suite): Reading {
  return readSuite(new TextDecoder().decode(readFileSync(path)), path, situations)
}

/** The `# expect: LINE:COLUMN message` lines at the head of a broken suite. */
function expectations(path: string): string[] {
  const lines = readFileSync(path, 'latin1').split('\n')
  const end = lines.findIndex(line => !line.startsWith('# expect: '))
  return lines.slice(0, end).map(line => line.slice('# expect: '.length))
}

/** Where the mistake lies beside a case that is sound. */
const sound = new Set(['same-case-twice.pty', 'suite-without-title.pty', 'word-before-a-case.pty'])

for (const file of readdirSync(folder).filter(name => name.endsWith('.pty')))
  t.test(file, t => {
    const { suite, mistakes } = read(folder + file, given)
    const found = mistakes.map(({ place, message }) => `${place.line}:${place.column} ${message}`)
    t.not(found.length, 0, 'a broken suite has mistakes')
    t.same(found, expectations(folder + file))
    t.same(suite.cases.length, sound.has(file) ? 1 : 0, 'no broken case is given out')
    t.end()
  })

t.test('a mistake is shown with its line and a caret below its place', t => {
  const { mistakes } = read(`${folder}unknown-constant.pty`, given)
  const [mistake] = mistakes
  if (!mistake) throw new Error('no mistake was found')
  const [head, line, caret] = formatMistake(mistake).split('\n')
  t.match(head, /unknown-constant\.pty:9:19: no constant 'O_NOCTY', did you mean 'O_NOCTTY'\?$/)
  t.equal(line, '  open(name, O_RDWR|O_NOCTY) = -1 EIO')
  t.equal(caret?.indexOf('^'), line?.indexOf('O_NOCTY'))
  t.end()
})

t.test('a byte of a broken file never reaches the terminal as it is', t => {
  const { mistakes } = read(`${folder}control-byte.pty`, given)
  t.notMatch(mistakes.map(formatMistake).join('\n'), /[^\n\x20-\x7e\ufffd]/)
  t.end()
})

t.test('the same text gives the same case and digest, another step another digest', t => {
  const text = (expected: string) =>
    `title  T\n\ncase c\ntitle  C\ncite   none\nlevel  open\ngiven  pair\nisatty(m) = ${expected}\n`
  const digest = (source: string) => readSuite(source, 'x.pty', given).suite.cases[0]?.digest
  t.equal(digest(text('1')), digest(text('1    # a comment')), 'comments and blanks do not count')
  t.equal(digest(text('1')), digest(text('1').replace('title  C', 'title  D')), 'nor do titles')
  t.not(digest(text('1')), digest(text('0 ENOTTY')))
  t.not(digest(text('1')), digest(text('1').replace('open', 'shall')))
  t.end()
})
