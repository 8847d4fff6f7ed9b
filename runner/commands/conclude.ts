/** The end of every command that makes a run folder: what is printed, and the status. */
import { join } from 'node:path'
import { summary } from '../../reports/text.js'
import type { Run } from '../result.js'
import { readWritten } from '../run-reader.js'
import { type Ending, type Status, statusOf } from '../status.js'
import type { Case } from '../suite/suite.js'
import { writePages } from './pages.js'
import type { Printing } from './printing.js'

/**
 * Writes the report, prints the results and gives the status of a run that this process has written; without `endings` as the
 * folder tells it. `cases` are what is known of those that were played.
 */
export async function conclude(
  folder: string,
  options: Printing,
  cases: readonly Case[],
  endings?: ReadonlyMap<string, Ending>,
): Promise<Status> {
  const run = readWritten(folder)
  const page = options.report ? await writePages(run, join(folder, 'report'), cases) : undefined
  await print(run, options)
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

/** Formats, and what reads and writes YAML for some of them, are loaded for runs alone that ask for one. */
async function print(run: Run, { json, format }: Printing): Promise<void> {
  const isGitHub = process.env['GITHUB_ACTIONS'] === 'true'
  const github = isGitHub ? await import('./github.js') : undefined
  const name = json ? 'json' : format
  if (name) {
    const { written } = await import('./format.js')
    process.stdout.write(written(run, name))
    process.stderr.write(github?.annotations(run) ?? '')
  } else {
    const text = summary(run, { color: usesColor() })
    process.stdout.write(github?.annotated(run, text) ?? text)
  }
  github?.summarizeJob(run)
}

function usesColor(): boolean {
  if (process.env['NO_COLOR']) return false
  return Boolean(process.env['FORCE_COLOR']) || process.stdout.isTTY === true
}
