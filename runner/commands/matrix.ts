/** The kill matrix: which case finds which defect, and what no case finds (design 1.6). */
import type { Defect } from '../model/defects/index.js'
import { profiles } from '../model/profiles/index.js'
import { valuesOfChoices } from '../model/values.js'
import type { ChoiceName } from '../model/watched.js'
import type { Kill } from '../mutants.js'
import type { Case } from '../suite/suite.js'
import type { Answers, CaseLooks, Place, Task } from './matrix-tasks.js'

export interface Matrix {
  readonly defects: readonly (Defect & {
    readonly profile: string
    readonly kills: readonly Kill[]
  })[]
  /** Ids of the defects that no case finds. */
  readonly survivors: readonly string[]
  /** Ids of the cases that find nothing, and of which a sentence demands what they do. */
  readonly idle: readonly string[]
  /** Choices with values that no case tells apart. */
  readonly untold: readonly { readonly choice: string; readonly values: readonly unknown[] }[]
  /** By which cases each profile is told from the one that stands for its system now. */
  readonly profiles: readonly ToldProfile[]
}

export interface ToldProfile {
  readonly profile: string
  readonly from: string
  readonly cases: readonly string[]
}

/** Who performs tasks, and who is told how far they are. */
export interface MatrixWork {
  perform<Kind extends Task['kind']>(task: Task & { kind: Kind }): Promise<Answers[Kind]>
  done(count: number, all: number, of: 'cases' | 'choices'): void
}

type Looks = readonly CaseLooks[]

/** The cases against the defects; `whole`: also against every value of every choice, and profile against profile. */
export async function matrixOf(
  cases: readonly Case[],
  defects: readonly Defect[],
  isWhole: boolean,
  { perform, done }: MatrixWork,
): Promise<Matrix> {
  let count = 0
  const looks = await Promise.all(
    cases.map(async (_, of) => {
      const answer = await perform({ kind: 'case', of, defects })
      done(++count, cases.length, 'cases')
      return answer
    }),
  )
  const found = defects.map(defect => ({
    ...defect,
    profile: defect.profile ?? 'linux',
    kills: looks.flatMap(({ kills }) =>
      kills.flatMap(({ defect: id, ...kill }) => (id === defect.id ? [kill] : [])),
    ),
  }))
  const survivors = found.filter(({ kills }) => kills.length === 0).map(({ id }) => id)
  if (!isWhole) return { defects: found, survivors, idle: [], untold: [], profiles: [] }
  const values = [...valuesOfChoices()].filter(([, values]) => values.length > 1)
  count = 0
  const told = await Promise.all(
    values.map(async ([choice, values]) => {
      const answer = await perform({ kind: 'choice', choice, places: placesOf(looks, choice) })
      done(++count, valuesOfChoices().size, 'choices')
      return { choice, ...answer, values: untoldAmong(values, answer.numbers) }
    }),
  )
  const busy = new Set(told.flatMap(({ by }) => by))
  const idle = await Promise.all(
    cases.map(async (of, i) => {
      const isBusy = of.level === 'open' || busy.has(i) || (looks[i]?.kills.length ?? 0) > 0
      return isBusy || (await noticesAny(looks, i, perform)) ? [] : [of.id]
    }),
  )
  return {
    defects: found,
    survivors,
    idle: idle.flat(),
    untold: told.flatMap(({ choice, values }) => (values.length > 0 ? [{ choice, values }] : [])),
    profiles: toldProfiles(cases, looks),
  }
}

/** Where a choice is asked for: first those cases that ask for little else. */
function placesOf(looks: Looks, choice: ChoiceName): Place[] {
  return looks
    .flatMap(({ looks }, of) =>
      mostDifferent(looks).flatMap(({ profile, read, isRepeated }) =>
        read.includes(choice)
          ? [{ place: [of, profile] as const, cost: read.length, isRepeated }]
          : [],
      ),
    )
    .sort((a, b) => Number(a.isRepeated) - Number(b.isRepeated) || a.cost - b.cost)
    .map(({ place }) => place)
}

/** Profiles that look as one before them come last: they may still notice another change. */
function mostDifferent(looks: CaseLooks['looks']) {
  const numbers = new Set<number>()
  return Object.entries(looks)
    .map(([profile, { number, read }]) => {
      const isRepeated = numbers.has(number)
      numbers.add(number)
      return { profile, read, isRepeated }
    })
    .sort((a, b) => Number(a.isRepeated) - Number(b.isRepeated))
}

/** Values that share their number with another. */
function untoldAmong(values: readonly unknown[], numbers: readonly number[]): unknown[] {
  return values.filter((_, i) => numbers.filter(number => number === numbers[i]).length > 1)
}

/** First the choices that few cases ask for: they are what a case is about. */
async function noticesAny(looks: Looks, of: number, perform: MatrixWork['perform']) {
  for (const { profile, read } of mostDifferent(looks[of]?.looks ?? {})) {
    const choices = [...read].sort((a, b) => askedFor(looks, a) - askedFor(looks, b))
    if (await perform({ kind: 'notices', place: [of, profile], choices })) return true
  }
  return false
}

function askedFor(looks: Looks, choice: ChoiceName): number {
  return looks.filter(({ looks }) => Object.values(looks).some(({ read }) => read.includes(choice)))
    .length
}

/** The first profile of a system stands for what it is now. */
function toldProfiles(cases: readonly Case[], looks: Looks): ToldProfile[] {
  const all = Object.values(profiles)
  return all.flatMap(({ name, systems }) => {
    const from = all.find(other => other.systems.some(system => systems.includes(system)))?.name
    if (from === undefined || from === name) return []
    const told = cases.filter((_, i) => {
      const [a, b] = [looks[i]?.looks[name], looks[i]?.looks[from]]
      return a && b && a.number !== b.number
    })
    return [{ profile: name, from, cases: told.map(({ id }) => id) }]
  })
}
