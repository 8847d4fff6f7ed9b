/** What a kill matrix is made of: tasks that need nothing of each other, so that threads can share them. */
import type { Defect } from '../model/defects/index.js'
import { profiles } from '../model/profiles/index.js'
import { valuesOfChoices } from '../model/values.js'
import type { ChoiceName } from '../model/watched.js'
import { allOf, isShown, type Kill, type Observatory } from '../mutants.js'
import type { Case } from '../suite/suite.js'

/** A case (by its place among the cases), and a profile to play it under. */
export type Place = readonly [of: number, profile: string]

export type Task =
  /** How the case looks under each profile, and which defects it finds. */
  | { readonly kind: 'case'; readonly of: number; readonly defects: readonly Defect[] }
  /** Which values of the choice look different at these places. */
  | { readonly kind: 'choice'; readonly choice: ChoiceName; readonly places: readonly Place[] }
  /** Whether there is any other value of a choice that the case notices there. */
  | { readonly kind: 'notices'; readonly place: Place; readonly choices: readonly ChoiceName[] }

/** What is known of a case. */
export interface CaseLooks {
  /** Under each profile; where it cannot be played, nothing. */
  readonly looks: Readonly<Record<string, ProfileLook>>
  readonly kills: readonly DefectKill[]
}

export interface ProfileLook {
  /** Equal where the case shows the same. */
  readonly number: number
  readonly read: readonly ChoiceName[]
}

export type DefectKill = Kill & { readonly defect: string }

/** Values with equal numbers are told apart nowhere; `by` are the cases that told some. */
export interface ToldValues {
  readonly numbers: readonly number[]
  readonly by: readonly number[]
}

export interface Answers {
  readonly case: CaseLooks
  readonly choice: ToldValues
  readonly notices: boolean
}

export function perform(observatory: Observatory, task: Task): Answers[Task['kind']] {
  const { cases } = observatory
  switch (task.kind) {
    case 'case':
      return looksOf(observatory, caseAt(cases, task.of), task.defects)
    case 'choice':
      return toldApart(observatory, task.choice, task.places)
    case 'notices': {
      const [of, profile] = task.place
      return task.choices.some(choice => {
        const values = valuesOfChoices().get(choice) ?? []
        const base = profileAt(profile)
        return observatory.tellApart(caseAt(cases, of), base, choice, values).some(isOther)
      })
    }
  }
}

/** Numbers are places of the first that looks the same. */
const isOther = (number: number) => number > 0

function looksOf(observatory: Observatory, of: Case, defects: readonly Defect[]): CaseLooks {
  const texts: string[] = []
  const looks = Object.entries(profiles).flatMap(([name, profile]) => {
    const { shows, read } = observatory.look(of, profile)
    if (!isShown(shows)) return []
    const text = allOf(shows)
    if (!texts.includes(text)) texts.push(text)
    return [[name, { number: texts.indexOf(text), read: [...read] }]]
  })
  const kills = defects.flatMap(({ id, profile = 'linux', change }) => {
    const kill = observatory.kill(of, { base: profileAt(profile), change })
    return kill ? [{ ...kill, defect: id }] : []
  })
  return { looks: Object.fromEntries(looks), kills }
}

/** Ends with the first place at which no two values are alike any more. */
function toldApart(
  observatory: Observatory,
  choice: ChoiceName,
  places: readonly Place[],
): ToldValues {
  const values = valuesOfChoices().get(choice) ?? []
  let numbers = values.map(() => 0)
  const by = new Set<number>()
  for (const [of, profile] of places) {
    const before = new Set(numbers)
    if (before.size === values.length) break
    const here = observatory.tellApart(
      caseAt(observatory.cases, of),
      profileAt(profile),
      choice,
      values,
    )
    const both = numbers.map((number, i) => `${number} ${here[i]}`)
    numbers = both.map(text => both.indexOf(text))
    if (new Set(numbers).size > before.size) by.add(of)
  }
  return { numbers, by: [...by] }
}

function caseAt(cases: readonly Case[], of: number): Case {
  const found = cases[of]
  if (!found) throw new RangeError(`no case ${of}`)
  return found
}

function profileAt(name: string) {
  const found = profiles[name]
  if (!found) throw new RangeError(`no profile ${name}`)
  return found
}
