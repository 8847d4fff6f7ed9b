/** How the names of a case get their values in C. */
import { showsOf } from '../suite/calls.js'
import type { Act, Step, Wanted } from '../suite/suite.js'
import { namesIn } from './cast.js'
import type { Looking } from './conditions.js'
import type { Observation } from './observation.js'
import { CannotReproduce } from './values.js'

/** What is known of names where a step stands. */
export interface Scene extends Looking {
  readonly isText: (name: string) => boolean
  /** Whether it lies in memory that all processes share: it must have its value before they are told. */
  readonly isShared: (name: string) => boolean
}

/** Expressions that give new names their values. Throws CannotReproduce where a result has no such part. */
export function bindings(
  wanted: Wanted,
  act: Act,
  observation: Observation,
  scene: Scene,
): string[] {
  const part = (name: string, where: string) => {
    const lies = observation.parts?.[where]
    if (!scene.isNew(name)) return []
    if (!lies) throw new CannotReproduce(`'${name}' in the result of ${act.call}()`)
    if (scene.isText(name)) return [`strcpy(${scene.naming(name)}, ${lies})`]
    return [`${scene.naming(name)} = ${lies}`]
  }
  return wanted.outcomes.flatMap(outcome => {
    if (outcome.kind !== 'value') return []
    const { value } = outcome
    if (value.kind === 'name' && !value.group) return part(value.name, '')
    if (value.kind === 'list')
      return value.items.flatMap((item, i) => (item.kind === 'name' ? part(item.name, `${i}`) : []))
    if (value.kind === 'struct')
      return value.fields.flatMap(field =>
        field.value.kind === 'name' && !field.value.group ? part(field.value.name, field.name) : [],
      )
    return []
  })
}

/** Names that get their value in this step. */
export function newNames(step: Step, act: Act): string[] {
  if (step.kind !== 'act' && step.kind !== 'end') return []
  return step.wanted.outcomes.flatMap(outcome =>
    namesIn(outcome, showsOf(act)).map(({ name }) => name),
  )
}

/** Those of them that have none where the step fails, as is allowed. */
export function perhapsUnbound(step: Step, act: Act): string[] {
  if (step.kind !== 'act' && step.kind !== 'end') return []
  const mayFail = step.wanted.outcomes.some(
    outcome => outcome.kind === 'value' && outcome.value.kind === 'failure',
  )
  return mayFail ? newNames(step, act) : []
}
