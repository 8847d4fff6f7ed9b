/** Who takes part in a case, and what its names are in C. */
import { fieldShows, partShows } from '../suite/bindings.js'
import { calls, type Shows, showsOf } from '../suite/calls.js'
import { eachName } from '../suite/mentions.js'
import { type Act, type Case, FIRST_PROCESS, type Outcome, type Step } from '../suite/suite.js'

/** A name of a case, and what it stands for. */
export interface Name {
  readonly name: string
  readonly shows: Shows
  /** All results of a counted step. */
  readonly each: boolean
}

/** The act that each step with an outcome is about: itself, or the call whose end it tells. */
export function actsOf(of: Case): ReadonlyMap<Step, Act> {
  const acts = new Map<Step, Act>()
  const last = new Map<string, Act>()
  for (const step of of.steps) {
    if (step.kind === 'act') {
      acts.set(step, step)
      for (const who of step.who) last.set(`${who} ${step.call}`, step)
    } else if (step.kind === 'end' || step.kind === 'still') {
      const act = step.who.map(who => last.get(`${who} ${step.call}`)).find(found => found)
      if (act) acts.set(step, act)
    }
  }
  return acts
}

/** Names that an outcome gives a value to, with what that is. */
export function namesIn(outcome: Outcome, shows: Shows): Name[] {
  if (outcome.kind === 'unfinished') return []
  const { value } = outcome
  if (value.kind === 'name' && !value.group) return [{ name: value.name, shows, each: value.each }]
  if (value.kind === 'list')
    return value.items.flatMap((item, i) =>
      namesIn({ kind: 'value', value: item }, partShows(shows, i)),
    )
  if (value.kind === 'struct')
    return value.fields.flatMap(field =>
      field.value.kind === 'name'
        ? namesIn({ kind: 'value', value: field.value }, fieldShows(field.name))
        : [],
    )
  return []
}

/** The names of a case in the order in which they get their values. */
export function namesOf(of: Case): Map<string, Name> {
  const acts = actsOf(of)
  const names = new Map<string, Name>()
  for (const step of of.steps) {
    const act = acts.get(step)
    if (!act || (step.kind !== 'act' && step.kind !== 'end')) continue
    for (const outcome of step.wanted.outcomes)
      for (const name of namesIn(outcome, showsOf(act)))
        if (!names.has(name.name)) names.set(name.name, name)
  }
  return names
}

/** The processes in the order in which they come into being, each with who makes it. */
export function processesOf(of: Case): Map<string, string> {
  const made = new Map<string, string>([[FIRST_PROCESS, '']])
  for (const step of of.steps) {
    if (step.kind !== 'act') continue
    const child = childOf(step)
    if (child !== undefined) made.set(child, step.who[0] ?? FIRST_PROCESS)
  }
  return made
}

/** The name of the process that this act makes; `_` becomes a name of its own. */
export function childOf(act: Act): string | undefined {
  const makes = calls[act.call]?.makes ?? (act.call === 'posix_spawn' ? true : undefined)
  const [outcome] = act.wanted.outcomes
  if (makes === undefined || outcome?.kind !== 'value') return undefined
  const { value } = outcome
  const part = makes === true ? value : value.kind === 'list' ? value.items[makes] : undefined
  return part?.kind === 'name' ? part.name : `process_${act.place.line}`
}

/** Names that a process uses which neither it nor an ancestor has given a value: these lie in shared memory. */
export function sharedNames(of: Case): ReadonlySet<string> {
  const acts = actsOf(of)
  const known = new Map<string, Set<string>>([[FIRST_PROCESS, new Set()]])
  const shared = new Set<string>()
  for (const step of of.steps) {
    const act = acts.get(step)
    if (!act || step.kind === 'still' || (step.kind !== 'act' && step.kind !== 'end')) continue
    for (const who of step.who) {
      const own = known.get(who) ?? new Set()
      const child = step.kind === 'act' ? childOf(step) : undefined
      const inherited = new Set(own)
      const bound = step.wanted.outcomes.flatMap(outcome =>
        namesIn(outcome, showsOf(act)).map(({ name }) => name),
      )
      for (const name of mentioned(step, act))
        if (!own.has(name) && !bound.includes(name)) shared.add(name)
      for (const name of bound) {
        if (!own.has(name) && [...known.values()].some(others => others.has(name))) shared.add(name)
        own.add(name)
      }
      if (child !== undefined) known.set(child, inherited.add(child))
    }
  }
  return shared
}

function mentioned(step: Step, act: Act): Set<string> {
  const names = new Set<string>()
  const add = (name: string) => {
    if (name !== 'record') names.add(name)
  }
  if (step.kind === 'act')
    for (const value of act.args) {
      eachName(value, add)
      if (value.kind === 'struct')
        for (const field of value.fields)
          if (/^[a-z]\w*$/.test(field.name) && act.call === 'poll') add(field.name)
    }
  if (typeof act.count === 'string') add(act.count)
  if (step.kind === 'act' || step.kind === 'end')
    for (const outcome of step.wanted.outcomes)
      if (outcome.kind === 'value') {
        eachName(outcome.value, add)
        const { value } = outcome
        if (value.kind === 'struct' && (act.call === 'poll' || act.call === 'epoll_wait'))
          for (const field of value.fields) add(field.name)
      }
  return names
}
