/** One line -> one step. */
import type { Cursor } from './cursor.js'
import { limits } from './limits.js'
import { readValue, readWanted } from './scan.js'
import { toCount } from './scan-number.js'
import type { Act, Place, Step, Value, Wanted } from './suite.js'
import { FIRST_PROCESS } from './suite.js'

/** Reads a whole line as a step. Throws `Slip`. */
export function readStep(c: Cursor, where: Omit<Place, 'column'>): Step {
  c.blanks()
  const place = { ...where, column: c.at + 1 }
  const text = normalised(c.text)
  const who = readWho(c)
  const base = { place, text, who }
  if (c.sees(/---/y)) return { ...base, ...readSignalLine(c) }
  if (c.sees(/\+\+\+/y)) return { ...base, ...readEnd(c) }
  if (c.sees(/<\.\.\./y)) return { ...base, ...readResumed(c) }
  if (who.length > 1)
    c.fail("several processes stand only before '<... call resumed>' or '<... call unfinished>'", 0)
  return { ...base, ...readAct(c) }
}

/** A step with single blanks outside strings and none at the ends: what the digest is made of. */
export function normalised(line: string): string {
  return line
    .trim()
    .replace(/"(?:[^"\\]|\\.)*"|[ \t]+/g, found => (found.startsWith('"') ? found : ' '))
}

function readWho(c: Cursor): string[] {
  const found = c.take(/([a-z][a-z0-9_]*(?:\|[a-z][a-z0-9_]*)*):(?=\s)\s*/y)
  if (!found) return [FIRST_PROCESS]
  const who = (found[1] ?? '').split('|')
  if (who.length > limits.together)
    c.fail(`at most ${limits.together} processes stand in one line`, c.at - found[0].length)
  return who
}

function readSignalLine(c: Cursor) {
  const found = c.want(
    /---\s+(no\s+|stopped\s+by\s+)?(SIG[A-Z0-9]+)\s+---/y,
    "'--- SIGNAL ---', '--- no SIGNAL ---' or '--- stopped by SIGNAL ---'",
  )
  finish(c)
  const [, word = '', signal = ''] = found
  return word.startsWith('stopped')
    ? ({ kind: 'state', state: 'stopped', detail: signal } as const)
    : ({ kind: 'signal', signal, delivered: word === '' } as const)
}

function readEnd(c: Cursor) {
  const found = c.want(
    /\+\+\+\s+(?:exited\s+with\s+(\d+)|killed\s+by\s+(SIG[A-Z0-9]+))\s+\+\+\+/y,
    "'+++ exited with N +++' or '+++ killed by SIGNAL +++'",
  )
  finish(c)
  const [, status, signal = ''] = found
  if (Number(status) > 255)
    c.fail('an exit status is at most 255', found.index + found[0].search(/\d/))
  return status === undefined
    ? ({ kind: 'state', state: 'killed', detail: signal } as const)
    : ({ kind: 'state', state: 'exited', detail: status } as const)
}

function readResumed(c: Cursor) {
  const found = c.want(
    /<\.\.\.\s+([a-z_][a-z0-9_]*)\s+(resumed|unfinished)>\s*/y,
    "'<... call resumed>' or '<... call unfinished>'",
  )
  const [, call = '', word] = found
  if (word === 'unfinished') {
    finish(c)
    return { kind: 'still', call } as const
  }
  c.want(/=\s*/y, "'=' and what is expected")
  const wanted = readWanted(c)
  finish(c)
  return { kind: 'end', call, wanted } as const
}

function readAct(c: Cursor): Omit<Act, 'place' | 'text' | 'who'> {
  const start = c.at
  const counted = c.take(/([1-9]\d*|[a-z][a-z0-9_]*)x\s+(?=[a-z_])/y)
  const count = counted && toCount(counted[1] ?? '')
  const call = c.want(/([a-z_][a-z0-9_]*)\s*(?=\()/y, 'a step such as: call(values) = expected')
  const args = readArguments(c)
  c.blanks()
  const act = {
    kind: 'act' as const,
    call: call[1] ?? '',
    args,
    ...(count === undefined ? {} : { count }),
  }
  if (c.take(/<unfinished \.\.\.>/y)) {
    finish(c)
    const wanted: Wanted = { outcomes: [{ kind: 'unfinished' }] }
    return { ...act, wanted, settles: false }
  }
  c.want(/=(?!=)\s*/y, "'= expected' or '<unfinished ...>'")
  const wanted = readWanted(c)
  c.blanks()
  if (typeof count === 'number') mustBePossible(c, count, wanted, start)
  const settles = c.take(/<settles>/y) !== undefined
  finish(c)
  return { ...act, wanted, settles }
}

/** Fails where a step is counted beyond what is played, or its results beyond what a name holds. */
function mustBePossible(c: Cursor, count: number, { outcomes }: Wanted, at: number): void {
  if (count > limits.times) c.fail(`a step is played at most ${limits.times} times`, at)
  const isKept = outcomes.some(
    outcome => outcome.kind === 'value' && outcome.value.kind === 'name' && outcome.value.each,
  )
  if (isKept && count > limits.elements)
    c.fail(`a name[] holds at most ${limits.elements} results`, at)
}

function readArguments(c: Cursor): Value[] {
  const opened = c.at
  c.at++
  c.blanks()
  const args: Value[] = []
  if (c.take(/\)/y)) return args
  for (;;) {
    c.blanks()
    args.push(readValue(c))
    c.blanks()
    if (c.take(/\)/y)) return args
    if (c.done) c.fail("'(' is never closed", opened)
    c.want(/,/y, "',' or ')'")
  }
}

function finish(c: Cursor): void {
  c.blanks()
  if (!c.done) c.fail('expected the end of the line')
}
