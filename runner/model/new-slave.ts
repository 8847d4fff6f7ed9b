/** What a slave's node is like when its master was opened, before grantpt(). */
import { certain } from './certain.js'
import type { Kernel } from './kernel.js'
import type { Inode } from './mounts.js'
import type { Opener } from './pair-table.js'

/** What the mount says of slaves, where slaves lie in a file system that is mounted for them. */
interface Mounted {
  readonly uid?: number
  readonly gid?: number
  readonly mode: number
}

export function handOut(kernel: Kernel, node: Inode, opener: Opener, mounted?: Mounted): void {
  const { uid, euid, egid } = opener
  const tty = Number(kernel.setting('tty.gid'))
  const { newSlave } = kernel.profile
  if (newSlave === 'as-mounted') {
    const { uid = euid, gid = egid, mode } = certain(mounted)
    own(node, uid, gid, mode)
  }
  if (newSlave === 'openers') own(node, euid, egid, 0o600)
  else if (newSlave === 'callers') own(node, uid, tty, 0o620)
  else if (newSlave === 'roots') own(node, 0, tty, 0o620)
  else if (newSlave === 'everybodys') own(node, 0, 0, 0o666)
}

export function own(node: Inode, uid: number, gid: number, mode: number): void {
  node.uid = uid
  node.gid = gid
  node.mode = mode
}
