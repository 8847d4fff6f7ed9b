/** Two runs held against each other: what became better, what became worse, and on what. */
import type { CaseRecord, Played, Run, RunRecord } from '../runner/result.js'
import { differencesOf } from '../runner/same-system.js'
import { type CaseChange, changeOf, changes, describe, worse } from './change.js'
import { byCase } from './compare.js'

export interface HostDiff {
  /** What it is called in the later run. */
  readonly name: string
  /** What it was called, where that is another name. */
  readonly formerName?: string
  /** What is another system than it was, each as `release was 6.1, is 6.6`. */
  readonly environment: readonly string[]
  /** Cases that both runs have a result for. */
  readonly compared: number
  /** The worst first, then in the order of the run. */
  readonly changes: readonly CaseChange[]
  /** Why the two say too little about it. */
  readonly trouble: readonly string[]
}

export interface Diff {
  readonly before: Pick<RunRecord, 'started' | 'version' | 'command'>
  readonly after: Pick<RunRecord, 'started' | 'version' | 'command'>
  readonly hosts: readonly HostDiff[]
}

/** Names of one host in the earlier and in the later run. */
export type Pairing = readonly (readonly [before: string, after: string])[]

/**
 * Hosts are paired by name, and by `pairing` before that; where each run has one host, these two are a pair. Cases are
 * paired by id.
 */
export function diffRuns(before: Run, after: Run, pairing: Pairing = []): Diff {
  const pairs = pairsOf(before, after, pairing)
  return {
    before: headOf(before),
    after: headOf(after),
    hosts: pairs.map(([was, is]) => diffHosts(was, is, casesOf(before, after))),
  }
}

/** How a diff ends for the shell, as diff(1) does. */
export function statusOfDiff({ hosts }: Diff): 0 | 1 | 2 {
  if (hosts.length === 0 || hosts.some(({ trouble }) => trouble.length > 0)) return 2
  return hosts.some(host => host.changes.some(({ change }) => worse.includes(change))) ? 1 : 0
}

function headOf({ started, version, command }: RunRecord): Diff['before'] {
  return { started, version, command }
}

/** All cases of both, each as the later run has it. */
function casesOf(before: Run, after: Run): CaseRecord[] {
  const later = new Set(after.cases.map(({ id }) => id))
  return [...after.cases, ...before.cases.filter(({ id }) => !later.has(id))]
}

type Pair = readonly [before: Played | undefined, after: Played | undefined]

function pairsOf(before: Run, after: Run, pairing: Pairing): Pair[] {
  const formerly = new Map(pairing.map(([was, is]) => [is, was]))
  const [only, ...others] = before.played
  const isOnly = only && others.length === 0 && after.played.length === 1
  const pairs = after.played.map((is): Pair => {
    const name = formerly.get(is.name) ?? is.name
    return [before.played.find(was => was.name === name) ?? (isOnly ? only : undefined), is]
  })
  const paired = new Set(pairs.map(([was]) => was))
  return [
    ...pairs,
    ...before.played.filter(was => !paired.has(was)).map((was): Pair => [was, undefined]),
  ]
}

function diffHosts(was: Played | undefined, is: Played | undefined, cases: CaseRecord[]): HostDiff {
  const name = is?.name ?? was?.name ?? ''
  const isRenamed = was !== undefined && was.name !== name
  const known = was?.identity && is?.identity ? differencesOf(was.identity, is.identity) : []
  const [earlier, later] = [was, is].map(played => (played ? byCase(played) : new Map()))
  const found =
    was && is
      ? cases.flatMap(record => {
          const [one, other] = [earlier?.get(record.id), later?.get(record.id)]
          const change = changeOf(one, other, record)
          return change ? [describe(change, record, one, other)] : []
        })
      : []
  const unresolved = found.filter(
    ({ change, after }) => change === 'no longer judged' && after === 'unresolved',
  ).length
  return {
    name,
    ...(isRenamed && { formerName: was.name }),
    environment: known,
    compared: cases.filter(({ id }) => earlier?.has(id) && later?.has(id)).length,
    changes: changes.flatMap(change => found.filter(one => one.change === change)),
    trouble: [
      ...(was ? troubleOf(was, 'earlier') : ['the earlier run has no such host']),
      ...(is ? troubleOf(is, 'later') : ['the later run has no such host']),
      ...(unresolved > 0 ? [`${unresolved} of its cases could not be carried out any more`] : []),
    ],
  }
}

function troubleOf({ trouble, complete }: Played, which: string): string[] {
  if (trouble) return [`the ${which} run: ${trouble.reason}`]
  return complete ? [] : [`the ${which} run was cut off`]
}
