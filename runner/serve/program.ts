/** Reads the program that goes to a probe, as a probe does: the inverse of `remote/protocol.ts`. */
import { Cursor } from '../suite/cursor.js'
import { readValue } from '../suite/scan.js'
import { toCount } from '../suite/scan-number.js'
import type { Case, Outcome, Step, Value, Wanted } from '../suite/suite.js'

export interface Program {
  readonly jobs: number
  readonly timeoutFactor: number
  /** Each called by its number, as an answer is. What is expected of results does not travel: only names to bind. */
  readonly cases: readonly Case[]
}

/** The last line of a program. */
export const END = 'go'

type Draft = { -readonly [Key in keyof Case]: Case[Key] } & { needs: string[]; steps: Step[] }

/** Reads a whole program. Throws an `Error` at the first line that is none. */
export function readProgram(text: string): Program {
  const options = new Map<string, string>()
  const cases: Case[] = []
  let open: Draft | undefined
  let braces = 0
  let together: number | undefined
  for (const line of text.trimEnd().split('\n')) {
    const [word = '', ...fields] = line.split('\t')
    if (word === 'option') options.set(fields[0] ?? '', fields[1] ?? '')
    else if (word === 'case') open = newCase(fields)
    else if (word === END) break
    else if (!open) throw new Error(`a line outside a case: ${line}`)
    else if (word === 'need') open.needs.push(fields[0] ?? '')
    else if (word === 'together') together = braces++
    else if (word === 'apart') together = undefined
    else if (word === 'over') {
      cases.push(open)
      open = undefined
    } else if (word !== 'vary')
      open.steps.push(readStep(word, fields, together === undefined ? {} : { together }))
  }
  const { 'timeout-factor': factor = '1', jobs = '1' } = Object.fromEntries(options)
  return { jobs: Number(jobs), timeoutFactor: Number(factor), cases }
}

const nowhere = { file: '', line: 1, column: 1 }

function newCase([number = '', deadline, alone, repeat, load]: readonly string[]): Draft {
  return {
    ...{ id: number, digest: '', title: '', cites: [], level: 'open', place: nowhere },
    ...{ needs: [], givens: [], risks: [], covers: [], tags: [], steps: [] },
    ...{ alone: alone === '1', deadline: Number(deadline) },
    ...(repeat !== '1' && { repeat: Number(repeat) }),
    ...(load !== '0' && { load: Number(load) }),
  }
}

function readStep(word: string, fields: readonly string[], where: { together?: number }): Step {
  const [, whoText = '', ...rest] = fields
  const who = whoText.split('|').map(name => (name === '-' ? '' : name))
  const base = { place: nowhere, text: fields.join(' '), who, ...where }
  const [first = '', second = ''] = rest
  switch (word) {
    case 'act': {
      const [flags = '', count = '1', call = '', binds = '', settles = '-', ...args] = rest
      return {
        ...{ ...base, ...given(flags), kind: 'act', call, args: args.map(readWhole) },
        ...(count !== '1' && { count: toCount(count) }),
        ...{ wanted: wantedOf(flags, binds, settles), settles: settles !== '-' },
      }
    }
    case 'end': {
      const [flags = '', call = '', binds = ''] = rest
      return { ...base, ...given(flags), kind: 'end', call, wanted: wantedOf(flags, binds) }
    }
    case 'still':
      return { ...base, kind: 'still', call: first }
    case 'signal':
    case 'nosignal':
      return { ...base, kind: 'signal', signal: first, delivered: word === 'signal' }
    case 'state':
      if (first === 'stopped' || first === 'exited' || first === 'killed')
        return { ...base, kind: 'state', state: first, detail: second }
  }
  throw new Error(`no step: ${word} ${fields.join(' ')}`)
}

/** Which situation it comes from does not travel, only that it is one's. */
function given(flags: string): { given?: string } {
  return flags.includes('g') ? { given: 'given' } : {}
}

/** The least that binds these names, settles at this value and may wait as the flags say. */
function wantedOf(flags: string, binds: string, settles = '-'): Wanted {
  const values = [
    ...(settles === '-' ? [] : [readWhole(settles)]),
    ...(binds === '-' ? [] : binds.split(',').map(boundAt)),
  ]
  const outcomes = values.map((value): Outcome => ({ kind: 'value', value }))
  if (outcomes.length === 0 && !flags.includes('u')) outcomes.push({ kind: 'value', value: any })
  if (/[um]/.test(flags)) outcomes.push({ kind: 'unfinished' })
  return { outcomes }
}

const any: Value = { kind: 'any', compared: true }

/** `NAME` or `NAME:WHERE`: a value that has the name there. */
function boundAt(bind: string): Value {
  const [name = '', where] = bind.split(':')
  const value: Value = { kind: 'name', name, each: where === '*', group: false }
  if (where === undefined || where === '*') return value
  if (/^\d+$/.test(where))
    return { kind: 'list', items: [...Array.from({ length: Number(where) }, () => any), value] }
  return { kind: 'struct', fields: [{ name: where, value }], rest: true }
}

function readWhole(text: string): Value {
  const c = new Cursor(text)
  const value = readValue(c)
  if (!c.done) throw new Error(`no value: ${text}`)
  return value
}
