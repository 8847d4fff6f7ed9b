/** Plays a run: all its implementations side by side, each into its own file. */
import { type Identity, ImplementationError } from '../implementation.js'
import { play } from '../play.js'
import type { Predictor } from '../predict.js'
import { repeated } from '../repeated.js'
import type { IdentityRecord } from '../result.js'
import type { RunWriter } from '../run-writer.js'
import { differenceOf } from '../same-system.js'
import type { Ending, Status } from '../status.js'
import type { Case } from '../suite/suite.js'
import {
  type HostChoices,
  implementationNamed,
  paceOf,
  predictorNamed,
  predictorOf,
} from './implementations.js'
import { inventoryHost } from './inventory.js'
import { type ProgressLine, withProgress } from './progress.js'
import { onSignals } from './signals.js'

/** How implementations are reached and played. */
export interface PlayingOptions extends HostChoices {
  readonly strict?: boolean
  /** Risks that cases may take. */
  readonly allow?: readonly string[]
  /** How often the whole selection is played. */
  readonly repeat?: number
  /** How many implementations are played side by side. */
  readonly hostsAtOnce?: number
}

/** One implementation's cases, and where its results go. */
export interface Part {
  readonly writer: RunWriter
  readonly cases: readonly Case[]
  /** What it was when the results that it has already were made. */
  readonly before?: IdentityRecord
}

/** How the play ended for each implementation; `stopped` is the status of a signal that came. */
export interface Played {
  readonly endings: ReadonlyMap<string, Ending>
  readonly stopped: Status | undefined
}

/** Plays all parts to their end, or until a signal comes. */
export async function playParts(parts: readonly Part[], options: PlayingOptions): Promise<Played> {
  const endings = new Map<string, Ending>()
  const stop = new AbortController()
  const interrupted = onSignals(stop)
  const { strict = false, hostsAtOnce } = options
  const run = { ...options, strict, signal: stop.signal }
  await withProgress(
    parts.map(part => ({
      title: part.writer.name,
      run: async line => {
        endings.set(part.writer.name, await playPart(part, run, line))
      },
    })),
    hostsAtOnce,
  )
  interrupted.stop()
  return { endings, stopped: interrupted.signal() }
}

type PartOptions = PlayingOptions & { readonly strict: boolean; readonly signal: AbortSignal }

async function playPart(
  { writer, cases, before }: Part,
  options: PartOptions,
  line: ProgressLine,
): Promise<Ending> {
  let ending: Ending = 'complete'
  let done = 0
  let failed = 0
  const named = await implementationNamed(writer.name, options)
  const implementation = repeated(named, options.repeat ?? 1)
  const { profile = inventoryHost(writer.name, options).profile, strict, signal } = options
  const { allow = [] } = options
  const predictorFor = choosePredictor(profile)
  const own = { ...paceOf(writer.name, options), strict, signal, allow, predictorFor }
  line.say('connecting')
  await play(cases, implementation, own, {
    identity: identity => {
      if (before) expectSame(before, identity)
      writer.append({ type: 'identity', identity })
    },
    result: (transcript, result) => {
      if (transcript) writer.append({ type: 'transcript', transcript })
      writer.append({ type: 'result', result })
      if (!transcript) return
      done++
      if (result.verdict === 'fail') failed++
      line.done(done, cases.length, failed > 0 ? `, ${failed} failed` : '')
    },
    trouble: error => {
      writer.append({ type: 'trouble', trouble: error.trouble })
      ending = error.how
      line.fail(error.message)
    },
    finished: left => writer.finish(left),
  })
  return ending
}

/** The predictor for what an implementation is; a reference is held against nothing. */
export function choosePredictor(profile: string | undefined) {
  const named = profile === undefined ? undefined : predictorNamed(profile)
  return (identity: Identity): Predictor | undefined =>
    identity.kind === 'reference' ? undefined : (named ?? predictorOf(identity))
}

/** Results of two systems must not stand in one column. */
function expectSame(before: IdentityRecord, now: Identity): void {
  const change = differenceOf(before, now)
  if (change === undefined) return
  const reason = `the host is not what it was when this run began (${change}); play it anew`
  throw new ImplementationError({ class: 'host', reason }, 'broken')
}
