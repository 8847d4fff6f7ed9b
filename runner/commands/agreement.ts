/** Where an implementation and a profile differ, step by step. */
import type { Result } from '../result.js'
import type { Case } from '../suite/suite.js'

export interface Agreement {
  readonly host: string
  readonly profile: string
  /** How many cases were held against the profile. */
  readonly compared: number
  readonly differences: readonly Difference[]
  /** Cases that say nothing, and why. */
  readonly notCompared: readonly { readonly case: string; readonly why: string }[]
}

export interface Difference {
  readonly case: string
  readonly title: string
  readonly steps: readonly DifferentStep[]
}

export interface DifferentStep {
  /** As the case has it. */
  readonly step: string
  readonly place: string
  readonly host: string
  /** Everything the profile allows. */
  readonly profile: readonly string[]
}

/** What the results of an implementation, each with its prediction, come to. */
export function agreementOf(
  host: string,
  profile: string,
  cases: readonly Case[],
  results: readonly Result[],
): Agreement {
  const byId = new Map(results.map(result => [result.case, result]))
  const found = cases.map(of => ({ of, result: byId.get(of.id) }))
  return {
    host,
    profile,
    compared: found.filter(({ result }) => isCompared(result)).length,
    differences: found.flatMap(({ of, result }) =>
      result?.prediction === 'surprise' ? [differenceOf(of, result)] : [],
    ),
    notCompared: found.flatMap(({ of, result }) =>
      isCompared(result) ? [] : [{ case: of.id, why: whyNot(result) }],
    ),
  }
}

function isCompared(result: Result | undefined): boolean {
  return result?.prediction === 'as predicted' || result?.prediction === 'surprise'
}

function whyNot(result: Result | undefined): string {
  if (!result) return 'it was not played'
  const isPlayed = result.verdict !== 'unresolved' && result.verdict !== 'untested'
  return (isPlayed ? result.notPredicted : result.reason) ?? 'nothing was predicted'
}

function differenceOf(of: Case, { missing, reason, surprises = [] }: Result): Difference {
  const steps = surprises.map(({ step, seen, predicted }) => {
    const { text = `step ${step}`, place = of.place } = of.steps[step] ?? {}
    const host = missing ? `unsupported: ${reason}` : seen
    return { step: text, place: `${place.file}:${place.line}`, host, profile: predicted }
  })
  return { case: of.id, title: of.title, steps }
}

/** For people: each case that differs, its steps, and what both show there. */
export function agreementText({
  host,
  profile,
  compared,
  differences,
  notCompared,
}: Agreement): string {
  const lines = differences.flatMap(({ case: id, title, steps }) => [
    `${id}: ${title}`,
    ...steps.flatMap(step => [
      `  ${step.step}    # ${step.place}`,
      `    ${host}: ${step.host}`,
      `    ${profile}: ${step.profile.join(' or ')}`,
    ]),
  ])
  const sum = `${host} and ${profile}: ${compared} cases compared, ${differences.length} differ, ${notCompared.length} not compared`
  return [...lines, sum].map(line => `${line}\n`).join('')
}
