/** The end of every command that makes a run folder: what is printed, and the status. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type FormatName, formats } from '../../reports/formats/formats.js'
import { summary } from '../../reports/text.js'
import { readRun } from '../folder.js'
import type { Run } from '../result.js'
import { type Ending, EXIT, type Status, statusOf } from '../status.js'
import type { Case } from '../suite/suite.js'
import { formatOption, written } from './format.js'
import { annotated, annotations, summarizeJob } from './github.js'
import { writePages } from './pages.js'

/** How results are printed. */
export interface Printing {
  readonly json?: boolean
  readonly format?: FormatName
  readonly report: boolean
}

/** The options of `Printing`. */
export function addPrinting(command: Command): Command {
  return command
    .option('--json', 'all results as one JSON document on stdout')
    .addOption(formatOption('print the results in this format instead of the summary'))
    .option('--no-report', 'write no HTML')
}

/** What the statuses of a run folder mean, for `--help`. */
export const statusHelp = `
Exit status: 0 all as expected, 1 unexpected results, 2 something could not be carried out, 3 no case selected,
4 everything unsupported, 64 usage, 65 bad suite, run or inventory, 66 missing file, 70 our bug, 73 cannot
write, 75 no host reachable, 77 refused for safety (host key), 129, 130 and 143 stopped by a signal.`

/**
 * Writes the report, prints the results and gives the status of the run; without `endings` as the folder tells it. `cases`
 * are what is known of those that were played.
 */
export async function conclude(
  folder: string,
  options: Printing,
  cases: readonly Case[],
  endings?: ReadonlyMap<string, Ending>,
): Promise<Status> {
  const run = readRun(folder)
  const page = options.report ? await writePages(run, join(folder, 'report'), cases) : undefined
  print(run, options)
  summarizeJob(run)
  process.stderr.write(page ? `\nreport: ${page}\n` : `\nresults: ${folder}\n`)
  return statusOf(run, endings ?? endingsOf(run))
}

/** Sets the exit status and says in words what it means. */
export function say(status: Status): void {
  process.exitCode = status.code
  if (status.code !== EXIT.expected)
    process.stderr.write(`ptycheck: ${status.meaning} (status ${status.code})\n`)
}

/** How a stored play ended: it does not tell why a host could not be reached. */
export function endingsOf(run: Run): Map<string, Ending> {
  return new Map(
    run.played.map(({ name, trouble, complete }) => [
      name,
      trouble || !complete ? 'broken' : 'complete',
    ]),
  )
}

/** Where a new run folder lies, unless `-o` says; runs that begin in the same second get one each. */
export function newFolder(started: string): string {
  const plain = join('ptycheck-runs', started.replace(/:/g, '-'))
  for (let n = 1; ; n++) {
    const folder = n === 1 ? plain : `${plain}-${n}`
    if (!existsSync(folder)) return folder
  }
}

/** Now, or SOURCE_DATE_EPOCH: ISO 8601 to the second. */
export function now(): string {
  const epoch = process.env['SOURCE_DATE_EPOCH']
  const date = epoch === undefined ? new Date() : new Date(Number(epoch) * 1000)
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}

function print(run: Run, { json, format }: Printing): void {
  const data = json ? formats.json.write(run) : format && written(run, format)
  if (data !== undefined) {
    process.stdout.write(data)
    process.stderr.write(annotations(run))
  } else process.stdout.write(annotated(run, summary(run, { color: usesColor() })))
}

function usesColor(): boolean {
  if (process.env['NO_COLOR']) return false
  return Boolean(process.env['FORCE_COLOR']) || process.stdout.isTTY === true
}
