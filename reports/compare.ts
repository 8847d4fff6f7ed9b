/** Where the implementations of a run disagree, and who is on which side. */
import {
  type CaseRecord,
  type JudgedLine,
  looksOf,
  type Played,
  type Result,
  type Run,
} from '../runner/result.js'
import { asExpected, expected } from './structure.js'

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
  /** Who fails what a `shall` demands, and whom any case brings down. */
  readonly breaks: readonly string[]
  /** Who does not meet a `should`. */
  readonly fallsShort: readonly string[]
  /** Who does what its own profile did not predict, and nobody has explained. */
  readonly surprises: readonly string[]
  readonly results: ReadonlyMap<string, Result>
}

const outcomes: Partial<Record<Result['verdict'], Outcome>> = {
  pass: 'holds',
  xpass: 'holds',
  fail: 'fails',
  crash: 'fails',
  xfail: 'fails',
  observed: 'observed',
}

/** What a case came to; undefined where it was not carried out and so says nothing. */
export function outcome(result: Result | undefined): Outcome | undefined {
  return result && outcomes[result.verdict]
}

/** Whether it is a surprise that no entry of the expectations file explains. */
export function isUnexplained(result: Result | undefined): boolean {
  return result?.prediction === 'surprise' && !result.explained
}

const compared = new WeakMap<Run, readonly Comparison[]>()

/** All cases of a run, in its order. What a run says does not change: pages and summary are of one comparison. */
export function compare(run: Run): readonly Comparison[] {
  const known = compared.get(run) ?? compareAll(run)
  compared.set(run, known)
  return known
}

function compareAll(run: Run): Comparison[] {
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

const sorted = new WeakMap<Played, ReadonlyMap<string, Result>>()

/** An implementation's results by case id; where there are several, the last one holds. */
export function byCase(played: Played): ReadonlyMap<string, Result> {
  const known = sorted.get(played)
  if (known) return known
  const made = new Map(played.results.map(result => [result.case, result]))
  sorted.set(played, made)
  return made
}

function compareCase(record: CaseRecord, results: ReadonlyMap<string, Result>): Comparison {
  const all = [...results]
  // A result of another text of the case (a merged run) is no evidence for this one.
  const compared = all.flatMap(([name, result]): Compared[] => {
    const came = outcome(result)
    if (!came || result.digest !== record.digest) return []
    // Who is alone differs from nobody.
    return [{ name, came, steps: all.length > 1 ? observations(result, record) : [] }]
  })
  const differing = record.steps
    .map((_, step) => step)
    .filter(step => compared.some(({ steps }) => steps[step] !== compared[0]?.steps[step]))
  const names = (wanted: (result: Result) => boolean) =>
    all.filter(([, result]) => wanted(result)).map(([name]) => name)
  const failed = names(result => outcome(result) === 'fails')
  const crashed = names(({ verdict }) => verdict === 'crash')
  return {
    record,
    sides: sides(compared, differing),
    differing,
    telling: telling(compared, differing),
    breaks: record.level === 'shall' ? failed : crashed,
    fallsShort: record.level === 'should' ? names(r => outcome(r) === 'fails' || !!r.note) : [],
    surprises: names(isUnexplained),
    results,
  }
}

/** What one implementation is compared by: what the case came to, and what each step showed. */
interface Compared {
  readonly name: string
  readonly came: Outcome
  readonly steps: readonly string[]
}

function sides(compared: readonly Compared[], differing: readonly number[]): Side[] {
  const groups = new Map<string, { outcome: Outcome; implementations: string[] }>()
  for (const { name, came, steps } of compared) {
    const key = keyAt(differing, steps) + came
    const group = groups.get(key)
    if (group) group.implementations.push(name)
    else groups.set(key, { outcome: came, implementations: [name] })
  }
  return [...groups.values()]
}

function telling(compared: readonly Compared[], differing: readonly number[]): number[] {
  const chosen: number[] = []
  let apart = 1
  for (const step of differing) {
    const groups = new Set(compared.map(({ steps }) => keyAt([...chosen, step], steps))).size
    if (groups > apart) chosen.push(step)
    apart = groups
  }
  return chosen
}

function keyAt(chosen: readonly number[], steps: readonly string[]): string {
  return chosen.map(step => `${steps[step]}\n`).join('')
}

/**
 * The lines of a step that are compared. When a waiting call was noticed to be back (`back`) is a race between
 * processes and no difference between systems.
 */
export function comparedLines({ lines }: Pick<Result, 'lines'>, step: number): JudgedLine[] {
  return lines.filter(line => line.step === step && line.kind === 'step')
}

/**
 * What is compared of each step: all that its rounds showed, however many showed it. Of a structure only the fields that
 * the step asks for: others have cases of their own. Of a race only what is demanded of it: who is first in it is another
 * one each time.
 */
export function observations(result: Result, { steps, tags }: CaseRecord): string[] {
  const isRace = tags.includes('race')
  const shown = steps.map(() => new Set<string>())
  for (const { lines } of looksOf(result)) {
    const told = steps.map(() => '')
    for (const { step, kind, compared, holds } of lines) {
      if (kind !== 'step' || step >= told.length || !(compared || holds !== null)) continue
      const shown = isRace ? '' : asked(compared, steps[step]?.text ?? '')
      told[step] += `${JSON.stringify(shown)} ${holds},`
    }
    for (const [step, text] of told.entries()) shown[step]?.add(text)
  }
  return shown.map(texts => (texts.size === 1 ? [...texts] : [...texts].sort()).join(' '))
}

/** What was compared, with no more fields of a structure than the step's right side names. */
export function asked(compared: string, step: string): string {
  return compared.startsWith('{') ? asExpected(compared, expected(step)) : compared
}
