/**
 * A suite's text with keys, results and comments in columns. Only blanks change, and only where there are some
 * already: a step's meaning and the case's digest rest on where blanks stand, not on how many.
 */
import { keyLine, splitComment } from './line.js'
import { normalised } from './step.js'

/** The widest a line gets by being aligned. */
const WIDEST = 120

/** A step whose result would stand beyond this column moves no other: a result far from its call is hard to read. */
const FARTHEST = 70

/** Where the values of keys start; a longer key moves its own value only. */
const KEY_WIDTH = 6

const INDENT = '  '

/** Keys of single words, between which blanks mean nothing. */
const wordKeys = ['needs', 'given', 'risk', 'covers', 'tags']

/** What stays at its place, and what is moved into one column with its like in the same block. */
interface Parts {
  readonly left: string
  readonly right: string
  readonly block: number
}

/** The text with everything in its column. A text that is formatted stays as it is. */
export function formatSuite(text: string): string {
  const lines = text.split(/\r?\n/).map(splitComment)
  const codes = aligned(codeParts(lines.map(({ code }) => code)), FARTHEST)
  const whole = aligned(commentParts(codes, lines), WIDEST)
  return `${whole.join('\n').trimEnd()}\n`
}

/** The steps of a case are a block, also where blank lines part them; those in braces stand a little to the right. */
function codeParts(codes: readonly string[]): Parts[] {
  let block = 0
  let indent = ''
  return codes.map(code => {
    const found = keyLine(code)
    if (found) block++
    const brace = code.trim()
    if (found || brace === '}') indent = ''
    const { left, right } = found ? keyParts(found) : stepParts(code)
    const parts = { left: left === '' ? '' : indent + left, right, block }
    if (brace === '{') indent = INDENT
    return parts
  })
}

/** Comments on lines below one another are a block. */
function commentParts(codes: readonly string[], lines: readonly { comment: string }[]): Parts[] {
  let block = 0
  return lines.map(({ comment }, i) => {
    const left = codes[i] ?? ''
    if (comment === '' || left === '') block++
    return { left, right: comment.trimEnd(), block }
  })
}

function keyParts({ key, value }: { key: string; value: string }): Omit<Parts, 'block'> {
  const shown = wordKeys.includes(key) ? value.replace(/[ \t]+/g, ' ') : value
  return { left: `${key === 'case' ? key : key.padEnd(KEY_WIDTH)} ${shown}`.trimEnd(), right: '' }
}

/** A step in front of its result and from it on; all is in front where there is none, or no blank before it. */
function stepParts(code: string): Omit<Parts, 'block'> {
  const step = normalised(code)
  const [, left = step, right = ''] =
    /^((?:"(?:[^"\\]|\\.)*"|[^"])*?) ((?:=|<unfinished \.\.\.>).*)$/.exec(step) ?? []
  return { left, right }
}

/** The lines with the right parts of each block two blanks behind its longest left part that reaches no farther. */
function aligned(lines: readonly Parts[], farthest: number): string[] {
  const columns = new Map<number, number>()
  for (const { left, right, block } of lines) {
    const column = left.length + 2
    if (right !== '' && column <= farthest)
      columns.set(block, Math.max(column, columns.get(block) ?? 0))
  }
  return lines.map(({ left, right, block }) => {
    if (left === '' || right === '') return left + right
    const column = columns.get(block) ?? 0
    return `${column + right.length > WIDEST ? left : left.padEnd(column - 2)}  ${right}`
  })
}
