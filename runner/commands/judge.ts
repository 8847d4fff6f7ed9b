import type { Command } from 'commander'
import { caseRecordOf } from '../case-record.js'
import { expectingRun } from '../expect/expecting.js'
import { readEvidence } from '../folder.js'
import { judgeAgain } from '../judge-again.js'
import type { PlayedEvidence } from '../result.js'
import { writeRun } from '../run-writer.js'
import { conclude } from './conclude.js'
import { addExpectOptions, type ExpectOptions, expectationsOf } from './expectations.js'
import { choosePredictor } from './predictors.js'
import { addPrinting, newFolder, now, type Printing, say, statusHelp } from './printing.js'
import { commandWords } from './privacy.js'
import { playsTheSame } from './same-play.js'
import { selectCases, suitesOption } from './select.js'
import { version } from './version.js'

interface JudgeAgainOptions extends Printing, ExpectOptions {
  readonly output?: string
  readonly suites?: string[]
  readonly strict?: boolean
  readonly profile?: string
}

/** `ptycheck judge RUN`: what a stored run's transcripts mean under the suites at hand. */
export function addJudge(program: Command): void {
  const command = program
    .command('judge')
    .summary("judge a stored run's transcripts again")
    .argument('<run>', 'the run folder; it is only read')
    .option('-o, --output <folder>', 'the new run folder (default: ptycheck-runs/ and the time)')
    .addOption(suitesOption)
    .option('--strict', 'a recommendation (should) that is not met fails')
    .option('--profile <name>', 'predict hosts under this profile in place of the one of that run')
  addExpectOptions(command, "the run's own")
  addPrinting(command)
    .addHelpText(
      'after',
      `
Transcripts are judged by the cases as they are now, as long as what a case does is what was played. A
case that does something else now is unresolved: play it again.

Examples:
  ptycheck judge ptycheck-runs/2026-01-31T02-00-00Z
  ptycheck judge RUN -o RUN-strict --strict
  ptycheck judge RUN --expect known.yaml
${statusHelp}`,
    )
    .action(async (from: string, options: JudgeAgainOptions) => {
      const evidence = readEvidence(from)
      const strict = options.strict ?? evidence.strict ?? false
      const { expect } = options
      const expectations =
        expect === undefined ? evidence.expectations : ((await expectationsOf({ expect })) ?? [])
      const cases = await selectCases(options)
      const again = judgeAgain(evidence, cases, {
        strict,
        predictorFor: played => predictorAgain(played, options.profile ?? evidence.profile),
        recordOf: caseRecordOf,
        playsTheSame,
      })
      const judged = expectations ? expectingRun(again, expectations) : again
      const folder = options.output ?? newFolder(now())
      writeRun(folder, {
        ...judged,
        version,
        command: commandWords(),
        strict,
        ...(options.profile !== undefined && { profile: options.profile }),
      })
      say(await conclude(folder, options, cases))
    })
}

/** The model as it was used before, unless another profile is named. */
export function predictorAgain({ identity, results }: PlayedEvidence, profile: string | undefined) {
  const before = results.find(result => result.profile !== undefined)?.profile
  return identity && choosePredictor(profile ?? before)(identity)
}
