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
import { EXIT } from '../status.js'
import { shownPath } from '../suite/load.js'
import { didYouMean } from '../suite/mistake.js'
import type { Case } from '../suite/suite.js'
import { type Beside, type BesideOptions, conclude, readBeside } from './beside.js'
import { Failure, plural, refuse } from './failure.js'
import { print } from './output.js'
import { ownSuites, selectCases } from './select.js'

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
    .action(async (place: string | undefined, given: Partial<BesideOptions>) => {
      const options = { ...given, suites: given.suites ?? ownSuites() }
      const cases = await selectCases({ suites: [options.suites] })
      const listed = readListed(cases, options.suites)
      if (place === undefined) tellAll(listed, cases, options)
      else tellPlace(place, listed, cases, options)
    })
}

function tellAll(listed: Listed, cases: readonly Case[], options: BesideOptions): void {
  const { clauses, text } = listed
  const faults = unjudged(clauses, cases)
  const counts = countsOf(clauses, cases)
  const document = { counts, faults, clauses: withCases(clauses, cases) }
  print(document, () => textOf(counts, faults), options.json)
  const others = 'names other cases than cite its places'
  const fault = faults.length > 0 ? `${plural(faults.length, 'clause')} to mend` : ''
  conclude(listed, updatedClauses(text, cases), options, others, fault)
}

function tellPlace(
  place: string,
  { clauses }: Listed,
  cases: readonly Case[],
  { json }: BesideOptions,
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
  print(withCases(within, cases), () => `${lines.join('\n')}\n`, json)
}

type Listed = Clauses & Beside

/** The list beside the suites, if neither it nor what cases cite of it holds a mistake. */
function readListed(cases: readonly Case[], suites: string): Listed {
  const beside = readBeside(suites, 'clauses.md', 'the clauses')
  const read = readClauses(beside.text, shownPath(beside.file))
  refuse([...read.mistakes, ...unknownPlaces(cases, read.clauses)])
  return { ...read, ...beside }
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
