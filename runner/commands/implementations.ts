/** Names of the command line -> implementations and predictors. */
import type { Identity, Implementation } from '../implementation.js'
import { profiles } from '../model/profiles/index.js'
import { predict, reference } from '../model/reference.js'
import type { Predictor } from '../predict.js'
import { hostNamed } from '../remote/remote.js'
import { EXIT } from '../status.js'
import { didYouMean } from '../suite/mistake.js'
import { Failure } from './failure.js'

interface HostOptions {
  readonly timeoutFactor: number
  readonly user?: string
  readonly acceptNew?: boolean
  readonly sshConfig?: string
}

/** `local`, `reference:PROFILE`, or what ssh knows by this name. */
export async function implementationNamed(
  name: string,
  options: HostOptions,
): Promise<Implementation> {
  const { timeoutFactor, user, acceptNew, sshConfig } = options
  if (name.startsWith('reference:')) return reference(profileNamed(name.slice('reference:'.length)))
  return hostNamed(name, {
    timeoutFactor,
    ...(user === undefined ? {} : { user }),
    ...(acceptNew === undefined ? {} : { acceptNew }),
    ...(sshConfig === undefined ? {} : { configFile: sshConfig }),
  })
}

function profileNamed(name: string) {
  const found = profiles[name]
  if (found) return found
  const names = Object.keys(profiles)
  throw new Failure(
    EXIT.usage,
    `no profile '${name}'${didYouMean(name, names)}; there are: ${names.join(', ')}`,
  )
}

/** The model under a profile. */
export function predictorNamed(name: string): Predictor {
  const profile = profileNamed(name)
  return {
    profile: profile.name,
    predict: (of, settings) => predict(of, profile, settings),
  }
}

/** The predictor of the first profile that stands for the host's system. */
export function predictorOf({ system }: Identity): Predictor | undefined {
  const found = Object.values(profiles).find(({ systems }) =>
    systems.includes(system.toLowerCase()),
  )
  return found && predictorNamed(found.name)
}
