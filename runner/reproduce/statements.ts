/** Statements of C, and how they are laid out. */

/** A statement with its semicolon, or one that holds others. */
export type Statement =
  | string
  | {
      /** `if (...)`, `for (...)` or `do`. */
      readonly head: string
      readonly body: readonly Statement[]
      /** Of an `if`: what is done else. */
      readonly otherwise?: readonly Statement[]
      /** Of a `do`: its `while (...);`. */
      readonly tail?: string
    }

/** No line is longer, a tab counted as eight columns, but for a step's own text. */
const WIDTH = 100

/** The column in which C stands behind a step's text. */
const TEXT = 48

/** An expression as a statement. */
export function statement(expression: string): string {
  return `${expression};`
}

/** The step's macro, and behind or below it what C does. */
export function laidOut(head: string, body: readonly Statement[]): string {
  const [only] = body
  if (body.length !== 1 || typeof only !== 'string')
    return [`\t${head} {`, ...body.flatMap(one => rendered(one, 2)), '\t}'].join('\n')
  const gap = ' '.repeat(Math.max(2, TEXT - head.length))
  if (8 + head.length + gap.length + only.length <= WIDTH) return `\t${head}${gap}${only}`
  return [`\t${head}`, ...rendered(only, 2)].join('\n')
}

/** The lines of a statement, so many tabs in. */
export function rendered(one: Statement, depth: number): string[] {
  const tabs = '\t'.repeat(depth)
  if (typeof one === 'string') return wrapped(one, depth)
  const { head, body, otherwise, tail } = one
  const inner = (all: readonly Statement[]) => all.flatMap(each => rendered(each, depth + 1))
  const isBare = (all: readonly Statement[]) => all.length === 1 && typeof all[0] === 'string'
  const heads = wrapped(head, depth)
  if (tail === undefined && isBare(body) && (!otherwise || isBare(otherwise)))
    return [...heads, ...inner(body), ...(otherwise ? [`${tabs}else`, ...inner(otherwise)] : [])]
  const opened = [...heads.slice(0, -1), `${heads.at(-1)} {`, ...inner(body)]
  const closed = `${tabs}}${tail ? ` ${tail}` : ''}`
  return otherwise
    ? [...opened, `${tabs}} else {`, ...inner(otherwise), `${tabs}}`]
    : [...opened, closed]
}

/** Goes on in the next line, four columns further in, where the fewest parentheses are open. */
function wrapped(line: string, depth: number): string[] {
  const tabs = '\t'.repeat(depth)
  const lines: string[] = []
  let rest = line
  for (;;) {
    const indent = lines.length === 0 ? '' : '    '
    const room = WIDTH - 8 * depth - indent.length
    const places = rest.length <= room ? [] : breaksOf(rest)
    const fitting = places.filter(({ at }) => at <= room && rest.length - at > SHORT)
    const least = Math.min(...fitting.map(({ open }) => open))
    const end = fitting.findLast(({ open }) => open === least)?.at
    lines.push(tabs + indent + rest.slice(0, end).trimEnd())
    if (end === undefined) return lines
    rest = rest.slice(end)
  }
}

/** No line is that short. */
const SHORT = 4

interface Break {
  readonly at: number
  /** How many parentheses are open there. */
  readonly open: number
}

/** Where a line may be broken: behind `, `, before `&&`, `||` and `|`, outside of strings. */
function breaksOf(line: string): Break[] {
  let open = 0
  const tokens = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[(){}]|, |(?<= )(?:&&|\|\|?)(?= )/g
  return [...line.matchAll(tokens)].flatMap(({ 0: token, index }) => {
    if (/^["']/.test(token)) return []
    if (/[({]/.test(token)) open++
    if (/[)}]/.test(token)) open--
    if (/[(){}]/.test(token)) return []
    return [{ at: token === ', ' ? index + 2 : index, open }]
  })
}
