/** What a profile says a host would show, held against what it showed. A surprise changes no verdict. */
import type { Identity, Settings, Transcript } from './implementation.js'
import { judge } from './judge.js'
import { type JudgedLine, looksOf, type Result } from './result.js'
import type { Case } from './suite/suite.js'

/** A model under one profile. */
export interface Predictor {
  /** The profile's name. */
  readonly profile: string
  /** Every transcript the model allows under these settings, or why it can say nothing. */
  predict(of: Case, settings: Settings): readonly Transcript[] | { readonly notPredicted: string }
  /** What is known already of hosts like the one that is predicted. */
  readonly memory?: ForeseenMemory
}

/** What a prediction rests on of a host. */
export type Host = Pick<Identity, 'settings' | 'aliases'>

/** All that a result is held to: each way the case may go, or why nothing can be said. Plain data. */
export type Foreseen =
  | { readonly notPredicted: string }
  | readonly { readonly supported: boolean; readonly steps: ComparedSteps }[]

type ComparedSteps = readonly (readonly [step: number, compared: string])[]

/** What was foreseen of cases under one profile, on hosts that are alike. */
export interface ForeseenMemory {
  recall(of: Case): Foreseen | undefined
  learn(of: Case, foreseen: Foreseen): void
}

type Prediction = Pick<Result, 'prediction' | 'profile' | 'surprises' | 'notPredicted'>

/** The prediction for one result. What could not be carried out on the host has none to be held against. */
export function compareWithPrediction(
  of: Case,
  result: Result,
  host: Host,
  predictor: Predictor,
): Prediction {
  const { profile } = predictor
  const none = (notPredicted: string): Prediction => ({
    prediction: 'not predicted',
    profile,
    notPredicted,
  })
  if (result.verdict === 'unresolved' || result.verdict === 'untested')
    return none('the case was not carried out')
  const foreseen = foresee(of, host, predictor)
  if ('notPredicted' in foreseen) return none(foreseen.notPredicted)
  const right = result.missing?.find(need => !/^(call|constant) /.test(need))
  if (right !== undefined && foreseen.every(({ supported }) => supported))
    return none(`this host or user has no ${right}, which a profile cannot know`)
  const isSupported = result.verdict !== 'unsupported'
  const expected = foreseen.map(({ supported, steps }) => ({ supported, steps: new Map(steps) }))
  const unforeseen = looksOf(result).find(({ lines }) => {
    const seen = comparedSteps(lines)
    return !expected.some(way => way.supported === isSupported && agrees(seen, way.steps))
  })
  if (!unforeseen) return { prediction: 'as predicted', profile }
  const alternatives = expected.map(({ steps }) => steps)
  return {
    prediction: 'surprise',
    profile,
    surprises: differences(comparedSteps(unforeseen.lines), alternatives),
  }
}

/** As remembered, or as the model says. A mistake in the model must not cost a host its results. */
function foresee(of: Case, host: Host, predictor: Predictor): Foreseen {
  const { memory } = predictor
  const known = memory?.recall(of)
  if (known) return known
  try {
    const foreseen = foreseenBy(of, host, predictor)
    memory?.learn(of, foreseen)
    return foreseen
  } catch (error) {
    return { notPredicted: `the model is broken: ${String(error)}` }
  }
}

function foreseenBy(of: Case, { settings, aliases }: Host, predictor: Predictor): Foreseen {
  const predicted = predictor.predict(of, settings)
  if ('notPredicted' in predicted) return predicted
  const expected = predicted.map(transcript => judge(of, transcript, { strict: false, aliases }))
  const untold = expected.find(({ verdict }) => verdict === 'unresolved')
  if (untold) return { notPredicted: untold.reason ?? 'the model could not play the case' }
  return expected.map(({ verdict, lines }) => ({
    supported: verdict !== 'unsupported',
    steps: [...comparedSteps(lines)],
  }))
}

/** Whether a round showed each compared step as foreseen. */
function agrees(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean {
  return a.size === b.size && [...a].every(([step, text]) => b.get(step) === text)
}

/** All that is compared of a result, as one text: equal texts look alike. */
export function appearanceOf(result: Result): string {
  return JSON.stringify([result.verdict, ...comparedSteps(result.lines)])
}

/** Each step with all that is compared of it, by its index. */
export function comparedSteps(lines: readonly JudgedLine[]): Map<number, string> {
  return new Map(
    lines
      .filter(line => line.kind === 'step')
      .map(line => [
        line.step,
        `${line.compared}${line.holds === false ? ' (does not hold)' : ''}`,
      ]),
  )
}

function differences(
  seen: ReadonlyMap<number, string>,
  alternatives: readonly ReadonlyMap<number, string>[],
): Result['surprises'] {
  const steps = new Set([...seen.keys(), ...alternatives.flatMap(texts => [...texts.keys()])])
  return [...steps]
    .sort((a, b) => a - b)
    .map(step => ({
      step,
      seen: seen.get(step) ?? 'nothing',
      predicted: [...new Set(alternatives.map(texts => texts.get(step) ?? 'nothing'))].sort(),
    }))
    .filter(({ seen, predicted }) => !predicted.includes(seen))
}
