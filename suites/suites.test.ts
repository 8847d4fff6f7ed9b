/** What all suites have in common. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { loadSuites } from '../runner/suite/load.js'
import { formatMistake } from '../runner/suite/mistake.js'
import { findTwins, findUsedOnce } from '../runner/suite/twins.js'

const folder = fileURLToPath(new URL('.', import.meta.url))
const { suites, situations, mistakes } = await loadSuites([folder])
const cases = suites.flatMap(suite => suite.cases)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.pty'))
  .map(name => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

t.test('every suite reads without a mistake', t => {
  t.same(mistakes.map(formatMistake), [])
  t.equal(suites.length, files.length - 1, 'all but the situations')
  t.end()
})

t.test('ids are unique and made of topic and claim', t => {
  const ids = cases.map(({ id }) => id)
  t.same(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    [],
  )
  t.same(
    ids.filter(id => !/^([a-z]+\/)?[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id)),
    [],
  )
  t.end()
})

t.test('no two cases are the same under different names, and no situation is for one case', t => {
  t.same([...findTwins(cases), ...findUsedOnce(situations, cases)].map(formatMistake), [])
  t.end()
})

t.test('what must hold is demanded by a text', t => {
  const texts = /^(XBD \d|XSH \w+|(Linux|OpenBSD|FreeBSD) \S)/
  for (const { id, level, cites } of cases) {
    const cited = cites.filter(cite => cite !== 'none')
    t.ok(
      cited.every(cite => texts.test(cite)),
      `${id} cites a text`,
    )
    if (level !== 'open') t.not(cited.length, 0, `${id} is ${level} and cites nothing`)
  }
  t.end()
})

t.test("a case outside a system's folder cites the standard, not that system", t => {
  const general = cases.filter(({ id }) => id.split('/').length === 2)
  t.same(
    general
      .filter(({ cites }) => cites.some(cite => /^(Linux|OpenBSD|FreeBSD)/.test(cite)))
      .map(({ id }) => id),
    [],
  )
  t.same(
    general.filter(({ needs }) => needs.includes('linux')).map(({ id }) => id),
    [],
  )
  t.end()
})

t.test("a case in a system's folder needs that system", t => {
  for (const system of ['linux', 'openbsd']) {
    const own = cases.filter(({ id }) => id.startsWith(`${system}/`))
    t.ok(own.length > 0)
    t.same(
      own.filter(({ needs }) => !needs.includes(system)).map(({ id }) => id),
      [],
    )
  }
  t.end()
})

t.test('the ends of a pair have one name each', t => {
  const others = /\b(replica|manager|subsidiary|ptm side|pts side|primary|secondary)\b/i
  for (const { name, text } of files) t.notMatch(text, others, name)
  t.end()
})

t.test('every suite starts with the line that tells editors how to colour it', t => {
  for (const { name, text } of files) t.ok(text.startsWith('# vim: ft=strace\ntitle  '), name)
  t.end()
})

t.test('no line is too long to be read beside its result', t => {
  for (const { name, text } of files)
    t.same(
      text.split('\n').filter(line => line.length > 120),
      [],
      name,
    )
  t.end()
})
