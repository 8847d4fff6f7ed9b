/** Jails (FreeBSD jail(8)): who is in one finds the terminals that were made in it and below it, and no others. */
import type { Inode } from './mounts.js'
import type { Process } from './process.js'

export class Prison {
  /** The system itself is no prison and has no parent. */
  constructor(
    readonly id: number,
    readonly parent: Prison | undefined,
  ) {}
}

/** devfs_prison_check(): one's own controlling terminal is found, wherever it was made. */
export function isFound({ credentials, terminal }: Process, node: Inode): boolean {
  const { prison } = credentials
  if (!prison || node.device !== 'slave' || (terminal && node.terminal === terminal)) return true
  for (let at = node.prison; at; at = at.parent) if (at === prison) return true
  return false
}
