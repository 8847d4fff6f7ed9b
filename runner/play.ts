/** Cases on one implementation -> identity and results, as they come; nothing that came is lost. */
import {
  type Identity,
  type Implementation,
  ImplementationError,
  type PlayOptions,
  type Transcript,
} from './implementation.js'
import { type JudgeOptions, judge, missesOnlyUpperBound } from './judge.js'
import { compareWithPrediction, type Predictor } from './predict.js'
import type { Result } from './result.js'
import type { Case } from './suite/suite.js'

/** A call that took too long may be the host's other work: the case is played again so often at most (language 5.8). */
export const MORE_PLAYS = 2

/** What happens, in order; each may be called many times but `identity` and `trouble`. */
export interface PlayEvents {
  identity(identity: Identity): void
  result(transcript: Transcript | undefined, result: Result): void
  /** It can go on no further. Results of the cases that were not played follow. */
  trouble(error: ImplementationError): void
  /** The end, with what the run left on the host. */
  finished(left: readonly string[]): void
}

export interface Predicting {
  /** The predictor that fits what the host says it is; none: nothing is predicted. */
  predictorFor(identity: Identity): Predictor | undefined | Promise<Predictor | undefined>
}

export interface Allowing {
  /** Risks that cases may take; a case with another is not played. */
  readonly allow?: readonly string[]
}

type Options = PlayOptions & Omit<JudgeOptions, 'aliases'> & Predicting & Allowing

/**
 * Plays and judges all cases. What the implementation could not play has a result of verdict `unresolved`; when the signal
 * stops the play, what is missing has none, and `finished` is not called. Only errors of ours are thrown.
 */
export async function play(
  cases: readonly Case[],
  implementation: Implementation,
  options: Options,
  events: PlayEvents,
): Promise<void> {
  const { allow = [], strict, signal } = options
  const risky = cases.filter(of => of.risks.some(risk => !allow.includes(risk)))
  const open = new Map(cases.filter(of => !risky.includes(of)).map(of => [of.id, of]))
  const left = new Set<string>()
  try {
    const identity = await orStopped(implementation.open(), signal)
    events.identity(identity)
    for (const of of risky) events.result(undefined, untested(of, allow))
    const predictor = await options.predictorFor(identity)
    const judging = { strict, aliases: identity.aliases }
    const conclude = (of: Case, transcript: Transcript, result: Result) => {
      open.delete(of.id)
      const prediction = predictor ? compareWithPrediction(of, result, identity, predictor) : {}
      events.result(transcript, { ...result, ...prediction })
    }
    let turn = [...open.values()]
    for (let plays = 0; turn.length > 0; plays++) {
      const late: Case[] = []
      const mayBePlayedAgain = plays < MORE_PLAYS && identity.kind === 'host'
      const end = await implementation.play(turn, options, transcript => {
        const of = open.get(transcript.case)
        if (!of || of.digest !== transcript.digest) return
        const result = judge(of, transcript, judging)
        if (mayBePlayedAgain && missesOnlyUpperBound(of, transcript, result, judging))
          late.push({ ...of, alone: true })
        else conclude(of, transcript, result)
      })
      for (const what of end.left) left.add(what)
      turn = late
    }
  } catch (error) {
    // Whoever stopped the run wanted this: what was not played has no result, and the run no end.
    if (signal?.aborted) return
    if (!(error instanceof ImplementationError)) throw error
    events.trouble(error)
    for (const of of open.values()) events.result(undefined, notPlayed(of, error))
  } finally {
    await implementation.close()
  }
  events.finished([...left])
}

/** A connection that takes its time must not keep whoever wants to stop. */
async function orStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  signal.throwIfAborted()
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([work, aborted])
}

function notPlayed(of: Case, { trouble }: ImplementationError): Result {
  return {
    ...{ case: of.id, digest: of.digest },
    ...{ verdict: 'unresolved', class: trouble.class, reason: trouble.reason },
    ...(trouble.downfall && { downfall: trouble.downfall }),
    lines: [],
  }
}

/** Names what would have to be allowed. */
function untested(of: Case, allow: readonly string[]): Result {
  const risks = of.risks.filter(risk => !allow.includes(risk))
  const options = risks.map(risk => `--allow ${risk}`).join(' ')
  return {
    ...{ case: of.id, digest: of.digest },
    ...{
      verdict: 'untested',
      reason: `the case carries a risk: ${risks.join(', ')}; to take it: ${options}`,
    },
    lines: [],
  }
}
