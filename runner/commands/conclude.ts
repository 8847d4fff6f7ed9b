/** The end of every command that makes a run folder: what is printed, and the status. */
import { join } from 'node:path'
import { formats } from '../../reports/formats/formats.js'
import { summary } from '../../reports/text.js'
import { readRun } from '../folder.js'
import type { Run } from '../result.js'
import { type Ending, type Status, statusOf } from '../status.js'
import type { Case } from '../suite/suite.js'
import { written } from './format.js'
import { annotated, annotations, summarizeJob } from './github.js'
import { writePages } from './pages.js'
import type { Printing } from './printing.js'

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

/** How a stored play ended: it does not tell why a host could not be reached. */
export function endingsOf(run: Run): Map<string, Ending> {
  return new Map(
    run.played.map(({ name, trouble, complete }) => [
      name,
      trouble || !complete ? 'broken' : 'complete',
    ]),
  )
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
