/** One line of a transcript as the probe writes it, checked field by field. */
import type { Line, Seen } from '../implementation.js'
import type { Case } from '../suite/suite.js'

/** A `line` of an answer without its first word; undefined where it cannot be one of this case. */
export function readLine(fields: readonly string[], of: Case): Line | undefined {
  const [stepText = '', kind, who = '', tookText = '', word = '', ...details] = fields
  const step = whole(stepText)
  if (step === undefined || step >= of.steps.length || details.length > 1) return undefined
  if (kind !== 'step' && kind !== 'back') return undefined
  if (!/^(-|[a-z_][a-z0-9_]{0,63}(\|[a-z_][a-z0-9_]{0,63})*)$/.test(who)) return undefined
  if (!/^(-|\d{1,9}(\.\d{1,9})?)$/.test(tookText)) return undefined
  const seen = readSeen(word, details[0] ?? '')
  if (!seen) return undefined
  const process = who === '-' ? '' : who
  return tookText === '-'
    ? { step, kind, who: process, seen }
    : { step, kind, who: process, seen, took: Number(tookText) }
}

function readSeen(word: string, detail: string): Seen | undefined {
  const signal = /^(SIG[A-Z0-9+]{1,16}|\d{1,3})$/.test(detail)
  switch (word) {
    case 'value':
      return { kind: 'value', text: detail }
    case 'stopped':
      return signal || detail === '' ? { kind: 'stopped', signal: detail } : undefined
    case 'signal':
    case 'nosignal':
      return signal ? { kind: 'signal', signal: detail, delivered: word === 'signal' } : undefined
    case 'exited':
      return /^\d{1,3}$/.test(detail) ? { kind: 'exited', detail } : undefined
    case 'killed':
      return signal ? { kind: 'killed', detail } : undefined
    case 'refused':
      return { kind: 'refused', why: detail }
    case 'unfinished':
    case 'running':
    case 'not-reached':
    case 'no-time':
      return detail === '' ? { kind: word } : undefined
    default:
      return undefined
  }
}

/** A count of ours: decimal, and small enough to be exact. */
export function whole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
