/** Process groups, sessions and the controlling terminal (XBD 11.1.2 to 11.1.4). */

import { fail, Interrupted } from './failure.js'
import type { OpenFile } from './file.js'
import type { Kernel } from './kernel.js'
import { panic } from './lives.js'
import type { Process } from './process.js'
import { send, sendGroup } from './signals.js'
import { type Blocking, sleepUntil } from './sleep.js'
import type { Terminal } from './terminal.js'
import type { TerminalEnd } from './terminal-end.js'

/** Seconds in which all that is to happen at once has begun. */
const MOMENT = 0.001

export function members(kernel: Kernel, group: number): Process[] {
  return kernel.living().filter(process => process.group === group)
}

/** XBD 3: no member has a parent in another group of the same session. */
export function isOrphaned(kernel: Kernel, group: number): boolean {
  return !members(kernel, group).some(({ parent, session }) => {
    return parent?.isAlive && parent.group !== group && parent.session === session
  })
}

/** Groups with a member that is stopped get SIGHUP and SIGCONT when they become orphaned (XSH _exit). */
export function rouseOrphans(kernel: Kernel, groups: Iterable<number>): void {
  for (const group of groups) {
    if (!isOrphaned(kernel, group)) continue
    if (!members(kernel, group).some(process => process.state === 'stopped')) continue
    sendGroup(kernel, group, 'SIGHUP')
    sendGroup(kernel, group, 'SIGCONT')
  }
}

/** Whether setsid() makes a session of it: not where a process is in a group that has its number. */
export function mayLead(kernel: Kernel, { id }: Process): boolean {
  if (kernel.profile.setsidByGroupLeader !== 'EPERM') return true
  return !kernel.all().some(({ group, reaped }) => group === id && !reaped)
}

/** setsid(): EPERM for a process that leads a group already. */
export function startSession(kernel: Kernel, process: Process): void {
  if (!mayLead(kernel, process)) fail('EPERM')
  process.session = process.id
  process.group = process.id
  if (kernel.profile.terminalAtSetsid === 'given-up') process.terminal = undefined
}

/** Makes it the leader's controlling terminal, and the leader's group its foreground. */
export function acquire(leader: Process, terminal: Terminal): void {
  terminal.session = leader.session
  const { foregroundAtFirst } = terminal.kernel.profile
  terminal.foreground = foregroundAtFirst === 'none' ? undefined : leader.group
  terminal.withoutNode = undefined
  leader.terminal = terminal
}

/** XBD 11.1.3: a leader without terminal may get this one by opening it. */
export function acquireByOpen(
  { profile }: Kernel,
  process: Process,
  terminal: Terminal,
  file: OpenFile,
  flags: ReadonlySet<string>,
): void {
  const { openAcquires, noctty } = profile
  if (!process.leadsSession || process.terminal || terminal.session !== undefined) return
  if (openAcquires === 'never' || (openAcquires === 'readable' && !file.isReadable)) return
  if (!flags.has('O_NOCTTY') || noctty === 'ignored') acquire(process, terminal)
}

/** The whole session loses its terminal. */
export function lose(kernel: Kernel, terminal: Terminal): void {
  for (const process of kernel.living())
    if (process.terminal === terminal) process.terminal = undefined
  terminal.session = undefined
  terminal.foreground = undefined
}

/** What the end of a process does to its session's terminal (XSH _exit, disassociate_ctty()). */
export function memberEnds(kernel: Kernel, process: Process): void {
  const { terminalReleasedBy } = kernel.profile
  if (process.leadsSession && terminalReleasedBy !== 'nobody') leaderEnds(kernel, process)
  else if (process.terminal && terminalReleasedBy === 'any-member') lose(kernel, process.terminal)
}

function leaderEnds(kernel: Kernel, leader: Process): void {
  const { terminal } = leader
  if (!terminal) {
    if (leader.formerForeground !== undefined) {
      sendGroup(kernel, leader.formerForeground, 'SIGHUP')
      sendGroup(kernel, leader.formerForeground, 'SIGCONT')
    }
    return
  }
  if (terminal.foreground !== undefined) sendGroup(kernel, terminal.foreground, 'SIGHUP')
  const isReachable = terminal.withoutNode === undefined
  lose(kernel, terminal)
  const { slaveAfterLeader } = kernel.profile
  if (slaveAfterLeader === 'hung-up') terminal.ends.hangUpSlaves()
  else if (slaveAfterLeader === 'revoked' && isReachable) terminal.ends.revoke()
}

/** The last slave descriptor is closed while a session has the terminal. */
export function sessionCloses(kernel: Kernel, terminal: Terminal): void {
  const { sessionAtSlaveClose } = kernel.profile
  if (sessionAtSlaveClose === 'lost-it') lose(kernel, terminal)
  else if (sessionAtSlaveClose === 'without-node') terminal.withoutNode = 'ENXIO'
}

/** TIOCNOTTY, through the terminal itself or /dev/tty. */
export function giveUp(kernel: Kernel, process: Process, isOnDevTty: boolean): void {
  const { givingUp, signalsAtGivingUp } = kernel.profile
  const { terminal, leadsSession } = process
  if (givingUp === 'ENOTTY' || (givingUp === 'by-members-on-dev-tty' && !isOnDevTty)) fail('ENOTTY')
  if (givingUp === 'by-members-on-dev-tty' && leadsSession) fail('EINVAL')
  if (givingUp === 'by-leaders' && !leadsSession) fail('EPERM')
  process.terminal = undefined
  if (!terminal || !leadsSession) return
  const { foreground } = terminal
  lose(kernel, terminal)
  if (foreground === undefined) return
  for (const signal of signalsAtGivingUp) sendGroup(kernel, foreground, signal)
}

/**
 * XBD 11.1.4: may this process of a background group go on with its call? It may where the terminal is not its own;
 * else its group gets the signal and the call starts anew afterwards.
 */
export function checkForeground(
  kernel: Kernel,
  process: Process,
  terminal: Terminal,
  call: string,
): void {
  const { profile } = kernel
  if (!profile.backgroundStops.includes(call) || !isBackground(process, terminal)) return
  const signal = ['read', 'poll'].includes(call) ? 'SIGTTIN' : 'SIGTTOU'
  if (!process.heeds(signal)) {
    const { readWithoutSigttin, callWithoutSigttou } = profile
    if ((signal === 'SIGTTIN' ? readWithoutSigttin : callWithoutSigttou) === 'EIO') fail('EIO')
    return
  }
  if (isOrphaned(kernel, process.group) && profile.orphanInBackground !== 'stopped') {
    if (profile.orphanInBackground === 'EIO') fail('EIO')
    return
  }
  if (profile.backgroundSignal === 'after-it' && kernel.ordersOpen)
    throw new Interrupted('as-handler-says', () => signalLate(kernel, process, terminal, signal))
  sendGroup(kernel, process.group, signal)
  if (profile.callAfterStop === 'starts-anew') throw new Interrupted('as-handler-says')
  const until = kernel.clock + 1
  throw new Interrupted('as-handler-says', () => failAt(until))
}

function* failAt(time: number): Blocking<never> {
  yield* sleepUntil(() => false, time)
  return fail('EAGAIN')
}

/** Others run between the look and the signal; who was moved meanwhile hears nothing, and waits. */
function* signalLate(
  kernel: Kernel,
  process: Process,
  terminal: Terminal,
  signal: string,
): Blocking<never> {
  const { group } = process
  yield* sleepUntil(() => false, kernel.clock + MOMENT)
  sendGroup(kernel, group, signal)
  if (process.group !== group) yield* sleepUntil(() => !isBackground(process, terminal))
  throw new Interrupted('as-handler-says')
}

export function isBackground(process: Process, terminal: Terminal): boolean {
  if (process.terminal !== terminal || terminal.foreground === undefined) return false
  return terminal.foreground !== process.group
}

/** Job control asks for the leader of the caller's session; what is left of one may have none. */
export function mustHaveLeader(kernel: Kernel, process: Process): void {
  if (kernel.profile.withoutLeader === 'answers') return
  if (!kernel.living().some(({ id }) => id === process.session)) panic(kernel)
}

/** TIOCSCTTY on one of a terminal's ends; `steals` is its argument 1. */
export function setTerminal(
  kernel: Kernel,
  process: Process,
  { terminal, side }: TerminalEnd,
  how: { readonly steals: boolean; readonly readable: boolean },
): void {
  const { profile } = kernel
  const { takenAgain, mayNotTake, stealing, unreadableTaken, takenByMaster } = profile
  if (process.leadsSession && process.terminal === terminal) {
    if (takenAgain !== 'succeeds') fail(takenAgain)
    terminal.withoutNode = undefined
    return
  }
  if (!process.leadsSession || process.terminal) fail(mayNotTake)
  if (terminal.session !== undefined) {
    const isFree = terminal.withoutNode && profile.terminalWithoutNode === 'free'
    const maySteal = stealing === 'anyone' || (stealing === 'root' && process.isRoot)
    if (!isFree && !(how.steals && maySteal)) fail('EPERM')
    lose(kernel, terminal)
  }
  if (!how.readable && unreadableTaken === 'by-root' && !process.isRoot) fail('EPERM')
  acquire(process, terminal)
  if (side === 'master' && takenByMaster !== 'as-slave') terminal.withoutNode = takenByMaster
}

/** tcsetpgrp(); a background caller was stopped before. */
export function setForeground(
  kernel: Kernel,
  process: Process,
  terminal: Terminal,
  group: number,
): void {
  if (process.terminal !== terminal || terminal.session !== process.session) fail('ENOTTY')
  if (group < 0) fail('EINVAL')
  const { unknownGroup, foreignGroup } = kernel.profile
  const found = kernel.all().find(other => other.group === group && !other.reaped)
  if (!found && unknownGroup !== 'accepted') fail(unknownGroup)
  if (found && found.session !== process.session && foreignGroup === 'EPERM') fail('EPERM')
  terminal.foreground = group
}

/** The last master descriptor was closed: the controlling process hears of it (XSH close). */
export function hangUpSession(kernel: Kernel, terminal: Terminal): void {
  const { hangupReaches, signalsAtHangup, othersAtHangup, terminalAtHangup } = kernel.profile
  const { foreground } = terminal
  const leader = kernel.living().find(process => process.id === terminal.session)
  if (leader) leader.formerForeground = foreground
  if (hangupReaches === 'foreground') terminal.signal(...signalsAtHangup)
  else if (leader) {
    for (const signal of signalsAtHangup) send(kernel, leader, signal)
    if (foreground !== leader.group) terminal.signal(...othersAtHangup)
  }
  if (terminalAtHangup === 'lost') lose(kernel, terminal)
}
