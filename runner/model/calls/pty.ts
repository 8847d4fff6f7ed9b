/** posix_openpt() and its family (XSH). */

import { type CallContext, type CallFamily, failingWith } from '../call.js'
import { owns } from '../credentials.js'
import { fail, NotModelled } from '../failure.js'
import { type OpenFile, terminalEnd } from '../file.js'
import { flagsOf } from '../flags.js'
import { grant } from '../grant.js'
import { mayLead, setTerminal, startSession } from '../jobs.js'
import type { Kernel } from '../kernel.js'
import { fork } from '../lives.js'
import { openPath, openSlave } from '../opening.js'
import { bothEnds, masterPath, openPt } from '../openpt.js'
import { locate } from '../paths.js'
import type { Process } from '../process.js'
import { constant, list, number, text, zero } from '../show.js'
import type { Terminal } from '../terminal.js'
import type { TerminalEnd } from '../terminal-end.js'
import { changeTermios } from '../termios.js'
import { named, withField } from './names.js'
import { windowSizeOf } from './terminal.js'

const readWrite = flagsOf(['O_RDWR']).names

export const ptyCalls: CallFamily = {
  posix_openpt: context =>
    number(openPt(context.kernel, context.process, context.args.flags(0).names)),
  getpt: context => number(openPt(context.kernel, context.process, new Set(['O_RDWR']))),

  grantpt(context) {
    const { kernel, process } = context
    if (kernel.profile.grant === 'does-nothing') return zero
    grant(kernel, process, masterOf(context, kernel.profile.noMaster).terminal)
    return zero
  },

  unlockpt(context) {
    const { unlock, noMaster } = context.kernel.profile
    if (unlock === 'of-anything' && sideOf(context) !== 'master') return zero
    const { terminal } = masterOf(context, noMaster)
    if (sideOf(context) !== 'master') fail(noMaster)
    terminal.isLocked = false
    return zero
  },

  ptsname(context) {
    const name = failingWith('NULL', () => text(checkedName(context)))(context)
    const isBare = name.kind === 'failure' && context.kernel.profile.ptsnameErrno === 'unset'
    return isBare ? constant('NULL') : name
  },

  ptsname_r(context) {
    const { ptsnameFailure, smallPtsnameBuffer } = context.kernel.profile
    const result = named(context, () => checkedName(context), smallPtsnameBuffer)
    const [ret] = result.fields
    if (ptsnameFailure === 'number' || ret?.value.kind === 'number') return result
    return ptsnameFailure === '-1'
      ? withField(result, 'ret', number(-1))
      : withField(result, 'errno', zero)
  },

  openpty(context) {
    const { master, slave, name } = openPair(context)
    return list([number(master), number(slave), text(name)])
  },

  forkpty(context) {
    const { kernel, process } = context
    const { files } = kernel.world
    const { master, slave, name } = openPair(context)
    const { forkptyWithoutProcess, masterInForkptyChild } = kernel.profile
    if (!process.mayFork) {
      files.close(process, slave)
      if (forkptyWithoutProcess === 'closes-both') files.close(process, master)
    }
    const child = fork(kernel, process)
    if (masterInForkptyChild === 'closed') files.close(child, master)
    logIn(kernel, child, slave)
    files.close(process, slave)
    return list([number(master), number(child.id), text(name)])
  },

  login_tty({ kernel, process, args }) {
    logIn(kernel, process, args.number(0))
    return zero
  },

  vhangup({ kernel, process }) {
    const { hangUpBy, hangUpWithoutTerminal } = kernel.profile
    if (!process.isRoot && hangUpBy !== 'anybody') fail('EPERM')
    if (hangUpBy === 'nobody') fail('ENOSYS')
    if (!process.terminal && hangUpWithoutTerminal !== 'nothing') fail(hangUpWithoutTerminal)
    process.terminal?.ends.hangUp()
    return zero
  },

  revoke({ kernel, process, args }) {
    const { node } = locate(process, args.text(0))
    if (node.device !== 'slave') throw new NotModelled('revoking what is no slave')
    const { hangUpBy } = kernel.profile
    if (!owns(process.credentials, node) && hangUpBy === 'root') fail('EPERM')
    node.terminal?.ends.revoke()
    return zero
  },

  ptmget({ kernel, process }) {
    const { files } = kernel.world
    const management = files.install(process, openPath(kernel, process, '/dev/ptm', readWrite, 0))
    const { master, slave, terminal } = bothEnds(kernel, process)
    files.close(process, management)
    const { name } = terminal
    return list([number(master), number(slave), text(masterPath(name)), text(name)])
  },
}

/** What openpty() makes: both ends' descriptors and the slave's name, with the parameters that were asked for. */
function openPair(context: CallContext): { master: number; slave: number; name: string } {
  const { kernel, process, args } = context
  const { files } = kernel.world
  const master = openPt(kernel, process, new Set(['O_RDWR']))
  const { terminal } = files.terminal(process, master).end
  terminal.isLocked = false
  const slave = slaveOrNeither(kernel, process, master, () =>
    openSlave(kernel, process, terminal, flagsOf(['O_RDWR', 'O_NOCTTY']).names, {
      node: terminal.node,
    }),
  )
  const { name } = terminal
  if (kernel.profile.openptyArguments === 'ignored') return { master, slave, name }
  // glibc's openpty() asks for TCSAFLUSH, and does not look whether that succeeds.
  const isSettable = !kernel.profile.unknownRequests.includes('TCSAFLUSH')
  if (!args.isPointer(0) && isSettable)
    terminal.setTermios(changeTermios(terminal.termios, args.struct(0)))
  if (!args.isPointer(1)) terminal.setWindowSize(windowSizeOf(args, args.struct(1), terminal))
  return { master, slave, name }
}

/** The slave's descriptor; where there is none to be had, the master is closed, too. */
function slaveOrNeither(
  kernel: Kernel,
  process: Process,
  master: number,
  open: () => OpenFile,
): number {
  const { files } = kernel.world
  try {
    return files.install(process, open())
  } catch (error) {
    files.close(process, master)
    throw error
  }
}

/** login_tty(): a session of its own where it can have one, this as its terminal, and as 0, 1 and 2. */
function logIn(kernel: Kernel, process: Process, number: number): void {
  const { files } = kernel.world
  if (mayLead(kernel, process)) startSession(kernel, process)
  const { file, end } = files.terminal(process, number)
  setTerminal(kernel, process, end, { steals: false, readable: file.isReadable })
  const { loginTty } = kernel.profile
  for (const standard of [0, 1, 2]) {
    if (standard === number || loginTty === 'without-streams') continue
    if (process.descriptors.has(standard)) files.close(process, standard)
    files.install(process, file, undefined, standard)
  }
  if (number > 2 && loginTty !== 'keeps-argument') files.close(process, number)
}

/** The master a descriptor is open on, or a slave that passes for one; EBADF, or this errno for anything else. */
function masterOf(
  { kernel, process, args }: CallContext,
  errno: string,
): { file: OpenFile; terminal: Terminal } {
  const file = kernel.world.files.usable(process, args.number(0))
  const end = terminalEnd(file)
  const isMaster = end?.side === 'master' || kernel.profile.numberTold === 'by-both'
  return end && isMaster ? { file, terminal: end.terminal } : fail(errno)
}

/** ENOENT or ENOTTY where the profile looks at the file and it is not there, or another's. */
function checkedName(context: CallContext): string {
  const { nameIsChecked, noMasterName } = context.kernel.profile
  if (noMasterName === 'empty' && sideOf(context) === 'slave') return ''
  const { terminal } = masterOf(context, noMasterName)
  const { name } = terminal
  if (nameIsChecked && locate(context.process, name).node.device !== 'slave') fail('ENOTTY')
  return name
}

function sideOf({ process, args }: CallContext): TerminalEnd['side'] | undefined {
  const descriptor = process.descriptors.get(args.number(0))
  return descriptor && terminalEnd(descriptor.file)?.side
}
