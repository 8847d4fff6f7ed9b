/** Results as the expectations have them: a failure that is known is an `xfail`, a surprise that is known is explained. */
import { outcome } from '../../reports/compare.js'
import { signatureOf } from '../../reports/signature.js'
import type { CaseRecord, Expected, PlayedOn, Result, Run } from '../result.js'
import { isLike } from '../suite/glob.js'
import { hostOf, isOn } from './conditions.js'
import type { Expectation } from './expectation.js'
import { explanationOf } from './explaining.js'

/** The run with verdicts by these entries alone, whatever it was judged by before. */
export function expectingRun<T extends Run>(run: T, entries: readonly Expectation[]): T {
  const records = new Map(run.cases.map(record => [record.id, record]))
  return {
    ...run,
    expectations: entries.map(plain),
    played: run.played.map(played => {
      const host = hostOf(run, played)
      const results = played.results.map(result =>
        expecting(result, records.get(result.case), host, entries),
      )
      return { ...played, results }
    }),
  }
}

/** An entry without where it stands. */
export function plain({
  case: id,
  on,
  expect,
  signature,
  bug,
  reason,
  review,
}: Expectation): Expectation {
  return {
    case: id,
    ...(on && { on }),
    ...(expect && { expect }),
    ...(signature !== undefined && { signature }),
    ...{ bug, reason, review },
  }
}

/**
 * A failure that an entry means is an `xfail`; one that none means though there are entries for its case keeps its verdict, and names
 * the first of them. A pass where a failure is expected is an `xpass`. Nothing is expected of what says nothing about a system.
 */
export function expecting(
  result: Result,
  record: CaseRecord | undefined,
  host: PlayedOn,
  entries: readonly Expectation[],
): Result {
  const explained = record && explanationOf(result, record, host, entries)
  const bare = { ...unexpecting(result), ...(explained && { explained: reasonsOf(explained) }) }
  const entry = record && entryFor(bare, record, host, entries)
  if (!entry) return bare
  const expected = markOf(entry)
  if (bare.verdict === 'fail')
    return means(entry, record, bare)
      ? { ...bare, verdict: 'xfail', expected }
      : { ...bare, expected }
  return { ...bare, ...(entry.expect !== 'flaky' && { verdict: 'xpass' }), expected }
}

/** The entry that a pass or a failure is held to; of several for a failure the first that means it, else the first. */
export function entryFor<T extends Expectation>(
  result: Result,
  record: CaseRecord,
  host: PlayedOn,
  entries: readonly T[],
): T | undefined {
  const came = outcome(result)
  // A kernel that goes down is never expected.
  if (result.verdict === 'crash') return undefined
  // A recommendation that is not met is no failure, and no surprise.
  if ((came !== 'fails' && came !== 'holds') || result.note !== undefined) return undefined
  const own = entries.filter(
    entry => entry.expect !== 'surprise' && isLike(result.case, entry.case) && isOn(entry, host),
  )
  const meant = own.find(entry =>
    came === 'fails' ? means(entry, record, result) : entry.expect === 'flaky',
  )
  return meant ?? own[0]
}

/** Whether a failure is the one that an entry speaks of. */
export function means({ signature }: Expectation, record: CaseRecord, result: Result): boolean {
  return signature === undefined || signature === signatureOf(record, result)
}

function unexpecting({ expected: _, explained: __, ...result }: Result): Result {
  if (result.verdict === 'xfail') return { ...result, verdict: 'fail' }
  return result.verdict === 'xpass' ? { ...result, verdict: 'pass' } : result
}

function markOf(entry: Expectation): Expected {
  return { expect: entry.expect === 'flaky' ? 'flaky' : 'fail', ...reasonsOf(entry) }
}

function reasonsOf({ signature, bug, reason, review }: Expectation) {
  return { ...(signature !== undefined && { signature }), bug, reason, review }
}
