/** A process of a case as its steps know it. */
import type { Act } from '../suite/suite.js'
import type { PendingCall, Process } from './process.js'

export interface Actor {
  readonly name: string
  readonly process: Process
  act?: { readonly step: Act; readonly index: number; readonly call: PendingCall | undefined }
  /** Its result stands in the transcript; no end line can ask for it any more. */
  noted: boolean
  told: boolean
}

/** In a call without a result that anybody could see: asleep, or stopped on the way back. */
export function isInCall({ act, process }: Actor): boolean {
  if (!act?.call || !process.isAlive) return false
  return !act.call.answer || (process.call === act.call && process.state === 'stopped')
}
