import { encodeProgram } from '../remote/protocol.js'
import type { CaseRecord } from '../result.js'
import { Cursor } from '../suite/cursor.js'
import { Slip } from '../suite/mistake.js'
import { readStep } from '../suite/step.js'
import type { Case } from '../suite/suite.js'

/** Whether a stored case asks a host for what this one asks: the level and what is expected of results may differ. */
export function playsTheSame(record: CaseRecord, of: Case): boolean {
  try {
    const steps = record.steps.map(({ text, file, line, given, together }) => ({
      ...readStep(new Cursor(text), { file, line }),
      ...(given === undefined ? {} : { given }),
      ...(together === undefined ? {} : { together }),
    }))
    const { repeat = 1, load = 0, needs } = record
    return programOf({ ...of, needs, repeat, load, steps }) === programOf(of)
  } catch (error) {
    if (error instanceof Slip) return false
    throw error
  }
}

/** Without the lines that only say which rounds may be told as one: they rest on what is expected. */
function programOf(of: Case): string {
  return encodeProgram([of], { jobs: 1, timeoutFactor: 1 }).replace(/^vary\t.*\n/gm, '')
}
