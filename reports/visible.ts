/**
 * Text that came from a host, made safe to look at. Escaping for HTML is the template's business; this is about
 * what escaping leaves as it is: bytes that steer a terminal, characters that turn the reading direction round
 * or cannot be seen at all, and sheer length.
 */

/** Controls, format characters (bidi, zero width, tags), lone surrogates, line separators, combining marks, and what is no character. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{M}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu

/** How many characters of one value a report shows. */
export const MOST_CHARACTERS = 4096

/** How many of them where several values stand side by side; the case's page has more. */
export const SHORT = 200

/** From U+0000 on. Unicode has pictures of these (U+241B), which most monospaced fonts lack. */
const controls = [
  ...['NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'HT', 'LF', 'VT', 'FF', 'CR'],
  ...[
    'SO',
    'SI',
    'DLE',
    'DC1',
    'DC2',
    'DC3',
    'DC4',
    'NAK',
    'SYN',
    'ETB',
    'CAN',
    'EM',
    'SUB',
    'ESC',
  ],
  ...['FS', 'GS', 'RS', 'US'],
]

/** What nearly all texts are: nothing in them needs a look. */
const plain = /^[ -~]*$/

/** Each character that cannot be seen by its name or code: `⟨ESC⟩`, `⟨U+202E⟩`. */
export function visible(text: string, most = MOST_CHARACTERS): string {
  if (text.length <= most && plain.test(text)) return text
  return cut(text, most).replace(unseen, character => {
    const code = character.codePointAt(0) ?? 0
    const name = code === 0x7f ? 'DEL' : controls[code]
    return `⟨${name ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}⟩`
  })
}

/** A mark for a handful of characters would take more room than they do. */
const MARK = 32

function cut(text: string, most: number): string {
  if (text.length <= most + MARK) return text
  return `${text.slice(0, most)} … [cut: ${text.length - most} more characters]`
}

/** At most so many of a list whose length a host decides; the last entry says how many were left out. */
export function few(list: readonly string[], most: number): string[] {
  if (list.length <= most) return [...list]
  return [...list.slice(0, most), `… [cut: ${list.length - most} more]`]
}
