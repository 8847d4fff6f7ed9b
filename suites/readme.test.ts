/** The examples of the README are cases that the reader takes without a mistake. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { calls } from '../runner/suite/calls.js'
import { formatMistake } from '../runner/suite/mistake.js'
import { readSuite } from '../runner/suite/read.js'

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
