/**
 * What was seen, as it is compared between systems and as people read it: a number that has a name becomes the name,
 * what varies from run to run becomes its kind (language 5.12).
 */
import type { Line, Seen } from './implementation.js'
import { type Bindings, type Bound, fieldShows, partShows } from './suite/bindings.js'
import { calls, type Shows, showsOf } from './suite/calls.js'
import { Cursor } from './suite/cursor.js'
import { bytesOf, dataOf, stringValue } from './suite/data.js'
import { same } from './suite/match.js'
import { printValue } from './suite/print.js'
import { readOutcome } from './suite/scan.js'
import type { Act, Case, DataValue, Outcome, Piece, Step, Value } from './suite/suite.js'

type SeenText = { readonly value: Value; readonly ended?: Value } | undefined

/** Results are few and come often: one in eight is new. */
const read = new Map<string, SeenText>()
const MOST_READ = 4096
const LONGEST_READ = 100

/** An implementation's text as a value; undefined when it is none. */
export function readSeen(text: string): SeenText {
  if (read.has(text)) return read.get(text)
  const seen = readText(text)
  if (text.length <= LONGEST_READ && read.size < MOST_READ) read.set(text, seen)
  return seen
}

function readText(text: string): SeenText {
  try {
    const c = new Cursor(text)
    const outcome = readOutcome(c)
    if (!c.done || outcome.kind !== 'value') return undefined
    // `?`, as strace has it, is what a call shows that does not come back.
    const nothing = outcome.value.kind === 'any' && outcome.value.compared
    return nothing || isPlain(outcome.value) ? outcome : undefined
  } catch {
    return undefined
  }
}

/** Results hold no names or expectations: what looks like one came from somebody who makes things up. */
function isPlain(value: Value): boolean {
  switch (value.kind) {
    case 'name':
    case 'any':
    case 'not':
    case 'range':
      return false
    case 'list':
    case 'set':
      return value.items.every(isPlain)
    case 'struct':
      return value.fields.every(field => isPlain(field.value))
    default:
      return true
  }
}

/** What an act, or the end of its call, shows. */
export function shownBy(of: Case, step: Step, line: Line): Shows {
  if (step.kind === 'act') return showsOf(step)
  if (step.kind !== 'end') return 'zero'
  const act = of.steps
    .slice(0, line.step)
    .findLast(
      (other): other is Act =>
        other.kind === 'act' && other.call === step.call && other.who[0] === line.who,
    )
  return act ? showsOf(act) : (calls[step.call]?.shows ?? 'zero')
}

/** Words for everything but values. */
export function sayOther(seen: Exclude<Seen, { kind: 'value' }>): string {
  switch (seen.kind) {
    case 'unfinished':
      return '<unfinished ...>'
    case 'stopped':
      return seen.signal === '' ? 'stopped' : `stopped by ${seen.signal}`
    case 'signal':
      return `--- ${seen.delivered ? '' : 'no '}${seen.signal} ---`
    case 'exited':
      return `+++ exited with ${seen.detail} +++`
    case 'killed':
      return `+++ killed by ${seen.detail} +++`
    case 'running':
      return 'running on'
    case 'not-reached':
      return 'not reached'
    case 'refused':
      return `refused: ${seen.why}`
    case 'no-time':
      return 'given no time'
  }
}

/**
 * The text that two systems are compared by; empty where the case says that it varies. Where the outcome that allowed
 * what was seen is or counts by a name, that name stands for what was seen; parts that vary by an outcome are `_`.
 */
export function comparedText(
  { value, ended }: { value: Value; ended?: Value },
  shows: Shows,
  names: Bindings,
  outcomes: { readonly allowing?: Outcome | undefined; readonly wanted?: readonly Outcome[] } = {},
): string {
  const { allowing, wanted = [] } = outcomes
  const by = allowing?.kind === 'value' ? allowing.value : undefined
  if (isVarying(by) && !ended) return ''
  const alike = wanted.find(one => one.kind === 'value' && one.value.kind === value.kind)
  const shape = by ?? (alike?.kind === 'value' ? alike.value : undefined)
  const text = byName(by) || printValue(comparable(value, shows, names, shape))
  return ended ? `${text} then ${printValue(comparable(ended, 'data', names))}` : text
}

function byName(wanted: Value | undefined): string {
  if (wanted?.kind === 'name') return printValue({ ...wanted, each: false }).replace(/:.*/, '')
  if (wanted?.kind !== 'data') return ''
  const parts = wanted.pieces.flatMap(piece =>
    piece.kind === 'string' ? [piece.times, ...piece.parts] : [piece.from, piece.count],
  )
  const isName = (part: (typeof parts)[number]) =>
    typeof part !== 'number' && !(part instanceof Uint8Array)
  return parts.some(isName) ? printValue(wanted) : ''
}

/** Numbers that mean something only on the machine and at the moment. */
const kindWord: Partial<Record<Shows, string>> = {
  fd: 'a descriptor',
  process: 'a process',
  device: 'a device',
  inode: 'an inode',
  index: 'a pair number',
  pairs: 'a number of pairs',
}

/** A part of which the case says that it varies. */
function isVarying(wanted: Value | undefined): boolean {
  return wanted?.kind === 'any' && !wanted.compared
}

function comparable(value: Value, shows: Shows, names: Bindings, wanted?: Value): Value {
  if (isVarying(wanted)) return word('_')
  if (value.kind === 'failure' || value.kind === 'status') return value
  const name = nameFor(value, shows, names)
  if (name !== undefined) return word(name)
  const kind = kindWord[shows]
  if (kind && isPositive(value, shows)) return word(`<${kind}>`)
  switch (value.kind) {
    case 'data':
      return shows === 'path' || shows === 'pty'
        ? stringValue(pathText(bytesOf(value), names))
        : withPaths(bytesOf(value), names)
    case 'list':
      return {
        ...value,
        items: value.items.map((item, i) =>
          comparable(item, partShows(shows, i), names, itemOf(wanted, i)),
        ),
      }
    case 'set':
      return {
        ...value,
        items: value.items
          .map((item, i) => comparable(item, partShows(shows, i), names))
          .sort((a, b) => (printValue(a) < printValue(b) ? -1 : 1)),
      }
    case 'struct':
      return {
        ...value,
        fields: value.fields.map(field => ({
          name: field.name,
          value: comparableField(field.name, field.value, names, fieldOf(wanted, field.name)),
        })),
      }
    default:
      return value
  }
}

/** 0 is no process, no group and no terminal: it says something by itself. */
function isPositive(value: Value, shows: Shows): boolean {
  return (
    value.kind === 'form' ||
    (value.kind === 'number' && (value.value > 0n || !['process', 'device'].includes(shows)))
  )
}

function comparableField(field: string, value: Value, names: Bindings, wanted?: Value): Value {
  return field.endsWith('time')
    ? word('<a time>')
    : comparable(value, fieldShows(field), names, wanted)
}

function itemOf(wanted: Value | undefined, i: number): Value | undefined {
  return wanted?.kind === 'list' ? wanted.items[i] : undefined
}

function fieldOf(wanted: Value | undefined, field: string): Value | undefined {
  if (wanted?.kind !== 'struct') return undefined
  return wanted.fields.find(({ name }) => name === field)?.value
}

/** A value that prints as this word. */
function word(text: string): Value {
  return { kind: 'flags', flags: [{ name: text, set: true }], number: 0n, rest: false }
}

/** Of these kinds a name says more than the number; counts and sizes keep theirs. */
const named: readonly Shows[] = ['fd', 'process', 'user', 'group', 'device', 'inode', 'path']

/** The name this value has; only names of the same kind count, or a byte count would become a descriptor;
 * and a descriptor has one only in the process (`by`) that bound it. */
export function nameFor(
  value: Value,
  shows: Shows,
  names: Bindings,
  by?: string,
): string | undefined {
  if (!named.includes(shows)) return undefined
  if (value.kind !== 'number' && value.kind !== 'data' && value.kind !== 'form') return undefined
  const isHere = (bound: Bound) => shows !== 'fd' || bound.by === by
  for (const [name, bound] of names.entries())
    if (bound.shows === shows && isHere(bound) && same(bound.value, value)) return name
  return undefined
}

/** Scratch folders and pair numbers out of a path. */
function pathText(bytes: Uint8Array, names: Bindings): string {
  let text = new TextDecoder('latin1').decode(bytes)
  for (const [name, bound] of names.entries()) {
    if (bound.value.kind !== 'data' || bound.shows !== 'path') continue
    const known = new TextDecoder('latin1').decode(bytesOf(bound.value))
    if (known !== '' && text.startsWith(`${known}/`)) text = `<${name}>${text.slice(known.length)}`
    // A buffer that holds it without an end: how much of that is untouched depends on the name's length.
    else if (known !== '' && text.startsWith(`${known}~`)) text = `<${name}>~`
  }
  return text.replace(/^(\/dev\/pts\/|\/dev\/tty)[0-9A-Za-z]+$/, '$1<pair>')
}

/** Data with the names of the paths that stand in them, for these have numbers of pairs in them. */
function withPaths(bytes: Uint8Array, names: Bindings): DataValue {
  const known = new Map<string, string>()
  for (const [name, { value, shows }] of names.entries())
    if (value.kind === 'data' && shows === 'path') known.set(latin1(bytesOf(value)), name)
  if (known.size === 0) return dataOf(bytes)
  const text = latin1(bytes)
  const paths = [...known.keys()].filter(
    path => path.length > 1 && path.startsWith('/') && text.includes(path),
  )
  if (paths.length === 0) return dataOf(bytes)
  const words = paths.map(path => path.replace(/[^\w/-]/g, '\\$&'))
  const parts = text.split(new RegExp(`(${words.join('|')})(?![0-9A-Za-z])`))
  if (parts.length === 1) return dataOf(bytes)
  // What stands at odd places is a path.
  const pieces = parts.flatMap((part, i): readonly Piece[] => {
    if (i % 2) return [{ kind: 'string', parts: [{ name: known.get(part) ?? '' }], times: 1 }]
    return part === '' ? [] : dataOf(Buffer.from(part, 'latin1')).pieces
  })
  return { kind: 'data', pieces, head: false, tail: false }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
