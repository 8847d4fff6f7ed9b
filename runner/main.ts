#!/usr/bin/env node
/** The command line. Data go to stdout, talk to stderr; the last line on stderr says what a status other than 0 means. */
import { Command, CommanderError } from 'commander'
import { Failure } from './commands/failure.js'
import { version } from './commands/version.js'
import { FolderError } from './folder-error.js'
import { EXIT } from './status.js'
import './engine.js'

const program = new Command('ptycheck')
  .description(
    'Do pseudo-terminals behave as the standard and the system say, and where do systems differ?',
  )
  .version(version)
  .showHelpAfterError("try 'ptycheck --help'")
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })

/** Each verb's module is loaded when it is asked for: `ptycheck list` need not wait for what only a run needs. */
const verbs: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  run: async () => (await import('./commands/run.js')).addRun,
  list: async () => (await import('./commands/list.js')).addList,
  show: async () => (await import('./commands/show.js')).addShow,
  lint: async () => (await import('./commands/lint.js')).addLint,
  report: async () => (await import('./commands/report.js')).addReport,
  diff: async () => (await import('./commands/diff.js')).addDiff,
  doctor: async () => (await import('./commands/doctor.js')).addDoctor,
  verify: async () => (await import('./commands/verify.js')).addVerify,
  judge: async () => (await import('./commands/judge.js')).addJudge,
  merge: async () => (await import('./commands/merge.js')).addMerge,
  pack: async () => (await import('./commands/pack.js')).addPack,
  repro: async () => (await import('./commands/repro.js')).addRepro,
  import: async () => (await import('./commands/import.js')).addImport,
  mutants: async () => (await import('./commands/mutants.js')).addMutants,
  clauses: async () => (await import('./commands/clauses.js')).addClauses,
  coverage: async () => (await import('./commands/coverage.js')).addCoverage,
  bug: async () => (await import('./commands/bug.js')).addBug,
  expect: async () => (await import('./commands/expect.js')).addExpect,
  explain: async () => (await import('./commands/explain.js')).addExplain,
  serve: async () => (await import('./commands/serve.js')).addServe,
  agree: async () => (await import('./commands/agree.js')).addAgree,
  schema: async () => (await import('./commands/schema.js')).addSchema,
  completion: async () => (await import('./commands/completion.js')).addCompletion,
}

/** Help, completion and what is misspelt need all of them. */
const [, , word = ''] = process.argv
const only = word === 'completion' || !Object.hasOwn(verbs, word) ? undefined : verbs[word]
for (const load of only ? [only] : Object.values(verbs)) (await load())(program)
for (const command of program.commands) command.exitOverride()

// A reader that has seen enough (`ptycheck list | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : EXIT.cannotWrite)
})

// Nobody left to talk to is no reason to leave a run as it stands.
process.stderr.on('error', () => {})

try {
  needsFolder()
  await program.parseAsync()
} catch (error) {
  process.exitCode = statusOfError(error)
}

/** Every path that is not absolute lies below it. */
function needsFolder(): void {
  try {
    process.cwd()
  } catch {
    throw new Failure(EXIT.missingFile, 'the working folder is gone: change to one that is there')
  }
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
