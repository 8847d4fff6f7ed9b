/**
 * What the commands that make a run folder have in common before they end: options, folder, status. `conclude.ts` is apart, for
 * reports take longer to load than a run should wait for.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { type FormatName, formatNames } from '../../reports/formats/names.js'
import { EXIT, type Status } from '../status.js'
import { didYouMean } from '../suite/mistake.js'
import { Failure } from './failure.js'

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

/** The option `--format` of whatever prints a run. */
export function formatOption(description: string): Option {
  return new Option('--format <format>', description)
    .choices(formatNames)
    .argParser((text: string): FormatName => {
      const known = formatNames.find(name => name === text)
      if (known) return known
      const near = didYouMean(text, formatNames)
      throw new Failure(
        EXIT.usage,
        `no format '${text}'${near}; there are: ${formatNames.join(', ')}`,
      )
    })
}

/** Sets the exit status and says in words what it means. */
export function say(status: Status): void {
  process.exitCode = status.code
  if (status.code !== EXIT.expected)
    process.stderr.write(`ptycheck: ${status.meaning} (status ${status.code})\n`)
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
