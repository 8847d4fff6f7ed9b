import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { expectationsJsonSchema } from './expectation.js'
import { readExpectations } from './read.js'

const read = (text: string) => readExpectations(text, 'known.yaml')
const messages = (text: string) =>
  read(text).mistakes.map(({ place, message }) => `${place.line}:${place.column}: ${message}`)

t.test('an entry', async t => {
  const { entries, mistakes } = read(`# known
expectations:
  - case: poll/*
    on: {system: Linux, release: [6.10, "6.1.*"]}
    expect: flaky
    signature: 0123456789ab
    bug: https://bugs.example/1
    reason: it races
    review: 2027-05-01
`)
  t.same(mistakes, [])
  t.same(entries, [
    {
      ...{ case: 'poll/*', line: 3, expect: 'flaky', signature: '0123456789ab' },
      on: { system: 'Linux', release: ['6.10', '6.1.*'] },
      ...{ bug: 'https://bugs.example/1', reason: 'it races', review: '2027-05-01' },
    },
  ])
})

t.test('all mistakes at once, each with its place and what to do', async t => {
  const found = messages(`expectations:
  - case: a/b
    bug:
    reason: ''
    review: 2027-02-30
  - cse: a/c
    on: {sytem: Linux, release: []}
    expect: fial
    signature: xyz
    bug: javascript:alert(1)
    reason: why
    review: soon
  - case: a/d
    bug: http://b/
    reason: why
    review: 2027-01-01
  - {case: a/d, bug: 'http://c/', reason: other, review: 2027-01-01}
`)
  t.match(found, [
    /^3:9: bug: say where it was reported: a link$/,
    /^4:13: reason: say why it fails, in a sentence$/,
    /^5:13: review: there is no such day$/,
    /^6:5: case: say which/,
    /^6:5: no key 'cse', did you mean 'case'\?$/,
    /^7:10: on: no key 'sytem', did you mean 'system'\?$/,
    /^7:33: on.release: a word, or a list of words/,
    /^8:13: expect: .*did you mean 'fail'\?$/,
    /^9:16: signature: no signature: 12 digits/,
    /^10:10: bug: no link to where it was reported/,
    /^12:13: review: no date/,
  ])
  t.match(
    messages(`expectations:
  - {case: a/d, bug: 'http://b/', reason: why, review: 2027-01-01}
  - {case: a/d, bug: 'http://c/', reason: other, review: 2027-01-01}
`),
    [/^3:5: the entry in line 2 is about the same$/],
  )
})

t.test('texts that are no expectations, and those that have none', async t => {
  t.same(read('').entries, [])
  t.same(read('expectations:\n').entries, [])
  t.same(read('expectations: []\n').entries, [])
  t.match(messages('- a\n'), [/expected object/])
  t.match(messages('expectations: {a: b}\n'), [/expected array/])
  t.match(messages('expectations: [\n'), [/flow/i])
  t.match(messages('expectations:\n  - 1\n'), [/expected object/])
})

t.test('the published schema is the one that is checked', async t => {
  // When this fails: npx ptycheck schema expectations > runner/expect/expectations.schema.json
  const file = join(import.meta.dirname, 'expectations.schema.json')
  t.same(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(expectationsJsonSchema()))
})
