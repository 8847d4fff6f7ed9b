/** A stored run's transcripts held against cases as they are now; no host is asked. */
import { type JudgeOptions, judge } from './judge.js'
import { compareWithPrediction, type Predictor } from './predict.js'
import type { CaseRecord, Evidence, PlayedEvidence, Result } from './result.js'
import type { Case } from './suite/suite.js'

export interface JudgingAgain extends JudgeOptions {
  predictorFor(played: PlayedEvidence): Predictor | undefined
  /** What a case looks like to those who have no suites at hand. */
  recordOf(of: Case): CaseRecord
  /** Whether the case of another digest asks for the very steps that were played; then only what is expected was mended. */
  playsTheSame(record: CaseRecord, of: Case): boolean
}

/**
 * The same run with new results. Evidence for what is no longer asked has a result of verdict `unresolved` and keeps the
 * case as it was; a case that was not played keeps its result.
 */
export function judgeAgain(
  evidence: Evidence,
  cases: readonly Case[],
  options: JudgingAgain,
): Evidence {
  const byId = new Map(cases.map(of => [of.id, of]))
  const judgeable = new Map<string, Case>()
  for (const record of evidence.cases) {
    const of = byId.get(record.id)
    if (of && (of.digest === record.digest || options.playsTheSame(record, of)))
      judgeable.set(record.id, of)
  }
  const records = new Map(evidence.cases.map(record => [record.id, record]))
  const whyNot = (id: string) =>
    byId.has(id)
      ? 'the case does something else now than when this was recorded; play it again'
      : 'the suites at hand have no such case; name those that do with --suites'
  return {
    ...evidence,
    cases: evidence.cases.map(record => {
      const of = judgeable.get(record.id)
      return of ? options.recordOf(of) : record
    }),
    played: evidence.played.map(played => {
      const transcripts = new Map(played.transcripts)
      const results = played.results.map(result => {
        const transcript = transcripts.get(result.case)
        const of = judgeable.get(result.case)
        if (!transcript) return { ...result, ...(of && { digest: of.digest }) }
        if (!of) return notJudged(result, whyNot(result.case))
        if (transcript.digest !== records.get(of.id)?.digest)
          return notJudged(result, 'the transcript is of another edition of the case')
        const again = { ...transcript, digest: of.digest }
        transcripts.set(of.id, again)
        const judging = { ...options, aliases: played.identity?.aliases }
        return withPrediction(of, judge(of, again, judging), played, options)
      })
      return { ...played, transcripts, results }
    }),
  }
}

function withPrediction(
  of: Case,
  result: Result,
  played: PlayedEvidence,
  { predictorFor }: JudgingAgain,
): Result {
  const { identity } = played
  const predictor = predictorFor(played)
  if (!identity || !predictor) return result
  return { ...result, ...compareWithPrediction(of, result, identity, predictor) }
}

function notJudged({ case: id, digest, left }: Result, reason: string): Result {
  return {
    case: id,
    digest,
    verdict: 'unresolved',
    class: 'case',
    reason,
    lines: [],
    ...(left && { left }),
  }
}
