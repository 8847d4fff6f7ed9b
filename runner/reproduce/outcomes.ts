/** What a step allows, as a condition over what was noted. */
import type { Outcome, Value, Wanted } from '../suite/suite.js'
import { both, type Looking } from './conditions.js'
import type { Observation } from './observation.js'
import { bytesFor, CannotReproduce } from './values.js'

/** Any one of the outcomes; that a call goes on waiting is told apart by who takes the turns. */
export function allowed(wanted: Wanted, observation: Observation, look: Looking): string {
  const some = wanted.outcomes.map(outcome => outcomeIs(outcome, observation, look))
  const real = [...new Set(some.filter(one => one !== 'false'))]
  if (real.length === 0) return 'false'
  if (real.includes('true')) return 'true'
  return real.map(one => (real.length > 1 && one.includes(' && ') ? `(${one})` : one)).join(' || ')
}

function outcomeIs(outcome: Outcome, observation: Observation, look: Looking): string {
  if (outcome.kind === 'unfinished') return 'false'
  const { value, ended } = outcome
  if (value.kind === 'any' && !ended) return 'true'
  const ending = observation.transfers ? endingIs(ended) : undefined
  return both(valueIs(value, observation, look), ending)
}

/** The value alone, whatever a transfer ended with. */
export function valueIs(value: Value, observation: Observation, look: Looking): string {
  if (value.kind === 'any') return 'true'
  if (value.kind === 'not')
    return both('result != -1', `!(${observation.matches(value.value, look)})`)
  return observation.matches(value, look)
}

/** How a transfer ended: `ended` has an errno, -1 for end of file, 0 where all was done. */
function endingIs(ended: Value | undefined): string {
  if (!ended) return '!ended'
  if (ended.kind === 'any') return 'ended'
  if (ended.kind === 'data') return 'ended == -1'
  if (ended.kind === 'failure') return `ended == ${ended.errno}`
  throw new CannotReproduce('an unusual end of a transfer')
}

/** Expressions that put together the bytes that are expected, where a literal cannot say them. */
export function expectedBytes(
  wanted: Wanted,
  { bytes }: Observation,
  look: Looking,
): readonly string[] {
  if (!bytes) return []
  const made = wanted.outcomes.flatMap(outcome => {
    if (outcome.kind !== 'value' || outcome.value.kind !== 'data') return []
    const { before } = bytesFor(outcome.value, look.naming)
    return before.length > 0 ? [before] : []
  })
  if (made.length > 1) throw new CannotReproduce('two runs of bytes that are put together')
  return made[0] ?? []
}
