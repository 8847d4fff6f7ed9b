/** Who a process is and what it may do for that (Linux credentials(7), capabilities(7)). Ids are the kernel's own. */
import type { Inode } from './mounts.js'
import type { Prison } from './prison.js'
import type { UserNamespace } from './users.js'

export interface Credentials {
  uid: number
  euid: number
  suid: number
  gid: number
  egid: number
  groups: readonly number[]
  namespace: UserNamespace
  /** Has the rights of root in its namespace: all of them or none. */
  isCapable: boolean
  /** The jail it is in. */
  prison?: Prison
}

/** cap_capable(): in its own namespace, in those below it, and in those that its user has made. */
export function isCapableIn(credentials: Credentials, over: UserNamespace): boolean {
  const { namespace, isCapable, euid } = credentials
  for (let at: UserNamespace | undefined = over; at; at = at.parent) {
    if (at === namespace) return isCapable
    if (at.parent === namespace && at.maker.euid === euid) return true
  }
  return false
}

/** capable_wrt_inode_uidgid(): rights do not reach files whose owner or group the namespace does not have. */
export function isCapableOf({ namespace, isCapable }: Credentials, { uid, gid }: Inode): boolean {
  return isCapable && namespace.users.has(uid) && namespace.groups.has(gid)
}

/** fsuidgid_has_mapping(): whether this namespace has its user and group. */
export function isKnown({ euid, egid }: Credentials, { users, groups }: UserNamespace): boolean {
  return users.has(euid) && groups.has(egid)
}

/** inode_owner_or_capable(). */
export function owns({ namespace, isCapable, euid }: Credentials, { uid }: Inode): boolean {
  return uid === euid || (isCapable && namespace.users.has(uid))
}

/** cap_emulate_setxuid(): rights come and go with the effective user that is root. */
export function changeUser(
  credentials: Credentials,
  ids: Partial<Record<'uid' | 'euid' | 'suid', number>>,
): void {
  const { root } = credentials.namespace.users
  const wasRoot = credentials.euid === root
  Object.assign(credentials, ids)
  const isRoot = credentials.euid === root
  if (wasRoot !== isRoot) credentials.isCapable = isRoot
}
