/** One line of a suite before it is understood: its comment, and whether it is a key or a step. */

/** A key of the suite or of a case, `case` itself too, and what stands behind it. */
export interface KeyLine {
  readonly key: string
  readonly value: string
  /** Offset of the value in the line. */
  readonly at: number
}

/** What a line says, and its comment with the `#`, which stands in no string; either may be empty. */
export function splitComment(line: string): { readonly code: string; readonly comment: string } {
  const code = /^(?:[^"#]|"(?:[^"\\]|\\.)*(?:"|$))*/.exec(line)?.[0] ?? line
  return { code, comment: line.slice(code.length) }
}

/** The line as a key, if it is one: a step has something other than a word in front. */
export function keyLine(code: string): KeyLine | undefined {
  const found = /^([A-Za-z][A-Za-z_-]*)(?:[ \t]+([^ \t].*)?)?$/.exec(code)
  if (!found || /^[a-z]\w*x [a-z_]+\(/.test(code)) return undefined
  const [, key = '', value = ''] = found
  return { key, value: value.replace(/[ \t]+$/, ''), at: code.length - value.length }
}
