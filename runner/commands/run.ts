import { type Command, Option } from 'commander'
import { caseRecordOf } from '../case-record.js'
import { plain } from '../expect/expecting.js'
import type { PlacedExpectation } from '../expect/read.js'
import { FORMAT, type RunRecord } from '../result.js'
import { createRun, fileNames } from '../run-writer.js'
import { type Shard, shardOf } from '../shard.js'
import { EXIT, type Status } from '../status.js'
import { didYouMean } from '../suite/mistake.js'
import { type Case, risks } from '../suite/suite.js'
import {
  addExpectOptions,
  type ExpectOptions,
  expectationsOf,
  USUAL_PLACE,
} from './expectations.js'
import { Failure } from './failure.js'
import { addHostOptions, checkNames, HOST_WORDS } from './implementations.js'
import { chooseHosts, inventoryHost, loadInventory } from './inventory.js'
import { type Part, type PlayingOptions, playParts } from './playing.js'
import { addPrinting, newFolder, now, type Printing, say, statusHelp } from './printing.js'
import { commandWords, type Named, nameHosts } from './privacy.js'
import {
  collect,
  filterOption,
  type Selection,
  selectCases,
  suitesOption,
  tagOption,
} from './select.js'
import { version } from './version.js'

interface RunOptions extends Selection, Omit<PlayingOptions, 'run'>, Printing, ExpectOptions {
  readonly shard?: Shard
  readonly output?: string
  readonly dryRun?: boolean
  readonly resume?: string
}

/** This machine, and the reference as the standard has it and as a Linux system is predicted to be. */
const DEFAULT_HOSTS = ['local', 'reference:posix', 'reference:linux']

/** `ptycheck run [HOST...]`: play, judge, write the run folder and the report. */
export function addRun(program: Command): void {
  const command = program
    .command('run')
    .summary('play the suites on hosts and references, and write a report')
    .argument('[host...]', `${HOST_WORDS}, reference:PROFILE (default: ${DEFAULT_HOSTS.join(' ')})`)
    .addOption(filterOption)
    .addOption(tagOption)
    .option('--shard <i/n>', 'only the i-th of n equal parts of these cases', shard)
    .addOption(suitesOption)
    .option(
      '-j, --jobs <n>',
      'cases at a time on each host (default: 4; here 12 for each processor, at most 32)',
      count,
    )
    .option('--repeat <n>', 'play everything so many times; every round must hold', count)
    .option(
      '--allow <risk>',
      `play cases that carry this risk: ${risks.join(', ')} (repeatable)`,
      risk,
    )
    .option('--hosts-at-once <n>', 'hosts that are played side by side', count, 8)
    .option('-o, --output <folder>', 'the run folder (default: ptycheck-runs/ and the time)')
    .option('--strict', 'a recommendation (should) that is not met fails')
    .option(
      '--profile <name>',
      'predict hosts under this profile in place of the one of their system',
    )
    .addOption(
      new Option('--resume <folder>', 'go on with a run that was cut off').conflicts([
        'filter',
        'tag',
        'label',
        'shard',
        'output',
        'strict',
        'profile',
        'repeat',
        'allow',
        'expect',
      ]),
    )
    .option(
      '--identify',
      'let addresses and names of machines and users into the run, which otherwise calls a host by its label',
    )
    .option('--dry-run', 'only say what would be played where')
  addHostOptions(addExpectOptions(command, USUAL_PLACE))
  addPrinting(command)
    .addHelpText(
      'after',
      `
Examples:
  ptycheck run                              this machine beside the reference
  ptycheck run local myvm ssh://root@10.0.0.7:2222
  ptycheck run board=ssh://root@10.0.0.7    a host and what to call it; without a name it is host-1
  ptycheck run 'web=exec:docker exec -i web'    any command that runs a program there; also kubectl, nsenter, chroot
  ptycheck run 'board=exec:adb shell {}'        {}: the command line, for what hands its words to a login shell there
  ptycheck run @nightly --label musl        a group and a label of ptycheck.yaml
  ptycheck run --kernel arch/x86/boot/bzImage --append "loglevel=7"
  ptycheck run --kernel linux-image-6.12.deb --devpts mode=600    a package as it is, another set-up
  ptycheck run --filter "linux/*" -j 1
  ptycheck run myvm --expect known.yaml     what is known to fail there gives no status 1
  ptycheck run local --format tap
  ptycheck run myvm --repeat 20 --filter race
  ptycheck run myvm --allow host-ptys       cases that may use up the host's pairs
  ptycheck run --shard 2/3 -o shard-2       then: ptycheck merge shard-1 shard-2 shard-3 -o whole
  ptycheck run --resume ptycheck-runs/2026-01-31T02-00-00Z
  ptycheck run --resume RUN host-1=ssh://root@10.0.0.7    addresses and commands are not kept in a run
${statusHelp}`,
    )
    .action(async (hosts: string[], options: RunOptions) => {
      if (options.resume === undefined)
        say(
          await run(
            hosts.length > 0 || options.label || options.kernel ? hosts : DEFAULT_HOSTS,
            options,
          ),
        )
      else say(await resume(options.resume, hosts, options))
    })
}

async function run(names: readonly string[], options: RunOptions): Promise<Status> {
  const cases = shardFrom(await selectCases(options), options.shard)
  await loadInventory(options)
  const named = nameHosts(chooseHosts(names, options), options)
  const hosts = named.map(({ name }) => name)
  checkNames(
    named.map(({ name, address = name }) => address),
    options,
  )
  if (options.dryRun) return sayOnly(hosts.map(name => ({ name, cases })))
  const expectations = await expectationsOf(options)
  const record = runRecordOf(cases, named, options, expectations)
  const folder = options.output ?? newFolder(record.started)
  return playInto(
    folder,
    createRun(folder, record).map(writer => ({ writer, cases })),
    cases,
    { ...options, run: record, addresses: addressesOf(named) },
  )
}

/** Verdicts and predictions are made as they were when the run began. */
async function resume(
  folder: string,
  words: readonly string[],
  options: RunOptions,
): Promise<Status> {
  await loadInventory(options)
  const addresses = addressesOf(nameHosts(words, options))
  for (const word of words)
    if (!word.includes('='))
      throw new Failure(
        EXIT.usage,
        `--resume goes on with the hosts of that run; '${word}' may only say where one is: NAME=ADDRESS`,
      )
  const { openParts, partsOf } = await import('./resume.js')
  const resumed = await openParts(folder, options.suites)
  const { run, open } = resumed
  const lost = run.implementations.find(
    ({ name, named }) =>
      named && !addresses.has(name) && open.some(({ played }) => played.name === name),
  )
  if (lost)
    throw new Failure(
      EXIT.usage,
      `the run does not keep where ${lost.name} is; say it: --resume ${folder} ${lost.name}=ADDRESS`,
    )
  if (options.dryRun) return sayOnly(open.map(({ played, cases }) => ({ ...played, cases })))
  const { strict, profile, allow, repeat } = run
  return playInto(folder, partsOf(folder, resumed), resumed.cases, {
    ...options,
    run,
    addresses,
    ...(run.identify && { identify: run.identify }),
    ...(strict !== undefined && { strict }),
    ...(allow !== undefined && { allow }),
    ...(repeat !== undefined && { repeat }),
    ...(profile !== undefined && { profile }),
  })
}

async function playInto(
  folder: string,
  parts: readonly Part[],
  cases: readonly Case[],
  options: RunOptions & Pick<PlayingOptions, 'run' | 'addresses'>,
): Promise<Status> {
  // Reports take a while to load: better while hosts play than before or after.
  const load = () => import('./conclude.js')
  const { endings, stopped } = await playParts(parts, { ...options, meanwhile: () => void load() })
  const { conclude } = await load()
  const status = await conclude(folder, options, cases, endings)
  return stopped ?? status
}

function addressesOf(named: readonly Named[]): ReadonlyMap<string, string> {
  return new Map(named.flatMap(({ name, address }) => (address ? [[name, address]] : [])))
}

function sayOnly(parts: readonly { name: string; cases: readonly Case[] }[]): Status {
  process.stdout.write(parts.map(({ name, cases }) => `${name}: ${cases.length} cases\n`).join(''))
  return { code: EXIT.expected, meaning: '' }
}

function shardFrom(cases: readonly Case[], part: Shard | undefined): readonly Case[] {
  const found = part ? shardOf(cases, part) : cases
  if (found.length > 0) return found
  throw new Failure(
    EXIT.nothingSelected,
    `shard ${part?.number}/${part?.of} is empty: there are only ${cases.length} cases`,
  )
}

function runRecordOf(
  cases: readonly Case[],
  named: readonly Named[],
  options: RunOptions,
  expectations: readonly PlacedExpectation[] | undefined,
): RunRecord {
  const { strict, profile, allow, repeat, identify } = options
  const hosts = named.map(({ name }) => name)
  const files = fileNames(hosts)
  return {
    format: FORMAT,
    tool: 'ptycheck',
    version,
    started: now(),
    command: commandWords(identify, named),
    ...(identify && { identify }),
    ...(strict === undefined ? {} : { strict }),
    ...(allow === undefined ? {} : { allow: [...allow] }),
    ...(repeat === undefined ? {} : { repeat }),
    ...(profile === undefined ? {} : { profile }),
    ...(expectations && { expectations: expectations.map(plain) }),
    cases: cases.map(caseRecordOf),
    implementations: hosts.map((name, i) => {
      const { labels } = inventoryHost(name, options)
      const isNamed = named[i]?.address !== undefined
      return {
        ...{ name, file: files[i] ?? `${i}.ndjson` },
        ...(labels && { labels }),
        ...(isNamed && { named: true }),
      }
    }),
  }
}

function shard(text: string): Shard {
  const [, number, of] = (/^([0-9]{1,4})\/([0-9]{1,4})$/.exec(text) ?? []).map(Number)
  if (number && of && number <= of) return { number, of }
  throw new Failure(EXIT.usage, `'${text}' is no shard; the second of three is 2/3`)
}

/** Several may be given. */
export function risk(text: string, before: readonly string[] = []): string[] {
  if (risks.some(known => known === text)) return collect(text, before)
  throw new Failure(
    EXIT.usage,
    `no risk '${text}'${didYouMean(text, risks)}; there are: ${risks.join(', ')}`,
  )
}

function count(text: string): number {
  const n = Number(text)
  if (Number.isInteger(n) && n >= 1 && n <= 256) return n
  throw new Failure(EXIT.usage, `'${text}' is no number from 1 to 256`)
}
