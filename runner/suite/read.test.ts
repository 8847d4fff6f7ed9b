/** Every suite of `fixtures/broken-suites` says in its first lines which mistakes a reader must find, and where. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
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

/** Whether a reading has cases or says why not, with places that are in the text. */
function isAnswered(text: string): boolean {
  const { suite, mistakes } = readSuite(text, 'suites/any.pty', given)
  const lines = text.split(/\r?\n/)
  const isPlaced = mistakes.every(({ place: { line, column } }) => {
    const of = lines[line - 1]
    return of !== undefined && column >= 1 && column <= of.length + 1
  })
  mistakes.map(formatMistake)
  return isPlaced && (mistakes.length > 0 || suite.cases.length > 0)
}

t.test('any bytes as a suite give cases or mistakes', t => {
  const decoder = new TextDecoder()
  const bytes = fc.uint8Array({ maxLength: 400 }).map(found => decoder.decode(found))
  fc.assert(fc.property(bytes, isAnswered), { numRuns: 1000 })
  t.end()
})

t.test('any mutation of a real suite gives cases or mistakes', t => {
  const names = readdirSync(fileURLToPath(new URL('suites/', root)), {
    recursive: true,
    encoding: 'utf8',
  }).filter(name => name.endsWith('.pty'))
  const texts = names.map(name =>
    readFileSync(fileURLToPath(new URL(`suites/${name}`, root)), 'utf8'),
  )
  const place = fc.tuple(fc.nat(), fc.nat(30), fc.nat(), fc.nat(40))
  const mutation = fc.tuple(
    fc.constantFrom(...texts),
    fc.array(place, { minLength: 1, maxLength: 5 }),
  )
  const property = fc.property(mutation, ([whole, places]) => {
    let text = whole
    // A piece goes, and another of the same suite stands in its place.
    for (const [at, length, from, more] of places) {
      const start = at % text.length
      const piece = whole.slice(from % whole.length, (from % whole.length) + more)
      text = text.slice(0, start) + piece + text.slice(start + length)
    }
    return isAnswered(text)
  })
  fc.assert(property, { numRuns: 200 })
  t.end()
})

t.test('any pieces of the language as a suite give cases or mistakes', t => {
  const forms =
    'risk kernel host-ptys\nload 2\n{\n}\nthread() = t\nexecve(SELF) = 0\n2x n:1.. -n m|!n <..1> <settles> ' +
    'makedev(1, n) sizeof(n) strlen(n) UIOCCMD(n) seq(0, n) text(0, 3) "$n"*2 ... continued not exited 0 '
  const files = ['hangup', 'canonical', 'lifetime', 'linux/devpts'].map(name =>
    readFileSync(fileURLToPath(new URL(`suites/${name}.pty`, root)), 'utf8'),
  )
  const texts = [...files, forms]
  const pieces = [...new Set(texts.flatMap(text => text.match(/\w+|\s+|./g) ?? []))]
  const head = 'title  T\n\ncase c\ntitle  C\ncite   none\nlevel  open\ngiven  pair\n'
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map(found => found.join(''))
  fc.assert(
    fc.property(text, rest => isAnswered(head + rest)),
    { numRuns: 2000 },
  )
  const mutation = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(30), text)
  fc.assert(
    fc.property(mutation, ([whole, at, length, other]) => {
      const start = at % whole.length
      return isAnswered(whole.slice(0, start) + other.slice(0, 20) + whole.slice(start + length))
    }),
    { numRuns: 100 },
  )
  t.end()
})

t.test('what is played and how is part of the digest', t => {
  const digest = (keys: string, steps: string) => {
    const text = `title T\ncase c\ntitle C\ncite none\nlevel open\n${keys}\n${steps}\n`
    const { suite, mistakes } = readSuite(text, 'x.pty', given)
    t.same(mistakes, [])
    return suite.cases[0]?.digest
  }
  const plain = digest('', 'getpid() = ?\ngetuid() = ?')
  const others = [
    ['repeat 3', 'getpid() = ?\ngetuid() = ?'],
    ['load 3', 'getpid() = ?\ngetuid() = ?'],
    ['risk kernel', 'getpid() = ?\ngetuid() = ?'],
    ['alone', 'getpid() = ?\ngetuid() = ?'],
    ['needs linux', 'getpid() = ?\ngetuid() = ?'],
    ['given pair', 'getpid() = ?\ngetuid() = ?'],
    ['', '{\ngetpid() = ?\n}\ngetuid() = ?'],
    ['', 'getpid() = ?\n{\ngetuid() = ?\n}'],
  ].map(([keys = '', steps = '']) => digest(keys, steps))
  t.equal(new Set([plain, ...others]).size, others.length + 1)
  const unsaid = 'cite XSH getpid\ncovers G1\ntags a b\nreplaces x/d\ndeadline 20'
  t.equal(digest(unsaid, 'getpid() = ?\ngetuid() = ?'), plain)
  t.equal(digest('', '\n  getpid()   =\t?  # why\n\n# and\ngetuid() = ?'), plain)
  t.equal(digest('', '  {\n  getpid() = ?\n }\ngetuid() = ?'), others[6])
  t.equal(
    digest('needs linux root', 'getpid() = ?'),
    digest('needs root\nneeds linux', 'getpid() = ?'),
  )
  t.end()
})

t.test('braces are counted through situations and the case itself', t => {
  const situations = readSuite(
    'title S\ncase two\ntitle Two\n{\ngetpid() = _\n}\n{\ngetpid() = _\n}\n',
    'suites/given.pty',
  )
  t.same(situations.mistakes, [])
  const text = 'title T\ncase c\ntitle C\ncite none\nlevel open\ngiven two\n{\ngetuid() = ?\n}\n'
  const [of] = readSuite(text, 'x.pty', situations.suite).suite.cases
  t.same(
    of?.steps.map(({ together }) => together),
    [0, 1, 2],
  )
  t.end()
})

t.test('text that is made to keep a reader busy is answered', t => {
  const many = 500_000
  const head = 'title  T\ncase c\n'
  const hostile = [
    `case ${' '.repeat(many)}x${' '.repeat(many)}y`,
    `${head}title${'\u00a0 '.repeat(many)}x`,
    `${head}a(${'"a" '.repeat(many)}`,
    `${head}a(${'['.repeat(many)}`,
    `${head}${'a|'.repeat(many)}:`,
    `${head}${'{a='.repeat(many)}`,
    `${head}a() = 1${'0'.repeat(many)}`,
    `${head}${'"\\'.repeat(many)}`,
    `${head}${'a() = a\n'.repeat(many / 100)}`,
    `${head}${'{\n'.repeat(many / 100)}`,
    `${head}${'}\n'.repeat(many / 100)}`,
    `${head}${'{\na() = a\n}\n'.repeat(many / 200)}`,
    `${'case c\n'.repeat(many / 100)}`,
  ]
  for (const text of hostile) t.ok(isAnswered(text), text.slice(0, 40))
  const [mistake] = readSuite(hostile[0] ?? '', 'x.pty').mistakes
  if (!mistake) throw new Error('no mistake was found')
  t.match(mistake.message, 'a line has at most 4096 characters')
  t.ok(formatMistake(mistake).length < 9000, 'nor is it shown whole')
  t.end()
})
