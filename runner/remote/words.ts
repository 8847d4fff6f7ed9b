/** A command line as words: quotes and backslashes mean what they mean to sh(1), nothing is expanded. */

/** The words, or what is wrong with the text and at which character, from 0. */
export type Words =
  | { readonly words: readonly string[] }
  | { readonly wrong: string; readonly at: number }

/** One piece of a word: a backslash and what it stands for, a quoted part, or plain characters. */
const piece = /\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|([^\s\\'"]+)/y

/** XCU 2.2, Quoting; a backslash at the end and a quote without its other one are mistakes. */
export function splitWords(text: string): Words {
  const words: string[] = []
  let word: string | undefined
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    piece.lastIndex = at
    const found = piece.exec(text)
    if (found) {
      const [, escaped, single, double, plain] = found
      // A backslash before a newline joins two lines.
      const bare = escaped === '\n' ? '' : escaped
      word = (word ?? '') + (bare ?? single ?? (double === undefined ? plain : unquoted(double)))
    } else if (/\s/.test(text[at] ?? '')) {
      if (word !== undefined) words.push(word)
      word = undefined
      piece.lastIndex = at + 1
    } else {
      const what = text[at] === '\\' ? 'a backslash at the end' : `no second ${text[at]}`
      return { wrong: what, at }
    }
  }
  return { words: word === undefined ? words : [...words, word] }
}

function unquoted(text: string): string {
  return text.replace(/\\([$`"\\\n])/g, (_, character) => (character === '\n' ? '' : character))
}

/** The text that `splitWords` takes apart into these words again. */
export function joinWords(words: readonly string[]): string {
  return words
    .map(word => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ')
}
