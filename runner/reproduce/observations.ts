/** How C makes each call. */
import type { Act } from '../suite/suite.js'
import type { Looking } from './conditions.js'
import { fileBuilders } from './files.js'
import { argumentsOf, type Build, number, type Observation } from './observation.js'
import { processBuilders } from './process.js'
import { readinessBuilders } from './readiness.js'
import { settingBuilders } from './settings.js'
import { transferBuilders } from './transfers.js'
import { CannotReproduce } from './values.js'

/** Calls for which there is none, and why. */
const refused: Readonly<Record<string, string>> = {
  execve:
    'it executes itself once more and goes on, which takes a program that finds its place again',
  thread: 'it has threads',
}

/** The others are called as they are, and give a number. */
const builders: Readonly<Record<string, Build>> = {
  ...settingBuilders,
  ...readinessBuilders,
  ...transferBuilders,
  ...fileBuilders,
  ...processBuilders,
}

/** What an act does in C. Throws CannotReproduce. */
export function observationOf(act: Act, look: Looking): Observation {
  const why = refused[act.call]
  if (why !== undefined) throw new CannotReproduce(why)
  const build = builders[act.call]
  if (build) return build(act, look)
  return number(`${act.call}(${argumentsOf(act, look).join(', ')})`)
}
