/** What a packed suite has printed, as a host's identity and a transcript of each case, or why there is none. */
import {
  type Identity,
  ImplementationError,
  type Transcript,
  type Trouble,
} from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { type Answer, AnswerReader, visible } from './answers.js'
import type { PackedLog } from './packed-log.js'
import { EDITION, type PackedRecord, PackedRecords } from './packed-records.js'
import { programDigest } from './packing.js'
import { HELLO, PROTOCOL } from './protocol.js'
import { remoteIdentity } from './remote.js'

/** A case that was packed, and what is known of it. */
export interface PackedCase {
  readonly id: string
  /** Of the edition that was packed; empty where that did not come. */
  readonly digest: string
  /** The case at hand, where there is one. */
  readonly of: Case | undefined
  readonly outcome: Played | { readonly trouble: Trouble }
}

/** What came of it: one transcript, or several of a case that a busy host can make fail. */
interface Played {
  readonly of: Case
  readonly transcripts: readonly [Transcript, ...Transcript[]]
}

export interface PackedPlay {
  /** Nothing where too little came to know what was played on. */
  readonly identity: Identity | undefined
  /** Whether all came that it said of its host. */
  readonly identified: boolean
  readonly cases: readonly PackedCase[]
  readonly left: readonly string[]
  /** What was in the way of the play as a whole, or of its output. */
  readonly trouble: Trouble | undefined
  /** Packed cases of which not even the name came. */
  readonly unnamed: number
}

/** Reads a play under this name, against the cases at hand. Nothing in it is trusted. */
export function readPackedPlay(log: PackedLog, name: string, cases: readonly Case[]): PackedPlay {
  const records = new PackedRecords(log.items)
  const known = new Map(cases.map(of => [of.id, of]))
  const identity = identityOf(records, log.run, name)
  const trouble = 'trouble' in identity ? identity.trouble : troubleOf(records)
  const found = new Map<string, PackedCase>()
  const named = [...records.cases].filter(([, { id }]) => id !== undefined)
  for (const [number, record] of named.sort(([a], [b]) => a - b)) {
    const id = visible(record.id ?? '')
    const of = known.get(id)
    const outcome =
      'trouble' in identity
        ? identity
        : outcomeOf(number, record, of, records, { name, run: log.run })
    const digest = visible(record.digest ?? '')
    found.set(id, both(found.get(id), { id, digest, of, outcome }))
  }
  const places = new Map(cases.map(({ id }, place) => [id, place]))
  const placeOf = ({ id }: PackedCase) => places.get(id) ?? cases.length
  return {
    identity: 'trouble' in identity ? undefined : identity,
    identified: records.identified,
    cases: [...found.values()].sort((a, b) => placeOf(a) - placeOf(b)),
    left: records.left.map(visible),
    trouble,
    unnamed: Math.max(0, (records.head?.count ?? 0) - named.length),
  }
}

/** Several plays of one case, in their order. */
function both(before: PackedCase | undefined, now: PackedCase): PackedCase {
  if (!before || 'trouble' in before.outcome) return now
  if ('trouble' in now.outcome) return before
  const { of, transcripts } = before.outcome
  return { ...now, outcome: { of, transcripts: [...transcripts, ...now.outcome.transcripts] } }
}

function troubleOf({ head, end, gaps }: PackedRecords): Trouble | undefined {
  if (head && head.edition !== EDITION)
    return harness(`it was packed by another ptycheck: notation ${head.edition}, not ${EDITION}`)
  if (end && end.status !== 0) return stopped(end.reason)
  if (!end) return network('the output ends before its program did')
  if (gaps.length > 0) return network('the output did not come whole')
  return undefined
}

function identityOf(
  { facts, head, end }: PackedRecords,
  run: string,
  name: string,
): Identity | { readonly trouble: Trouble } {
  const rank = (line: string) => (line.startsWith(HELLO) ? 0 : line === 'ready' ? 2 : 1)
  const lines = [...facts].sort((a, b) => rank(a) - rank(b))
  try {
    const [ready] = read(new AnswerReader(name, run), lines).filter(({ kind }) => kind === 'ready')
    if (ready?.kind === 'ready') return remoteIdentity(name, head?.probe ?? '', '', ready)
  } catch (error) {
    if (!(error instanceof ImplementationError)) throw error
    if (error.trouble.class === 'harness' && lines.length > 0) return { trouble: error.trouble }
  }
  if (lines.length === 0 && end && end.status !== 0) return { trouble: stopped(end.reason) }
  return { trouble: network('what it said of its host did not come') }
}

/** All lines of these, as answers. */
function read(reader: AnswerReader, lines: readonly string[]): Answer[] {
  return [...reader.feed(Buffer.from(`${lines.join('\n')}\n`, 'latin1'))]
}

function outcomeOf(
  number: number,
  record: PackedRecord,
  of: Case | undefined,
  { end, gaps }: PackedRecords,
  { name, run }: { name: string; run: string },
): PackedCase['outcome'] {
  const { digest, lines, gap } = record
  if (digest === undefined || !lines) {
    if (gap) return { trouble: network(`its record lacks ${linesOf(gap)} of the output`) }
    if (end && end.status !== 0) return { trouble: stopped(end.reason) }
    const [first] = gaps
    const where = end && first ? `: it lacks ${gaps.map(linesOf).join(', ')}` : ' before its end'
    return { trouble: network(`nothing of it came${where}`) }
  }
  if (!of)
    return {
      trouble: changed('the suites at hand have no such case; name those that do with --suites'),
    }
  if (of.digest !== digest && programDigest(of) !== record.program)
    return {
      trouble: changed('the case does something else now than when it was packed; pack it again'),
    }
  try {
    const reader = new AnswerReader(name, run)
    read(reader, [`${HELLO}\t${PROTOCOL}\t${run}`, 'ready'])
    const only: Case[] = []
    only[number] = of
    reader.expect(only)
    const [answer] = read(reader, lines)
    if (answer?.kind === 'transcript') return { of, transcripts: [answer.transcript] }
  } catch (error) {
    if (!(error instanceof ImplementationError)) throw error
    return { trouble: error.trouble }
  }
  return { trouble: harness('its record says nothing') }
}

function linesOf({ from, to }: { from: number; to: number }): string {
  return from === to ? `line ${from}` : `lines ${from} to ${to}`
}

function network(reason: string): Trouble {
  return { class: 'network', reason }
}

function harness(reason: string): Trouble {
  return { class: 'harness', reason }
}

function changed(reason: string): Trouble {
  return { class: 'case', reason }
}

function stopped(reason: string): Trouble {
  return { class: 'host', reason: `it could not be played to its end: ${visible(reason)}` }
}
