/** Of a defect that nobody is known to have shipped. */
export const nowhere = 'nowhere that is known'

/** A defect that a real system shipped, as other values of choices: what a suite must notice. */
import type { Choices } from '../profile.js'

export interface Defect {
  /** What it is called in the kill matrix; permanent. */
  readonly id: string
  /** What goes wrong, in a sentence. */
  readonly title: string
  /** Systems and versions that had it. */
  readonly seen: string
  /** Where it is documented: a commit, an issue, a thread. */
  readonly cite: string
  /** The profile that it befalls; `linux` where nothing is said. */
  readonly profile?: string
  /** The choices it is made of, with the values the broken system has. */
  readonly change: Partial<Choices>
}
