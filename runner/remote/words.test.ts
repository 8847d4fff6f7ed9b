import { execFileSync } from 'node:child_process'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { joinWords, splitWords } from './words.js'

const wordsOf = (text: string) => {
  const split = splitWords(text)
  return 'words' in split ? split.words : split
}

t.test('a command line as words', async t => {
  const table: [text: string, words: readonly string[]][] = [
    ['docker exec -i web', ['docker', 'exec', '-i', 'web']],
    ['  a\t b \n', ['a', 'b']],
    ['', []],
    ['su - user -c {}', ['su', '-', 'user', '-c', '{}']],
    [`'a b'"c d"e`, ['a bc de']],
    [`'' ""`, ['', '']],
    [String.raw`a\ b \"c\' "\"\$\a\\"`, ['a b', `"c'`, '"$\\a\\']],
    [String.raw`'\a'`, ['\\a']],
    ['a\\\nb "c\\\nd"', ['ab', 'cd']],
    ['$HOME `x` *;|&', ['$HOME', '`x`', '*;|&']],
  ]
  for (const [text, words] of table) t.same(wordsOf(text), words, text)
})

t.test('what is no command line', async t => {
  t.same(wordsOf(`a 'b`), { wrong: "no second '", at: 2 })
  t.same(wordsOf('a "b\\"'), { wrong: 'no second "', at: 2 })
  t.same(wordsOf('ab\\'), { wrong: 'a backslash at the end', at: 2 })
})

t.test('words that are joined come apart again, and sh takes them for the same', async t => {
  const word = fc.stringMatching(/^[ -~\n]{0,12}$/)
  fc.assert(
    fc.property(fc.array(word), words => isDeepStrictEqual(wordsOf(joinWords(words)), words)),
  )
  const words = ['a b', "it's", '', '$HOME', '\\', '"', '*', '{}', '-x=y', '\n']
  const said = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${joinWords(words)}`])
  t.same(String(said).split('\0').slice(0, -1), words)
})
