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
}

type Prediction = Pick<Result, 'prediction' | 'profile' | 'surprises' | 'notPredicted'>

/** The prediction for one result. What could not be carried out on the host has none to be held against. */
export function compareWithPrediction(
  of: Case,
  result: Result,
  { settings, aliases }: Pick<Identity, 'settings' | 'aliases'>,
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
  const predicted = predictedFor(of, settings, predictor)
  if ('notPredicted' in predicted) return none(predicted.notPredicted)
  const expected = predicted.map(transcript => judge(of, transcript, { strict: false, aliases }))
  const untold = expected.find(({ verdict }) => verdict === 'unresolved')
  if (untold) return none(untold.reason ?? 'the model could not play the case')
  const right = result.missing?.find(need => !/^(call|constant) /.test(need))
  if (right !== undefined && expected.every(({ verdict }) => verdict !== 'unsupported'))
    return none(`this host or user has no ${right}, which a profile cannot know`)
  const unforeseen = looksOf(result).find(
    ({ lines }) => !expected.some(candidate => agrees(result, lines, candidate)),
  )
  if (!unforeseen) return { prediction: 'as predicted', profile }
  return { prediction: 'surprise', profile, surprises: differences(unforeseen.lines, expected) }
}

/** A mistake in the model must not cost a host its results. */
function predictedFor(of: Case, settings: Settings, predictor: Predictor) {
  try {
    return predictor.predict(of, settings)
  } catch (error) {
    return { notPredicted: `the model is broken: ${String(error)}` }
  }
}

/** What a prediction is held to: whether the case is supported, and each compared step of what a round showed. */
function agrees(result: Result, lines: readonly JudgedLine[], candidate: Result): boolean {
  const supported = (of: Result) => of.verdict !== 'unsupported'
  if (supported(result) !== supported(candidate)) return false
  const [a, b] = [comparedSteps(lines), comparedSteps(candidate.lines)]
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
  lines: readonly JudgedLine[],
  expected: readonly Result[],
): Result['surprises'] {
  const seen = comparedSteps(lines)
  const alternatives = expected.map(candidate => comparedSteps(candidate.lines))
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
