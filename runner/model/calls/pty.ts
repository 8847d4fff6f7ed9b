/** posix_openpt() and its family (XSH). */
import { type CallContext, type CallFamily, failingWith } from '../call.js'
import { Failure, fail } from '../failure.js'
import { descriptorFlags, type OpenFile, terminalEnd } from '../file.js'
import { flagsOf } from '../flags.js'
import { openMaster, openPath, openSlave } from '../opening.js'
import { locate } from '../paths.js'
import { constant, list, number, struct, text, zero } from '../show.js'
import type { Terminal } from '../terminal.js'
import { changeTermios } from '../termios.js'
import { windowSizeOf } from './terminal.js'

export const ptyCalls: CallFamily = {
  posix_openpt: context => number(openPt(context, context.args.flags(0).names)),

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

  ptsname_r(context) {
    try {
      const name = checkedName(context)
      if (context.args.number(1) < name.length + 1) fail('ERANGE')
      return struct({ ret: zero, errno: zero, buf: text(name) })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      const errno = constant(error.errno)
      return struct({ ret: errno, errno, buf: constant('UNTOUCHED') })
    }
  },

  openpty(context) {
    const { kernel, process, args } = context
    const { files } = kernel.world
    const master = openPt(context, new Set(['O_RDWR']))
    const { end } = files.terminal(process, master)
    const { terminal } = end
    terminal.isLocked = false
    const slave = openSlave(kernel, process, terminal, flagsOf(['O_RDWR', 'O_NOCTTY']).names, {
      node: terminal.node,
    })
    const slaveNumber = files.install(process, slave)
    if (!args.isPointer(0)) terminal.setTermios(changeTermios(terminal.termios, args.struct(0)))
    if (!args.isPointer(1)) terminal.setWindowSize(windowSizeOf(args, args.struct(1), terminal))
    return list([number(master), number(slaveNumber), text(slaveName(terminal))])
  },
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
