#!/usr/bin/env node
/** The command line. Data go to stdout, talk to stderr; the last line on stderr says what a status other than 0 means. */
import { Command, CommanderError } from 'commander'
import { addCompletion } from './commands/completion.js'
import { addDoctor } from './commands/doctor.js'
import { Failure } from './commands/failure.js'
import { addJudge } from './commands/judge.js'
import { addLint } from './commands/lint.js'
import { addList } from './commands/list.js'
import { addMerge } from './commands/merge.js'
import { addReport } from './commands/report.js'
import { addRun } from './commands/run.js'
import { addSchema } from './commands/schema.js'
import { addShow } from './commands/show.js'
import { version } from './commands/version.js'
import { FolderError } from './folder.js'
import { EXIT } from './status.js'

const program = new Command('ptycheck')
  .description(
    'Do pseudo-terminals behave as the standard and the system say, and where do systems differ?',
  )
  .version(version)
  .showHelpAfterError("try 'ptycheck --help'")
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })

for (const add of [
  addRun,
  addList,
  addShow,
  addLint,
  addReport,
  addDoctor,
  addJudge,
  addMerge,
  addSchema,
  addCompletion,
])
  add(program)
for (const command of program.commands) command.exitOverride()

// A reader that has seen enough (`ptycheck list | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : EXIT.cannotWrite)
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = statusOfError(error)
}

function statusOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage
  if (error instanceof Failure || error instanceof FolderError) {
    process.stderr.write(`ptycheck: ${error.message} (status ${error.status})\n`)
    return error.status
  }
  const stack = error instanceof Error ? error.stack : String(error)
  process.stderr.write(
    `${stack}\nptycheck: this is a bug of ours, please report it (status ${EXIT.ourBug})\n`,
  )
  return EXIT.ourBug
}
