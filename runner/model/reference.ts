/** The reference implementation: plays cases on the model, read through a profile. */
import type { Identity, Implementation, Settings, Transcript } from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { certain } from './certain.js'
import { NotModelled } from './failure.js'
import { missingNeeds, notModelled } from './needs.js'
import type { Profile } from './profile.js'
import { Stage } from './stage.js'

/** A case that can go more ways than this is not predicted: half of a set would call the other half a surprise. */
const MOST_WAYS = 256

/** What the model shows as the first may be expected as any of them: POSIX lets their numbers be one. */
const aliases = [['EAGAIN', 'EWOULDBLOCK']]

export type Prediction = readonly Transcript[] | { readonly notPredicted: string }

/**
 * All transcripts the profile allows for a case on a host with these settings; usually one. `settings` stand over the
 * profile's own.
 */
export function predict(of: Case, profile: Profile, settings: Settings = {}): Prediction {
  return predictWays(of, profile, settingsOver(profile, settings), 'all')
}

type Ways = 'all' | 'first'

function settingsOver(profile: Profile, settings: Settings): Settings {
  return Object.assign({}, profile.settings, settings)
}

/** As `predict`, where all ways are asked for, with the settings that hold. */
function predictWays(of: Case, profile: Profile, settings: Settings, ways: Ways): Prediction {
  try {
    const unsupported = missingNeeds(of, profile, settings)
    if (unsupported.length > 0) return [{ case: of.id, digest: of.digest, lines: [], unsupported }]
    return playAll(of, profile, settings, ways)
  } catch (error) {
    if (error instanceof NotModelled) return { notPredicted: error.message }
    throw error
  }
}

/** Plays the case once for each way its open choices and orders can go, or only the first. */
function playAll(of: Case, profile: Profile, settings: Settings, wanted: Ways): Transcript[] {
  const found = new Map<string, Transcript>()
  const waiting: number[][] = [[]]
  for (let ways = 0; ; ways++) {
    const path = waiting.pop()
    if (!path) return [...found.values()]
    if (ways === MOST_WAYS) throw new NotModelled(`the case can go more than ${MOST_WAYS} ways`)
    const taken: number[] = []
    const choose = (count: number) => {
      const choice = path[taken.length] ?? 0
      if (taken.length >= path.length)
        for (let other = 1; other < count; other++) waiting.push([...taken, other])
      taken.push(choice)
      return choice
    }
    const transcript = new Stage(of, { profile, settings, choose }).play()
    if (ways === 0 && (waiting.length === 0 || wanted === 'first')) return [transcript]
    found.set(JSON.stringify(transcript), transcript)
  }
}

export function reference(profile: Profile, settings: Settings = {}): Implementation {
  const name = `reference:${profile.name}`
  const all = settingsOver(profile, settings)
  const identity: Identity = {
    name,
    kind: 'reference',
    system: profile.name,
    release: '',
    machine: '',
    libc: '',
    compiler: '',
    probe: '',
    settings: all,
    aliases,
  }
  return {
    name,
    open: async () => identity,
    async play(cases, { signal }, give) {
      for (const of of cases) {
        signal?.throwIfAborted()
        give(transcriptOf(of, profile, all))
      }
      return { left: [] }
    },
    close: async () => {},
  }
}

/**
 * The first way; where nothing is predicted, why. What the model has not is unsupported, as on a host that lacks it. A
 * mistake in the model costs this case alone.
 */
function transcriptOf(of: Case, profile: Profile, settings: Settings): Transcript {
  const nothing = { case: of.id, digest: of.digest, lines: [] }
  const unsupported = of.needs.filter(word => notModelled.includes(word))
  if (unsupported.length > 0) return Object.assign(nothing, { unsupported })
  try {
    const prediction = predictWays(of, profile, settings, 'first')
    if (!('notPredicted' in prediction)) return certain(prediction[0])
    return { ...nothing, trouble: { class: 'case', reason: prediction.notPredicted } }
  } catch (error) {
    const reason = `the model is broken: ${String(error)}`
    return { ...nothing, trouble: { class: 'harness', reason } }
  }
}
