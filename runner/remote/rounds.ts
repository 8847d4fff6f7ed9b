/** The rounds of a repeated case as the probe tells them, checked: counts from a stranger must add up. */
import type { Line, Rounds } from '../implementation.js'
import { whole } from './transcript-line.js'

/** Looks besides the first that a probe keeps apart; one more stands for all others. */
const MOST_LOOKS = 1024

interface Look {
  readonly first: number
  readonly count: number
  readonly lines: Line[]
}

export class RoundsReader {
  #played: number | undefined
  #same = 0
  readonly #others: Look[] = []

  /** `asked`: rounds that were asked for; no more can have been played. */
  constructor(private readonly asked: number) {}

  /** `rounds PLAYED SAME`; whether that can be. */
  begin(fields: readonly string[]): boolean {
    const [played, same] = fields.map(whole)
    if (this.#played !== undefined || fields.length !== 2 || !played || !same) return false
    this.#played = played
    this.#same = same
    return played <= this.asked && same <= played
  }

  /** `round K COUNT`; whether that can be. Its lines follow. */
  next(fields: readonly string[]): boolean {
    const [first, count] = fields.map(whole)
    if (fields.length !== 2 || first === undefined || !count) return false
    const { length } = this.#others
    const last = this.#others.at(-1)?.first ?? 1
    if (first === 0 ? last === 0 : length >= MOST_LOOKS || last === 0 || first <= last) return false
    this.#others.push({ first, count, lines: [] })
    return first <= (this.#played ?? 0)
  }

  /** Where lines belong now; undefined: to the first round. */
  get lines(): Line[] | undefined {
    return this.#others.at(-1)?.lines
  }

  /** Whether every round is counted once, and those that stand for many looks have no lines. */
  get addsUp(): boolean {
    if (this.#others.some(({ first, lines }) => first === 0 && lines.length > 0)) return false
    const others = this.#others.reduce((sum, { count }) => sum + count, 0)
    return this.#same + others === (this.#played ?? 0)
  }

  get rounds(): Rounds | undefined {
    return this.#played === undefined
      ? undefined
      : { played: this.#played, same: this.#same, others: this.#others }
  }
}
