import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { bugOf, isFinding, noSuites } from '../../reports/bug.js'
import { bugFormats } from '../../reports/bug-formats.js'
import { byCase } from '../../reports/compare.js'
import { readRun } from '../folder.js'
import type { CaseRecord, Played, Run } from '../result.js'
import { EXIT } from '../status.js'
import { backgroundOf } from './background.js'
import { Failure } from './failure.js'
import { write } from './output.js'
import { caseNamed, type Selection, selectCases, suitesOption } from './select.js'

interface BugOptions extends Pick<Selection, 'suites'> {
  readonly run?: string
  readonly host?: string
  readonly format: string
  readonly output?: string
}

/** `ptycheck bug ID`: what failed, as text for who can mend it. */
export function addBug(program: Command): void {
  program
    .command('bug')
    .summary('write a bug report about a case that failed')
    .argument('<id>', "the case's id, or the end of it")
    .option('--run <folder>', 'the run it failed in (default: the newest in ptycheck-runs/)')
    .option('--host <name>', 'the host it failed on (default: the only one)')
    .option('--format <format>', Object.keys(bugFormats).join(', '), 'markdown')
    .option('-o, --output <file>', 'write there in place of standard output')
    .addOption(suitesOption)
    .addHelpText(
      'after',
      `
It says what is demanded and where, what was observed, what other systems do, what the host is, and how to see it again:
with ptycheck, and with a C program that needs nothing else. Nothing in it names the machine or its user.

Examples:
  ptycheck run local --filter poll/ && ptycheck bug poll/hangup-excludes-writing
  ptycheck bug access/slave-has-mode-0620 --run tonight --host debian --format text -o mail.txt
  ptycheck bug poll/hangup-excludes-writing --format bugzilla

Exit status: 0 written, 3 nothing to report of that case there, 64 usage, 65 bad run, 66 missing file.`,
    )
    .action(async (id: string, options: BugOptions) => {
      const render = bugFormats[options.format]
      if (!render) {
        const known = Object.keys(bugFormats).join(', ')
        throw new Failure(EXIT.usage, `no format '${options.format}'; there are: ${known}`)
      }
      const run = readRun(options.run ?? newestRun())
      const record = caseNamed(id, run.cases)
      const host = hostOf(run, record, options.host)
      const result = byCase(host).get(record.id)
      if (!isFinding(result)) throw new Failure(EXIT.nothingSelected, nothing(record, host))
      const { suites } = options
      const background = backgroundOf(await selectCases(suites ? { suites } : {}))
      const others = run.played.filter(one => one !== host)
      const text = render(
        bugOf({
          ...{ run, record, host, result },
          others: [...others, ...background.modelled(record, others)],
          program: background.program(record) ?? noSuites,
        }),
      )
      if (options.output === undefined) process.stdout.write(text)
      else write(options.output, text)
    })
}

function newestRun(): string {
  const folder = 'ptycheck-runs'
  const runs = existsSync(folder) ? readdirSync(folder) : []
  const newest = runs
    .filter(name => existsSync(join(folder, name, 'run.json')))
    .sort()
    .at(-1)
  if (newest !== undefined) return join(folder, newest)
  throw new Failure(
    EXIT.missingFile,
    `no run in ${folder}/; name one with --run, or play the case first`,
  )
}

/** The host that is named, or the only one that has something to report. */
function hostOf({ played }: Run, { id }: CaseRecord, name: string | undefined): Played {
  const names = played.map(one => one.name).join(', ')
  if (name !== undefined) {
    const named = played.find(one => one.name === name)
    if (named) return named
    throw new Failure(EXIT.usage, `that run has no host '${name}'; it has ${names}`)
  }
  const failed = played.filter(one =>
    ['fail', 'crash'].includes(byCase(one).get(id)?.verdict ?? ''),
  )
  const hosts = failed.filter(one => one.identity?.kind !== 'reference')
  const [only, ...others] = hosts.length > 0 ? hosts : failed.length > 0 ? failed : played
  if (only && others.length === 0) return only
  throw new Failure(
    EXIT.usage,
    `name a host with --host: ${failed.length > 0 ? `${id} failed on ${failed.map(one => one.name).join(', ')}` : names}`,
  )
}

function nothing({ id }: CaseRecord, host: Played): string {
  const verdict = byCase(host).get(id)?.verdict ?? 'not played'
  return `${id} is '${verdict}' on ${host.name}: nothing to report`
}
