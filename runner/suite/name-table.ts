/** The names of a case while its steps are gone through: where they are bound, and who may use them. */
import { fieldShows, partShows } from './bindings.js'
import { type Shows, showsOf } from './calls.js'
import { limits } from './limits.js'
import { eachName } from './mentions.js'
import { didYouMean } from './mistake.js'
import type { Act, NameValue, Outcome, Step, Value } from './suite.js'

/** Descriptor names a process can have; `undefined` where nobody knows. */
export type Descriptors = Set<string> | undefined

export type Find = (step: Step, message: string, word?: string) => void

interface Name {
  readonly shows: Shows
  /** The step that may bind it first. */
  readonly boundBy: Step
  used: boolean
  /** All results of a counted step. */
  readonly each: boolean
}

export class NameTable {
  private readonly names = new Map<string, Name>()

  /** `mayBeKnown` says of a name whether something that could not be read, or stands elsewhere, may have bound it. */
  constructor(
    private readonly find: Find,
    private readonly mayBeKnown: (name: string) => boolean,
  ) {}

  shows(name: string): Shows | undefined {
    return this.names.get(name)?.shows
  }

  /** Whether an earlier step than this one binds it. */
  isBoundBefore(name: string, step: Step): boolean {
    const found = this.names.get(name)
    return found !== undefined && found.boundBy !== step
  }

  markUsed(name: string): void {
    const found = this.names.get(name)
    if (found) found.used = true
  }

  /** Names bound by the case's own steps and by no other used. */
  findUnused(): void {
    for (const [name, { used, boundBy }] of this.names)
      if (!used && boundBy.given === undefined && !this.mayBeKnown(name))
        this.find(boundBy, `'${name}' is bound and never used${this.remedy(name)}`, name)
  }

  /** What an unused name was meant to be: one bound before, or nothing; names of two letters are all alike. */
  private remedy(name: string): string {
    const names = [...this.names.keys()]
    const near = name.length > 2 ? didYouMean(name, names.slice(0, names.indexOf(name))) : ''
    return near === '' ? "; write '_' if that is meant" : near
  }

  /** All names of an argument. */
  argument(step: Act, value: Value, descriptors: Descriptors): void {
    eachName(value, name => {
      if (name !== 'record' || step.call !== 'sigaction') this.use(step, name, descriptors)
    })
    if (value.kind === 'name') this.mustBeAlike(step, value)
    if (value.kind === 'struct' && step.call === 'poll')
      for (const { name } of value.fields)
        if (/^[a-z]/.test(name)) this.use(step, name, descriptors)
  }

  /** All results of a counted step are `name[]` wherever they stand. */
  private mustBeAlike(step: Step, { name, each }: NameValue): void {
    const found = this.names.get(name)
    if (!found || found.each === each) return
    const meant = found.each ? 'all results of a counted step' : 'one value'
    this.find(step, `'${name}' stands for ${meant}: write '${name}${found.each ? '[]' : ''}'`, name)
  }

  /** A name that must have a value, and one that this process can have. */
  use(step: Step, name: string, descriptors: Descriptors): void {
    const found = this.names.get(name)
    if (!found) {
      if (!this.mayBeKnown(name))
        this.find(step, `'${name}' has no value yet${didYouMean(name, this.names.keys())}`, name)
      return
    }
    found.used = true
    if (this.isOfTheseBraces(step, found))
      this.find(step, `'${name}' gets its value in these braces, where no step comes first`, name)
    else if (found.shows === 'fd' && descriptors && !descriptors.has(name))
      this.find(step, `'${name}' is a descriptor of another process; this one cannot have it`, name)
  }

  /** Whether another step of the same braces binds it: nobody knows which comes first. */
  private isOfTheseBraces({ together, ...step }: Step, { boundBy }: Name): boolean {
    return together !== undefined && together === boundBy.together && step.place !== boundBy.place
  }

  /** Names on the right of `act` are bound where they are new, compared where they are not. */
  wanted(step: Step, outcomes: readonly Outcome[], act: Act | undefined, of: Descriptors): void {
    const shows = act ? showsOf(act) : 'number'
    for (const outcome of outcomes) {
      if (outcome.kind === 'unfinished') continue
      this.expected(step, outcome.value, shows, of)
      if (outcome.ended) this.compareAll(step, outcome.ended)
    }
  }

  private expected(step: Step, value: Value, shows: Shows, of: Descriptors): void {
    if (value.kind === 'list')
      for (const [i, item] of value.items.entries()) this.part(step, item, partShows(shows, i), of)
    else if (value.kind === 'struct')
      for (const field of value.fields) {
        if (/^[a-z]\w*$/.test(field.name)) this.markUsed(field.name)
        this.part(step, field.value, fieldShows(field.name), of)
      }
    else this.part(step, value, shows, of)
  }

  /** What has a place of its own in a result; names deeper down, of groups or of how it ended bind nothing. */
  private part(step: Step, value: Value, shows: Shows, of: Descriptors): void {
    if (value.kind !== 'name' || value.group) this.compareAll(step, value)
    else {
      this.bindOrCompare(step, value, shows, of)
      if (value.must) this.compareAll(step, value.must)
    }
  }

  private compareAll(step: Step, value: Value): void {
    eachName(value, name => this.compare(step, name))
  }

  private compare(step: Step, name: string): void {
    this.use(step, name, undefined)
  }

  private bindOrCompare(step: Step, value: NameValue, shows: Shows, of: Descriptors): void {
    const { name, each } = value
    if (name === 'record')
      this.find(step, "'record' is a word of the language and names nothing", name)
    if (shows === 'fd') of?.add(name)
    const found = this.names.get(name)
    if (found) {
      this.compare(step, name)
      this.mustBeAlike(step, value)
      return
    }
    if (this.names.size === limits.names)
      this.find(step, `a case binds at most ${limits.names} names`, name)
    this.names.set(name, { shows, boundBy: step, used: false, each })
  }
}
