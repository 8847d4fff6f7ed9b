import { encodeProgram } from '../remote/protocol.js'
import type { CaseRecord } from '../result.js'
import { Slip } from '../suite/mistake.js'
import { Cursor } from '../suite/scan.js'
import { readStep } from '../suite/step.js'
import type { Case } from '../suite/suite.js'

/** Whether a stored case asks a host for what this one asks: the level and what is expected of results may differ. */
export function playsTheSame({ needs, steps }: CaseRecord, of: Case): boolean {
  try {
    const before = steps.map(({ text, file, line, given }) => ({
      ...readStep(new Cursor(text), { file, line }),
      ...(given === undefined ? {} : { given }),
    }))
    return programOf({ ...of, needs, steps: before }) === programOf(of)
  } catch (error) {
    if (error instanceof Slip) return false
    throw error
  }
}

function programOf(of: Case): string {
  return encodeProgram([of], { jobs: 1, timeoutFactor: 1 })
}
