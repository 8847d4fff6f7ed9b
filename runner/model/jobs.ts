/** Process groups, sessions and the controlling terminal (XBD 11.1.2 to 11.1.4). */
import { fail, Interrupted } from './failure.js'
import type { Kernel } from './kernel.js'
import type { Process } from './process.js'
import { send, sendGroup } from './signals.js'
import type { Terminal } from './terminal.js'

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

/** setsid(): EPERM for a process that leads a group already. */
export function startSession(kernel: Kernel, process: Process): void {
  if (kernel.all().some(({ group, reaped }) => group === process.id && !reaped)) fail('EPERM')
  process.session = process.id
  process.group = process.id
  process.terminal = undefined
}

/** Makes it the leader's controlling terminal, and the leader's group its foreground. */
export function acquire(leader: Process, terminal: Terminal): void {
  terminal.session = leader.session
  terminal.foreground = leader.group
  leader.terminal = terminal
}

/** The whole session loses its terminal. */
export function lose(kernel: Kernel, terminal: Terminal): void {
  for (const process of kernel.living())
    if (process.terminal === terminal) process.terminal = undefined
  terminal.session = undefined
  terminal.foreground = undefined
}

/** What the end of a session's leader does to its terminal (XSH _exit, disassociate_ctty()). */
export function leaderEnds(kernel: Kernel, leader: Process): void {
  const { terminal } = leader
  if (!terminal) {
    if (leader.formerForeground !== 0) {
      sendGroup(kernel, leader.formerForeground, 'SIGHUP')
      sendGroup(kernel, leader.formerForeground, 'SIGCONT')
    }
    return
  }
  if (terminal.foreground !== undefined) sendGroup(kernel, terminal.foreground, 'SIGHUP')
  lose(kernel, terminal)
  if (kernel.profile.slaveAfterLeader === 'hung-up') terminal.hangUpSlaves()
}

/** TIOCNOTTY. */
export function giveUp(kernel: Kernel, process: Process): void {
  const { terminal } = process
  if (!terminal) return
  if (!process.leadsSession) {
    process.terminal = undefined
    return
  }
  const { foreground } = terminal
  lose(kernel, terminal)
  if (foreground === undefined) return
  for (const signal of kernel.profile.signalsAtGivingUp) sendGroup(kernel, foreground, signal)
}

/**
 * XBD 11.1.4: may this process of a background group go on? It may where the terminal is not its own; else its group
 * gets the signal and the call starts anew afterwards.
 */
export function checkForeground(
  kernel: Kernel,
  process: Process,
  terminal: Terminal,
  signal: 'SIGTTIN' | 'SIGTTOU',
): void {
  if (process.terminal !== terminal) return
  if (terminal.foreground === undefined || terminal.foreground === process.group) return
  if (!process.heeds(signal)) {
    if (signal === 'SIGTTIN') fail('EIO')
    return
  }
  if (isOrphaned(kernel, process.group)) fail('EIO')
  sendGroup(kernel, process.group, signal)
  throw new Interrupted('as-handler-says')
}

/** TIOCSCTTY; `steals` is its argument 1. */
export function setTerminal(
  kernel: Kernel,
  process: Process,
  terminal: Terminal,
  how: { readonly steals: boolean; readonly readable: boolean },
): void {
  if (process.leadsSession && process.terminal === terminal) return
  if (!process.leadsSession || process.terminal) fail('EPERM')
  if (terminal.session !== undefined) {
    if (!how.steals || !process.isRoot) fail('EPERM')
    lose(kernel, terminal)
  }
  if (!how.readable && !process.isRoot) fail('EPERM')
  acquire(process, terminal)
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
  const found = kernel.all().find(other => other.group === group && !other.reaped)
  if (!found) fail(kernel.profile.unknownGroup)
  if (found.session !== process.session) fail('EPERM')
  terminal.foreground = group
}

/** The last master descriptor was closed: the controlling process hears of it (XSH close). */
export function hangUpSession(kernel: Kernel, terminal: Terminal): void {
  const leader = kernel.living().find(process => process.id === terminal.session)
  if (leader) {
    leader.formerForeground = terminal.foreground ?? 0
    for (const signal of kernel.profile.signalsAtHangup) send(kernel, leader, signal)
  }
  if (kernel.profile.terminalAtHangup === 'lost') lose(kernel, terminal)
}
