/**
 * What is wrong between cases that are each sound: two that are the same play under other names, and a situation that
 * stands alone.
 */
import { eachName } from './mentions.js'
import type { Mistake } from './mistake.js'
import { type Case, FIRST_PROCESS, type Step, type Suite } from './suite.js'
import { withBraces } from './together.js'

/** A mistake for each case whose steps, needs and rounds an earlier case has already, whatever either calls its names. */
export function findTwins(cases: readonly Case[]): Mistake[] {
  const known = new Map<string, string>()
  return cases.flatMap(of => {
    const play = playOf(of)
    const twin = known.get(play)
    known.set(play, twin ?? of.id)
    return twin === undefined ? [] : [mistake(of, `${twin} has the same steps already`)]
  })
}

/** A mistake for each situation that just one of the cases starts from. One that none uses may be a copy kept whole. */
export function findUsedOnce(situations: readonly Suite[], cases: readonly Case[]): Mistake[] {
  return situations.flatMap(({ file, cases: known }) =>
    known.flatMap(situation => {
      const name = claimOf(situation)
      const users = cases.filter(({ steps }) =>
        steps.some(({ given, place }) => given === name && place.file === file),
      )
      const [only] = users
      if (!only || users.length > 1) return []
      return [mistake(situation, `only ${only.id} starts from this; its steps may stand there`)]
    }),
  )
}

/** All that decides how a case goes, with its names numbered in the order in which they stand there. */
function playOf(of: Case): string {
  const numbers = new Map([...namesOf(of)].map(name => [name, '']))
  const numbered = (name: string) => {
    const number = numbers.get(name) || `name${[...numbers.values()].filter(Boolean).length}`
    numbers.set(name, number)
    return number
  }
  const { needs, alone, repeat, load } = of
  return JSON.stringify([
    [...needs].sort(),
    { alone, repeat, load },
    withBraces(of.steps, ({ text }) =>
      text.replace(/"(?:\\.|[^"\\])*"|\b[a-z]\w*\b(?!\()/g, word =>
        word.startsWith('"')
          ? word.replace(/(?<=\$\{?)[a-z]\w*/g, name => (numbers.has(name) ? numbered(name) : name))
          : numbers.has(word)
            ? numbered(word)
            : word,
      ),
    ),
  ])
}

/** Names of results and of processes. */
function namesOf({ steps }: Case): Set<string> {
  const names = new Set<string>()
  const add = (name: string) => names.add(name)
  for (const step of steps) {
    for (const who of step.who) if (who !== FIRST_PROCESS) add(who)
    for (const value of valuesOf(step)) eachName(value, add)
  }
  return names
}

function valuesOf(step: Step) {
  if (step.kind !== 'act' && step.kind !== 'end') return []
  const shown = step.wanted.outcomes.flatMap(outcome =>
    outcome.kind === 'unfinished' ? [] : [outcome.value, ...(outcome.ended ? [outcome.ended] : [])],
  )
  return step.kind === 'act' ? [...step.args, ...shown] : shown
}

function mistake(of: Case, message: string): Mistake {
  return { place: of.place, message, line: `case ${claimOf(of)}` }
}

function claimOf({ id }: Case): string {
  return id.slice(id.lastIndexOf('/') + 1)
}
