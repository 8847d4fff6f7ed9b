/** What a failure is, so that the same one is known again: on another host, another release, another day. */
import { createHash } from 'node:crypto'
import { type CaseRecord, decidingLines, type Result } from '../runner/result.js'
import { asked, comparedLines, outcome } from './compare.js'
import { asExpected, expected } from './structure.js'

/**
 * Twelve digits for the step that decided, as written, and what is compared of what it showed: of structures only the fields
 * that the case names. Undefined where the case did not fail.
 */
export function signatureOf(record: CaseRecord, result: Result): string | undefined {
  if (outcome(result) !== 'fails') return undefined
  const lines = decidingLines(result)
  const index = result.decided ?? lines.find(line => line.holds === false)?.step
  const { text } = (index === undefined ? undefined : record.steps[index]) ?? { text: '' }
  const same = record.steps.slice(0, index).filter(step => step.text === text).length
  const shown = comparedLines({ lines: [...lines] }, index ?? -1)
    .filter(line => line.holds === false)
    .map(line => asExpected(line.compared, expected(text)).replace(/, \.\.\.\}$/, '}'))
  const gist = JSON.stringify([record.id, text, same, shown])
  return createHash('sha256').update(gist).digest('hex').slice(0, 12)
}

/**
 * Twelve digits for a surprise: its steps, as written, and what is compared of what they showed, whatever was predicted in its
 * place. Undefined where there is none.
 */
export function surpriseSignatureOf(record: CaseRecord, result: Result): string | undefined {
  if (result.prediction !== 'surprise') return undefined
  const steps = (result.surprises ?? []).map(({ step, seen }) => {
    const { text } = record.steps[step] ?? { text: '' }
    return [text, asked(seen, text)]
  })
  const gist = JSON.stringify([record.id, steps.length > 0 ? steps : result.verdict])
  return createHash('sha256').update(gist).digest('hex').slice(0, 12)
}
