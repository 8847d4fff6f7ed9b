import type { Command } from 'commander'
import { caseRecordOf, readEvidence } from '../folder.js'
import { judgeAgain } from '../judge-again.js'
import type { PlayedEvidence } from '../result.js'
import { writeRun } from '../run-writer.js'
import {
  addPrinting,
  conclude,
  newFolder,
  now,
  type Printing,
  say,
  statusHelp,
} from './conclude.js'
import { choosePredictor } from './playing.js'
import { playsTheSame } from './same-play.js'
import { selectCases, suitesOption } from './select.js'
import { version } from './version.js'

interface JudgeAgainOptions extends Printing {
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
  addPrinting(command)
    .addHelpText(
      'after',
      `
Transcripts are judged by the cases as they are now, as long as what a case does is what was played. A
case that does something else now is unresolved: play it again.

Examples:
  ptycheck judge ptycheck-runs/2026-01-31T02-00-00Z
  ptycheck judge RUN -o RUN-strict --strict
${statusHelp}`,
    )
    .action(async (from: string, options: JudgeAgainOptions) => {
      const evidence = readEvidence(from)
      const strict = options.strict ?? evidence.strict ?? false
      const judged = judgeAgain(evidence, await selectCases(options), {
        strict,
        predictorFor: played => predictorFor(played, options.profile ?? evidence.profile),
        recordOf: caseRecordOf,
        playsTheSame,
      })
      const folder = options.output ?? newFolder(now())
      writeRun(folder, {
        ...judged,
        version,
        command: process.argv.slice(2),
        strict,
        ...(options.profile !== undefined && { profile: options.profile }),
      })
      say(await conclude(folder, options))
    })
}

/** The model as it was used before, unless another profile is named. */
function predictorFor({ identity, results }: PlayedEvidence, profile: string | undefined) {
  const before = results.find(result => result.profile !== undefined)?.profile
  return identity && choosePredictor(profile ?? before)(identity)
}
