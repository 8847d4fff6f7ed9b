/** One case: what each profile shows at each step, and which choices that comes from. */
import { setImmediate } from 'node:timers/promises'
import { judge } from '../judge.js'
import type { Profile } from '../model/profile.js'
import { predict } from '../model/reference.js'
import { valuesOfChoices } from '../model/values.js'
import type { ChoiceName } from '../model/watched.js'
import { allOf, isShown, Observatory } from '../mutants.js'
import { comparedSteps } from '../predict.js'
import type { Case } from '../suite/suite.js'
import { choiceDocs } from './choice-docs.js'

export interface Explanation {
  readonly case: string
  readonly title: string
  readonly cites: readonly string[]
  readonly level: string
  readonly steps: readonly ExplainedStep[]
  /** Profiles that show nothing, with the reason. */
  readonly nothing: readonly { readonly profile: string; readonly why: string }[]
  /** What decides what is shown. */
  readonly choices: readonly ExplainedChoice[]
}

export interface ExplainedStep {
  readonly step: string
  readonly place: string
  readonly groups: readonly Group[]
}

/** Profiles that show the same at a step; several texts where they can go several ways. */
export interface Group {
  readonly profiles: readonly string[]
  readonly shows: readonly string[]
}

export interface ExplainedChoice {
  readonly choice: string
  readonly doc: string
  /** Each value with the profiles that have it. */
  readonly values: readonly { readonly value: unknown; readonly profiles: readonly string[] }[]
}

type Steps = ReadonlyMap<number, ReadonlySet<string>>

export async function explain(
  of: Case,
  profiles: readonly Profile[],
  done: (count: number, all: number) => void,
): Promise<Explanation> {
  const nothing: { profile: string; why: string }[] = []
  const shown = new Map<string, Steps>()
  for (const profile of profiles) {
    const steps = stepsOf(of, profile)
    if (typeof steps === 'string') nothing.push({ profile: profile.name, why: steps })
    else shown.set(profile.name, steps)
  }
  return {
    case: of.id,
    title: of.title,
    cites: of.cites,
    level: of.level,
    steps: of.steps.flatMap(({ text, place }, index) => {
      const groups = groupsAt(shown, index)
      const step = { step: text, place: `${place.file}:${place.line}`, groups }
      return groups.length > 0 ? [step] : []
    }),
    nothing,
    choices: await choicesOf(of, profiles, done),
  }
}

/** What can be seen at each step, or why nothing is. */
function stepsOf(of: Case, profile: Profile): Steps | string {
  const predicted = predict(of, profile)
  if ('notPredicted' in predicted) return predicted.notPredicted
  const steps = new Map<number, Set<string>>()
  for (const transcript of predicted) {
    const result = judge(of, transcript, { strict: false })
    if (result.verdict === 'unsupported') return result.reason ?? result.verdict
    for (const [step, text] of comparedSteps(result.lines)) {
      const texts = steps.get(step) ?? new Set()
      steps.set(step, texts.add(text))
    }
  }
  return steps
}

/** A step that is never compared has none. */
function groupsAt(shown: ReadonlyMap<string, Steps>, index: number): Group[] {
  const groups = new Map<string, { profiles: string[]; shows: string[] }>()
  for (const [profile, steps] of shown) {
    const shows = [...(steps.get(index) ?? [])].filter(text => text !== '').sort()
    if (shows.length === 0) continue
    const group = groups.get(shows.join('\n')) ?? { profiles: [], shows }
    groups.set(shows.join('\n'), group)
    group.profiles.push(profile)
  }
  return [...groups.values()]
}

/** Other values of these change what the case shows under some profile. */
async function choicesOf(
  of: Case,
  profiles: readonly Profile[],
  done: (count: number, all: number) => void,
): Promise<ExplainedChoice[]> {
  const observatory = new Observatory([of])
  const bases = profiles.filter(profile => isShown(observatory.look(of, profile).shows))
  const texts = bases.map(profile => allOf(observatory.look(of, profile).shows))
  const distinct = bases.filter((_, i) => texts.indexOf(texts[i] ?? '') === i)
  const docs = choiceDocs()
  const read = new Set(distinct.flatMap(profile => [...observatory.look(of, profile).read]))
  const asked = [...valuesOfChoices()].filter(([choice]) => read.has(choice))
  const found: ExplainedChoice[] = []
  for (const [i, [choice, values]] of asked.entries()) {
    const decides = distinct.some(base =>
      observatory.tellApart(of, base, choice, values).some(number => number > 0),
    )
    if (decides)
      found.push({
        choice,
        doc: docs.get(choice) ?? '',
        values: values.map(value => ({ value, profiles: having(profiles, choice, value) })),
      })
    done(i + 1, asked.length)
    await setImmediate()
  }
  return found
}

export function having(profiles: readonly Profile[], choice: ChoiceName, value: unknown): string[] {
  const text = JSON.stringify(value)
  return profiles
    .filter(profile => JSON.stringify(profile[choice]) === text)
    .map(({ name }) => name)
}

/** For people. */
export function explanationText(
  { case: id, title, cites, level, steps, nothing, choices }: Explanation,
  all: number,
): string {
  const who = (profiles: readonly string[]) =>
    profiles.length === all && all > 1 ? 'all' : profiles.join(', ')
  const lines = [
    `${id}: ${title}`,
    `  level ${level}`,
    ...cites.map(cite => `  cite  ${cite}`),
    '',
    ...steps.flatMap(({ step, groups }) => [
      `${step}`,
      ...groups.map(({ profiles, shows }) => `    ${shows.join(' or ')}    # ${who(profiles)}`),
    ]),
    ...(nothing.length > 0 ? ['', 'Shown by none of these:'] : []),
    ...nothing.map(({ profile, why }) => `  ${profile}: ${why}`),
    '',
    choices.length > 0 ? 'Decided by:' : 'No choice decides it: all systems do the same.',
    ...choices.flatMap(({ choice, doc, values }) => [
      `  ${choice}: ${doc}`,
      ...values.map(
        ({ value, profiles }) =>
          `    ${JSON.stringify(value)}    # ${who(profiles) || 'a known defect, or another profile'}`,
      ),
    ]),
  ]
  return lines.map(line => `${line}\n`).join('')
}
