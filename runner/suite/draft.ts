/** A case as its lines are gathered: which keys and braces may stand where. */
import { didYouMean, nearest, Slip } from './mistake.js'
import type { Step } from './suite.js'

/** The keys of a case: whether each may stand more than once, and whether it takes a value. */
export const keys: Readonly<Record<string, { readonly many?: true; readonly bare?: true }>> = {
  title: {},
  cite: { many: true },
  level: {},
  needs: { many: true },
  given: { many: true },
  alone: { bare: true },
  repeat: {},
  load: {},
  deadline: {},
  risk: { many: true },
  covers: { many: true },
  replaces: {},
  tags: { many: true },
}

/** A key's value, and where it stands. */
export interface Key {
  readonly value: string
  readonly at: number
  readonly line: number
}

/** Where in the file something stands, offsets from 0. */
export type Spot = Omit<Key, 'value'>

export class Draft {
  readonly steps: Step[] = []
  /** Keys that an unknown one was probably meant to be: that they are missing is no second mistake. */
  readonly meant = new Set<string>()
  /** Words of the lines that could not be read: names that may have been bound, used or forked there. */
  readonly unread = new Set<string>()
  isBroken = false
  readonly #keys = new Map<string, Key[]>()
  #braces = 0
  #open: Spot | undefined
  /** Braces opened within braces, which is a mistake; that they are closed again is no second one. */
  #nested = 0
  /** Steps before the open brace. */
  #before = 0

  constructor(
    readonly name: string,
    readonly line: number,
    readonly column: number,
  ) {}

  /** All values of a key. */
  values(key: string): readonly Key[] {
    return this.#keys.get(key) ?? []
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  /** Throws `Slip` where the key may not stand here. */
  addKey(key: string, entry: Key): void {
    const rules = keys[key]
    if (rules === undefined) {
      const known = [...Object.keys(keys), 'case']
      this.meant.add(nearest(key, known) ?? '')
      throw new Slip(0, `unknown key '${key}'${didYouMean(key, known)}`)
    }
    if (this.steps.length > 0 || this.#open)
      throw new Slip(0, `'${key}' stands after the first step; keys come first`)
    const [first] = this.values(key)
    if (first && !rules.many) throw new Slip(0, `'${key}' stands in line ${first.line} already`)
    if (entry.value === '' && !rules.bare) throw new Slip(key.length, `'${key}' needs a value`)
    if (entry.value !== '' && rules.bare) throw new Slip(entry.at, `'${key}' takes no value`)
    this.#keys.set(key, [...this.values(key), entry])
  }

  addStep(step: Step): void {
    this.steps.push(this.#open ? { ...step, together: this.#braces } : step)
  }

  /** A line that could not be read. */
  addUnread(line: string): void {
    this.isBroken = true
    for (const [word] of line.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) this.unread.add(word)
  }

  open(spot: Spot): void {
    if (this.#open) {
      this.#nested++
      throw new Slip(spot.at, `braces are open since line ${this.#open.line}; they hold no others`)
    }
    this.#open = spot
    this.#before = this.steps.length
  }

  close(at: number): void {
    if (this.#nested > 0) {
      this.#nested--
      return
    }
    if (!this.#open) throw new Slip(at, "no '{' is open here")
    const isEmpty = this.steps.length === this.#before && !this.isBroken
    this.#open = undefined
    this.#braces++
    if (isEmpty) throw new Slip(at, 'nothing stands between these braces')
  }

  /** Where braces were opened that nothing closes. */
  get unclosed(): Spot | undefined {
    return this.#open
  }
}
