/** Names of profiles, and what hosts say they are -> predictors. */
import type { Identity } from '../implementation.js'
import type { Memory } from '../memory.js'
import { profiles } from '../model/profiles/index.js'
import { predict } from '../model/reference.js'
import type { Predictor } from '../predict.js'
import { profileNamed } from './implementations.js'

/** The predictor for what an implementation is, with what is remembered of such hosts; a reference is held against nothing. */
export function choosePredictor(profile: string | undefined, memory?: Memory) {
  const named = profile === undefined ? undefined : predictorNamed(profile)
  return (identity: Identity): Predictor | undefined => {
    const predictor = identity.kind === 'reference' ? undefined : (named ?? predictorOf(identity))
    return predictor && memory
      ? { ...predictor, memory: memory.of(predictor.profile, identity) }
      : predictor
  }
}

/** The model under a profile. */
export function predictorNamed(name: string): Predictor {
  const profile = profileNamed(name)
  return {
    profile: profile.name,
    predict: (of, settings) => predict(of, profile, settings),
  }
}

/** Profiles for some of those that call themselves by one name, and how these are known. */
const closer: Readonly<Record<string, (identity: Identity) => boolean>> = {
  // gVisor says so whatever it runs on (linux.UTSReleaseInfo); kernels of that year had more behind it.
  gvisor: ({ release }) => release === '4.4.0',
  musl: ({ libc }) => libc.startsWith('musl'),
}

/** The predictor of the closest profile, else of the first, that stands for the host's system. */
export function predictorOf(identity: Identity): Predictor | undefined {
  const system = identity.system.toLowerCase()
  const all = Object.values(profiles).filter(({ systems }) => systems.includes(system))
  const found = all.find(({ name }) => closer[name]?.(identity)) ?? all[0]
  return found && predictorNamed(found.name)
}
