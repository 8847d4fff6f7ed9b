import { join } from 'node:path'
import type { Command } from 'commander'
import { renderReport } from '../../reports/html.js'
import { tap } from '../../reports/tap.js'
import { summary } from '../../reports/text.js'
import { readRun } from '../folder.js'
import { EXIT } from '../status.js'
import { Failure } from './failure.js'

/** `ptycheck report RUN`: the report of a stored run once more, or its results in another format. */
export function addReport(program: Command): void {
  program
    .command('report')
    .summary('render a stored run again')
    .argument('<run>', 'the run folder')
    .option('-o, --output <folder>', "where the pages go (default: the run's folder report)")
    .option('--format <format>', 'print to stdout instead: tap, text or json')
    .addHelpText(
      'after',
      '\nExamples:\n  ptycheck report ptycheck-runs/2026-01-31T02-00-00Z\n  ptycheck report RUN --format tap\n',
    )
    .action(async (folder: string, options: { output?: string; format?: string }) => {
      const run = readRun(folder)
      const formats: Record<string, () => string> = {
        tap: () => tap(run),
        text: () => summary(run, { color: false }),
        json: () => `${JSON.stringify(run, null, 1)}\n`,
      }
      if (options.format === undefined) {
        const page = await renderReport(run, options.output ?? join(folder, 'report'))
        process.stdout.write(`${page}\n`)
        return
      }
      const print = formats[options.format]
      if (!print)
        throw new Failure(
          EXIT.usage,
          `no format '${options.format}'; there are: ${Object.keys(formats).join(', ')}`,
        )
      process.stdout.write(print())
    })
}
