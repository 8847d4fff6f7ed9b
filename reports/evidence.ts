/** What a verdict rests on: the step that decided, what it wanted, what came back, and where it is written. */
import { type CaseRecord, decidingLines, type Result } from '../runner/result.js'
import { asExpected, expected } from './structure.js'

export interface Evidence {
  /** The step as written. */
  readonly step: string
  /** Its right side, or the whole line where there is none. */
  readonly expected: string
  readonly seen: string
  /** What was seen, of a structure only the fields that were expected; and in which round. */
  readonly brief: string
  readonly file: string
  readonly line: number
}

/** The evidence of a result; where no single step decided, the case's own place without step. */
export function evidence(record: CaseRecord, result: Result): Evidence {
  const index = result.decided ?? decidingLines(result).find(line => line.holds === false)?.step
  const step = index === undefined ? undefined : record.steps[index]
  if (index === undefined || !step) {
    return {
      step: '',
      expected: '',
      seen: '',
      brief: '',
      file: record.place.file,
      line: record.place.line,
    }
  }
  const wanted = expected(step.text)
  const seen = seenAt(result, index)
  return {
    step: step.text,
    expected: wanted,
    seen,
    brief: asExpected(seen, wanted) + inRound(result),
    file: step.file,
    line: step.line,
  }
}

/** Which round of several decided. */
function inRound({ rounds, decided, decidedRound = 1 }: Result): string {
  return rounds && decided !== undefined ? ` in round ${decidedRound} of ${rounds.played}` : ''
}

/** What a step showed, for people: the line that does not hold, else all that came back. */
export function seenAt(result: Result, step: number): string {
  const lines = decidingLines(result).filter(line => line.step === step && line.kind === 'step')
  const failing = lines.filter(line => line.holds === false)
  return (failing.length > 0 ? failing : lines).map(line => line.seen).join(', ')
}
