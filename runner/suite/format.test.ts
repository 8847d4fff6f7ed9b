import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { formatSuite } from './format.js'
import { readSuite } from './read.js'

const folder = fileURLToPath(new URL('../../suites/', import.meta.url))
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
  name.endsWith('.pty'),
)
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')
const given = readSuite(textOf('given.pty'), 'suites/given.pty').suite

/** The cases without the places of their steps, which formatting moves. */
function cases(text: string, name: string) {
  const situations = name === 'given.pty' ? undefined : given
  const { suite, mistakes } = readSuite(text, `suites/${name}`, situations)
  t.same(mistakes, [], name)
  return suite.cases.map(({ place, steps, ...rest }) => ({
    ...rest,
    steps: steps.map(({ place, ...step }) => step),
  }))
}

t.test('every suite is formatted', t => {
  for (const name of names)
    t.equal(formatSuite(textOf(name)), textOf(name), `${name}: 'ptycheck lint --fix' aligns it`)
  t.end()
})

/** Blanks to put where a suite has some that mean nothing, taken in turn. */
const blanks = fc.array(fc.stringMatching(/^ {1,9}$/), { minLength: 1, maxLength: 20 })

/** Runs of blanks outside strings and titles become others. */
function disarranged(text: string, fresh: readonly string[]): string {
  let turn = 0
  const other = () => fresh[turn++ % fresh.length] ?? ' '
  return text
    .split('\n')
    .map(line => {
      if (/^(#|$)/.test(line)) return line
      if (/^(title|cite)/.test(line))
        return line.replace(/^(\w+) +(.*)$/, `$1${other()}$2${other()}`)
      const moved = line.replace(/"(?:[^"\\]|\\.)*"|<unfinished \.\.\.>|#.*| +/g, found =>
        found.startsWith(' ') ? other() : found,
      )
      return moved + other()
    })
    .join('\n')
}

t.test('formatting undoes any disarray of blanks, and changes no case and no digest', t => {
  const property = fc.property(fc.constantFrom(...names), blanks, (name, fresh) => {
    const text = textOf(name)
    const mess = disarranged(text, fresh)
    const formatted = formatSuite(mess)
    return formatted === text && isDeepStrictEqual(cases(formatted, name), cases(mess, name))
  })
  fc.assert(property, { numRuns: 60 })
  t.end()
})

t.test('what is formatted stays as it is', t => {
  const start = fc.constantFrom(
    '# ',
    ' f()',
    '8x f(',
    'p: f()',
    'case ',
    'title',
    'needs',
    '--- ',
    '{',
    '}',
  )
  const pieces = ['"a  b"', '"\\""', '#', ' ', '  ', '\t', '= ', '<unfinished ...>', 'x', 'ü']
  const line = fc.tuple(start, fc.array(fc.constantFrom(...pieces), { maxLength: 40 }))
  const property = fc.property(fc.array(line), lines => {
    const once = formatSuite(lines.map(([word, rest]) => word + rest.join('')).join('\n'))
    return formatSuite(once) === once
  })
  fc.assert(property, { numRuns: 1000 })
  t.end()
})

const head = 'title  T\n\ncase   c\ntitle      A  claim # why\ncite none\ndeadline   15 # long\n'

t.test('keys, results and comments stand in columns', t => {
  const steps = [
    'a()  = 1 # one',
    '  who:   read(s,  "a  b")   <unfinished ...>',
    '',
    `write(m, "${'x'.repeat(70)}") = 70`,
    'b()\t =\t22 # two',
    'who: --- SIGHUP ---  # three',
    'c()= 3',
  ]
  t.same(formatSuite(`${head}${steps.join('\r\n')}\n\n`).split('\n'), [
    'title  T',
    '',
    'case c',
    'title  A  claim  # why',
    'cite   none',
    'deadline 15                # long',
    'a()                   = 1  # one',
    'who: read(s, "a  b")  <unfinished ...>',
    '',
    `write(m, "${'x'.repeat(70)}")  = 70`,
    'b()                   = 22  # two',
    'who: --- SIGHUP ---         # three',
    'c()= 3',
    '',
  ])
  t.end()
})

t.test('steps in braces stand a little to the right', t => {
  const steps = ['  {', 'a: read(s, 8) = 1', '', 'bb() = 2  # why', '}', 'c() = 3']
  t.same(
    formatSuite(`${head}${steps.join('\n')}\n`)
      .split('\n')
      .slice(6),
    [
      '{',
      '  a: read(s, 8)  = 1',
      '',
      '  bb()           = 2  # why',
      '}',
      'c()              = 3',
      '',
    ],
  )
  t.end()
})

t.test('no line gets longer than 120 columns by being aligned', t => {
  const long = `a() = "${'x'.repeat(80)}"`
  const formatted = formatSuite(`${head}${long}\n${'b'.repeat(60)}() = 1\nc() = 1\n`)
  t.match(formatted, long.replace(' = ', '  = '))
  t.match(formatted, `\nc()${' '.repeat(61)}= 1\n`)
  t.end()
})
