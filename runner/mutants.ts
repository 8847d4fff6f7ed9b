/**
 * Which cases notice it when a system is another than its profile says: a defect, or another value of one choice
 * (design 1.6). A case whose play never asks for a choice cannot notice that choice and is not played again.
 */
import { judge } from './judge.js'
import type { Choices, Profile } from './model/profile.js'
import { predict } from './model/reference.js'
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

interface Look {
  /** What the ways show, by what is compared; the verdict of each. */
  readonly shows: ReadonlyMap<string, string>
  readonly read: ReadonlySet<ChoiceName>
}

/** Plays cases under profiles, each only once. */
export class Observatory {
  readonly #looks = new Map<Profile, Map<Case, Look>>()

  constructor(readonly cases: readonly Case[]) {}

  /** The cases that tell the mutant from its base. */
  killers({ base, change }: Mutant): Kill[] {
    const names = Object.keys(change) as ChoiceName[]
    const profile = { ...base, ...change }
    return this.cases.flatMap(of => {
      const before = this.look(of, base)
      if (!names.some(name => before.read.has(name))) return []
      return kill(of, before.shows, showsOf(of, profile))
    })
  }

  /** What a case shows under a profile, and which choices its play asked for. */
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
}

function kill(of: Case, before: Look['shows'], after: Look['shows']): Kill[] {
  const isNew = [...after.keys()].map(text => !before.has(text))
  const isLost = [...before.keys()].some(text => !after.has(text))
  if (!isNew.includes(true) && !isLost) return []
  const verdicts = new Set(before.values())
  const turned = [...after.values()].some(verdict => !verdicts.has(verdict))
  const by = turned ? 'verdict' : 'observation'
  return [{ case: of.id, by, certain: isNew.length > 0 && isNew.every(Boolean) }]
}

function showsOf(of: Case, profile: Profile): Map<string, string> {
  const predicted = predict(of, profile)
  if ('notPredicted' in predicted) return new Map([['nothing', predicted.notPredicted]])
  const results = predicted.map(transcript => judge(of, transcript, { strict: true }))
  return new Map(results.map(result => [appearanceOf(result), result.verdict]))
}
