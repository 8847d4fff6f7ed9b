/** The order in which a host is given its cases, what takes long first and last what keeps all others waiting; and how many. */
import { availableParallelism } from 'node:os'
import type { Case, Step } from '../suite/suite.js'

/** What the last argument of these calls is in seconds. */
const WAITS: Readonly<Record<string, number>> = { sleep: 1, select: 0.001, poll: 0.001 }

/** Seconds that one step takes where nothing ends its wait. */
function waitOf(step: Step): number {
  if (step.kind !== 'act') return 0
  const last = step.args.at(-1)
  return last?.kind === 'number' ? (WAITS[step.call] ?? 0) * Math.max(0, Number(last.value)) : 0
}

/** Some seconds, good for no more than to say which of two cases takes longer. */
function estimate({ steps, repeat = 1, load = 0 }: Case): number {
  const waits = steps.reduce((sum, step) => sum + waitOf(step), 0)
  return repeat * (0.05 * (1 + load) + waits)
}

/**
 * All of them. A long case that begins last would be waited for while nothing else plays; one that plays alone
 * waits until nobody else does, so these come together.
 */
export function inTurn(cases: readonly Case[]): Case[] {
  const groups = [cases.filter(of => !of.alone), cases.filter(of => of.alone)]
  return groups.flatMap(group =>
    group
      .map(of => ({ of, seconds: estimate(of) }))
      .sort((a, b) => b.seconds - a.seconds)
      .map(({ of }) => of),
  )
}

/**
 * How many cases are played at a time where nobody says it. They wait more than they work; how many processors another
 * machine has is not known here.
 */
export function usualJobs(address: string): number {
  return address === 'local' ? Math.min(32, 12 * availableParallelism()) : 4
}
