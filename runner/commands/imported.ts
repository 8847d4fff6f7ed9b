/** What came of a packed suite -> a run folder. */

import { caseRecordOf } from '../case-record.js'
import type { Expectation } from '../expect/expectation.js'
import { expecting, plain } from '../expect/expecting.js'
import type { Identity, Transcript } from '../implementation.js'
import { judge, missesOnlyUpperBound } from '../judge.js'
import { compareWithPrediction, type Predictor } from '../predict.js'
import type { PackedCase, PackedPlay } from '../remote/packed.js'
import { joined } from '../repeated.js'
import { type CaseRecord, FORMAT, type Result } from '../result.js'
import { createRun, fileNames } from '../run-writer.js'
import { choosePredictor } from './predictors.js'
import { now } from './printing.js'
import { commandWords } from './privacy.js'
import { version } from './version.js'

export interface Judging {
  readonly strict?: boolean
  /** Predicts under this profile in place of the one of its system. */
  readonly profile?: string
  /** What is known to fail. */
  readonly expectations?: readonly Expectation[]
}

/** Judges the play and writes it as a run of one host. */
export function writeImported(
  folder: string,
  name: string,
  { cases, identity, identified, left, trouble }: PackedPlay,
  { strict = false, profile, expectations }: Judging,
): void {
  const [file = ''] = fileNames([name])
  const records = cases.map(recordOf)
  const [writer] = createRun(folder, {
    ...{ format: FORMAT, tool: 'ptycheck', version, started: now() },
    command: commandWords(),
    ...(strict && { strict }),
    ...(profile !== undefined && { profile }),
    ...(expectations && { expectations: expectations.map(plain) }),
    cases: records,
    implementations: [{ name, file }],
  })
  const predictorFor = choosePredictor(profile)
  // A setting that did not come would be predicted as if the host had said that there is none.
  const predictor = identity && identified ? predictorFor(identity) : undefined
  if (identity) writer?.append({ type: 'identity', identity })
  const host = { name, ...(identity && { identity }) }
  for (const [n, one] of cases.entries()) {
    const { transcript, result } = judged(one, identity, predictor, strict)
    if (transcript) writer?.append({ type: 'transcript', transcript })
    writer?.append({
      type: 'result',
      result: expecting(result, records[n], host, expectations ?? []),
    })
  }
  if (trouble) writer?.append({ type: 'trouble', trouble })
  writer?.finish(left)
  writer?.close()
}

/** Of a case that was played again for its upper bound (language 5.8) the first play counts that keeps it, or else the first. */
function judged(
  { id, digest, of, outcome }: PackedCase,
  identity: Identity | undefined,
  predictor: Predictor | undefined,
  strict: boolean,
): { readonly transcript?: Transcript; readonly result: Result } {
  if ('trouble' in outcome)
    return {
      result: {
        ...{ case: id, digest: of?.digest ?? digest, lines: [], verdict: 'unresolved' },
        ...{ class: outcome.trouble.class, reason: outcome.trouble.reason },
      },
    }
  const options = { strict, aliases: identity?.aliases }
  const { transcripts } = outcome
  const late = (one: Transcript) =>
    missesOnlyUpperBound(outcome.of, one, judge(outcome.of, one, options), options)
  const transcript = joined(outcome.of, [transcripts.find(one => !late(one)) ?? transcripts[0]])
  const result = judge(outcome.of, transcript, options)
  const prediction =
    identity && predictor ? compareWithPrediction(outcome.of, result, identity, predictor) : {}
  return { transcript, result: { ...result, ...prediction } }
}

/** A case that is not in the suites at hand has little to show. */
function recordOf({ id, digest, of }: PackedCase): CaseRecord {
  if (of) return caseRecordOf(of)
  const file = `${id.slice(0, Math.max(0, id.lastIndexOf('/')))}.pty`
  return {
    ...{ id, digest, title: '(a case that is not in these suites)', cites: [], level: 'open' },
    ...{ needs: [], givens: [], covers: [], tags: [], steps: [] },
    place: { file, line: 1, column: 1 },
  }
}
