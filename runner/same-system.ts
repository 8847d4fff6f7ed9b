/** Whether two identities are of one system: only then may their results stand in one column. */
import type { IdentityRecord } from './result.js'

type Facts = Pick<IdentityRecord, 'system' | 'release' | 'machine' | 'libc' | 'probe' | 'settings'>

/** The first thing in which they differ, as `release was 6.1, is 6.6`; nothing where they do not. */
export function differenceOf(before: Facts, after: Facts): string | undefined {
  return differencesOf(before, after)[0]
}

/** All in which they differ, each as `release was 6.1, is 6.6`. */
export function differencesOf(before: Facts, after: Facts): string[] {
  const [was, is] = [factsOf(before), factsOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter(key => was.get(key) !== is.get(key))
    .map(key => `${key} was ${was.get(key) ?? 'unknown'}, is ${is.get(key) ?? 'unknown'}`)
}

/** The compiler is left out: it tells how a probe was built, not what it found. */
function factsOf({ system, release, machine, libc, probe, settings }: Facts): Map<string, string> {
  return new Map(Object.entries({ ...settings, system, release, machine, libc, probe }))
}
