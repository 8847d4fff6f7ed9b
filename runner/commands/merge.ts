import type { Command } from 'commander'
import { readEvidence } from '../folder.js'
import { mergeRuns } from '../merge.js'
import { writeRun } from '../run-writer.js'
import { conclude } from './conclude.js'
import { addPrinting, type Printing, say, statusHelp } from './printing.js'
import { commandWords } from './privacy.js'
import { selectCases } from './select.js'

/** `ptycheck merge RUN... -o DIR`: shards of a run, or runs of different hosts, as one run. */
export function addMerge(program: Command): void {
  const command = program
    .command('merge')
    .summary('join shards, or runs of different hosts, into one run')
    .argument('<run>', 'a run folder; it is only read')
    .argument('[others...]', 'the run folders to join it with')
    .requiredOption('-o, --output <folder>', 'the new run folder')
  addPrinting(command)
    .addHelpText(
      'after',
      `
Examples:
  ptycheck merge shard-1 shard-2 shard-3 -o whole
  ptycheck merge debian freebsd -o both
${statusHelp}`,
    )
    .action(async (one: string, others: string[], options: Printing & { output: string }) => {
      const read = (folder: string) => ({ folder, run: readEvidence(folder) })
      const merged = mergeRuns([read(one), ...others.map(read)])
      writeRun(options.output, { ...merged, command: commandWords() })
      say(await conclude(options.output, options, await selectCases({})))
    })
}
