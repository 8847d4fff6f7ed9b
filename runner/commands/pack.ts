import type { Command } from 'commander'
import { MORE_PLAYS } from '../play.js'
import { packedSource } from '../remote/packing.js'
import { EXIT } from '../status.js'
import { type Case, risks } from '../suite/suite.js'
import { Failure } from './failure.js'
import { write } from './output.js'
import { risk } from './run.js'
import { filterOption, type Selection, selectCases, suitesOption, tagOption } from './select.js'
import { version } from './version.js'

interface PackOptions extends Selection {
  readonly output?: string
  readonly jobs: number
  readonly timeoutFactor: number
  readonly user?: string
  readonly allow?: readonly string[]
}

/** `ptycheck pack`: cases and probe as one C file, for a host that cannot be reached. */
export function addPack(program: Command): void {
  program
    .command('pack')
    .summary(
      'write the cases and the probe as one C file, for a host without SSH, network or shell',
    )
    .addOption(filterOption)
    .addOption(tagOption)
    .addOption(suitesOption)
    .option(
      '--allow <risk>',
      `pack cases that carry this risk: ${risks.join(', ')} (repeatable)`,
      risk,
    )
    .option('-o, --output <file>', 'write there in place of standard output')
    .option('-j, --jobs <n>', 'cases at a time', number(1, 64), 4)
    .option('--timeout-factor <n>', 'multiply all deadlines, for slow hosts', number(0.1, 1000), 1)
    .option('--user <user>', 'the ordinary user to be where it is root: NAME or UID:GID', userText)
    .addHelpText(
      'after',
      `
Compile the file for the host, run it there, keep what it prints, also as the log of a serial console, and
bring that to 'ptycheck import'. The last three options are its defaults; it takes others when it runs.

Examples:
  ptycheck pack -o suite.c
  cc -static -o suite suite.c
  ./suite >host.log                         there
  ptycheck import host.log --as host        here

  ptycheck pack --filter "hangup/*" -j 1 --user 1000:1000 -o hangup.c
`,
    )
    .action(async ({ output, ...options }: PackOptions) => {
      const cases = withoutRisk(await selectCases(options), options.allow)
      const source = packedSource(cases, { ...options, version, morePlays: MORE_PLAYS })
      if (output === undefined) process.stdout.write(source)
      else writeSource(output, source)
    })
}

function withoutRisk(cases: readonly Case[], allow: readonly string[] = []): Case[] {
  const kept = cases.filter(of => of.risks.every(risk => allow.includes(risk)))
  const left = cases.length - kept.length
  const why = `${left} of ${cases.length} cases carry a risk and are left out; --allow packs them`
  if (kept.length === 0) throw new Failure(EXIT.nothingSelected, why)
  if (left > 0) process.stderr.write(`${why}\n`)
  return kept
}

function writeSource(file: string, source: string): void {
  write(file, source)
  process.stderr.write(
    `${file}: compile it with cc -o suite ${file} (and -lutil -pthread where the linker asks for it)\n`,
  )
}

function number(least: number, most: number) {
  return (text: string): number => {
    const n = Number(text)
    if (n >= least && n <= most && (least < 1 || Number.isInteger(n))) return n
    throw new Failure(EXIT.usage, `'${text}' is no number from ${least} to ${most}`)
  }
}

function userText(text: string): string {
  if (/^[!-~]{1,100}$/.test(text)) return text
  throw new Failure(EXIT.usage, `'${text}' is no user: a name, or UID:GID`)
}
