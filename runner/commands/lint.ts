import { readFile, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { errorText } from '../folder-error.js'
import { EXIT } from '../status.js'
import { formatSuite } from '../suite/format.js'
import { filesAt, loadSuites, shownPath } from '../suite/load.js'
import { formatMistake, type Mistake } from '../suite/mistake.js'
import { findTwins, findUsedOnce } from '../suite/twins.js'
import { Failure, fileError, plural } from './failure.js'
import { ownSuites } from './select.js'

/**
 * `ptycheck lint`: every mistake in the suites, at once; with `--fix` what is sound is put in columns. That only one
 * case starts from a situation is said, and is no mistake: it may be a copy of ours, for cases still to come.
 */
export function addLint(program: Command): void {
  program
    .command('lint')
    .summary('check suites and report every mistake')
    .argument('[path...]', 'suites or folders of suites; without any, those that came along')
    .option(
      '--fix',
      'align keys, results and comments of suites without mistakes; no digest changes',
    )
    .option('--json', 'the mistakes as one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  ptycheck lint\n  ptycheck lint my-suite.pty\n  ptycheck lint --fix my-suite.pty\n',
    )
    .action(async (given: string[], options: { fix?: boolean; json?: boolean }) => {
      const paths = given.length > 0 ? given : [ownSuites()]
      const { suites, situations, ...read } = await loadSuites(paths).catch((error: unknown) => {
        throw new Failure(EXIT.missingFile, `cannot read suites: ${fileError(error)}`)
      })
      if (options.fix) await fix(paths, read.mistakes)
      const cases = suites.flatMap(suite => suite.cases)
      const mistakes = [...read.mistakes, ...findTwins(cases)]
      for (const remark of findUsedOnce(situations, cases))
        process.stderr.write(`${formatMistake(remark)}\n`)
      if (options.json) process.stdout.write(`${JSON.stringify(mistakes, null, 1)}\n`)
      else for (const mistake of mistakes) process.stdout.write(`${formatMistake(mistake)}\n`)
      if (mistakes.length > 0) throw new Failure(EXIT.badInput, plural(mistakes.length, 'mistake'))
      if (suites.length === 0)
        throw new Failure(
          EXIT.missingFile,
          `no suite in ${paths.join(', ')}; their names end in .pty`,
        )
      process.stderr.write(
        `${plural(suites.length, 'suite')} with ${plural(cases.length, 'case')}: no mistake\n`,
      )
    })
}

/** A suite with a mistake stays as it is: what it means is not known. */
async function fix(paths: readonly string[], mistakes: readonly Mistake[]): Promise<void> {
  const broken = new Set(mistakes.map(({ place }) => place.file))
  const files = new Set((await Promise.all(paths.map(filesAt))).flat())
  for (const file of files) if (!broken.has(shownPath(file))) await fixFile(file)
}

async function fixFile(file: string): Promise<void> {
  const bytes = await readFile(file)
  const text = bytes.toString('utf8')
  const name = shownPath(file)
  if (!bytes.equals(Buffer.from(text))) {
    process.stderr.write(`${name}: a comment is no UTF-8, so the suite stays as it is\n`)
    return
  }
  const formatted = formatSuite(text)
  if (formatted === text) return
  await writeFile(file, formatted).catch((error: unknown) => {
    throw new Failure(EXIT.cannotWrite, `cannot align ${name}: ${errorText(error)}`)
  })
  process.stderr.write(`${name}: aligned\n`)
}
