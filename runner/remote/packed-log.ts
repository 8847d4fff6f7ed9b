/**
 * The lines of a packed suite, found again in whatever kept them: a file, or the log of a console with other lines
 * between and in the midst of ours, other ends of lines, and wraps. Each line, or piece of a longer one, is printed as
 *
 *   #pty:RUN:NUMBER.LL:CCCCCCCC:TEXT
 *
 * RUN     six hex digits that all lines of one play have in common
 * NUMBER  counts from 0; behind it `.`, or of a longer line `+` its first piece, `=` one of its midst, `-` its last
 * LL      the bytes of TEXT, in hex
 * C...    the CRC-32 of `RUN:NUMBER.LL:TEXT`
 * TEXT    no blank in it is a blank: `~` stands for a tab, `^` for a space, "`q" "`t" "`c" "`h" for "`" "~" "^" "#"
 *
 * So blanks that came or went on the way do no harm, and what stands within a line can be taken out again: of all ways to
 * do it only the right one adds up.
 */
import { crc32 } from 'node:zlib'

/** What came, in order: whole lines, and gaps by the numbers of what is missing. */
export type LogItem =
  | { readonly kind: 'line'; readonly text: string; readonly number: number }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number }

export interface PackedLog {
  /** The name of the play that was taken: the last one that began. */
  readonly run: string
  /** Other plays in the same log. */
  readonly others: readonly string[]
  readonly items: readonly LogItem[]
  /** How many lines had something else within them. */
  readonly mended: number
  /** Where a line stands that does not add up: its number, and the line of the log. */
  readonly damaged: ReadonlyMap<number, number>
}

interface Frame {
  readonly text: string
  readonly mark: string
}

interface Play {
  readonly frames: Map<number, Frame>
  readonly damaged: Map<number, number>
  mended: number
}

/** Bytes of other things that may stand within a line of ours, and lines of them. */
const NOISE = 2048
const NOISE_LINES = 8

/** Lines with something else in them that are looked into: each takes some thousand sums. */
const MOST_MENDED = 10_000

/** Blanks may have come between any two of these. */
const HEAD = new RegExp(
  [
    ...['#', 'p', 't', 'y', ':', '((?:[0-9a-f]\\s*){6})', ':', '((?:[0-9]\\s*){1,7})', '([.+=-])'],
    ...['((?:[0-9a-f]\\s*){2})', ':', '((?:[0-9a-f]\\s*){8})', ':'],
  ].join('\\s*'),
  'g',
)

/** Nothing where no line of ours is whole. `run` asks for the play of this name. */
export function readPackedLog(bytes: Buffer, run?: string): PackedLog | undefined {
  const plays = findPlays(plainText(bytes))
  const names = [...plays].filter(([, { frames }]) => frames.size > 0).map(([name]) => name)
  const name = names.find(one => one === run) ?? (run === undefined ? names.at(-1) : undefined)
  const play = name === undefined ? undefined : plays.get(name)
  if (name === undefined || !play) return undefined
  for (const number of play.frames.keys()) play.damaged.delete(number)
  return {
    run: name,
    others: names.filter(other => other !== name),
    items: itemsOf(play.frames),
    mended: play.mended,
    damaged: play.damaged,
  }
}

/** Without what terminals are told, and what is no text. */
function plainText(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/\x1b\[[0-9;?]{0,16}[A-Za-z]/g, '')
    .replace(/[^\n\t\x20-\x7e]/g, '')
}

/** By name, in the order in which they began. */
function findPlays(text: string): Map<string, Play> {
  const plays = new Map<string, Play>()
  const line = lineCounter(text)
  let looks = MOST_MENDED
  for (const match of text.matchAll(HEAD)) {
    const [, run = '', digits = '', mark = '', size = '', sum = ''] = match.map(withoutBlanks)
    const play = plays.get(run) ?? { frames: new Map(), damaged: new Map(), mended: 0 }
    plays.set(run, play)
    const number = Number(digits)
    const start = `${run}:${digits}${mark}${size}:`
    const wanted = Number.parseInt(sum, 16)
    const at = match.index + match[0].length
    const fits = (payload: string) => crc32(start + payload) === wanted
    const found = textAt(text, at, Number.parseInt(size, 16), fits, looks > 0)
    if (found === undefined || found.mended) looks--
    if (found === undefined) {
      play.damaged.set(number, line(match.index))
      continue
    }
    if (play.frames.has(number)) continue
    if (found.mended) play.mended++
    play.frames.set(number, { text: found.text, mark })
  }
  return plays
}

const withoutBlanks = (text: string) => text.replace(/\s/g, '')

function textAt(
  log: string,
  at: number,
  length: number,
  fits: (text: string) => boolean,
  look: boolean,
): { text: string; mended: boolean } | undefined {
  const near = log.slice(at, at + length + NOISE)
  const plain = withoutBlanks(near).slice(0, length)
  if (fits(plain)) return { text: plain, mended: false }
  if (!look) return undefined
  let end = near.indexOf('\n')
  for (let lines = 0; end >= 0 && lines < NOISE_LINES; lines++, end = near.indexOf('\n', end + 1)) {
    const before = withoutBlanks(near.slice(0, end))
    const behind = withoutBlanks(near.slice(end))
    for (let kept = Math.min(before.length, length); kept >= 0; kept--) {
      const text = before.slice(0, kept) + behind.slice(0, length - kept)
      if (fits(text)) return { text, mended: true }
    }
  }
  return undefined
}

/** Line numbers of growing positions. */
function lineCounter(text: string): (position: number) => number {
  let [at, line] = [0, 1]
  return position => {
    for (; at < position; at++) if (text[at] === '\n') line++
    return line
  }
}

function itemsOf(frames: ReadonlyMap<number, Frame>): LogItem[] {
  const items: LogItem[] = []
  const lose = (from: number, to: number) => {
    const before = items.at(-1)
    if (before?.kind === 'gap') items[items.length - 1] = { kind: 'gap', from: before.from, to }
    else items.push({ kind: 'gap', from, to })
  }
  let line: { readonly from: number; readonly text: string } | undefined
  let next = 0
  for (const number of [...frames.keys()].sort((a, b) => a - b)) {
    const { text, mark } = frames.get(number) ?? { text: '', mark: '' }
    const begins = mark === '.' || mark === '+'
    if (number > next || (begins && line)) {
      lose(line?.from ?? next, number - 1)
      line = undefined
    }
    next = number + 1
    if (!begins && !line) {
      lose(number, number)
      continue
    }
    line = { from: line?.from ?? number, text: (line?.text ?? '') + text }
    if (mark === '+' || mark === '=') continue
    items.push({ kind: 'line', text: decode(line.text), number })
    line = undefined
  }
  if (line) lose(line.from, next - 1)
  return items
}

const escapes: Readonly<Record<string, string>> = { q: '`', t: '~', c: '^', h: '#' }

function decode(text: string): string {
  return text.replace(/[~^]|`(.?)/g, (coded, letter: string | undefined) => {
    if (letter === undefined) return coded === '~' ? '\t' : ' '
    return escapes[letter] ?? coded
  })
}
