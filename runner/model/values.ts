/** Every value that each choice has in some profile or defect. */
import { defects } from './defects/index.js'
import type { Choices } from './profile.js'
import { profiles } from './profiles/index.js'
import type { ChoiceName } from './watched.js'

/** What a profile says of itself; everything else is a choice. */
const aboutItself: readonly string[] = ['name', 'title', 'systems', 'release', 'lacks', 'settings']

export function isChoice(name: string): name is ChoiceName {
  return !aboutItself.includes(name)
}

/** All choices, each with its values; equal values once, in the order of profiles and then defects. */
export function valuesOfChoices(): Map<ChoiceName, unknown[]> {
  const found = new Map<ChoiceName, Map<string, unknown>>()
  const records: Partial<Choices>[] = [
    ...Object.values(profiles),
    ...defects.map(({ change }) => change),
  ]
  for (const record of records)
    for (const [name, value] of Object.entries(record)) {
      if (!isChoice(name)) continue
      const values = found.get(name) ?? new Map<string, unknown>()
      found.set(name, values)
      values.set(JSON.stringify(value), value)
    }
  return new Map([...found].map(([name, values]) => [name, [...values.values()]]))
}
