import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, worstRun } from '../../fixtures/worst-run.js'
import { verdicts } from '../../runner/result.js'
import { partsOf } from './facts.js'
import { formats, onlyOf } from './formats.js'
import { formatHelp, formatNames, formatTitles } from './names.js'
import { standings, words, wordsTable } from './words.js'

t.test('no format lets a byte through that steers anything', async t => {
  for (const name of formatNames)
    for (const run of [worstRun, emptyRun, onlyOf(worstRun, ['every:byte'])]) {
      const text = formats[name].write(run)
      t.notMatch(text, /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/u, name)
      t.ok(text === '' || text.endsWith('\n'), `${name} ends its last line`)
      t.equal(formats[name].write(run), text, `${name} is the same again`)
    }
})

t.test('the run itself comes back as it was', async t => {
  t.same(JSON.parse(formats.json.write(worstRun)), JSON.parse(JSON.stringify(worstRun)))
})

t.test('the run of the tests has all that can become of a case', async t => {
  const found = [...partsOf(worstRun)].flatMap(({ facts }) => facts.map(fact => fact.standing))
  t.same(new Set(found), new Set(standings))
  const seen = worstRun.played.flatMap(({ results }) => results.map(one => one.verdict))
  t.same(new Set(seen), new Set(verdicts))
})

t.test('what could not be carried out is a failure nowhere', async t => {
  for (const standing of ['unresolved', 'out of reach', 'no result', 'unsupported'] as const)
    for (const [format, word] of Object.entries(words[standing])) {
      t.notMatch(word, /fail/i, `${format}: ${standing}`)
      // TAP knows but two words; its blocks say the rest.
      if (format !== 'tap') t.not(word, words.fail[format as keyof typeof words.fail])
    }
})

t.test('the documents have the table and every format', async t => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  t.ok(readme.includes(wordsTable()), `README.md needs this table:\n\n${wordsTable()}\n`)
  for (const name of formatNames) {
    t.match(formatHelp, formatTitles[name])
    t.ok(readme.includes(`\`${name}\``), `README.md mentions ${name}`)
  }
})

t.test('a host that is chosen is all there is', async t => {
  const run = onlyOf(sampleRun, ['local'])
  t.same(
    run.played.map(({ name }) => name),
    ['local'],
  )
  t.equal(run.implementations.length, 1)
})
