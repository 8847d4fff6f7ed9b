/** What is known of cases beyond a run: from their suites, and from the model. A report asks; the command line answers. */
import type { CaseRecord, Played, Result } from '../runner/result.js'
import type { CProgram } from './bug.js'

export interface Background {
  /** The case as a C program; nothing where the suites at hand have another case of that name, or none. */
  program(record: CaseRecord): CProgram | undefined
  /** What the model makes one expect of systems that the run does not have, for a bug report. */
  modelled(record: CaseRecord, others: readonly Played[]): readonly Played[]
  /** What makes the model show different things of the case for these implementations. */
  deciding(record: CaseRecord, played: readonly Played[]): readonly Deciding[]
  /** What would make the host's profile show what the host showed. */
  likenesses(record: CaseRecord, result: Result, host: Played): readonly Likeness[]
}

/** A choice of profiles, or a setting of hosts, that decides between implementations. */
export interface Deciding {
  readonly name: string
  /** What it means, with clause or kernel function; nothing of a setting, whose name says it. */
  readonly doc: string
  /** Each value, with the implementations that have it. */
  readonly values: readonly { readonly value: string; readonly names: readonly string[] }[]
}

/** Something that looks like what was seen. */
export type Likeness =
  | {
      readonly kind: 'defect'
      readonly id: string
      readonly title: string
      /** Where it has been seen, and where it is written about. */
      readonly seen: string
      readonly cite: string
    }
  /** Another value of a choice than the profile has; `profiles` have that value. */
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly doc: string
      readonly value: string
      readonly profiles: readonly string[]
    }
