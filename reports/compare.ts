/** Where the implementations of a run disagree, and who is on which side. */
import {
  type CaseRecord,
  type JudgedLine,
  looksOf,
  type Played,
  type Result,
  type Run,
} from '../runner/result.js'

/** What a case came to, without what was expected of it. */
export type Outcome = 'holds' | 'fails' | 'observed'

/** Implementations that came to the same and saw the same, as far as it is compared. */
export interface Side {
  readonly outcome: Outcome
  readonly implementations: readonly string[]
}

/** One case on all implementations. */
export interface Comparison {
  readonly record: CaseRecord
  /** In the order of the run; more than one is a disagreement. */
  readonly sides: readonly Side[]
  /** The steps that implementations saw differently. */
  readonly differing: readonly number[]
  /** The first of these that are needed to tell all sides apart. */
  readonly telling: readonly number[]
  /** Who fails what a `shall` demands. */
  readonly breaks: readonly string[]
  /** Who does not meet a `should`. */
  readonly fallsShort: readonly string[]
  /** Who does what its own profile did not predict. */
  readonly surprises: readonly string[]
  readonly results: ReadonlyMap<string, Result>
}

const outcomes: Partial<Record<Result['verdict'], Outcome>> = {
  pass: 'holds',
  xpass: 'holds',
  fail: 'fails',
  xfail: 'fails',
  observed: 'observed',
}

/** What a case came to; undefined where it was not carried out and so says nothing. */
export function outcome(result: Result | undefined): Outcome | undefined {
  return result && outcomes[result.verdict]
}

/** All cases of a run, in its order. */
export function compare(run: Run): Comparison[] {
  const results = run.played.map(played => [played.name, byCase(played)] as const)
  return run.cases.map(record => {
    const own = new Map<string, Result>()
    for (const [name, of] of results) {
      const result = of.get(record.id)
      if (result) own.set(name, result)
    }
    return compareCase(record, own)
  })
}

/** An implementation's results by case id; where there are several, the last one holds. */
export function byCase(played: Played): Map<string, Result> {
  return new Map(played.results.map(result => [result.case, result]))
}

function compareCase(record: CaseRecord, results: ReadonlyMap<string, Result>): Comparison {
  const all = [...results]
  // A result of another text of the case (a merged run) is no evidence for this one.
  const compared = all.filter(([, result]) => outcome(result) && result.digest === record.digest)
  const differing = record.steps
    .map((_, step) => step)
    .filter(step => new Set(compared.map(([, result]) => observation(result, step))).size > 1)
  const names = (wanted: (result: Result) => boolean) =>
    all.filter(([, result]) => wanted(result)).map(([name]) => name)
  const failed = names(result => outcome(result) === 'fails')
  return {
    record,
    sides: sides(compared, differing),
    differing,
    telling: telling(compared, differing),
    breaks: record.level === 'shall' ? failed : [],
    fallsShort: record.level === 'should' ? names(r => outcome(r) === 'fails' || !!r.note) : [],
    surprises: names(result => result.prediction === 'surprise'),
    results,
  }
}

type Named = readonly (readonly [string, Result])[]

function sides(compared: Named, steps: readonly number[]): Side[] {
  const groups = new Map<string, { outcome: Outcome; implementations: string[] }>()
  for (const [name, result] of compared) {
    const came = outcome(result) ?? 'observed'
    const key = JSON.stringify([came, ...steps.map(step => observation(result, step))])
    const group = groups.get(key)
    if (group) group.implementations.push(name)
    else groups.set(key, { outcome: came, implementations: [name] })
  }
  return [...groups.values()]
}

function telling(compared: Named, differing: readonly number[]): number[] {
  const chosen: number[] = []
  let apart = 1
  for (const step of differing) {
    const seen = compared.map(([, result]) =>
      JSON.stringify([...chosen, step].map(one => observation(result, one))),
    )
    const groups = new Set(seen).size
    if (groups > apart) chosen.push(step)
    apart = groups
  }
  return chosen
}

/**
 * The lines of a step that are compared. When a waiting call was noticed to be back (`back`) is a race between
 * processes and no difference between systems.
 */
export function comparedLines({ lines }: Pick<Result, 'lines'>, step: number): JudgedLine[] {
  return lines.filter(line => line.step === step && line.kind === 'step')
}

/** What is compared of a step: all that its rounds showed, however many showed it. */
export function observation(result: Result, step: number): string {
  const looks = looksOf(result).map(({ lines }) => {
    const told = comparedLines({ lines: [...lines] }, step)
    const compared = told.filter(line => line.compared || line.holds !== null)
    return JSON.stringify(compared.map(line => [line.compared, line.holds]))
  })
  return [...new Set(looks)].sort().join(' ')
}
