/** The one table of what each format calls a verdict. README.md shows it; a test holds the two together. */
import type { Result } from '../../runner/result.js'

/**
 * What became of a case on an implementation: its verdict, but that an `unresolved` one is told apart by what was in the
 * way, and that a run which was cut off has no result.
 */
export const standings = [
  'pass',
  'fail',
  'crash',
  'xfail',
  'xpass',
  'observed',
  'unsupported',
  'untested',
  'unresolved',
  'out of reach',
  'no result',
] as const

export type Standing = (typeof standings)[number]

/** For readers of the table who know the verdicts. */
export const standingMeaning: Partial<Readonly<Record<Standing, string>>> = {
  unresolved: '`unresolved`, class `case`',
  'out of reach': '`unresolved`, class `host`, `network` or `harness`',
  'no result': 'the run was cut off before it',
}

/** The formats that have words for verdicts, and all words that we use of each. */
export interface Words {
  readonly tap: 'ok' | 'not ok' | 'ok # TODO' | 'not ok # TODO' | 'ok # SKIP'
  readonly ktap: 'ok' | 'not ok' | 'ok # XFAIL' | 'ok # XPASS' | 'ok # SKIP' | 'not ok # ERROR'
  readonly junit: 'passed' | 'failure' | 'error' | 'skipped'
  readonly ctrf: 'passed' | 'failed' | 'skipped' | 'pending' | 'other'
  readonly kcidb: 'PASS' | 'FAIL' | 'DONE' | 'SKIP' | 'ERROR' | 'MISS'
  readonly ltp: 'pass' | 'fail' | 'conf' | 'brok'
  readonly lava: 'pass' | 'fail' | 'skip' | 'unknown'
  readonly tmt: 'pass' | 'fail' | 'info' | 'skip' | 'error' | 'pending'
  readonly autopkgtest: 'PASS' | 'PASS (superficial)' | 'FAIL' | 'FLAKY' | 'SKIP' | 'BROKEN'
  readonly sarif: 'result' | 'suppressed result' | 'notification' | 'none'
  readonly github: 'error' | 'warning' | 'none'
}

const failed: Words = {
  tap: 'not ok',
  ktap: 'not ok',
  junit: 'failure',
  ctrf: 'failed',
  kcidb: 'FAIL',
  ltp: 'fail',
  lava: 'fail',
  tmt: 'fail',
  autopkgtest: 'FAIL',
  sarif: 'result',
  github: 'error',
}

const skipped: Words = {
  tap: 'ok # SKIP',
  ktap: 'ok # SKIP',
  junit: 'skipped',
  ctrf: 'skipped',
  kcidb: 'SKIP',
  ltp: 'conf',
  lava: 'skip',
  tmt: 'skip',
  autopkgtest: 'SKIP',
  sarif: 'none',
  github: 'none',
}

/**
 * What could not be carried out is never a failure, and what fails as expected none that anybody must look at, as far as a
 * format can say so. Where it has no word for a case that passes although it should fail, it passes; JUnit's readers know that
 * as a failure (as of pytest's strict xfail), tmt's too.
 */
export const words: Readonly<Record<Standing, Words>> = {
  pass: {
    tap: 'ok',
    ktap: 'ok',
    junit: 'passed',
    ctrf: 'passed',
    kcidb: 'PASS',
    ltp: 'pass',
    lava: 'pass',
    tmt: 'pass',
    autopkgtest: 'PASS',
    sarif: 'none',
    github: 'none',
  },
  fail: failed,
  crash: failed,
  xfail: {
    tap: 'not ok # TODO',
    ktap: 'ok # XFAIL',
    junit: 'skipped',
    ctrf: 'other',
    kcidb: 'FAIL',
    ltp: 'fail',
    lava: 'fail',
    tmt: 'pass',
    autopkgtest: 'FLAKY',
    sarif: 'suppressed result',
    github: 'none',
  },
  xpass: {
    tap: 'ok # TODO',
    ktap: 'ok # XPASS',
    junit: 'failure',
    ctrf: 'passed',
    kcidb: 'PASS',
    ltp: 'pass',
    lava: 'pass',
    tmt: 'fail',
    autopkgtest: 'PASS',
    sarif: 'none',
    github: 'warning',
  },
  observed: {
    tap: 'ok',
    ktap: 'ok',
    junit: 'passed',
    ctrf: 'passed',
    kcidb: 'DONE',
    ltp: 'pass',
    lava: 'pass',
    tmt: 'info',
    autopkgtest: 'PASS (superficial)',
    sarif: 'none',
    github: 'none',
  },
  unsupported: skipped,
  untested: skipped,
  unresolved: {
    tap: 'not ok',
    ktap: 'not ok # ERROR',
    junit: 'error',
    ctrf: 'other',
    kcidb: 'ERROR',
    ltp: 'brok',
    lava: 'unknown',
    tmt: 'error',
    autopkgtest: 'BROKEN',
    sarif: 'notification',
    github: 'warning',
  },
  'out of reach': {
    tap: 'not ok',
    ktap: 'not ok # ERROR',
    junit: 'error',
    ctrf: 'other',
    kcidb: 'MISS',
    ltp: 'brok',
    lava: 'unknown',
    tmt: 'error',
    autopkgtest: 'BROKEN',
    sarif: 'notification',
    github: 'warning',
  },
  'no result': {
    tap: 'not ok',
    ktap: 'not ok # ERROR',
    junit: 'error',
    ctrf: 'pending',
    kcidb: 'MISS',
    ltp: 'brok',
    lava: 'unknown',
    tmt: 'pending',
    autopkgtest: 'BROKEN',
    sarif: 'notification',
    github: 'warning',
  },
}

export function standingOf(result: Result | undefined): Standing {
  if (!result) return 'no result'
  if (result.verdict !== 'unresolved') return result.verdict
  return result.class === 'case' || result.class === undefined ? 'unresolved' : 'out of reach'
}

/** The table as README.md has it. */
export function wordsTable(): string {
  const columns = Object.keys(words.pass) as (keyof Words)[]
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(['', ...columns.map(name => `\`${name}\``)]),
    row(['---', ...columns.map(() => '---')]),
    ...standings.map(standing => {
      const meaning = standingMeaning[standing] ?? `\`${standing}\``
      return row([meaning, ...columns.map(name => words[standing][name])])
    }),
  ].join('\n')
}
