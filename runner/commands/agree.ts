import type { Command } from 'commander'
import { caseRecordOf } from '../case-record.js'
import { readEvidence } from '../folder.js'
import { judgeAgain } from '../judge-again.js'
import { play } from '../play.js'
import type { Result } from '../result.js'
import { type Ending, EXIT, type Status } from '../status.js'
import { didYouMean } from '../suite/mistake.js'
import type { Case } from '../suite/suite.js'
import { type Agreement, agreementOf, agreementText } from './agreement.js'
import { Failure, plural } from './failure.js'
import {
  addHostOptions,
  checkNames,
  type HostChoices,
  implementationNamed,
  paceOf,
} from './implementations.js'
import { chooseHosts, loadInventory } from './inventory.js'
import { print } from './output.js'
import { predictorNamed } from './predictors.js'
import { say } from './printing.js'
import { withProgress } from './progress.js'
import { playsTheSame } from './same-play.js'
import { filterOption, type Selection, selectCases, suitesOption, tagOption } from './select.js'
import { onSignals } from './signals.js'

interface AgreeOptions extends Selection, HostChoices {
  readonly profile: string
  readonly host?: string
  readonly run?: string
  readonly json?: boolean
}

/** What came of one implementation. */
interface Held {
  readonly host: string
  readonly results: readonly Result[]
  readonly ending: Ending
  readonly stopped?: Status
}

/** `ptycheck agree --host H --profile P`: whether a system is what a profile says, to the step. */
export function addAgree(program: Command): void {
  const command = program
    .command('agree')
    .summary('list each step in which a host and a profile differ')
    .requiredOption('--profile <name>', 'the profile the host is held against')
    .option(
      '--host <name>',
      'play on this host: a word that run takes, also reference:PROFILE (default: local); with --run one of that run',
    )
    .option('--run <folder>', 'play nothing: take the transcripts of this run')
    .addOption(filterOption)
    .addOption(tagOption)
    .addOption(suitesOption)
    .option('--json', 'the differences as one JSON document')
  addHostOptions(command)
    .addHelpText(
      'after',
      `
The model plays under the profile and the settings that the host reports. What is compared is every step, without
what varies from run to run. Cases that could not be played, or that the model cannot play, are counted apart.

Examples:
  ptycheck agree --host local --profile linux
  ptycheck agree --host ssh://root@10.0.0.7:2222 --profile freebsd --filter "hangup/*"
  ptycheck agree --host 'exec:runsc do --force-overlay=false' --profile gvisor --filter "open/*"
  ptycheck agree --run ptycheck-runs/2026-01-31T02-00-00Z --profile openbsd
  ptycheck agree --host reference:linux --profile linux-multi     what makes two profiles different

Exit status: 0 no difference, 1 some step differs, 2 something could not be carried out, 3 no case selected or
none compared, 64 usage, 65 bad suite, run or inventory, 66 missing file, 75 host not reachable, 77 refused for safety (host
key), 129, 130 and 143 stopped by a signal.`,
    )
    .action(async (options: AgreeOptions) => {
      checkNames(options.host === undefined ? [] : [options.host], options)
      const cases = await selectCases(options)
      const held =
        options.run === undefined
          ? [await playedOn(await oneHost(options), cases, options)]
          : storedIn(options.run, cases, options)
      const found = held.map(one => ({
        ...one,
        agreement: agreementOf(one.host, options.profile, cases, one.results),
      }))
      const agreements = found.map(({ agreement }) => agreement)
      print(agreements, all => all.map(agreementText).join('\n'), options.json)
      say(worst(found.map(statusOf)))
    })
}

async function oneHost(options: AgreeOptions): Promise<string> {
  await loadInventory(options)
  const [host, ...others] = chooseHosts(
    options.kernel && options.host === undefined ? [] : [options.host ?? 'local'],
    options,
  )
  if (host !== undefined && others.length === 0) return host
  throw new Failure(EXIT.usage, `one host at a time; '${options.host}' is several`)
}

async function playedOn(
  host: string,
  cases: readonly Case[],
  options: AgreeOptions,
): Promise<Held> {
  const results: Result[] = []
  let ending: Ending = 'complete'
  const stop = new AbortController()
  const interrupted = onSignals(stop, 'not all was compared')
  const implementation = await implementationNamed(host, options)
  const predictor = predictorNamed(options.profile)
  const run = async (line: Parameters<Parameters<typeof withProgress>[0][0]['run']>[0]) => {
    line.say('connecting')
    const how = { ...paceOf(host, options), strict: false, signal: stop.signal }
    await play(
      cases,
      implementation,
      { ...how, predictorFor: () => predictor },
      {
        identity: () => {},
        result: (transcript, result) => {
          results.push(result)
          if (transcript) line.done(results.length, cases.length, '')
        },
        trouble: error => {
          ending = error.how
          line.fail(error.message)
        },
        finished: () => {},
      },
    )
  }
  await withProgress([{ title: host, run }])
  interrupted.stop()
  const stopped = interrupted.signal()
  return { host, results, ending, ...(stopped && { stopped }) }
}

/** All hosts of a stored run, or the one that is named. */
function storedIn(folder: string, cases: readonly Case[], options: AgreeOptions): Held[] {
  const predictor = predictorNamed(options.profile)
  const { played } = judgeAgain(readEvidence(folder), cases, {
    strict: false,
    predictorFor: () => predictor,
    recordOf: caseRecordOf,
    playsTheSame,
  })
  const names = played.map(({ name }) => name)
  const chosen = played.filter(({ name }) => options.host === undefined || options.host === name)
  if (chosen.length === 0)
    throw new Failure(
      EXIT.usage,
      `no '${options.host}' in that run${didYouMean(options.host ?? '', names)}; there is: ${names.join(', ')}`,
    )
  return chosen.map(({ name, results, complete }) => ({
    host: name,
    results,
    ending: complete ? 'complete' : 'broken',
  }))
}

function statusOf({
  agreement,
  results,
  ending,
  stopped,
}: Held & { agreement: Agreement }): Status {
  const { host, profile, differences, compared } = agreement
  const unresolved = results.filter(({ verdict }) => verdict === 'unresolved').length
  if (stopped) return stopped
  if (ending === 'refused')
    return { code: EXIT.refused, meaning: `${host} was refused for safety, see above` }
  if (ending === 'unreachable')
    return { code: EXIT.unreachable, meaning: `${host} could not be reached` }
  if (differences.length > 0)
    return {
      code: EXIT.unexpected,
      meaning: `${host} differs from ${profile} in ${plural(differences.length, 'case')}`,
    }
  if (ending === 'broken' || unresolved > 0)
    return { code: EXIT.trouble, meaning: `not all could be carried out on ${host}` }
  return compared > 0
    ? { code: EXIT.expected, meaning: '' }
    : { code: EXIT.nothingSelected, meaning: `no case of ${host} could be compared` }
}

/** The first host with a finding decides. */
function worst(statuses: readonly Status[]): Status {
  const bad = statuses.find(({ code }) => code !== EXIT.expected)
  return bad ?? { code: EXIT.expected, meaning: '' }
}
