/** What decides between systems in a case: the choices of their profiles, and how hosts are set up. */
import type { Settings } from '../implementation.js'
import { judge } from '../judge.js'
import type { Profile } from '../model/profile.js'
import { predict } from '../model/reference.js'
import { isChoice } from '../model/values.js'
import { type ChoiceName, watched } from '../model/watched.js'
import { appearanceOf } from '../predict.js'
import type { Case } from '../suite/suite.js'

/** A system as the model has it: a profile, and settings over the profile's own. */
export interface System {
  readonly profile: Profile
  readonly settings: Settings
}

/** A choice or a setting that systems have otherwise. */
export type Point =
  | { readonly kind: 'choice'; readonly name: ChoiceName }
  | { readonly kind: 'setting'; readonly name: string }

/**
 * For one case: smallest sets of points that make one of these systems show what another shows. Systems that show the same
 * are taken as one, and so is what no point explains.
 */
export function decidingPoints(of: Case, systems: readonly System[]): Point[] {
  const read = new Set<ChoiceName>()
  const shows = systems.map(one => shownBy(of, { ...one, profile: watched(one.profile, read) }))
  const [first, ...others] = systems.filter((_, n) => shows.indexOf(shows[n] ?? '') === n)
  const found: Point[] = []
  for (const other of first ? others : []) {
    const points = first ? between(of, first, other, [...read].filter(isChoice), found) : []
    found.push(...points.filter(point => !found.some(one => isSame(one, point))))
  }
  return found
}

function isSame(a: Point, b: Point): boolean {
  return a.kind === b.kind && a.name === b.name
}

/** What a system says of a point, as text. */
export function valueAt({ profile, settings }: System, { kind, name }: Point): string {
  const value = kind === 'choice' ? profile[name] : { ...profile.settings, ...settings }[name]
  if (Array.isArray(value)) return value.join(', ') || 'none'
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not there')
}

/**
 * Points without which `from` would not show what `to` does; none where no points do that. Those that decided between others
 * are tried first: mostly they do here.
 */
function between(
  of: Case,
  from: System,
  to: System,
  read: readonly ChoiceName[],
  known: readonly Point[],
): Point[] {
  const wanted = shownBy(of, to)
  const settings = new Set([from, to].flatMap(system => Object.keys(settingsOf(system))))
  const all: Point[] = [
    ...[...settings].map(name => ({ kind: 'setting' as const, name })),
    ...read.map(name => ({ kind: 'choice' as const, name })),
  ]
  const needed: Point[] = []
  const reaches = (points: readonly Point[]) =>
    shownBy(of, changed(from, to, [...needed, ...points])) === wanted
  const differ = (points: readonly Point[]) =>
    points.filter(point => valueAt(from, point) !== valueAt(to, point))
  let left = [differ(known), differ(all)].find(reaches) ?? []
  while (left.length > 0) {
    // The last of the shortest head that does it is needed, whatever stands before it.
    let [short, long] = [0, left.length]
    while (long - short > 1) {
      const middle = (short + long) >> 1
      if (reaches(left.slice(0, middle))) long = middle
      else short = middle
    }
    needed.push(...left.slice(long - 1, long))
    left = long > 1 && !reaches([]) ? left.slice(0, long - 1) : []
  }
  return needed
}

/** `from` with what `to` says of these points. */
function changed(from: System, to: System, points: readonly Point[]): System {
  const choices = Object.fromEntries(
    points.flatMap(({ kind, name }) => (kind === 'choice' ? [[name, to.profile[name]]] : [])),
  )
  // What the profile itself says of settings is also how it sets up what a case mounts.
  const [own, settings] = [{ ...from.profile.settings }, { ...from.settings }]
  for (const { kind, name } of points) {
    if (kind === 'choice') continue
    const value = settingsOf(to)[name]
    if (value !== undefined) settings[name] = value
    else {
      delete own[name]
      delete settings[name]
    }
  }
  return { profile: { ...from.profile, ...choices, settings: own }, settings }
}

function settingsOf({ profile, settings }: System): Settings {
  return { ...profile.settings, ...settings }
}

/** Everything that can be seen of the case there, as one text. What the model cannot play shows its reason. */
function shownBy(of: Case, { profile, settings }: System): string {
  try {
    const predicted = predict(of, profile, settings)
    if ('notPredicted' in predicted) return predicted.notPredicted
    const looks = predicted.map(one => appearanceOf(judge(of, one, { strict: false })))
    return JSON.stringify(looks.sort())
  } catch (error) {
    return `the model is broken: ${String(error)}`
  }
}
