/** What a verdict is, and what a run folder holds. What validates it is in `records.ts`: only who reads a folder has to load that. */
import type { z } from 'zod'
import type {
  caseRecord,
  entry,
  expectedRecord,
  identityRecord,
  judgedLine,
  resultRecord,
  runRecord,
  transcriptRecord,
  troubleRecord,
} from './records.js'

export const FORMAT = 1

export const verdicts = [
  'pass',
  'fail',
  'crash',
  'xfail',
  'xpass',
  'observed',
  'unsupported',
  'unresolved',
  'untested',
] as const

/** In one sentence each, for legends and help. */
export const verdictMeaning: Readonly<Record<Verdict, string>> = {
  pass: 'Every step the cited text demands holds.',
  fail: 'A step that the cited text demands does not hold.',
  crash:
    'The kernel went down (panic, oops, hang) while the case was played alone; its console is the evidence.',
  xfail: 'It failed, as the expectations file says it would.',
  xpass: 'It passed although the expectations file says it would fail.',
  observed: 'The text leaves it open: what happened is recorded and compared, not judged.',
  unsupported: 'The system lacks something the case needs, so there was nothing to judge.',
  unresolved: 'The case could not be carried out; this says nothing about the system.',
  untested: 'The case carries a risk that was not allowed for this run.',
}

export const predictions = ['as predicted', 'surprise', 'not predicted'] as const

export type Verdict = (typeof verdicts)[number]
export type Prediction = (typeof predictions)[number]

export type CaseRecord = z.infer<typeof caseRecord>
export type RunRecord = z.infer<typeof runRecord>
export type Result = z.infer<typeof resultRecord>
export type JudgedLine = z.infer<typeof judgedLine>
export type Expected = z.infer<typeof expectedRecord>

/** What one or more rounds of a case showed. */
export interface Look {
  /** The first round that showed it, counting from 1. */
  readonly first: number
  readonly count: number
  readonly lines: readonly JudgedLine[]
}

/** All that the rounds of a case showed, the first round's first; one look where it was played once. */
export function looksOf({ lines, rounds }: Pick<Result, 'lines' | 'rounds'>): Look[] {
  const others = rounds?.others.filter(({ first }) => first > 0) ?? []
  return [{ first: 1, count: rounds?.same ?? 1, lines }, ...others]
}

/** The lines of the round that decided. */
export function decidingLines(result: Result): readonly JudgedLine[] {
  const { decidedRound = 1 } = result
  return looksOf(result).find(({ first }) => first === decidedRound)?.lines ?? result.lines
}
export type IdentityRecord = z.infer<typeof identityRecord>
export type TranscriptRecord = z.infer<typeof transcriptRecord>
/** What is written is only read from then on. */
type Unchanging<T> = T extends readonly (infer Item)[]
  ? readonly Unchanging<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchanging<T[Key]> }
    : T
/** A line of an implementation's file, as it is read. */
export type StoredLine = z.infer<typeof entry>
/** As it is written. */
export type Entry = Unchanging<StoredLine>

/** An implementation as conditions speak of it. */
export interface PlayedOn {
  readonly name: string
  /** Absent when it was never reached. */
  readonly identity?: Pick<IdentityRecord, 'kind' | 'system' | 'release' | 'machine' | 'libc'>
  /** Those of the inventory. */
  readonly labels?: readonly string[]
}

/** One implementation's part of a run, as read back from its file. */
export interface Played {
  readonly name: string
  /** Absent when the host was never reached. */
  readonly identity?: IdentityRecord
  readonly results: readonly Result[]
  readonly trouble?: z.infer<typeof troubleRecord>
  readonly left: readonly string[]
  /** The file ends with a footer. */
  readonly complete: boolean
}

/** Whether it was the model and no system that was played on. */
export function isReference({ identity, name }: Pick<PlayedOn, 'identity' | 'name'>): boolean {
  return identity ? identity.kind === 'reference' : name.startsWith('reference:')
}

/** A whole run as read back: what reports are made from. */
export interface Run extends RunRecord {
  readonly played: readonly Played[]
}

/** One implementation's part with what its results were judged from; a case that was not played has no transcript. */
export interface PlayedEvidence extends Played {
  readonly transcripts: ReadonlyMap<string, TranscriptRecord>
}

/** A whole run with its transcripts: what is judged again, merged and gone on with. */
export interface Evidence extends RunRecord {
  readonly played: readonly PlayedEvidence[]
}
