/** A profile that notes which of its choices were asked for: a choice that a play never reads cannot change it. */
import type { Choices, Profile } from './profile.js'

export type ChoiceName = keyof Choices

export function watched(profile: Profile, read: Set<ChoiceName>): Profile {
  return new Proxy(profile, {
    get(target, key) {
      read.add(key as ChoiceName)
      return target[key as keyof Profile]
    },
  })
}
