/** posix_openpt() and its family (XSH). */
import { type CallContext, type CallFamily, failingWith, notModelled } from '../call.js'
import { Failure, fail } from '../failure.js'
import { descriptorFlags, type OpenFile, terminalEnd } from '../file.js'
import { flagsOf } from '../flags.js'
import { setTerminal, startSession } from '../jobs.js'
import type { Kernel } from '../kernel.js'
import { openMaster, openPath, openSlave } from '../opening.js'
import { locate } from '../paths.js'
import type { Process } from '../process.js'
import { list, number, text, zero } from '../show.js'
import type { Terminal } from '../terminal.js'
import { changeTermios } from '../termios.js'
import { named, windowSizeOf } from './terminal.js'

export const ptyCalls: CallFamily = {
  posix_openpt: context => number(openPt(context, context.args.flags(0).names)),
  getpt: context => number(openPt(context, new Set(['O_RDWR']))),

  grantpt(context) {
    const { node } = masterOf(context, context.kernel.profile.noMaster).terminal
    if (context.kernel.profile.grant === 'looks-only') return zero
    node.uid = context.process.credentials.uid
    node.gid = Number(context.kernel.setting('tty.gid'))
    node.mode = 0o620
    return zero
  },

  unlockpt(context) {
    masterOf(context, context.kernel.profile.noMaster).terminal.isLocked = false
    return zero
  },

  ptsname: failingWith('NULL', context => {
    return text(checkedName(context))
  }),

  ptsname_r: context => named(context, () => checkedName(context)),

  openpty(context) {
    const { master, slave, name } = openPair(context)
    return list([number(master), number(slave), text(name)])
  },

  forkpty(context) {
    const { kernel, process } = context
    const { files } = kernel.world
    const { master, slave, name } = openPair(context)
    if (!process.mayFork) for (const number of [master, slave]) files.close(process, number)
    const child = kernel.fork(process)
    files.close(child, master)
    logIn(kernel, child, slave)
    files.close(process, slave)
    return list([number(master), number(child.id), text(name)])
  },

  login_tty({ kernel, process, args }) {
    logIn(kernel, process, args.number(0))
    return zero
  },

  vhangup({ process }) {
    if (!process.isRoot) fail('EPERM')
    process.terminal?.hangUp()
    return zero
  },

  ptmget: notModelled('ptmget'),
  revoke: notModelled('revoke'),
}

/** What openpty() makes: both ends' descriptors and the slave's name, with the parameters that were asked for. */
function openPair(context: CallContext): { master: number; slave: number; name: string } {
  const { kernel, process, args } = context
  const { files } = kernel.world
  const master = openPt(context, new Set(['O_RDWR']))
  const { terminal } = files.terminal(process, master).end
  terminal.isLocked = false
  const opened = openSlave(kernel, process, terminal, flagsOf(['O_RDWR', 'O_NOCTTY']).names, {
    node: terminal.node,
  })
  const slave = files.install(process, opened)
  if (!args.isPointer(0)) terminal.setTermios(changeTermios(terminal.termios, args.struct(0)))
  if (!args.isPointer(1)) terminal.setWindowSize(windowSizeOf(args, args.struct(1), terminal))
  return { master, slave, name: slaveName(terminal) }
}

/** login_tty(): a session of its own where it can have one, this as its terminal, and as 0, 1 and 2. */
function logIn(kernel: Kernel, process: Process, number: number): void {
  const { files } = kernel.world
  try {
    startSession(kernel, process)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
  }
  const { file, end } = files.terminal(process, number)
  setTerminal(kernel, process, end.terminal, { steals: false, readable: file.isReadable })
  for (const standard of [0, 1, 2]) {
    if (standard === number) continue
    if (process.descriptors.has(standard)) files.close(process, standard)
    files.install(process, file, undefined, standard)
  }
  if (number > 2) files.close(process, number)
}

/** A new master's descriptor. */
function openPt({ kernel, process }: CallContext, flags: ReadonlySet<string>): number {
  const { files, devpts } = kernel.world
  files.lowest(process)
  const file =
    kernel.profile.master === 'multiplexor'
      ? openPath(kernel, process, '/dev/ptmx', flags, 0)
      : openMaster(kernel, process, devpts, flags)
  return files.install(process, file, descriptorFlags(flags))
}

/** The master a descriptor is open on; EBADF, or this errno for anything else. */
function masterOf(
  { kernel, process, args }: CallContext,
  errno: string,
): { file: OpenFile; terminal: Terminal } {
  const file = kernel.world.files.usable(process, args.number(0))
  const end = terminalEnd(file)
  return end?.side === 'master' ? { file, terminal: end.terminal } : fail(errno)
}

/** ENOENT or ENOTTY where the profile looks at the file and it is not there, or another's. */
function checkedName(context: CallContext): string {
  const { nameIsChecked, noMasterName } = context.kernel.profile
  const { terminal } = masterOf(context, noMasterName)
  const name = slaveName(terminal)
  if (nameIsChecked && locate(context.process, name).node.device !== 'slave') fail('ENOTTY')
  return name
}

function slaveName(terminal: Terminal): string {
  return `/dev/pts/${terminal.number}`
}
