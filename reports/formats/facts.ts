/** What every format tells of a run: one test per case and implementation, made visible before any format sees it. */
import { createHash } from 'node:crypto'
import type { CaseRecord, Played, Result, Run } from '../../runner/result.js'
import { byCase } from '../compare.js'
import { plural } from '../count.js'
import { evidence, seenAt } from '../evidence.js'
import { commandFor } from '../links.js'
import { few, visible } from '../visible.js'
import { type Standing, standingOf } from './words.js'

/** Names and what they say, in the order in which they are told; nothing is told of what has no value. */
export type Details = Readonly<Record<string, string | readonly string[] | undefined>>

/** One case on one implementation. */
export interface Fact {
  readonly implementation: string
  readonly id: string
  readonly title: string
  readonly standing: Standing
  /** One line for a list; empty where there is nothing to say. */
  readonly message: string
  readonly details: Details
  /** Where the step that decided stands, else the case. */
  readonly file: string
  readonly line: number
  /** Of all its steps together. */
  readonly seconds: number
  readonly record: CaseRecord
}

/** One implementation with its facts, in the order of the run's cases. */
export interface Part {
  readonly name: string
  readonly played: Played
  readonly facts: readonly Fact[]
  /** What ended its play early, what was left there; empty where all is well. */
  readonly trouble: Details
}

/** Entries a list shows; a host decides how long it is. */
const MOST = 20

/** Characters of a message; the details have the rest. */
const LINE = 500

export function* partsOf(run: Run): Generator<Part> {
  for (const played of run.played) {
    const results = byCase(played)
    yield {
      name: visible(played.name),
      played,
      facts: run.cases.map(record => factOf(played, record, results.get(record.id))),
      trouble: troubleOf(played),
    }
  }
}

/** Lines of `name: value`, one for each entry of a list. */
export function linesOf(details: Details): string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    if (value === undefined || value.length === 0) return []
    return typeof value === 'string' ? [`${name}: ${value}`] : value.map(one => `${name}: ${one}`)
  })
}

/** A name out of letters, digits, `_`, `-` and dots, which tells what it is made from apart from all others. */
export function dotted(text: string, separator: '/' | ':'): string {
  const parts = text.split(separator)
  if (parts.every(part => /^[A-Za-z0-9_-]+$/.test(part))) return parts.join('.')
  const readable = text
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 60)
  return `${readable}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}

function factOf(played: Played, record: CaseRecord, result: Result | undefined): Fact {
  const standing = standingOf(result)
  const own = { played, record, result, standing }
  const { file, line } = result ? evidence(record, result) : record.place
  return {
    implementation: visible(played.name),
    id: visible(record.id),
    title: visible(record.title),
    standing,
    message: visible(messageOf(own).trim(), LINE),
    details: visibleDetails(detailsOf(own)),
    file: visible(file),
    line,
    seconds: (result?.lines ?? []).reduce((sum, { took = 0 }) => sum + took, 0),
    record,
  }
}

interface Own {
  readonly played: Played
  readonly record: CaseRecord
  readonly result: Result | undefined
  readonly standing: Standing
}

function messageOf({ played, record, result, standing }: Own): string {
  const { reason = '', note = '', expected } = result ?? {}
  switch (standing) {
    case 'pass':
      return note
    case 'crash':
      return reason
    case 'fail':
    case 'xfail': {
      const { step, brief } = result ? evidence(record, result) : { step: '', brief: '' }
      const found = step ? `${step}: got ${brief}` : reason
      return standing === 'xfail'
        ? `known to fail${expected ? ` (${expected.bug})` : ''}: ${found}`
        : found
    }
    case 'xpass':
      return `it passes, and was expected to fail${expected ? `: ${expected.reason}` : ''}`
    case 'observed':
      return 'the text leaves it open'
    case 'unsupported':
    case 'untested':
      return `${standing}${reason && `: ${reason}`}`
    case 'unresolved':
    case 'out of reach':
      return `could not be carried out; this says nothing about the system${reason && `: ${reason}`}`
    case 'no result':
      return `the run was cut off before this case${played.trouble ? `: ${played.trouble.reason}` : ''}`
  }
}

function detailsOf({ played, record, result, standing }: Own): Details {
  const place = `${record.place.file}:${record.place.line}`
  const again = commandFor(played.name, record.id)
  if (!result) return { verdict: 'none', at: place, again }
  const { verdict, class: trouble, note, left, reason, profile, prediction, explained } = result
  const aside = {
    known: knownAs(result),
    note,
    left: left && few(left, MOST),
    prediction:
      prediction === 'surprise'
        ? `surprise, under profile ${profile}${explained ? `, explained: ${explained.reason} (${explained.bug})` : ''}`
        : undefined,
  }
  switch (standing) {
    case 'fail':
    case 'xfail': {
      const { step, expected, seen, file, line } = evidence(record, result)
      const cite = [`${record.level}: ${record.cites.join('; ') || 'no clause cited'}`]
      const at = `${file}:${line}`
      const why = step ? undefined : reason
      return { verdict, reason: why, step, expected, seen, at, cite, ...aside, again }
    }
    case 'crash':
    case 'unresolved':
    case 'out of reach':
      return {
        verdict,
        class: trouble,
        reason,
        console: result.downfall?.console.join('\n'),
        at: place,
        ...aside,
        again,
      }
    case 'xpass':
      return { verdict, reason, at: place, ...aside }
    case 'observed':
      return { verdict, seen: few(observations(record, result), MOST), ...aside }
    case 'pass':
      return aside
    default:
      return { reason, ...aside }
  }
}

/** What the expectations file says of it. */
function knownAs({ expected }: Result): string | undefined {
  if (!expected) return undefined
  const { expect, bug, reason, review } = expected
  return `expected to ${expect === 'flaky' ? 'fail at times' : 'fail'}: ${bug} (${reason}; to be looked at by ${review})`
}

function observations(record: CaseRecord, result: Result): string[] {
  return record.steps.flatMap(({ text }, step) => {
    const seen = seenAt(result, step)
    return seen ? [`${text}  # ${seen}`] : []
  })
}

function troubleOf(played: Played): Details {
  const failed = played.results.filter(({ verdict }) => ['fail', 'crash'].includes(verdict)).length
  return visibleDetails({
    failed: failed > 0 ? plural(failed, 'case') : undefined,
    class: played.trouble?.class,
    message: played.trouble?.reason,
    left: played.left.length > 0 ? few(played.left, MOST) : undefined,
    incomplete: played.complete ? undefined : 'The run was cut off; what is here holds.',
  })
}

function visibleDetails(details: Details): Details {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' ? visible(value) : value?.map(one => visible(one)),
    ]),
  )
}
