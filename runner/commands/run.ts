import { join } from 'node:path'
import type { Command } from 'commander'
import { renderReport } from '../../reports/html.js'
import { tap } from '../../reports/tap.js'
import { summary } from '../../reports/text.js'
import { caseRecordOf, createRun, fileNames, type RunWriter, readRun } from '../folder.js'
import type { Identity, Implementation } from '../implementation.js'
import { play } from '../play.js'
import type { Predictor } from '../predict.js'
import { FORMAT, type RunRecord } from '../result.js'
import { type Ending, EXIT, type Status, statusOf } from '../status.js'
import type { Case } from '../suite/suite.js'
import { Failure } from './failure.js'
import { implementationNamed, predictorNamed, predictorOf } from './implementations.js'
import { type ProgressLine, withProgress } from './progress.js'
import { type Selection, selectCases } from './select.js'
import { version } from './version.js'

interface RunOptions extends Selection {
  readonly jobs: number
  readonly output?: string
  readonly json?: boolean
  readonly format?: 'tap'
  readonly timeoutFactor: number
  readonly strict?: boolean
  readonly user?: string
  readonly profile?: string
  readonly acceptNew?: boolean
  readonly sshConfig?: string
  readonly report: boolean
  readonly dryRun?: boolean
}

/** This machine, and the reference as the standard has it and as a Linux system is predicted to be. */
const DEFAULT_HOSTS = ['local', 'reference:posix', 'reference:linux']

/** `ptycheck run [HOST...]`: play, judge, write the run folder and the report. */
export function addRun(program: Command): void {
  program
    .command('run')
    .summary('play the suites on hosts and references, and write a report')
    .argument(
      '[host...]',
      `local, reference:PROFILE, ssh://user@host:port or an alias of ssh_config (default: ${DEFAULT_HOSTS.join(' ')})`,
    )
    .option('--filter <pattern...>', 'only cases whose id contains or matches this')
    .option('--tag <word...>', 'only cases with this tag')
    .option('--suites <path...>', 'read these suites in place of the ones that came along')
    .option('-j, --jobs <n>', 'cases at a time on each host', count, 4)
    .option('-o, --output <folder>', 'the run folder (default: ptycheck-runs/ and the time)')
    .option('--json', 'all results as one JSON document on stdout')
    .option('--format <format>', 'print the results in this format: tap', format)
    .option('--timeout-factor <n>', 'multiply all deadlines, for slow hosts', factor, 1)
    .option('--strict', 'a recommendation (should) that is not met fails')
    .option('--user <user>', 'the ordinary user to be on hosts where we are root: NAME or UID:GID')
    .option(
      '--profile <name>',
      'predict hosts under this profile in place of the one of their system',
    )
    .option('--accept-new', 'take and write down the key of a host that known_hosts does not name')
    .option('--ssh-config <file>', 'read this in place of ssh_config, as ssh -F does')
    .option('--no-report', 'write no HTML')
    .option('--dry-run', 'only say what would be played where')
    .addHelpText(
      'after',
      `
Examples:
  ptycheck run                              this machine beside the reference
  ptycheck run local myvm ssh://root@10.0.0.7:2222
  ptycheck run --filter "linux/*" -j 1
  ptycheck run local --format tap

Exit status: 0 all well, 1 some case failed, 2 something could not be carried out, 3 no case selected,
4 everything unsupported, 64 usage, 65 bad suite, 66 missing file, 73 cannot write, 75 no host reachable,
77 refused for safety (host key).`,
    )
    .action(async (hosts: string[], options: RunOptions) => {
      const status = await run(hosts.length > 0 ? hosts : DEFAULT_HOSTS, options)
      process.exitCode = status.code
      if (status.code !== EXIT.expected)
        process.stderr.write(`ptycheck: ${status.meaning} (status ${status.code})\n`)
    })
}

async function run(names: readonly string[], options: RunOptions): Promise<Status> {
  const cases = await selectCases(options)
  const hosts = [...new Set(names)]
  if (options.dryRun) {
    process.stdout.write(hosts.map(name => `${name}: ${cases.length} cases\n`).join(''))
    return { code: EXIT.expected, meaning: '' }
  }
  const record = runRecordOf(cases, hosts)
  const folder = options.output ?? join('ptycheck-runs', record.started.replace(/:/g, '-'))
  const writers = createRun(folder, record)
  const endings = new Map<string, Ending>()
  const stop = new AbortController()
  const interrupted = onSignals(stop)
  const predictorFor = choosePredictor(options.profile)
  await withProgress(
    writers.map(writer => ({
      title: writer.name,
      run: async line => {
        const part = { writer, cases, stop: stop.signal, predictorFor, options }
        endings.set(writer.name, await playPart(part, line))
      },
    })),
  )
  interrupted.stop()
  const result = readRun(folder)
  const page = options.report ? await renderReport(result, join(folder, 'report')) : undefined
  print(result, options)
  process.stderr.write(page ? `\nreport: ${page}\n` : `\nresults: ${folder}\n`)
  const signal = interrupted.signal()
  if (signal) return signal
  return statusOf(result, endings)
}

interface Part {
  readonly writer: RunWriter
  readonly cases: readonly Case[]
  readonly stop: AbortSignal
  readonly predictorFor: (identity: Identity) => Predictor | undefined
  readonly options: RunOptions
}

async function playPart(
  { writer, cases, stop, predictorFor, options }: Part,
  line: ProgressLine,
): Promise<Ending> {
  let ending: Ending = 'complete'
  let done = 0
  let failed = 0
  const implementation: Implementation = await implementationNamed(writer.name, options)
  line.say('connecting')
  await play(
    cases,
    implementation,
    { ...options, strict: options.strict ?? false, signal: stop, predictorFor },
    {
      identity: identity => writer.append({ type: 'identity', identity: { ...identity } }),
      result: (transcript, result) => {
        if (transcript)
          writer.append({ type: 'transcript', transcript: structuredClone(transcript) as never })
        writer.append({ type: 'result', result })
        done++
        if (result.verdict === 'fail') failed++
        line.done(done, cases.length, failed > 0 ? `, ${failed} failed` : '')
      },
      trouble: error => {
        writer.append({ type: 'trouble', trouble: { ...error.trouble } })
        ending = error.how
        line.fail(error.message)
      },
      finished: left => writer.finish(left),
    },
  )
  return ending
}

function choosePredictor(profile: string | undefined) {
  const named = profile === undefined ? undefined : predictorNamed(profile)
  return (identity: Identity) =>
    identity.kind === 'reference' ? undefined : (named ?? predictorOf(identity))
}

function runRecordOf(cases: readonly Case[], hosts: readonly string[]): RunRecord {
  const epoch = process.env['SOURCE_DATE_EPOCH']
  const started = epoch === undefined ? new Date() : new Date(Number(epoch) * 1000)
  const files = fileNames(hosts)
  return {
    format: FORMAT,
    tool: 'ptycheck',
    version,
    started: started.toISOString().replace(/\.\d+Z$/, 'Z'),
    command: process.argv.slice(2),
    cases: cases.map(caseRecordOf),
    implementations: hosts.map((name, i) => ({ name, file: files[i] ?? `${i}.ndjson` })),
  }
}

function print(result: ReturnType<typeof readRun>, options: RunOptions): void {
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 1)}\n`)
  else if (options.format === 'tap') process.stdout.write(tap(result))
  else process.stdout.write(summary(result, { color: usesColor() }))
}

function usesColor(): boolean {
  if (process.env['NO_COLOR']) return false
  return Boolean(process.env['FORCE_COLOR']) || process.stdout.isTTY === true
}

/** The first signal ends the play in good order; a second one ends the program at once. */
function onSignals(stop: AbortController) {
  let got: Status | undefined
  const statuses = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const
  const handler = (signal: 'SIGINT' | 'SIGTERM') => {
    if (got) process.exit(statuses[signal])
    got = { code: statuses[signal], meaning: `stopped by ${signal}; the results so far are kept` }
    process.stderr.write('\nstopping; once more to leave at once\n')
    stop.abort()
  }
  process.on('SIGINT', handler)
  process.on('SIGTERM', handler)
  return {
    signal: () => got,
    stop: () => {
      process.off('SIGINT', handler)
      process.off('SIGTERM', handler)
    },
  }
}

function count(text: string): number {
  const n = Number(text)
  if (Number.isInteger(n) && n >= 1 && n <= 256) return n
  throw new Failure(EXIT.usage, `'${text}' is no number of cases from 1 to 256`)
}

function factor(text: string): number {
  const n = Number(text)
  if (n >= 0.1 && n <= 1000) return n
  throw new Failure(EXIT.usage, `'${text}' is no factor from 0.1 to 1000`)
}

function format(text: string): 'tap' {
  if (text === 'tap') return text
  throw new Failure(EXIT.usage, `no format '${text}'; there is: tap`)
}
