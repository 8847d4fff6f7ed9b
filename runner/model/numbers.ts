/** The numbers of pairs: which are in use, and which comes next. */
import type { Kernel } from './kernel.js'

export class Numbers {
  readonly #taken = new Set<number>()
  /** Those given back, the last one last. */
  #freed: number[] = []
  #next: number
  /** The number given last, and in which steps that began together. */
  #last: { readonly number: number; readonly together: number | undefined } | undefined

  constructor(private readonly kernel: Pick<Kernel, 'profile' | 'together'>) {
    this.#next = kernel.profile.firstNumber
  }

  get count(): number {
    return this.#taken.size
  }

  /** What `take` would give. */
  get next(): number {
    const { nextNumber, firstNumber, numbersAtOnce } = this.kernel.profile
    const { together } = this.kernel
    if (numbersAtOnce === 'same' && together !== undefined && this.#last?.together === together)
      return this.#last.number
    if (nextNumber === 'last-freed') return this.#freed.at(-1) ?? this.#next
    let number = nextNumber === 'lowest' ? firstNumber : this.#next
    while (this.#taken.has(number)) number++
    return number
  }

  take(number = this.next): number {
    this.#taken.add(number)
    this.#last = { number, together: this.kernel.together }
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
