/** Changes an expectations file where it has to be changed, and leaves every other character as it is. */
import { type Document, isNode, isScalar, isSeq, parseDocument, YAMLSeq } from 'yaml'
import type { PlacedExpectation } from './read.js'
import type { Update } from './update.js'

/** Text from one offset to another gives way to other text. */
type Splice = readonly [from: number, to: number, text: string]

/** What a file begins with that is not there yet. */
export const EMPTY = `# What is known to fail, where and why; 'ptycheck expect --help' says what an entry is.
expectations:
`

/** `entries` are those of the text, in its order. */
export function edited(
  text: string,
  entries: readonly PlacedExpectation[],
  update: Update,
): string {
  const document = parseDocument(text, { schema: 'failsafe' })
  const list = document.get('expectations', true)
  if (isSeq(list) && !list.flow && list.items.length > 0) {
    const inPlace = spliced(text, splicesOf(text, list, entries, update))
    if (isMeant(inPlace, entries, update)) return inPlace
  }
  return written(document, entries, update)
}

/** Whether the text says what the update is for: as many entries, in their order, the widened ones wider. */
function isMeant(text: string, entries: readonly PlacedExpectation[], update: Update): boolean {
  const kept = entries.filter(entry => !update.dropped.includes(entry))
  const document = parseDocument(text, { schema: 'failsafe' })
  const list: unknown = document.errors.length === 0 ? document.toJS()?.expectations : undefined
  if (!Array.isArray(list) || list.length !== kept.length + update.added.length) return false
  return kept.every((entry, n) => {
    const releases = [list[n]?.on?.release ?? []].flat()
    return (
      list[n]?.case === entry.case &&
      list[n]?.reason === entry.reason &&
      releasesFor(entry, update).every(release => releases.includes(release))
    )
  })
}

function releasesFor(entry: PlacedExpectation, { widened }: Update): string[] {
  return widened.filter(one => one.entry === entry).map(({ release }) => release)
}

function spliced(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort(([a], [b]) => b - a)
    .reduce((whole, [from, to, other]) => whole.slice(0, from) + other + whole.slice(to), text)
}

function splicesOf(
  text: string,
  list: YAMLSeq,
  entries: readonly PlacedExpectation[],
  update: Update,
): Splice[] {
  const ends = text.includes('\r\n') ? '\r\n' : '\n'
  const items = list.items.map(item => placeOf(text, item))
  const last = items.at(-1)
  const splices: Splice[] = []
  for (const [n, entry] of entries.entries()) {
    const place = items[n]
    if (!place || !last) continue
    const isLast = n === items.length - 1
    const to = isLast ? place.end : (items[n + 1]?.start ?? place.end)
    if (update.dropped.includes(entry)) splices.push([place.start, to, ''])
    else
      for (const release of releasesFor(entry, update))
        splices.push(...widening(text, list, n, release))
  }
  if (last && update.added.length > 0) {
    const [first, second] = items
    const isSpaced =
      first &&
      second &&
      text.slice(first.end, second.start).trim() === '' &&
      second.start > first.end
    const blocks = update.added.map(({ lines }) =>
      lines.map(line => last.indent + line + ends).join(''),
    )
    const before = text.slice(0, last.end).endsWith('\n') ? '' : ends
    const gap = isSpaced ? ends : ''
    splices.push([last.end, last.end, before + blocks.map(block => gap + block).join('')])
  }
  return splices
}

interface ItemPlace {
  /** Where its first line begins, comments right above it included. */
  readonly start: number
  /** Behind its last line. */
  readonly end: number
  /** What stands before its dash. */
  readonly indent: string
}

function placeOf(text: string, item: unknown): ItemPlace {
  const [from = 0, to = 0] = (isNode(item) && item.range) || []
  const lineOf = (offset: number) => text.lastIndexOf('\n', offset - 1) + 1
  const dash = text.lastIndexOf('-', from)
  let start = lineOf(dash)
  const indent = text.slice(start, dash)
  while (start > 0 && /^[ \t]*#/.test(text.slice(lineOf(start - 1), start)))
    start = lineOf(start - 1)
  const content = text.slice(0, to).trimEnd().length
  const newline = text.indexOf('\n', content)
  return { start, end: newline < 0 ? text.length : newline + 1, indent }
}

/** One release more, in the manner of those that are there. */
function widening(text: string, list: YAMLSeq, n: number, release: string): Splice[] {
  const node = list.getIn([n, 'on', 'release'], true)
  const [from, to] = (isNode(node) && node.range) || []
  if (from === undefined || to === undefined) return []
  const word = JSON.stringify(release)
  if (isScalar(node)) return [[from, to, `[${text.slice(from, to)}, ${word}]`]]
  if (!isSeq(node)) return []
  if (node.flow) return [[to - 1, to - 1, `, ${word}`]]
  const { end, indent } = placeOf(text, node.items.at(-1))
  return [[end, end, `${indent}- ${word}\n`]]
}

/** For lists in brackets, and for none: comments and order stay, the layout is the library's. */
function written(
  document: Document.Parsed,
  entries: readonly PlacedExpectation[],
  { added, widened, dropped }: Update,
): string {
  for (const { entry, release } of widened) {
    const path = ['expectations', entries.indexOf(entry), 'on', 'release']
    const before: unknown = document.getIn(path)
    const releases = isSeq(before) ? (before.toJSON() as string[]) : [before]
    document.setIn(path, [...releases, release])
  }
  for (const entry of [...dropped].reverse())
    document.deleteIn(['expectations', entries.indexOf(entry)])
  if (!isSeq(document.get('expectations', true))) document.set('expectations', new YAMLSeq())
  const list = document.get('expectations', true) as YAMLSeq
  if (added.length > 0) list.flow = false
  for (const { lines } of added) list.add(nodeOf(lines))
  return `${document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd()}\n`
}

/** The entry of these lines, with the comment above it. */
function nodeOf([comment = '', ...lines]: readonly string[]): unknown {
  const { contents } = parseDocument(lines.join('\n'), { schema: 'failsafe' })
  const [entry] = isSeq(contents) ? contents.items : []
  if (isNode(entry)) entry.commentBefore = comment.replace(/^#/, '')
  return entry
}
