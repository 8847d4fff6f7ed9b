import t from 'tap'
import { few, MOST_CHARACTERS, visible } from './visible.js'

t.test('nothing that steers a terminal or hides is left', async t => {
  const everything = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('')
  const seen = visible(`${everything}\u{e0041}\ud800`, Number.POSITIVE_INFINITY)
  t.notMatch(seen, /[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}]/u)
  t.equal(visible('\u001b[2J\u007f\u009b\u202e'), '⟨ESC⟩[2J⟨DEL⟩⟨U+009B⟩⟨U+202E⟩')
})

t.test('plain text, other scripts and pairs of surrogates stay as they are', async t => {
  for (const text of ['read(s, 64) = "\\x04"', 'Grüße 你好 😀', '']) t.equal(visible(text), text)
})

t.test('what is too long is cut with a mark', async t => {
  t.equal(visible('a'.repeat(40), 4), 'aaaa … [cut: 36 more characters]')
  t.equal(visible('a'.repeat(MOST_CHARACTERS)).length, MOST_CHARACTERS)
  t.same(few(['a', 'b', 'c'], 2), ['a', 'b', '… [cut: 1 more]'])
  t.same(few(['a', 'b'], 2), ['a', 'b'])
})
