/** The run folder, read back without trusting it. */
import type { z } from 'zod'
import { FolderError } from './folder-error.js'
import { entry, runRecord } from './records.js'
import type { Evidence, Run } from './result.js'
import { type Checks, evidenceIn, resultsIn } from './run-reader.js'

/** Reads a run's results back, as reports want them: transcripts are passed over. */
export function readRun(folder: string): Run {
  return resultsIn(folder, checks)
}

/**
 * Reads a run back with its transcripts. A last line that was cut off is passed over; anything else that is no result
 * is an error. Fields that a later version has added stay where they are: the digests are over them, too.
 */
export function readEvidence(folder: string): Evidence {
  return evidenceIn(folder, checks)
}

const checks: Checks = {
  run: (value, where) => check(runRecord, value, where),
  line: (value, where) => check(entry, value, where),
}

function check(schema: z.ZodType, value: unknown, where: string): void {
  const [issue] = schema.safeParse(value).error?.issues ?? []
  if (!issue) return
  throw new FolderError(
    `${where} is no result of this version: ${issue.path.join('.')} ${issue.message}`,
    65,
  )
}
