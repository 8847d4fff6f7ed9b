/** Cases on one implementation -> identity and results, as they come; nothing that came is lost. */
import {
  type Identity,
  type Implementation,
  ImplementationError,
  type PlayOptions,
  type Transcript,
} from './implementation.js'
import { type JudgeOptions, judge } from './judge.js'
import { compareWithPrediction, type Predictor } from './predict.js'
import type { Result } from './result.js'
import type { Case } from './suite/suite.js'

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
  predictorFor(identity: Identity): Predictor | undefined
}

/**
 * Plays and judges all cases. What the implementation could not play has a result of verdict `unresolved`; when the signal
 * stops the play, what is missing has none, and `finished` is not called. Only errors of ours are thrown.
 */
export async function play(
  cases: readonly Case[],
  implementation: Implementation,
  options: PlayOptions & JudgeOptions & Predicting,
  events: PlayEvents,
): Promise<void> {
  const open = new Map(cases.map(of => [of.id, of]))
  let left: readonly string[] = []
  try {
    const identity = await orStopped(implementation.open(), options.signal)
    events.identity(identity)
    const predictor = options.predictorFor(identity)
    const end = await implementation.play(cases, options, transcript => {
      const of = open.get(transcript.case)
      if (!of || of.digest !== transcript.digest) return
      open.delete(of.id)
      const result = judge(of, transcript, options)
      const prediction = predictor
        ? compareWithPrediction(of, result, identity.settings, predictor)
        : {}
      events.result(transcript, { ...result, ...prediction })
    })
    left = end.left
  } catch (error) {
    // Whoever stopped the run wanted this: what was not played has no result, and the run no end.
    if (options.signal?.aborted) return
    if (!(error instanceof ImplementationError)) throw error
    events.trouble(error)
    for (const of of open.values()) events.result(undefined, notPlayed(of, error))
  } finally {
    await implementation.close()
  }
  events.finished(left)
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
    case: of.id,
    digest: of.digest,
    verdict: 'unresolved',
    class: trouble.class,
    reason: trouble.reason,
    lines: [],
  }
}
