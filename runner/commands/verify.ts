import type { Command } from 'commander'
import { visible } from '../../reports/visible.js'
import { caseRecordOf } from '../case-record.js'
import { expectingRun } from '../expect/expecting.js'
import { readEvidence } from '../folder.js'
import { judgeAgain } from '../judge-again.js'
import { type Leak, leaksOf } from '../leaks.js'
import type { Evidence, Result } from '../result.js'
import { canonical } from '../seal.js'
import { EXIT, type Status } from '../status.js'
import type { Case } from '../suite/suite.js'
import { type Verification, verifyFolder } from '../verify.js'
import { plural } from './failure.js'
import { predictorAgain } from './judge.js'
import { print } from './output.js'
import { say } from './printing.js'
import { own } from './privacy.js'
import { playsTheSame } from './same-play.js'
import { selectCases, suitesOption } from './select.js'
import { version } from './version.js'

interface Options {
  readonly suites?: string[]
  readonly json?: boolean
}

/** A result that does not follow from its transcript. */
interface Unfounded {
  readonly host: string
  readonly case: string
  readonly stored: Result['verdict']
  readonly judged: Result['verdict']
}

interface Document extends Verification {
  /** How many results were judged again. */
  readonly judged: number
  /** How many were not: their cases are not at hand as they were, or they were not played. */
  readonly unjudged: number
  readonly unfounded: readonly Unfounded[]
  /** What names a machine or a person. */
  readonly leaks: readonly Leak[]
}

/** `ptycheck verify RUN`: whether a run is what was written, and its verdicts follow from its evidence. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .summary('whether a stored run is what was written, and its verdicts follow from it')
    .argument('<run>', 'the run folder; it is only read')
    .addOption(suitesOption)
    .option('--json', 'as JSON on stdout')
    .addHelpText(
      'after',
      `
Each line of a run has a number and a digest: that of a result is also over its transcript and the host's identity,
and the last line's over all others. verify makes them anew, and judges every transcript again whose case is at hand as it
was; and it looks for what names a machine or a person, where the run was not made with --identify. Its last line is one digest for the whole run: note it elsewhere, for whoever alters evidence can make digests, too.

Examples:
  ptycheck verify ptycheck-runs/2026-01-31T02-00-00Z
  ptycheck verify RUN --json

Exit status: 0 whole, and every verdict follows from its evidence; 1 something was altered, is missing or was added, or a verdict
does not follow, or somebody is named; 2 not all can be told: the run was cut off, or written before there were digests; 64 usage, 65 bad run,
66 missing file.`,
    )
    .action(async (folder: string, options: Options) => {
      const whole = verifyFolder(folder)
      const more =
        whole.damage.length === 0
          ? await look(folder, options)
          : { judged: 0, unjudged: 0, unfounded: [], leaks: [] }
      const document = { ...whole, ...more }
      print(document, text, options.json)
      say(statusOf(document))
    })
}

/** What only a run that can be read tells. */
async function look(folder: string, { suites }: Options) {
  const evidence = readEvidence(folder)
  const again = judgedAgain(evidence, await selectCases(suites ? { suites } : {}))
  return { ...again, leaks: leaksOf(folder, evidence, own()) }
}

/** Every transcript held once more against its case, as far as that is what was played. */
function judgedAgain(
  evidence: Evidence,
  cases: readonly Case[],
): Pick<Document, 'judged' | 'unjudged' | 'unfounded'> {
  const digests = new Map(evidence.cases.map(({ id, digest }) => [id, digest]))
  const same = cases.filter(({ id, digest }) => digests.get(id) === digest)
  const isSame = new Set(same.map(({ id }) => id))
  const isThisVersion = evidence.version === version
  const again = judgeAgain(evidence, same, {
    strict: evidence.strict ?? false,
    predictorFor: played => (isThisVersion ? predictorAgain(played, evidence.profile) : undefined),
    recordOf: caseRecordOf,
    playsTheSame,
  })
  const judged = evidence.expectations ? expectingRun(again, evidence.expectations) : again
  const gist = (result: Result) => canonical(isThisVersion ? result : bare(result))
  const pairs = evidence.played.flatMap(({ name, results, transcripts }, n) =>
    results.flatMap((stored, at) => {
      const now = judged.played[n]?.results[at]
      return now && transcripts.has(stored.case) && isSame.has(stored.case)
        ? [{ name, stored, now }]
        : []
    }),
  )
  const all = evidence.played.reduce((sum, { results }) => sum + results.length, 0)
  return {
    judged: pairs.length,
    unjudged: all - pairs.length,
    unfounded: pairs
      .filter(({ stored, now }) => gist(stored) !== gist(now))
      .map(({ name, stored, now }) => ({
        ...{ host: name, case: stored.case },
        ...{ stored: stored.verdict, judged: now.verdict },
      })),
  }
}

/** What another version may not have judged otherwise: it may know other words, and predict other things. */
function bare({ verdict, decided, decidedRound, missing, lines }: Result) {
  return {
    ...{ verdict, decided, decidedRound, missing },
    lines: lines.map(({ step, kind, who, compared, holds }) => ({
      ...{ step, kind, who, compared, holds },
    })),
  }
}

function text({ leaks, ...document }: Document): string {
  const { damage, untold, digest, judged, unjudged, unfounded } = document
  const at = ({ file, line }: { file: string; line: number }) =>
    visible(line > 0 ? `${file}:${line}` : file)
  return [
    ...damage.map(one => `${at(one)}: ${visible(one.what)}`),
    ...untold.map(one => `${at(one)}: ${visible(one.what)}`),
    ...unfounded.map(one =>
      visible(
        one.stored === one.judged
          ? `${one.host}: ${one.case}: its transcript shows another '${one.stored}' than this result`
          : `${one.host}: ${one.case}: is '${one.stored}', but its transcript says '${one.judged}'`,
      ),
    ),
    ...leaks.map(one => `${at(one)}: ${visible(`${one.what}: ${one.found}`, 100)}`),
    `${plural(judged, 'result')} judged again${unjudged > 0 ? `; ${unjudged} not: not played, or the case is not at hand as it was` : ''}`,
    `sha256 ${digest}`,
    '',
  ].join('\n')
}

function statusOf({ damage, untold, unfounded, leaks }: Document): Status {
  if (damage.length > 0)
    return { code: EXIT.unexpected, meaning: 'this is not the run that was written, see above' }
  if (unfounded.length > 0)
    return {
      code: EXIT.unexpected,
      meaning: `${plural(unfounded.length, 'result')} not as the evidence has it`,
    }
  if (leaks.length > 0)
    return { code: EXIT.unexpected, meaning: 'it names a machine or a person, see above' }
  if (untold.length > 0)
    return { code: EXIT.trouble, meaning: 'whether all is as it was written cannot be told' }
  return { code: EXIT.expected, meaning: '' }
}
