import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { onlyOf } from '../../reports/formats/formats.js'
import { type FormatName, formatHelp } from '../../reports/formats/names.js'
import { type History, historyOf } from '../../reports/history.js'
import { MOST_IN_ONE_FILE, singlePage } from '../../reports/pages/single.js'
import { expectingRun } from '../expect/expecting.js'
import { readRun } from '../folder.js'
import type { Run } from '../result.js'
import { EXIT } from '../status.js'
import { didYouMean } from '../suite/mistake.js'
import { addExpectOptions, type ExpectOptions, expectationsOf } from './expectations.js'
import { Failure } from './failure.js'
import { written } from './format.js'
import { write } from './output.js'
import { writePages } from './pages.js'
import { formatOption } from './printing.js'
import { collect, type Selection, selectCases, suitesOption } from './select.js'

interface ReportOptions extends Pick<ExpectOptions, 'expect'>, Pick<Selection, 'suites'> {
  readonly output?: string
  readonly format?: FormatName
  readonly host?: string[]
  readonly singleFile?: string
}

/** `ptycheck report RUN...`: the report of stored runs once more, or the results of the last in another format. */
export function addReport(program: Command): void {
  const command = program
    .command('report')
    .summary('render stored runs again')
    .argument('<run>', 'the run folder')
    .argument('[others...]', 'more runs of these hosts: the last is shown, and since when it is so')
    .option(
      '-o, --output <path>',
      "the folder of the pages (default: the run's folder report), or with --format the file",
    )
    .addOption(formatOption('print it in this format instead'))
    .addOption(
      new Option(
        '--single-file <file>',
        `write one HTML file in place of many, to attach it; of at most ${MOST_IN_ONE_FILE} implementations`,
      ).conflicts(['output', 'format']),
    )
    .option('--host <name>', 'only this host or reference of the run (repeatable)', collect)
    .addOption(suitesOption)
  addExpectOptions(command, 'as it was judged')
    .addHelpText(
      'after',
      `
Formats:
${formatHelp}

All but text, json and markdown tell only what the hosts of the run gave, as its exit status does; a reference beside
them has to be named by --host.

Examples:
  ptycheck report ptycheck-runs/2026-01-31T02-00-00Z
  ptycheck report nightly/* -o history         what fails now, and since when
  ptycheck report RUN --single-file report.html --host debian --host reference:linux
  ptycheck report RUN --format junit -o results.xml
  ptycheck report RUN --format badge --host debian -o debian.svg
  ptycheck report RUN --format kcidb | kcidb-validate

Exit status: 0 written, 64 usage, 65 bad run, 66 missing file, 73 cannot write.`,
    )
    .action(async (folder: string, others: string[], options: ReportOptions) => {
      const { output, format, host, singleFile } = options
      const runs = await Promise.all(
        [folder, ...others].map(async one => ({ folder: one, run: await asAsked(one, options) })),
      )
      const last = runs.reduce((a, b) => (b.run.started > a.run.started ? b : a))
      const run = host ? chosen(last.run, host) : last.run
      const history = runs.length > 1 ? historyOf(runs.map(({ run }) => run)) : undefined
      if (singleFile !== undefined) {
        write(singleFile, inOneFile(run, history))
        process.stdout.write(`${singleFile}\n`)
        return
      }
      if (format === undefined) {
        const pages = output ?? join(last.folder, 'report')
        const page = await writePages(run, pages, await selectCases(options), history)
        process.stdout.write(`${page}\n`)
        return
      }
      const text = written(run, format, host)
      if (output === undefined) process.stdout.write(text)
      else write(output, text)
    })
}

function inOneFile(run: Run, history: History | undefined): string {
  const count = run.played.length
  if (count <= MOST_IN_ONE_FILE) return singlePage(run, history)
  throw new Failure(
    EXIT.usage,
    `one file takes at most ${MOST_IN_ONE_FILE} implementations, that run has ${count}; choose some with --host, or write many pages`,
  )
}

/** A stored run, by the expectations that are named. */
async function asAsked(folder: string, { expect }: ReportOptions): Promise<Run> {
  const stored = readRun(folder)
  return expect === undefined
    ? stored
    : expectingRun(stored, (await expectationsOf({ expect })) ?? [])
}

function chosen(run: Run, names: readonly string[]): Run {
  const known = run.played.map(({ name }) => name)
  const wrong = names.find(name => !known.includes(name))
  if (wrong === undefined) return onlyOf(run, names)
  throw new Failure(
    EXIT.usage,
    `the run of ${run.started} has no host '${wrong}'${didYouMean(wrong, known)}; it has ${known.join(', ')}`,
  )
}
