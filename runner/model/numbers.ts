/** The numbers of pairs: which are in use, and which comes next. */
import type { Profile } from './profile.js'

export class Numbers {
  readonly #taken = new Set<number>()
  /** Those given back, the last one last. */
  #freed: number[] = []
  #next: number

  constructor(private readonly profile: Profile) {
    this.#next = profile.firstNumber
  }

  get count(): number {
    return this.#taken.size
  }

  /** What `take` would give. */
  get next(): number {
    const { nextNumber, firstNumber } = this.profile
    if (nextNumber === 'last-freed') return this.#freed.at(-1) ?? this.#next
    let number = nextNumber === 'lowest' ? firstNumber : this.#next
    while (this.#taken.has(number)) number++
    return number
  }

  take(number = this.next): number {
    this.#taken.add(number)
    this.#freed = this.#freed.filter(other => other !== number)
    this.#next = Math.max(number + 1, this.#next)
    return number
  }

  free(number: number): void {
    if (this.#taken.delete(number)) this.#freed.push(number)
  }

  isTaken(number: number): boolean {
    return this.#taken.has(number)
  }
}
