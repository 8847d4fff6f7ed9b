import type { Command } from 'commander'
import { EXIT } from '../status.js'
import { loadSuites } from '../suite/load.js'
import { formatMistake } from '../suite/mistake.js'
import { Failure } from './failure.js'
import { ownSuites } from './select.js'

/** `ptycheck lint`: every mistake in the suites, at once. */
export function addLint(program: Command): void {
  program
    .command('lint')
    .summary('check suites and report every mistake')
    .argument('[path...]', 'suites or folders of suites; without any, those that came along')
    .option('--json', 'the mistakes as one JSON document')
    .addHelpText('after', '\nExamples:\n  ptycheck lint\n  ptycheck lint my-suite.pty\n')
    .action(async (paths: string[], options: { json?: boolean }) => {
      const { suites, mistakes } = await loadSuites(paths.length > 0 ? paths : [ownSuites()]).catch(
        (error: unknown) => {
          throw new Failure(
            EXIT.missingFile,
            error instanceof Error ? error.message : String(error),
          )
        },
      )
      if (options.json) process.stdout.write(`${JSON.stringify(mistakes, null, 1)}\n`)
      else for (const mistake of mistakes) process.stdout.write(`${formatMistake(mistake)}\n`)
      if (mistakes.length > 0)
        throw new Failure(
          EXIT.badInput,
          mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`,
        )
      const cases = suites.reduce((sum, suite) => sum + suite.cases.length, 0)
      process.stderr.write(`${suites.length} suites with ${cases} cases: no mistake\n`)
    })
}
