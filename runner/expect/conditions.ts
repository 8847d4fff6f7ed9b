/** Which hosts an entry of the expectations file speaks of. */
import { isReference, type PlayedOn, type Run } from '../result.js'
import { isLike } from '../suite/glob.js'
import type { Condition, Expectation } from './expectation.js'

/** What conditions speak of. */
export function hostOf(
  { implementations }: Pick<Run, 'implementations'>,
  { name, identity }: Pick<PlayedOn, 'name' | 'identity'>,
): PlayedOn {
  const labels = implementations.find(one => one.name === name)?.labels
  return { name, ...(identity && { identity }), ...(labels && { labels }) }
}

/** Whether the host is one that the entry speaks of; what is not known of a host fits no condition. */
export function isOn({ on = {} }: Expectation, host: PlayedOn): boolean {
  const named = [on.host].flat().some(pattern => pattern?.startsWith('reference:'))
  if (isReference(host) && !named) return false
  return Object.entries(on).every(([key, wanted]) =>
    factsOf(key as Condition, host).some(fact =>
      [wanted ?? []].flat().some(pattern => isLike(fact.toLowerCase(), pattern.toLowerCase())),
    ),
  )
}

function factsOf(
  condition: Condition,
  { name, labels = [], identity }: PlayedOn,
): readonly string[] {
  if (condition === 'host') return [name]
  if (condition === 'labels') return labels
  return identity ? [identity[condition]] : []
}
