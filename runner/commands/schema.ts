import type { Command } from 'commander'
import { publishedSchema } from '../result.js'

/** `ptycheck schema`: what a run folder holds, for other programs. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .summary('print the JSON Schema of a run folder')
    .addHelpText(
      'after',
      `
$defs.run describes run.json, $defs.line one line of an implementation's NDJSON file.

Example:
  ptycheck schema > result.schema.json`,
    )
    .action(() => {
      process.stdout.write(`${JSON.stringify(publishedSchema(), null, 2)}\n`)
    })
}
