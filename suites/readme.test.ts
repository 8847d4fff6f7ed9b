/** The examples of the README are cases that the reader takes without a mistake. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { calls } from '../runner/suite/calls.js'
import { allConstants } from '../runner/suite/constants.js'
import { keys } from '../runner/suite/draft.js'
import { limits } from '../runner/suite/limits.js'
import { formatMistake } from '../runner/suite/mistake.js'
import { programs, rights } from '../runner/suite/needs.js'
import { readSuite } from '../runner/suite/read.js'
import { risks } from '../runner/suite/suite.js'

const folder = new URL('.', import.meta.url)
const readme = readFileSync(fileURLToPath(new URL('README.md', folder)), 'utf8')
const givenText = readFileSync(fileURLToPath(new URL('given.pty', folder)), 'utf8')
const given = readSuite(givenText, 'suites/given.pty').suite

const examples = [...readme.matchAll(/^```pty\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)

t.test('examples read without a mistake', t => {
  t.ok(examples.length > 0)
  for (const text of examples) {
    const whole = text.startsWith('case') ? `title  An example\n\n${text}` : text
    const { suite, mistakes } = readSuite(whole, 'suites/readme.pty', given)
    t.same(mistakes.map(formatMistake), [])
    t.ok(suite.cases.length > 0)
  }
  t.end()
})

t.test('the table of calls names every call, and no other', t => {
  const table = readme.slice(readme.indexOf('## Calls'), readme.indexOf('## Situations'))
  const named = new Set([...table.matchAll(/([a-z_][a-z0-9_]*)\(/g)].map(([, name = '']) => name))
  t.same([...named].sort(), Object.keys(calls).sort())
  t.end()
})

t.test('every situation is described', t => {
  const text = readme.slice(readme.indexOf('## Situations'), readme.indexOf('## Rules'))
  for (const { id } of given.cases) t.match(text, `\`${id.replace('given/', '')}\``)
  t.end()
})

/** What stands between two headings. */
function part(from: string, to: string): string {
  return readme.slice(readme.indexOf(`## ${from}`), readme.indexOf(`## ${to}`))
}

t.test('the table of keys names every key, and no other', t => {
  const rows = part('Keys', 'Steps').matchAll(/^\| ((?:`[a-z]+` ?)+)\s*\|/gm)
  const named = [...rows].flatMap(([, cell = '']) => cell.match(/[a-z]+/g) ?? [])
  t.same(named.sort(), Object.keys(keys).sort())
  t.end()
})

t.test('every right and risk is named', t => {
  const text = part('Keys', 'Steps')
  for (const word of [...rights, ...risks]) t.match(text, `\`${word}\``)
  t.match(part('Rules', 'How a case'), `\`${programs.join(' ')}\``)
  t.end()
})

t.test('constants that it names exist', t => {
  const prose = new Set([
    'SIGNAL',
    'UIOCCMD',
    'TOPIC',
    'NAME',
    'WORD',
    'XSH',
    'XBD',
    'NUL',
    'UTF',
    'HH',
  ])
  const code = [...readme.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text).join(' ')
  const named = code.match(/(?<![\w"\\-])_?[A-Z][A-Z0-9_]{2,}\b(?!=")/g) ?? []
  t.same(
    [...new Set(named)].filter(word => !allConstants.has(word) && !prose.has(word)),
    [],
  )
  t.end()
})

t.test('the limits that it names are those', t => {
  const { times, elements, names, processes } = limits
  t.match(
    readme.replace(/\s+/g, ' '),
    `(${times} times, ${elements} elements, ${names} names, ${processes} processes)`,
  )
  t.end()
})
