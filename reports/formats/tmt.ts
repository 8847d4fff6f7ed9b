/**
 * tmt's results.yaml, for a test with `result: custom` (which writes it to $TMT_TEST_DATA): a result per implementation and
 * case. As there, what is expected to fail and does is a pass whose original result is a failure.
 */
import { stringify } from 'yaml'
import type { Run } from '../../runner/result.js'
import { type Fact, linesOf, partsOf } from './facts.js'
import { type Words, words } from './words.js'

const original: Partial<Record<Fact['standing'], Words['tmt']>> = { xfail: 'fail', xpass: 'pass' }

export function tmt(run: Run): string {
  const results = [...partsOf(run)].flatMap(({ facts }) => facts.map(result))
  return stringify(results, {
    lineWidth: 0,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
  })
}

function result({ implementation, id, standing, message, details, seconds }: Fact) {
  const outcome = words[standing].tmt
  const note = [message, ...linesOf(details)].filter(Boolean)
  return {
    name: `/${implementation}/${id}`,
    result: outcome,
    'original-result': original[standing] ?? outcome,
    duration: clock(seconds),
    ...(note.length > 0 ? { note } : {}),
  }
}

/** `hh:mm:ss`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return parts.map(part => String(part).padStart(2, '0')).join(':')
}
