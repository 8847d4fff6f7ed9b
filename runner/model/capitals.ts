/** XCASE: how terminals without small letters write what they lack (XBD of Issue 5; ttyinput() and ttyoutput()). */

/** What the mark behind a backslash stands for. */
const pairs: Readonly<Record<string, string>> = {
  "'": '`',
  '!': '|',
  '^': '~',
  '(': '{',
  ')': '}',
}

const meant = new Map(
  Object.entries(pairs).map(([mark, stands]) => [mark.charCodeAt(0), stands.charCodeAt(0)]),
)
const written = new Map([...meant].map(([mark, stands]) => [stands, mark]))

export function unescaped(byte: number): number {
  return meant.get(byte) ?? byte
}

/** The mark that a byte is written with behind a backslash, if it is one of those. */
export function escapeOf(byte: number): number | undefined {
  return written.get(byte)
}
