/** Steps in braces, as lines. */
import type { Step } from './suite.js'

/** One line per step, and the braces round those that start together on lines of their own. */
export function withBraces<T extends Pick<Step, 'together'>>(
  steps: readonly T[],
  lineOf: (step: T, index: number) => string,
  braces: readonly [open: string, close: string] = ['{', '}'],
): string[] {
  return steps.flatMap((step, index) => {
    const { together } = step
    const isIn = together !== undefined
    const opens = isIn && together !== steps[index - 1]?.together
    const closes = isIn && together !== steps[index + 1]?.together
    return [...(opens ? [braces[0]] : []), lineOf(step, index), ...(closes ? [braces[1]] : [])]
  })
}
