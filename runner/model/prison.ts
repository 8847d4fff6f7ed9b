/** Jails (FreeBSD jail(8)): who is in one finds the terminals that were made in it and below it, and no others. */
import type { Inode } from './mounts.js'

export class Prison {
  /** The system itself is no prison and has no parent. */
  constructor(
    readonly id: number,
    readonly parent: Prison | undefined,
  ) {}
}

/** devfs_prison_check(). */
export function isFound({ prison }: { readonly prison?: Prison }, node: Inode): boolean {
  if (!prison || node.device !== 'slave') return true
  for (let at = node.prison; at; at = at.parent) if (at === prison) return true
  return false
}
