/** Several runs of the same hosts over time: since when a case comes to what it comes to. */
import type { Played, Result, Run } from '../runner/result.js'
import { byCase } from './compare.js'
import { type Count, countVerdicts } from './count.js'

/** A stretch of runs in which a case on a host came to the same. */
export interface Stretch {
  readonly verdict: Result['verdict']
  /** When the first and the last run of the stretch were started. */
  readonly from: string
  readonly to: string
  readonly runs: number
}

/** One host in one run. */
export interface Earlier {
  readonly started: string
  readonly system: string
  readonly counts: readonly Count[]
}

export interface History {
  /** How many runs are known, the last one among them. */
  readonly runs: number
  /**
   * The stretches of a case on a host, the latest first. Runs in which it was not carried out are passed over, and so are
   * those in which the case was another one.
   */
  stretches(name: string, id: string): Stretch[]
  /** The latest stretch in words: `in all 5 runs`, `since 2026-03-01T02:00:00Z (pass before)`. */
  since(name: string, id: string): string
  /** The host in each run that played it, the latest first. */
  of(name: string): Earlier[]
}

/** Runs in any order; hosts are paired by name, cases by id. */
export function historyOf(runs: readonly Run[]): History {
  const ordered = runs.toSorted(byStart)
  const known = ordered.map(run => ({
    started: run.started,
    results: new Map(run.played.map(played => [played.name, byCase(played)])),
  }))
  const digests = new Map(ordered.at(-1)?.cases.map(({ id, digest }) => [id, digest]))
  const stretches = (name: string, id: string): Stretch[] => {
    const found: Stretch[] = []
    for (const { started, results } of known) {
      const result = results.get(name)?.get(id)
      if (!result || !saysSomething(result) || result.digest !== digests.get(id)) continue
      const last = found.at(-1)
      if (last && last.verdict === result.verdict)
        found[found.length - 1] = { ...last, to: started, runs: last.runs + 1 }
      else found.push({ verdict: result.verdict, from: started, to: started, runs: 1 })
    }
    return found.reverse()
  }
  return {
    runs: runs.length,
    stretches,
    since: (name, id) => inWords(stretches(name, id)),
    of: name =>
      ordered
        .flatMap(run => {
          const played = run.played.find(one => one.name === name)
          return played ? [earlier(run, played)] : []
        })
        .reverse(),
  }
}

function saysSomething({ verdict }: Result): boolean {
  return verdict !== 'unresolved' && verdict !== 'untested'
}

function earlier({ started }: Run, played: Played): Earlier {
  const { identity } = played
  const system = identity ? `${identity.system} ${identity.release}`.trim() : 'never reached'
  return { started, system, counts: countVerdicts(played) }
}

function byStart(a: Run, b: Run): number {
  return a.started < b.started ? -1 : a.started > b.started ? 1 : 0
}

function inWords([latest, before]: readonly Stretch[]): string {
  if (!latest) return 'never carried out'
  if (before) return `since ${latest.from} (${before.verdict} before)`
  return latest.runs === 1 ? `only in the run of ${latest.from}` : `in all ${latest.runs} runs`
}
