/** grantpt(): what it makes of a slave's node, and by whom. */
import { isCapableOf, owns } from './credentials.js'
import { fail } from './failure.js'
import type { Kernel } from './kernel.js'
import { own } from './new-slave.js'
import type { Process } from './process.js'
import { send } from './signals.js'
import type { Terminal } from './terminal.js'

/** Owner, group and mode that XSH grantpt demands. */
export function grant(kernel: Kernel, process: Process, { node }: Terminal): void {
  const { grant: how, grantedMode } = kernel.profile
  if (how === 'looks-only') return
  const { uid } = process.credentials
  const tty = Number(kernel.setting('tty.gid'))
  const mode = grantedMode === 'less-umask' ? 0o620 & ~process.mask : 0o620
  if (node.uid === uid && node.gid === tty && node.mode === mode) return
  const { credentials } = process
  const mayChangeOwner = isCapableOf(credentials, node)
  const isRight = node.uid === uid && node.gid === tty
  const may = mayChangeOwner || (isRight && owns(credentials, node))
  if (how === 'as-caller' && !may) fail('EPERM')
  own(node, uid, tty, mode)
  if (how === 'by-helper' && !may) helperEnds(kernel, process)
}

/** A child was forked for it, and its end is heard of like any other's (glibc sysdeps/unix/grantpt.c). */
function helperEnds(kernel: Kernel, process: Process): void {
  if (process.disposition('SIGCHLD').action === 'ignore') fail('ECHILD')
  send(kernel, process, 'SIGCHLD')
}
