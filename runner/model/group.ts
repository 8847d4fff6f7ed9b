/** Which steps are played at one moment. */

import type { Act, Step } from '../suite/suite.js'
import { certain } from './certain.js'

/** A step and its index in the case. */
export interface Place {
  readonly step: Step
  readonly index: number
}

/** The step at this index, with those that stand in braces with it. */
export function groupAt(steps: readonly Step[], index: number): [Place, ...Place[]] {
  const together = steps[index]?.together
  const end = steps.findIndex((step, i) => i > index && step.together !== together)
  const others = steps
    .slice(index + 1, together === undefined ? index + 1 : end < 0 ? undefined : end)
    .map((step, i) => ({ step, index: index + 1 + i }))
  return [{ step: certain(steps[index]), index }, ...others]
}

/** Whether the step allows its call to go on waiting. */
export function mayWait({ wanted }: Act): boolean {
  return wanted.outcomes.some(({ kind }) => kind === 'unfinished')
}
