/** What a run's results mean for the shell. */
import { isReference, type Played, type Result, type Run } from './result.js'

export interface Status {
  readonly code: number
  /** What a status other than 0 means, in one sentence. */
  readonly meaning: string
}

/** Exit statuses by name; 64 and up as in sysexits.h. */
export const EXIT = {
  expected: 0,
  unexpected: 1,
  trouble: 2,
  nothingSelected: 3,
  unsupported: 4,
  usage: 64,
  badInput: 65,
  missingFile: 66,
  ourBug: 70,
  cannotWrite: 73,
  unreachable: 75,
  refused: 77,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const

/** How each implementation's play ended, beside its results. */
export type Ending = 'complete' | 'unreachable' | 'refused' | 'broken'

/** Whose results count: a reference beside a host is there to be compared with. */
export function decidingOf(run: Run): readonly Played[] {
  const hosts = run.played.filter(played => !isReference(played))
  return hosts.length > 0 ? hosts : run.played
}

/**
 * Hosts decide; a run of references alone is decided by them. Trouble comes before failures, for a run that was cut off
 * says too little.
 */
export function statusOf(run: Run, endings: ReadonlyMap<string, Ending>): Status {
  const deciding = decidingOf(run)
  const ended = deciding.map(({ name }) => endings.get(name) ?? 'complete')
  if (ended.includes('refused'))
    return { code: EXIT.refused, meaning: 'a host was refused for safety, see above' }
  if (ended.every(ending => ending === 'unreachable'))
    return { code: EXIT.unreachable, meaning: 'no host could be reached' }
  const results = deciding.flatMap(({ results }) => results)
  const left = deciding.filter(
    ({ left, results }) =>
      left.length > 0 || results.some(result => (result.left ?? []).length > 0),
  )
  const unresolved = count(results, 'unresolved')
  if (unresolved > 0 || ended.some(ending => ending !== 'complete'))
    return {
      code: EXIT.trouble,
      meaning: `${cases(unresolved)} could not be carried out; that is no failure of a system`,
    }
  const [failed, passed] = [count(results, 'fail'), count(results, 'xpass')]
  const crashed = count(results, 'crash')
  const unexpected = [
    ...(crashed > 0 ? [`${cases(crashed)} brought the kernel down`] : []),
    ...(failed > 0 ? [`${cases(failed)} did not go as the cited text demands`] : []),
    ...(passed > 0 ? [`${cases(passed)} passed that should fail by the expectations`] : []),
  ]
  if (unexpected.length > 0) return { code: EXIT.unexpected, meaning: unexpected.join(', and ') }
  if (left.length > 0)
    return { code: EXIT.unexpected, meaning: 'something was left on a host, see above' }
  if (results.length > 0 && count(results, 'unsupported') === results.length)
    return { code: EXIT.unsupported, meaning: 'every case needs something that is not there' }
  return { code: EXIT.expected, meaning: '' }
}

function count(results: readonly Result[], verdict: Result['verdict']): number {
  return results.filter(result => result.verdict === verdict).length
}

function cases(n: number): string {
  return n === 1 ? '1 case' : `${n} cases`
}
