/**
 * In which parts of its results the rounds of a repeated case need not agree, for they vary by design: what nobody
 * compares (`_`), and numbers of processes, descriptors, nodes and pairs, where what is expected rests on nothing
 * but whether they are those that a name stands for.
 */
import { fieldShows, partShows } from './bindings.js'
import { type Shows, showsOf, statFields } from './calls.js'
import { eachName } from './mentions.js'
import type { Act, Case, End, NameValue, Step, Value } from './suite.js'

/** Kinds of numbers that are others each time. */
const kinds: readonly Shows[] = ['fd', 'process', 'device', 'inode', 'index']

/** The whole of a result; other places are fields, indices and `*` for what a counted step gave. */
export const WHOLE = '.'

export class Varying {
  /** Names that are compared by more than whether they stand for the number itself. */
  readonly #measured = new Set<string>()

  constructor(private readonly of: Case) {
    for (const step of of.steps)
      if (step.kind === 'act' || step.kind === 'end')
        for (const value of expected(step)) this.#measure(value)
  }

  /** The places in the result of this step that every outcome leaves free. */
  places(step: Act | End): string[] {
    const shows = this.#shows(step)
    const isCounted = step.kind === 'act' && step.count !== undefined
    const values = expected(step).filter(value => !(isCounted && isAny(value) && isCompared(value)))
    const [first = [], ...others] = values.map(value => this.#placesIn(value, shows))
    const free = first.filter(place => others.every(places => places.includes(place)))
    return [...free, ...(shows === 'stat' ? this.#unnamedFields(values) : [])]
  }

  #unnamedFields(values: readonly Value[]): string[] {
    const named = values.flatMap(value =>
      value.kind === 'struct' ? value.fields.map(({ name }) => name) : [],
    )
    return statFields.filter(field => !named.includes(field) && this.#varies(undefined, field))
  }

  #placesIn(value: Value, shows: Shows): string[] {
    if (value.kind === 'list')
      return value.items.flatMap((item, i) =>
        this.#isFree(item, partShows(shows, i)) ? [`${i}`] : [],
      )
    if (value.kind === 'struct')
      return value.fields.flatMap(field =>
        this.#varies(field.value, field.name) ? [field.name] : [],
      )
    if (!this.#isFree(value, shows)) return []
    return value.kind === 'name' && value.each ? ['*'] : [WHOLE]
  }

  #varies(value: Value | undefined, field: string): boolean {
    return field.endsWith('time') ? isAny(value) : this.#isFree(value, fieldShows(field))
  }

  #isFree(value: Value | undefined, shows: Shows): boolean {
    if (isAny(value) && !isCompared(value)) return true
    return (
      kinds.includes(shows) && (isAny(value) || (isBare(value) && !this.#measured.has(value.name)))
    )
  }

  #measure(value: Value): void {
    if (value.kind === 'list') for (const item of value.items) this.#measure(item)
    else if (value.kind === 'struct') for (const field of value.fields) this.#measure(field.value)
    else if (!isBare(value)) eachName(value, name => this.#measured.add(name))
  }

  #shows(step: Act | End): Shows {
    const act = step.kind === 'act' ? step : beginOf(this.of.steps, step)
    return act ? showsOf(act) : 'zero'
  }
}

function isAny(value: Value | undefined): boolean {
  return value === undefined || value.kind === 'any'
}

function isCompared(value: Value | undefined): boolean {
  return value?.kind !== 'any' || value.compared
}

/** A name by itself: what it stands for is that number, or another. */
function isBare(value: Value | undefined): value is NameValue {
  return value?.kind === 'name' && !value.must && !value.group
}

/** What a result may be that is no failure. */
function expected({ wanted }: Act | End): Value[] {
  return wanted.outcomes.flatMap(outcome =>
    outcome.kind === 'value' && outcome.value.kind !== 'failure' ? [outcome.value] : [],
  )
}

/** The act whose call ends here. */
function beginOf(steps: readonly Step[], end: End): Act | undefined {
  return steps
    .slice(0, steps.indexOf(end))
    .findLast(
      (step): step is Act =>
        step.kind === 'act' && step.call === end.call && end.who.includes(step.who[0] ?? ''),
    )
}
