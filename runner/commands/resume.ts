/** A run that was cut off, gone on with: what of it is still to be played. */
import { join } from 'node:path'
import { readEvidence } from '../folder.js'
import type { CaseRecord, Evidence, PlayedEvidence } from '../result.js'
import { resumeWriter } from '../run-writer.js'
import { EXIT } from '../status.js'
import type { Case } from '../suite/suite.js'
import { Failure } from './failure.js'
import type { Part } from './playing.js'
import { selectCases } from './select.js'
import { version } from './version.js'

/** A run to go on with, and which of its implementations have cases to play. */
export interface Resumed {
  readonly run: Evidence
  readonly open: readonly Open[]
  /** All of the run, those that are done already among them. */
  readonly cases: readonly Case[]
}

interface Open {
  readonly played: PlayedEvidence
  readonly file: string
  readonly cases: readonly Case[]
}

/** Cases without a transcript were not played; all must be what they were when the run began. */
export async function openParts(folder: string, suites: string[] | undefined): Promise<Resumed> {
  const run = readEvidence(folder)
  if (run.version !== version)
    throw new Failure(
      EXIT.badInput,
      `${folder} was begun by ptycheck ${run.version}, this is ${version}; play it anew`,
    )
  const known = await selectCases(suites ? { suites } : {})
  const byId = new Map(known.map(of => [of.id, of]))
  const cases = run.cases.map(record => expectSame(record, byId.get(record.id), folder))
  const open = run.played.map((played, i) => ({
    played,
    file: run.implementations[i]?.file ?? '',
    cases: cases.filter(({ id }) => !played.transcripts.has(id)),
  }))
  return {
    run,
    cases,
    open: open.filter(one => one.cases.length > 0 || !one.played.complete),
  }
}

/** Takes up the files where they end. */
export function partsOf(folder: string, { run, open }: Resumed): Part[] {
  return open.map(({ played, file, cases }) => ({
    writer: resumeWriter(join(folder, file), played, run.digest),
    cases,
    ...(played.identity && { before: played.identity }),
  }))
}

function expectSame(record: CaseRecord, of: Case | undefined, folder: string): Case {
  if (of?.digest === record.digest) return of
  const what = of ? 'is not what it was' : 'is not in these suites'
  throw new Failure(
    EXIT.badInput,
    `cannot go on with ${folder}: case ${record.id} ${what}; name the suites it was begun with (--suites), or play it anew`,
  )
}
