/** Sending and delivering signals (XSH 2.4). */

import { isOrphaned } from './jobs.js'
import type { Kernel } from './kernel.js'
import { end } from './lives.js'
import type { Process } from './process.js'

const stopping = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU']
const ignoredByDefault = ['SIGCHLD', 'SIGURG', 'SIGWINCH', 'SIGCONT', 'SIGINFO']

export function send(kernel: Kernel, process: Process, signal: string): void {
  if (process.end) return
  if (signal === 'SIGCONT' || signal === 'SIGKILL') goOn(kernel, process, signal)
  if (signal === 'SIGCONT') for (const stop of stopping) process.pending.delete(stop)
  if (stopping.includes(signal)) process.pending.delete('SIGCONT')
  if (!isIgnored(process, signal) || isKept(kernel, process, signal)) process.pending.add(signal)
  const isInCall = process.call !== undefined && !process.call.answer
  if (!isInCall) deliver(kernel, process)
}

export function sendGroup(kernel: Kernel, group: number, signal: string): void {
  for (const process of kernel.living()) if (process.group === group) send(kernel, process, signal)
}

/** To a process or, negated, a group, as kill() has it. */
export function sendTo(kernel: Kernel, target: number, signal: string): void {
  if (target < 0) sendGroup(kernel, -target, signal)
  for (const process of kernel.living()) if (process.id === target) send(kernel, process, signal)
}

/** Something that a sleeping call has to make way for. */
export function hasDeliverable(process: Process): boolean {
  return (
    process.pending.size > 0 && [...process.pending].some(signal => isDeliverable(process, signal))
  )
}

/**
 * Acts on all pending signals that are not blocked, as on the way back from a call. Says whether handlers ran, and
 * whether all of them restart calls.
 */
export function deliver(kernel: Kernel, process: Process): { ran: boolean; restarts: boolean } {
  let ran = false
  let restarts = true
  while (process.state === 'running' || process.pending.has('SIGKILL')) {
    const signal = next(process)
    if (signal === undefined) break
    process.pending.delete(signal)
    const { action, restarts: again } = process.disposition(signal)
    if (action === 'record') {
      process.recorded.set(signal, (process.recorded.get(signal) ?? 0) + 1)
      ran = true
      restarts &&= again
    } else if (action === 'default') actByDefault(kernel, process, signal)
  }
  return { ran, restarts }
}

function goOn(kernel: Kernel, process: Process, signal: string): void {
  if (process.state !== 'stopped') return
  process.state = 'running'
  process.stopSignal = ''
  if (signal !== 'SIGCONT') return
  process.untold = 'continued'
  tellParent(kernel, process)
}

function actByDefault(kernel: Kernel, process: Process, signal: string): void {
  if (ignoredByDefault.includes(signal)) return
  if (!stopping.includes(signal)) {
    end(kernel, process, { kind: 'killed', detail: signal })
    return
  }
  const isKept = signal === 'SIGSTOP' || kernel.profile.stopOfOrphan === 'stops'
  if (!isKept && isOrphaned(kernel, process.group)) return
  process.state = 'stopped'
  process.stopSignal = signal
  process.untold = 'stopped'
  tellParent(kernel, process)
}

export function tellParent(kernel: Kernel, process: Process): void {
  if (process.parent) send(kernel, process.parent, 'SIGCHLD')
}

function isIgnored(process: Process, signal: string): boolean {
  const { action } = process.disposition(signal)
  return action === 'ignore' || (action === 'default' && ignoredByDefault.includes(signal))
}

/** Blocked, and so pending although nobody would act on it; SIGCONT is on no list of what is ignored. */
function isKept({ profile }: Kernel, process: Process, signal: string): boolean {
  const isForgotten = profile.ignoredAndBlocked === 'discarded' && signal !== 'SIGCONT'
  return process.blocked.has(signal) && !isForgotten
}

function isDeliverable(process: Process, signal: string): boolean {
  return signal === 'SIGKILL' || signal === 'SIGSTOP' || !process.blocked.has(signal)
}

function next(process: Process): string | undefined {
  if (process.pending.has('SIGKILL')) return 'SIGKILL'
  return [...process.pending].find(signal => isDeliverable(process, signal))
}
