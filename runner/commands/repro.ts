import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { type Library, libraryFiles } from '../reproduce/library.js'
import { reproducer } from '../reproduce/reproduce.js'
import { CannotReproduce } from '../reproduce/values.js'
import { EXIT } from '../status.js'
import type { Case } from '../suite/suite.js'
import { Failure, fileError, plural } from './failure.js'
import { write } from './output.js'
import { caseNamed, packageFolder, type Selection, selectCases, suitesOption } from './select.js'
import { version } from './version.js'

interface ReproOptions extends Pick<Selection, 'suites'> {
  readonly output?: string
  readonly all?: string
}

/** `ptycheck repro ID`: one case as a short C program, for a bug report. */
export function addRepro(program: Command): void {
  program
    .command('repro')
    .summary('write one case as a C program that needs nothing else, for a bug report')
    .argument('[id]', "the case's id, or the end of it")
    .addOption(suitesOption)
    .option('-o, --output <file>', 'write there in place of standard output')
    .option('--all <folder>', 'write the programs of all cases there: hangup/one.c, ...')
    .addHelpText(
      'after',
      `
The program is one C99 file with nothing of ours beside it. It prints each step, what is allowed and what was observed, says
whether the case holds, and leaves nothing behind. Its status is 0 where the case holds, 1 where it does not, and 77 where it
cannot be tried. Where root starts it, it goes on as nobody, unless the case takes root.

Examples:
  ptycheck repro hangup/leader-gets-sighup -o repro.c   # the program, to read and to attach
  cc -std=c99 -o repro repro.c && ./repro               # on the system in question
  ptycheck repro leader-gets-sighup | ssh freebsd 'cat > r.c && cc -o r r.c && ./r'
  ptycheck repro mine/case --suites mine.pty            # a case of your own
  ptycheck repro --all programs                         # all of them, as programs/hangup/one.c ...
`,
    )
    .action(async (id: string | undefined, { output, all, ...options }: ReproOptions) => {
      if ((id === undefined) === (all === undefined) || (all !== undefined && output !== undefined))
        throw new Failure(EXIT.usage, 'name a case, or a folder for all of them with --all')
      const cases = await selectCases(options)
      if (all !== undefined) writeAll(cases, all)
      else {
        const source = sourceOf(caseNamed(id ?? '', cases))
        if (output === undefined) process.stdout.write(source)
        else write(output, source)
      }
    })
}

/** The C that all programs share, as it lies in the package. */
export function library(): Library {
  const folder = join(packageFolder(), 'runner', 'reproduce')
  return Object.fromEntries(
    libraryFiles.map(name => [name, readFileSync(join(folder, `${name}.c`), 'utf8')]),
  ) as Library
}

/** The program of a case. Throws CannotReproduce. */
export function programOf(of: Case, shared = library()): string {
  return reproducer(of, shared, version)
}

function sourceOf(of: Case): string {
  try {
    return programOf(of)
  } catch (error) {
    if (!(error instanceof CannotReproduce)) throw error
    throw new Failure(EXIT.badInput, `${of.id} cannot be a program of its own: ${error.message}`)
  }
}

/** Those for which there is no program are named; the others are written. */
function writeAll(cases: readonly Case[], folder: string): void {
  const shared = library()
  const refused: string[] = []
  for (const of of cases)
    try {
      const source = programOf(of, shared)
      const file = join(folder, `${of.id}.c`)
      make(join(file, '..'))
      write(file, source)
    } catch (error) {
      if (!(error instanceof CannotReproduce)) throw error
      refused.push(`${of.id}: ${error.message}`)
    }
  const written = plural(cases.length - refused.length, 'program')
  process.stderr.write([...refused, `${written} in ${folder}`, ''].join('\n'))
}

function make(folder: string): void {
  try {
    // Node.js 20 tries for ever where it is below a working folder that is gone.
    mkdirSync(resolve(folder), { recursive: true })
  } catch (error) {
    throw new Failure(EXIT.cannotWrite, `cannot make ${fileError(error)}`)
  }
}
