/**
 * Which cases notice it when a system is another than its profile says: a defect, or another value of one choice
 * (design 1.6). A case whose play never asks for a choice cannot notice that choice and is not played again.
 */
import type { Settings } from './implementation.js'
import { judge } from './judge.js'
import type { Choices, Profile } from './model/profile.js'
import { type Prediction, predict } from './model/reference.js'
import { type ChoiceName, watched } from './model/watched.js'
import { appearanceOf } from './predict.js'
import type { Case } from './suite/suite.js'

/** A profile with something changed. */
export interface Mutant {
  readonly id: string
  readonly base: Profile
  readonly change: Partial<Choices>
}

/** A case that shows another thing under the mutant. */
export interface Kill {
  readonly case: string
  /** A verdict turned, or only something that is observed. */
  readonly by: 'verdict' | 'observation'
  /** Whether every way the mutant can go shows it, or only some. */
  readonly certain: boolean
}

/** What a case shows under a profile, and which choices its play asked for. */
export interface Look {
  /** What the ways show, by what is compared; the verdict of each. */
  readonly shows: Shown
  readonly read: ReadonlySet<ChoiceName>
}

type Shown = ReadonlyMap<string, string>

/** Plays cases under profiles, each only once. */
export class Observatory {
  readonly #looks = new Map<Profile, Map<Case, Look>>()

  constructor(readonly cases: readonly Case[]) {}

  /** The cases that tell the mutant from its base. */
  killers(mutant: Mutant): Kill[] {
    return this.cases.flatMap(of => this.kill(of, mutant) ?? [])
  }

  /** Whether one case tells the mutant from its base. */
  kill(of: Case, { base, change }: Omit<Mutant, 'id'>): Kill | undefined {
    const before = this.look(of, base)
    if (!(Object.keys(change) as ChoiceName[]).some(name => before.read.has(name))) return undefined
    return killOf(of, before.shows, showsOf(of, { ...base, ...change }))
  }

  look(of: Case, profile: Profile): Look {
    const known = this.#looks.get(profile) ?? new Map<Case, Look>()
    this.#looks.set(profile, known)
    const found = known.get(of)
    if (found) return found
    const read = new Set<ChoiceName>()
    const look = { shows: showsOf(of, watched(profile, read)), read }
    known.set(of, look)
    return look
  }

  /** Values that the case shows to be different have different numbers; all are tried on this profile. */
  tellApart(of: Case, base: Profile, choice: ChoiceName, values: readonly unknown[]): number[] {
    const { shows, read } = this.look(of, base)
    if (!read.has(choice)) return values.map(() => 0)
    const own = JSON.stringify(base[choice])
    const texts = values.map(value => {
      if (JSON.stringify(value) === own) return allOf(shows)
      const other = showsOf(of, { ...base, [choice]: value })
      return allOf(isShown(other) ? other : shows)
    })
    return texts.map(text => texts.indexOf(text))
  }
}

/** Everything a case can show, as one text: equal texts cannot be told apart. */
export function allOf(shows: Shown): string {
  return JSON.stringify([...shows.keys()].sort())
}

/** What the model cannot play shows nothing. */
export const isShown = (shows: Shown): boolean => !shows.has(NOTHING)

const NOTHING = 'nothing'

function killOf(of: Case, before: Shown, after: Shown): Kill | undefined {
  if (!isShown(before) || !isShown(after)) return undefined
  const isNew = [...after.keys()].map(text => !before.has(text))
  const isLost = [...before.keys()].some(text => !after.has(text))
  if (!isNew.includes(true) && !isLost) return undefined
  const verdicts = new Set(before.values())
  const turned = [...after.values()].some(verdict => !verdicts.has(verdict))
  const by = turned ? 'verdict' : 'observation'
  return { case: of.id, by, certain: isNew.length > 0 && isNew.every(Boolean) }
}

/** A case is played on a host that is set up as it needs it. */
function showsOf(of: Case, profile: Profile): Shown {
  const predicted = predictedFor(of, profile)
  if ('notPredicted' in predicted) return new Map([[NOTHING, predicted.notPredicted]])
  const results = predicted.map(transcript => judge(of, transcript, { strict: true }))
  return new Map(results.map(result => [appearanceOf(result), result.verdict]))
}

/** Not every combination of values is a system: one that breaks the model shows nothing. */
function predictedFor(of: Case, profile: Profile): Prediction {
  try {
    return predict(of, profile, settingsNeededBy(of))
  } catch (error) {
    return { notPredicted: `the model is broken: ${String(error)}` }
  }
}

function settingsNeededBy({ needs }: Case): Settings {
  return Object.fromEntries(
    needs.flatMap(need => {
      const [key = '', value] = need.split('=')
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
