import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import {
  type Clause,
  type Clauses,
  citers,
  clauseLevels,
  readClauses,
  unjudged,
  unknownPlaces,
  updatedClauses,
} from '../clauses.js'
import { errorText } from '../folder.js'
import { EXIT } from '../status.js'
import { shownPath } from '../suite/load.js'
import { didYouMean, formatMistake } from '../suite/mistake.js'
import type { Case } from '../suite/suite.js'
import { Failure, fileError, plural } from './failure.js'
import { ownSuites, selectCases } from './select.js'

interface ClausesOptions {
  readonly suites: string
  readonly update?: boolean
  readonly json?: boolean
}

/** `ptycheck clauses`: which demands of POSIX.1-2024 the cases judge, and which are missing. */
export function addClauses(program: Command): void {
  program
    .command('clauses')
    .summary('say which demands of POSIX the cases judge')
    .argument('[place]', 'name the cases for this place and those within it')
    .option('--suites <folder>', 'suites and their clauses.md, in place of those that came along')
    .option('--update', 'put the ids of the cases as they are now into clauses.md')
    .option('--json', 'as one JSON document')
    .addHelpText(
      'after',
      `
Each clause of suites/clauses.md is judged by a case that cites its place, or says why none is; what the text leaves
open or merely allows is observed.

Exit status: 0 nothing is missing, 1 a clause has neither case nor reason, a reason does not hold any more, or clauses.md
names other cases than cite its places (--update mends that); 3 no clause is called so, 64 usage, 65 bad suite or
clauses.md, or a case cites a place that is no clause's; 66 missing file, 73 cannot write.

Examples:
  ptycheck clauses
  ptycheck clauses "XSH tcdrain"
  ptycheck clauses --update
`,
    )
    .action(async (place: string | undefined, given: Partial<ClausesOptions>) => {
      const options = { ...given, suites: given.suites ?? ownSuites() }
      const cases = await selectCases({ suites: [options.suites] })
      const listed = readListed(cases, options.suites)
      if (place === undefined) tellAll(listed, cases, options)
      else tellPlace(place, listed, cases, options)
    })
}

function tellAll(
  { clauses, text, file }: Listed,
  cases: readonly Case[],
  { update, json }: ClausesOptions,
): void {
  const now = updatedClauses(text, cases)
  if (update && now !== text) write(file, now)
  const faults = unjudged(clauses, cases)
  const counts = countsOf(clauses, cases)
  const document = { counts, faults, clauses: withCases(clauses, cases) }
  process.stdout.write(json ? `${JSON.stringify(document, null, 1)}\n` : textOf(counts, faults))
  const isStale = now !== text && !update
  const all = [
    faults.length > 0 ? `${plural(faults.length, 'clause')} to mend` : '',
    isStale ? `${shownPath(file)} names other cases than cite its places` : '',
  ].filter(fault => fault !== '')
  if (all.length > 0) throw new Failure(EXIT.unexpected, all.join('; '))
}

function tellPlace(
  place: string,
  { clauses }: Listed,
  cases: readonly Case[],
  { json }: ClausesOptions,
): void {
  const within = clauses.filter(clause => `${clause.place}, `.startsWith(`${place}, `))
  if (within.length === 0) {
    const near = didYouMean(
      place,
      clauses.map(clause => clause.place),
    )
    throw new Failure(EXIT.nothingSelected, `no clause is called '${place}'${near}`)
  }
  const citing = citers(cases)
  const lines = within.flatMap(({ place, level, demand, reason }) => [
    `${place}: ${level}: ${demand}`,
    ...(citing.get(place) ?? []).map(({ id, level, title }) => `  ${id} (${level}): ${title}`),
    ...(reason === '' ? [] : [`  not judged: ${reason}`]),
  ])
  const document = withCases(within, cases)
  process.stdout.write(json ? `${JSON.stringify(document, null, 1)}\n` : `${lines.join('\n')}\n`)
}

interface Listed extends Clauses {
  readonly file: string
  readonly text: string
}

/** The list beside the suites, if neither it nor what cases cite of it holds a mistake. */
function readListed(cases: readonly Case[], suites: string): Listed {
  const file = join(suites, 'clauses.md')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Failure(EXIT.missingFile, `cannot read the clauses: ${fileError(error)}`)
  }
  const read = readClauses(text, shownPath(file))
  const mistakes = [...read.mistakes, ...unknownPlaces(cases, read.clauses)]
  if (mistakes.length === 0) return { ...read, file, text }
  const lines = mistakes.map(formatMistake)
  throw new Failure(EXIT.badInput, [...lines, plural(mistakes.length, 'mistake')].join('\n'))
}

function withCases(clauses: readonly Clause[], cases: readonly Case[]) {
  const citing = citers(cases)
  return clauses.map(clause => ({
    ...clause,
    cases: (citing.get(clause.place) ?? []).map(({ id, level }) => ({ id, level })),
  }))
}

interface Count {
  readonly level: string
  readonly clauses: number
  readonly judged: number
  readonly observed: number
  /** Those without a case. */
  readonly none: number
}

function countsOf(clauses: readonly Clause[], cases: readonly Case[]): Count[] {
  const citing = citers(cases)
  return clauseLevels.map(level => {
    const own = clauses.filter(clause => clause.level === level)
    const cited = own.map(({ place }) => citing.get(place) ?? [])
    const judged = cited.filter(found => found.some(({ level }) => level !== 'open')).length
    const none = cited.filter(found => found.length === 0).length
    return { level, clauses: own.length, judged, observed: own.length - judged - none, none }
  })
}

function textOf(counts: readonly Count[], faults: readonly string[]): string {
  const line = (...cells: readonly (string | number)[]) =>
    cells.map((cell, index) => (index === 0 ? `${cell}`.padEnd(7) : `${cell}`.padStart(9))).join('')
  const lines = [
    line('', 'clauses', 'judged', 'observed', 'no case'),
    ...counts
      .filter(({ clauses }) => clauses > 0)
      .map(({ level, clauses, judged, observed, none }) =>
        line(level, clauses, judged, observed, none),
      ),
    ...faults,
  ]
  return `${lines.join('\n')}\n`
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new Failure(EXIT.cannotWrite, `cannot write ${shownPath(file)}: ${errorText(error)}`)
  }
}
