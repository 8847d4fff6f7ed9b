/** What a case needs and whether the profile's system, as it is set up, has it. */
import type { Settings } from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { constantsOf } from './arguments.js'
import { NotModelled } from './failure.js'
import type { Profile } from './profile.js'

/** Rights that keep a case's processes root where the probe is (language 5.1). */
const rights = ['root', 'mount-namespace', 'user-namespace', 'other-user']

/** What real systems have and the model has not. */
export const notModelled: readonly string[] = ['pid-namespace', 'threads']

/** Programs of XCU that a case may run. */
const utilities = ['cat', 'mesg', 'sleep', 'stty', 'true', 'tty']

/** What is missing, as a transcript says it. Throws `NotModelled` where only the model lacks it. */
export function missingNeeds(of: Case, profile: Profile, settings: Settings): string[] {
  const words = of.needs.filter(word => !isMet(word, profile, settings))
  const lacks = lacked(profile)
  return [...words, ...neededBy(of).filter(need => lacks.has(need))]
}

const needs = new WeakMap<Case, readonly string[]>()
const lacks = new WeakMap<Profile['lacks'], ReadonlySet<string>>()

/** `call NAME` and `constant NAME` of a case, found out once: it is played under many profiles. */
function neededBy(of: Case): readonly string[] {
  const known = needs.get(of)
  if (known) return known
  const acts = of.steps.filter(step => step.kind === 'act')
  const all = acts.flatMap(({ call, args }) => [
    `call ${call}`,
    ...constantsOf(args).map(name => `constant ${name}`),
  ])
  const found = [...new Set(all)]
  needs.set(of, found)
  return found
}

function lacked({ lacks: list }: Profile): ReadonlySet<string> {
  const known = lacks.get(list) ?? new Set(list)
  lacks.set(list, known)
  return known
}

function isMet(word: string, profile: Profile, settings: Settings): boolean {
  const [key = '', value] = word.split('=')
  const [system = '', since] = word.split('>=')
  if (since !== undefined)
    return profile.systems.includes(system) && isSince(profile.release, since)
  if (value !== undefined) return hasSetting(key, value, settings)
  if (word === 'root' || word === 'other-user') return isRoot(settings)
  if (word === 'mount-namespace') return isRoot(settings) && hasNamespaces(profile)
  if (word === 'jail') return isRoot(settings) && !profile.lacks.includes('call jail')
  if (word === 'user-namespace') return hasNamespaces(profile)
  if (word.startsWith('program:')) return utilities.includes(word.slice('program:'.length))
  if (notModelled.includes(word)) {
    throw new NotModelled(`the model lacks what the case needs: ${word}`)
  }
  return profile.systems.includes(word)
}

/** Whether one release, as `6.18`, is another or a later one. */
function isSince(release = '0.0', since: string): boolean {
  const [major = 0, minor = 0] = release.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = since.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

/** What a host knows of itself, and a profile does not. */
const ofHosts = ['kernel', 'libc', 'umask']

/** As the probe sees it, a setting that the system has not is none of a case's. */
function hasSetting(key: string, wanted: string, settings: Settings): boolean {
  const value = settings[key]
  if (value === 'unknown' || (value === undefined && ofHosts.includes(key)))
    throw new NotModelled(`the host's setting ${key} is not known`)
  return value === wanted
}

function hasNamespaces(profile: Profile): boolean {
  return !profile.lacks.includes('call unshare')
}

export function isRoot(settings: Settings): boolean {
  const user = settings['user']
  return user === 'root' || user === '0'
}

/** Whether the case's processes stay root, where the probe is. */
export function keepsRoot(of: Case, settings: Settings): boolean {
  return isRoot(settings) && of.needs.some(word => rights.includes(word))
}
