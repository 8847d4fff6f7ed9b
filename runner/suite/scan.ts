/** The text of one value -> a value: recursive descent over one line. */
import type { Cursor } from './cursor.js'
import { limits } from './limits.js'
import { readData, startsData } from './scan-data.js'
import { NAME, takeNumber, takeRange } from './scan-number.js'
import type { FlagsValue, FormValue, Outcome, Value, Wanted } from './suite.js'

/** Deeper nesting has no meaning in the language; hostile text must not exhaust the stack. */
const DEEPEST = 8

const name = new RegExp(NAME, 'y')
const constant = /_?[A-Z][A-Z0-9_]*/y

/** Words that mean something to the language, and so name nothing. */
const reserved: ReadonlySet<string> = new Set(
  'or then not no x record exited killed stopped continued'.split(' '),
)

/** A name that may be given to a result or a process; fails at `at` where the word is taken. */
export function ownName(c: Cursor, word: string, at: number): string {
  if (reserved.has(word)) c.fail(`'${word}' is a word of the language and names nothing`, at)
  if (word.length > limits.name) c.fail(`a name has at most ${limits.name} characters`, at)
  return word
}

/** One value. Throws `Slip`. */
export function readValue(c: Cursor, depth = 0): Value {
  if (depth > DEEPEST) c.fail('values are nested too deeply')
  if (startsData(c)) return readData(c)
  if (c.take(/\?/y)) return { kind: 'any', compared: true }
  if (c.take(/_(?![A-Za-z0-9_])/y)) return { kind: 'any', compared: false }
  if (c.take(/not(?= )/y)) {
    c.blanks()
    return { kind: 'not', value: readValue(c, depth + 1) }
  }
  if (c.sees(/\[/y)) return { kind: 'list', items: readItems(c, ']', depth).items }
  if (c.sees(/\{/y)) return readBraced(c, depth)
  return readFailure(c) ?? readRangeOrNumber(c) ?? readStatusOrForm(c, depth) ?? readNamed(c, depth)
}

function readFailure(c: Cursor): Value | undefined {
  const found = c.take(/(-1|0|NULL) +(?:(E[A-Z0-9]+)|errno (\d+))/y)
  if (!found) return undefined
  const [, returned, errno, bare] = found
  return { kind: 'failure', returned: returned as '-1' | '0' | 'NULL', errno: errno ?? bare ?? '' }
}

function readRangeOrNumber(c: Cursor): Value | undefined {
  const range = takeRange(c)
  if (range) return { kind: 'range', ...range }
  const start = c.at
  const negative = c.take(/-(?=\d)/y) !== undefined
  const value = takeNumber(c)
  if (value === undefined) {
    c.at = start
    return undefined
  }
  if (negative || !c.sees(/\|/y)) return { kind: 'number', value: negative ? -value : value }
  c.at = start
  return readFlags(c)
}

function readStatusOrForm(c: Cursor, depth: number): Value | undefined {
  if (c.take(/continued(?![a-z0-9_])/y)) return { kind: 'status', what: 'continued', detail: '' }
  const status = c.take(/(exited) +(\d+)|(killed|stopped) +(SIG[A-Z0-9]+)/y)
  if (status)
    return {
      kind: 'status',
      what: (status[1] ?? status[3]) as 'exited' | 'killed' | 'stopped',
      detail: status[2] ?? status[4] ?? '',
    }
  return readForm(c, depth)
}

/** What each form takes. */
const forms: Readonly<Record<FormValue['form'], { kind: 'numbers' | 'name'; count: number }>> = {
  makedev: { kind: 'numbers', count: 2 },
  sizeof: { kind: 'name', count: 1 },
  strlen: { kind: 'name', count: 1 },
  UIOCCMD: { kind: 'numbers', count: 1 },
}

function readForm(c: Cursor, depth: number): FormValue | undefined {
  const start = c.at
  const found = c.take(/(makedev|sizeof|strlen|UIOCCMD)(?=\()/y)
  if (!found) return undefined
  const form = found[1] as FormValue['form']
  const args = readItems(c, ')', depth).items
  const { kind, count } = forms[form]
  const isOne = ({ kind: of }: Value) =>
    of === 'name' || (kind === 'numbers' && (of === 'number' || of === 'form'))
  if (args.length !== count || !args.every(isOne))
    c.fail(
      `${form}() takes ${kind === 'name' ? 'a name' : count === 1 ? 'a number' : 'two numbers'}`,
      start,
    )
  return { kind: 'form', form, args }
}

function readNamed(c: Cursor, depth: number): Value {
  if (c.sees(/!?_?[A-Z]/y)) return readFlags(c)
  const group = c.take(/-(?=[a-z])/y) !== undefined
  const start = c.at
  const found = c.take(name) ?? c.fail('expected a value')
  const each = c.take(/\[\]/y) !== undefined
  if (found[0] !== 'record') ownName(c, found[0], start)
  const must = c.take(/:(?=\S)/y) ? readValue(c, depth + 1) : undefined
  return { kind: 'name', name: found[0], each, group, ...(must ? { must } : {}) }
}

function readFlags(c: Cursor): FlagsValue {
  const flags: { name: string; set: boolean }[] = []
  let bits = 0n
  let rest = false
  do {
    if (c.take(/\.\.\./y)) {
      rest = true
      break
    }
    const digits = takeNumber(c)
    if (digits !== undefined) {
      bits |= digits
      continue
    }
    const set = !c.take(/!/y)
    const found = c.take(constant) ?? c.fail('expected a constant')
    flags.push({ name: found[0], set })
  } while (c.take(/\|/y))
  return { kind: 'flags', flags, number: bits, rest }
}

function readItems(c: Cursor, close: string, depth: number): { items: Value[]; rest: boolean } {
  const opened = c.at
  c.at++
  const items: Value[] = []
  c.blanks()
  if (c.text[c.at] === close) {
    c.at++
    return { items, rest: false }
  }
  for (;;) {
    c.blanks()
    if (close === '}' && c.take(/\.\.\.(?=\s*\})/y)) {
      closeAt(c, close, opened)
      return { items, rest: true }
    }
    items.push(readValue(c, depth + 1))
    c.blanks()
    if (c.take(/,/y)) continue
    closeAt(c, close, opened)
    return { items, rest: false }
  }
}

function closeAt(c: Cursor, close: string, opened: number): void {
  c.blanks()
  if (c.done) c.fail(`'${c.text[opened]}' is never closed`, opened)
  if (c.text[c.at] !== close) c.fail(`expected ',' or '${close}'`)
  c.at++
}

const field = /([A-Za-z_][A-Za-z0-9_]*|-?\d+)=/y

function readBraced(c: Cursor, depth: number): Value {
  const opened = c.at
  c.take(/\{/y)
  c.blanks()
  const isStruct = c.sees(field)
  c.at = opened
  if (!isStruct) return { kind: 'set', ...readItems(c, '}', depth) }
  c.at++
  const fields: { name: string; value: Value }[] = []
  let rest = false
  for (;;) {
    c.blanks()
    if (c.take(/\.\.\./y)) {
      rest = true
      break
    }
    const found = c.take(field) ?? c.fail('expected a field')
    const fieldName = found[1] ?? ''
    if (fields.some(other => other.name === fieldName))
      c.fail(`field '${fieldName}' is given twice`, c.at - found[0].length)
    fields.push({ name: fieldName, value: readValue(c, depth + 1) })
    c.blanks()
    if (!c.take(/,/y)) break
  }
  closeAt(c, '}', opened)
  return { kind: 'struct', fields, rest }
}

/** What stands right of `=`: outcomes joined by `or`, and how long it may take. */
export function readWanted(c: Cursor): Wanted {
  const outcomes = [readOutcome(c)]
  while (c.take(/\s+or\s+/y)) outcomes.push(readOutcome(c))
  const took = c.take(/\s*<\s*(\d+(?:\.\d+)?)?\s*\.\.\s*(\d+(?:\.\d+)?)?\s*>/y)
  if (!took) return { outcomes }
  const [, least, most] = took
  if (least === undefined && most === undefined) c.fail('a time needs a low or a high end')
  return {
    outcomes,
    took: {
      ...(least === undefined ? {} : { least: Number(least) }),
      ...(most === undefined ? {} : { most: Number(most) }),
    },
  }
}

/** `<unfinished ...>`, or a value with how a transfer or counted step ended. */
export function readOutcome(c: Cursor): Outcome {
  if (c.take(/<unfinished \.\.\.>/y)) return { kind: 'unfinished' }
  const value = readValue(c)
  if (!c.take(/\s+then\s+/y)) return { kind: 'value', value }
  return { kind: 'value', value, ended: readValue(c) }
}
