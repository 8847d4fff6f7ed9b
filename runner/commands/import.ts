import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type PackedPlay, readPackedPlay } from '../remote/packed.js'
import { type PackedLog, readPackedLog } from '../remote/packed-log.js'
import { EXIT } from '../status.js'
import { conclude } from './conclude.js'
import { addExpectOptions, type ExpectOptions, expectationsOf } from './expectations.js'
import { Failure, fileError } from './failure.js'
import { type Judging, writeImported } from './imported.js'
import { addPrinting, newFolder, now, type Printing, say, statusHelp } from './printing.js'
import { selectCases, suitesOption } from './select.js'

interface ImportOptions extends Printing, Omit<Judging, 'expectations'>, ExpectOptions {
  readonly as: string
  readonly play?: string
  readonly output?: string
  readonly suites?: string[]
}

/** Gaps that are told of one by one. */
const MOST_TOLD = 20

/** `ptycheck import FILE --as NAME`: what a packed suite has printed, as a run. */
export function addImport(program: Command): void {
  const command = program
    .command('import')
    .summary('judge what a packed suite has printed, and write a report')
    .argument(
      '<file>',
      'what it printed, or the log of the console it printed to; - is standard input',
    )
    .requiredOption('--as <name>', 'what to call the host')
    .option(
      '--play <name>',
      'take the play of this name, where the log holds several (default: the last)',
    )
    .option('-o, --output <folder>', 'the run folder (default: ptycheck-runs/ and the time)')
    .addOption(suitesOption)
    .option('--strict', 'a recommendation (should) that is not met fails')
    .option('--profile <name>', 'predict under this profile in place of the one of its system')
  addExpectOptions(command, 'ptycheck-expect.yaml, where there is one')
  addPrinting(command)
    .addHelpText(
      'after',
      `
The log may hold other lines, wrapped lines and other things within lines. A case of which lines are missing
or damaged is unresolved; nothing else is lost. A case that has changed since it was packed is judged as
'ptycheck judge' does it. To see it beside others: ptycheck merge.

Examples:
  ptycheck import host.log --as host
  ptycheck import serial.log --as board-7 -o board-7 && ptycheck merge board-7 others -o all
  ssh vm ./suite | ptycheck import - --as vm
${statusHelp}`,
    )
    .action(async (file: string, options: ImportOptions) => {
      const name = hostName(options.as)
      const log = readPackedLog(readInput(file), options.play)
      if (!log) throw new Failure(EXIT.badInput, `${named(file)}: ${nothingThere(options.play)}`)
      const cases = await selectCases(options)
      const play = readPackedPlay(log, name, cases)
      for (const line of findings(log, play)) process.stderr.write(`${named(file)}: ${line}\n`)
      const folder = options.output ?? newFolder(now())
      const expectations = await expectationsOf(options)
      writeImported(folder, name, play, { ...options, ...(expectations && { expectations }) })
      say(await conclude(folder, options, cases))
    })
}

/** What is to be known of a log before its results are used. */
function findings(log: PackedLog, { cases, unnamed, identified }: PackedPlay): string[] {
  const gaps = log.items.flatMap(item => (item.kind === 'gap' ? [item] : []))
  const lost = cases.filter(({ outcome }) => 'trouble' in outcome).length
  const told = gaps.slice(0, MOST_TOLD).map(({ from, to }) => {
    const seen = [...log.damaged].find(([number]) => number >= from && number <= to)
    const where = seen ? `; what is left of ${seen[0]} stands in line ${seen[1]} of the file` : ''
    return `${from === to ? `line ${from} is` : `lines ${from} to ${to} are`} missing${where}`
  })
  return [
    ...(log.others.length > 0
      ? [`takes play ${log.run}; there is also ${log.others.join(', ')} (--play)`]
      : []),
    ...told,
    ...(gaps.length > MOST_TOLD ? [`and ${gaps.length - MOST_TOLD} gaps more`] : []),
    ...(log.mended > 0
      ? [`${log.mended} of its lines had others within them and were put together again`]
      : []),
    ...(lost > 0 ? [`${lost} of ${cases.length} cases cannot be judged; the report says why`] : []),
    ...(unnamed > 0 ? [`${unnamed} more were packed, and not even their names came`] : []),
    ...(identified ? [] : ['some of what it said of its host did not come; nothing is predicted']),
  ]
}

function readInput(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw new Failure(EXIT.missingFile, `cannot read ${fileError(error)}`)
  }
}

function named(file: string): string {
  return file === '-' ? 'standard input' : file
}

function nothingThere(play: string | undefined): string {
  return play === undefined
    ? 'no line of a packed suite is in it; was its standard output recorded?'
    : `no play ${play} is in it`
}

function hostName(text: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(text)) return text
  throw new Failure(
    EXIT.usage,
    `'${text}' is no name for a host: letters, digits, _, . and -, and one of the first three in front`,
  )
}
