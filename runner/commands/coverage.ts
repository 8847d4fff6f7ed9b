import type { Command } from 'commander'
import {
  coverers,
  type Row,
  readTable,
  type Table,
  unknownRows,
  updatedTable,
} from '../coverage.js'
import { defects } from '../model/defects/index.js'
import { EXIT } from '../status.js'
import { shownPath } from '../suite/load.js'
import { didYouMean } from '../suite/mistake.js'
import type { Case } from '../suite/suite.js'
import { type Beside, type BesideOptions, conclude, readBeside } from './beside.js'
import { Failure, refuse } from './failure.js'
import { print } from './output.js'
import { ownSuites, selectCases } from './select.js'

/** A row with the ids of the cases that cover it. */
interface Covered extends Row {
  readonly cases: readonly string[]
}

/** `ptycheck coverage`: which known behaviours and defects the cases cover, and which are missing. */
export function addCoverage(program: Command): void {
  program
    .command('coverage')
    .summary('say which known behaviours and defects the cases cover')
    .argument('[row]', 'name the cases that cover this behaviour or defect')
    .option('--suites <folder>', 'suites and their coverage.md, in place of those that came along')
    .option('--update', 'put the ids of the cases as they are now into coverage.md')
    .option('--json', 'as one JSON document')
    .addHelpText(
      'after',
      `
Known are the behaviours of suites/coverage.md and the defects of 'ptycheck mutants'. A case names in its key covers
those that it tells apart. Each needs a case, or stands in coverage.md with a reason why it has none.

Exit status: 0 nothing is missing, 1 something has neither case nor reason, or coverage.md names other cases than cover
its rows (--update mends that); 3 nothing known is called so, 64 usage, 65 bad suite or coverage.md, or a case covers
what is not known; 66 missing file, 73 cannot write.

Examples:
  ptycheck coverage
  ptycheck coverage HU-01
  ptycheck coverage eof-slave-close-discards
  ptycheck coverage --update
`,
    )
    .action(async (id: string | undefined, given: Partial<BesideOptions>) => {
      const options = { ...given, suites: given.suites ?? ownSuites() }
      const cases = await selectCases({ suites: [options.suites] })
      if (id === undefined) tellAll(cases, options)
      else tellOne(id, cases, options)
    })
}

/** What may be asked for by id, for completion. */
export function ownRows(): string[] {
  return readKnown(ownSuites()).rows.map(({ id }) => id)
}

function tellAll(cases: readonly Case[], options: BesideOptions): void {
  const known = checked(options.suites, cases)
  const { topics, rows, text } = known
  const covering = coverers(cases)
  const covered = rows.map(row => ({ ...row, cases: idsOf(covering.get(row.id)) }))
  const counts = topics.map(topic => ({ ...topic, ...countsOf(covered, topic.word) }))
  const missing = covered.filter(isMissing)
  const all = { topics: counts, missing: missing.map(({ id }) => id), rows: covered }
  print(all, () => textOf(counts, covered), options.json)
  const others = 'names other cases than cover its rows'
  const fault = missing.length > 0 ? `${missing.length} without case and reason` : ''
  conclude(known, updatedTable(text, cases), options, others, fault)
}

function tellOne(id: string, cases: readonly Case[], { suites, json }: BesideOptions): void {
  const { rows } = checked(suites, cases)
  const row = rows.find(row => row.id === id)
  const ids = rows.map(({ id }) => id)
  if (!row)
    throw new Failure(EXIT.nothingSelected, `nothing known is called '${id}'${didYouMean(id, ids)}`)
  const own = coverers(cases).get(id) ?? []
  const document = { ...row, cases: idsOf(own) }
  const lines = [
    `${id}: ${row.behaviour}`,
    ...own.map(({ id, title }) => `  ${id}: ${title}`),
    ...(row.reason === '' ? [] : [`  left out: ${row.reason}`]),
    ...(isMissing(document) ? ['  no case'] : []),
  ]
  print(document, () => `${lines.join('\n')}\n`, json)
}

function idsOf(cases: readonly Case[] = []): string[] {
  return cases.map(({ id }) => id)
}

/** The table beside the suites, with the model's defects as its last topic. */
function readKnown(suites: string): Table & Beside {
  const beside = readBeside(suites, 'coverage.md', 'what is known')
  const { topics, rows, mistakes } = readTable(beside.text, shownPath(beside.file))
  const word = 'model'
  const own = defects.map(({ id, title }) => ({ id, topic: word, behaviour: title, reason: '' }))
  return {
    ...beside,
    mistakes,
    topics: [...topics, { word, title: 'Known defects, as the model has them' }],
    rows: [...rows, ...own],
  }
}

/** What is known, if neither the table nor what cases say of it holds a mistake. */
function checked(suites: string, cases: readonly Case[]): Table & Beside {
  const known = readKnown(suites)
  refuse([...known.mistakes, ...unknownRows(cases, known.rows)])
  return known
}

interface Counts {
  readonly all: number
  readonly covered: number
  /** Those with a reason and no case. */
  readonly leftOut: number
  readonly missing: number
}

function countsOf(rows: readonly Covered[], topic?: string): Counts {
  const own = rows.filter(row => topic === undefined || row.topic === topic)
  const covered = own.filter(({ cases }) => cases.length > 0).length
  const missing = own.filter(isMissing).length
  return { all: own.length, covered, leftOut: own.length - covered - missing, missing }
}

function isMissing({ cases, reason }: Covered): boolean {
  return cases.length === 0 && reason === ''
}

function textOf(
  topics: readonly ({ word: string; title: string } & Counts)[],
  rows: readonly Covered[],
) {
  const line = (word: string, ...cells: readonly (number | string)[]) =>
    [word.padEnd(7), ...cells.map(cell => String(cell).padStart(9))].join('')
  const counted = (word: string, { all, covered, leftOut, missing }: Counts) =>
    line(word, all, covered, leftOut, missing)
  const lines = [
    line('', 'known', 'covered', 'left out', 'missing'),
    ...topics.map(topic => `${counted(topic.word, topic)}  ${topic.title}`),
    counted('all', countsOf(rows)),
    ...rows.filter(isMissing).map(({ id, behaviour }) => `no case: ${id}: ${behaviour}`),
  ]
  return `${lines.join('\n')}\n`
}
