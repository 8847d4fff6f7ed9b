/** Plays a run: all its implementations side by side, each into its own file. */

import { hostOf } from '../expect/conditions.js'
import { expecting } from '../expect/expecting.js'
import { type Identity, ImplementationError } from '../implementation.js'
import { Memory } from '../memory.js'
import { play } from '../play.js'
import { repeated } from '../repeated.js'
import type { IdentityRecord, PlayedOn, RunRecord } from '../result.js'
import type { RunWriter } from '../run-writer.js'
import { differenceOf } from '../same-system.js'
import type { Ending, Status } from '../status.js'
import type { Case } from '../suite/suite.js'
import { addressOf, type HostChoices, implementationNamed, paceOf } from './implementations.js'
import { inventoryHost } from './inventory.js'
import { redactedResult, redactorOf } from './privacy.js'
import { type ProgressLine, withProgress } from './progress.js'
import { onSignals } from './signals.js'

/** How implementations are reached and played. */
export interface PlayingOptions extends HostChoices {
  /** What it is a part of. */
  readonly run: RunRecord
  readonly strict?: boolean
  /** Risks that cases may take. */
  readonly allow?: readonly string[]
  /** Names of machines and users may get into the run. */
  readonly identify?: boolean
  /** How often the whole selection is played. */
  readonly repeat?: number
  /** Called with the first result of each implementation: what can be done while hosts are at work. */
  readonly meanwhile?: () => void
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
  const foreseen = new Memory()
  const run = { ...options, strict, foreseen, signal: stop.signal }
  await withProgress(
    parts.map(part => ({
      title: part.writer.name,
      run: async line => {
        endings.set(part.writer.name, await playPart(part, run, line))
      },
    })),
    hostsAtOnce,
  )
  for (const { writer } of parts) writer.close()
  interrupted.stop()
  foreseen.keep()
  return { endings, stopped: interrupted.signal() }
}

interface PartOptions extends PlayingOptions {
  readonly strict: boolean
  readonly foreseen: Memory
  readonly signal: AbortSignal
}

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
  const {
    profile = inventoryHost(writer.name, options).profile,
    strict,
    foreseen,
    signal,
  } = options
  const { allow = [] } = options
  // The model takes as long to load as a host to connect.
  const loading = import('./predictors.js')
  const predictorFor = async (identity: Identity) =>
    (await loading).choosePredictor(profile, foreseen)(identity)
  const own = { ...paceOf(writer.name, options), strict, signal, allow, predictorFor }
  const { cases: records, expectations = [] } = options.run
  const byId = new Map(records.map(record => [record.id, record]))
  let host: PlayedOn = hostOf(options.run, { name: writer.name })
  line.say('connecting')
  const redact = await redactorOf(writer.name, addressOf(writer.name, options), options)
  await play(cases, implementation, own, {
    identity: identity => {
      if (before) expectSame(before, identity)
      host = { ...host, identity }
      writer.append({ type: 'identity', identity })
    },
    result: (heard, judged) => {
      const told = expecting(judged, byId.get(judged.case), host, expectations)
      const { transcript, result } = redactedResult(heard, told, redact)
      if (transcript) writer.append({ type: 'transcript', transcript })
      writer.append({ type: 'result', result })
      if (!transcript) return
      if (done++ === 0) options.meanwhile?.()
      if (result.verdict === 'fail' || result.verdict === 'crash') failed++
      line.done(done, cases.length, failed > 0 ? `, ${failed} failed` : '')
    },
    trouble: error => {
      const { trouble } = error
      writer.append({ type: 'trouble', trouble: { ...trouble, reason: redact(trouble.reason) } })
      ending = error.how
      line.fail(error.message)
    },
    finished: left => writer.finish(left.map(redact)),
  })
  return ending
}

/** Results of two systems must not stand in one column. */
function expectSame(before: IdentityRecord, now: Identity): void {
  const change = differenceOf(before, now)
  if (change === undefined) return
  const reason = `the host is not what it was when this run began (${change}); play it anew`
  throw new ImplementationError({ class: 'host', reason }, 'broken')
}
