/** What a report is told beyond the run: programs, what decides between profiles, what a surprise looks like. */
import type { Background, Deciding, Likeness } from '../../reports/background.js'
import type { CProgram } from '../../reports/bug.js'
import { judge } from '../judge.js'
import { nowhere } from '../model/defects/defect.js'
import { defects } from '../model/defects/index.js'
import type { Choices, Profile } from '../model/profile.js'
import { profiles } from '../model/profiles/index.js'
import { predict } from '../model/reference.js'
import { valuesOfChoices } from '../model/values.js'
import { type ChoiceName, watched } from '../model/watched.js'
import { compareWithPrediction, type Predictor } from '../predict.js'
import { CannotReproduce } from '../reproduce/values.js'
import { type CaseRecord, isReference, type Played, type Result } from '../result.js'
import type { Case } from '../suite/suite.js'
import { choiceDocs } from './choice-docs.js'
import { decidingPoints, type System, valueAt } from './deciding.js'
import { having } from './explanation.js'
import { profileNamed } from './implementations.js'
import { library, programOf } from './repro.js'

/** The systems whose model is told in a bug report beside the hosts of the run. */
const models = ['posix', 'linux', 'freebsd', 'openbsd']

/** What these cases and the model tell; of a case that is another one by now nothing is known. */
export function backgroundOf(cases: readonly Case[]): Background {
  const byId = new Map(cases.map(of => [of.id, of]))
  const caseOf = ({ id, digest }: CaseRecord) => {
    const of = byId.get(id)
    return of?.digest === digest ? of : undefined
  }
  const known = { shared: once(library), docs: once(choiceDocs), values: once(valuesOfChoices) }
  // A page and the file beside it ask for the same one.
  const programs = new Map<Case, CProgram>()
  return {
    program(record) {
      const of = caseOf(record)
      if (!of) return undefined
      const program = programs.get(of) ?? programFor(of, known.shared())
      programs.set(of, program)
      return program
    },
    modelled(record, others) {
      const of = caseOf(record)
      return of ? modelled(of, others) : []
    },
    deciding(record, played) {
      const of = caseOf(record)
      return of ? decidingFor(of, played, known.docs()) : []
    },
    likenesses(record, result, host) {
      const of = caseOf(record)
      return of ? likenessesOf(of, result, host, known.values(), known.docs()) : []
    },
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function programFor(of: Case, shared: ReturnType<typeof library>): CProgram {
  try {
    return { source: programOf(of, shared) }
  } catch (error) {
    if (error instanceof CannotReproduce) return { refused: error.message }
    throw error
  }
}

function modelled(of: Case, others: readonly Played[]): Played[] {
  return models
    .filter(name => others.every(one => one.name !== `reference:${name}`))
    .flatMap(name => {
      const predicted = predict(of, profileNamed(name))
      const [first] = 'notPredicted' in predicted ? [] : predicted
      if (!first) return []
      const results = [judge(of, first, { strict: false })]
      return [{ name: `reference:${name}`, results, left: [], complete: true }]
    })
}

/** What decides between them in the model; hosts without a profile have no say. */
function decidingFor(
  of: Case,
  played: readonly Played[],
  docs: ReadonlyMap<string, string>,
): Deciding[] {
  const systems = played.flatMap(one => {
    const system = systemOf(of, one)
    return system ? [{ name: one.name, system }] : []
  })
  const points = decidingPoints(
    of,
    systems.map(({ system }) => system),
  )
  return points.map(point => {
    const values = systems.map(({ system }) => valueAt(system, point))
    return {
      name: point.name,
      doc: docs.get(point.name) ?? '',
      values: [...new Set(values)].map(value => ({
        value,
        names: systems.filter((_, n) => values[n] === value).map(({ name }) => name),
      })),
    }
  })
}

function systemOf(of: Case, played: Played): System | undefined {
  const { identity, results } = played
  const name = isReference(played)
    ? identity?.system
    : results.find(one => one.case === of.id)?.profile
  const profile = name === undefined ? undefined : profiles[name]
  return profile && identity && { profile, settings: identity.settings }
}

/** Known defects, and other values of one choice, with which the host's profile would show what the host showed. */
function likenessesOf(
  of: Case,
  result: Result,
  { identity }: Played,
  values: ReadonlyMap<ChoiceName, readonly unknown[]>,
  docs: ReadonlyMap<string, string>,
): Likeness[] {
  const profile = profiles[result.profile ?? '']
  if (!profile || !identity) return []
  const read = new Set<ChoiceName>()
  predict(of, watched(profile, read), identity.settings)
  const explains = (change: Partial<Choices>) => {
    const changed: Profile = { ...profile, ...change }
    const predictor: Predictor = {
      profile: profile.name,
      predict: (one, settings) => predict(one, changed, settings),
    }
    return compareWithPrediction(of, result, identity, predictor).prediction === 'as predicted'
  }
  if (explains({})) return []
  const isRead = (change: Partial<Choices>) =>
    (Object.keys(change) as ChoiceName[]).some(name => read.has(name))
  const found = defects.filter(
    ({ change, seen }) => seen !== nowhere && isRead(change) && explains(change),
  )
  const told = new Set(found.map(({ change }) => JSON.stringify(change)))
  const others = [...values].flatMap(([name, all]) =>
    read.has(name) ? all.map(value => ({ name, value, change: { [name]: value } })) : [],
  )
  return [
    ...found.map(({ id, title, seen, cite }) => ({
      kind: 'defect' as const,
      id,
      title,
      seen,
      cite,
    })),
    ...others
      .filter(({ name, value }) => JSON.stringify(value) !== JSON.stringify(profile[name]))
      .filter(({ change }) => !told.has(JSON.stringify(change)) && explains(change))
      .map(({ name, value }) => ({
        kind: 'choice' as const,
        name,
        doc: docs.get(name) ?? '',
        value: JSON.stringify(value),
        profiles: having(Object.values(profiles), name, value),
      })),
  ]
}
