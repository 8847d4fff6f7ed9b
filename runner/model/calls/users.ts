/** Who a process is: what it goes by, and may become (XSH setuid, Linux credentials(7)). */
import type { CallContext, CallFamily } from '../call.js'
import { changeUser } from '../credentials.js'
import { fail } from '../failure.js'
import { number, zero } from '../show.js'

export const userCalls: CallFamily = {
  getuid: ({ process: { credentials } }) =>
    number(credentials.namespace.users.shown(credentials.uid)),
  geteuid: ({ process: { credentials } }) =>
    number(credentials.namespace.users.shown(credentials.euid)),
  getgid: ({ process: { credentials } }) =>
    number(credentials.namespace.groups.shown(credentials.gid)),

  setuid(context) {
    const { process } = context
    const { credentials } = process
    const uid = askedId(context, 'users')
    const { euid } = credentials
    if (credentials.isCapable) changeUser(credentials, { uid, euid: uid, suid: uid })
    else if (uid === credentials.uid || uid === credentials.suid)
      changeUser(credentials, { euid: uid })
    else fail('EPERM')
    if (credentials.euid !== euid) process.isDumpable = false
    return zero
  },

  seteuid(context) {
    const { process } = context
    const { credentials } = process
    const uid = askedId(context, 'users')
    const { uid: real, euid, suid } = credentials
    if (!credentials.isCapable && ![real, euid, suid].includes(uid)) fail('EPERM')
    changeUser(credentials, { euid: uid })
    if (uid !== euid) process.isDumpable = false
    return zero
  },

  setgid(context) {
    const { process } = context
    const { credentials } = process
    const gid = askedId(context, 'groups')
    const { egid } = credentials
    if (credentials.isCapable) Object.assign(credentials, { gid, egid: gid })
    else if (gid === credentials.gid) credentials.egid = gid
    else fail('EPERM')
    if (gid !== egid) process.isDumpable = false
    return zero
  },

  /** userns_may_setgroups(): not before groups are mapped, nor where it was denied. */
  setgroups({ process, args }) {
    const { credentials } = process
    const { groups, allowsSetgroups } = credentials.namespace
    if (!credentials.isCapable || !groups.isWritten || !allowsSetgroups) fail('EPERM')
    credentials.groups = args
      .set(0)
      .map(value => groups.inKernel(args.numberOf(value)) ?? fail('EINVAL'))
    return zero
  },
}

/** EINVAL for one that the namespace does not have. */
function askedId({ process, args }: CallContext, kind: 'users' | 'groups'): number {
  return process.credentials.namespace[kind].inKernel(args.number(0)) ?? fail('EINVAL')
}
