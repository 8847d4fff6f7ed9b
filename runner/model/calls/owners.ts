/** Who owns a file and who may what with it: chmod, chown, umask. */
import type { CallContext, CallFamily } from '../call.js'
import { isCapableOf } from '../credentials.js'
import { fail, Refused } from '../failure.js'
import type { Kernel } from '../kernel.js'
import type { Inode } from '../mounts.js'
import { locate, mustOwn } from '../paths.js'
import { number, zero } from '../show.js'
import type { IdMap } from '../users.js'
import { EPOCH, isNodeless } from './looks.js'

export const ownerCalls: CallFamily = {
  chmod(context) {
    changeMode(context, changeableByPath(context))
    return zero
  },

  fchmod(context) {
    changeMode(context, changeableByFile(context))
    return zero
  },

  chown(context) {
    changeOwner(context, changeableByPath(context))
    return zero
  },

  fchown(context) {
    changeOwner(context, changeableByFile(context))
    return zero
  },

  /** The times of its owner's choice; EPERM for others (XSH utimensat). */
  utimensat(context) {
    changeableByPath(context).modified = context.args.number(1) - EPOCH
    return zero
  },

  umask({ process, args }) {
    const before = process.mask
    process.mask = args.number(0) & 0o777
    return number(before)
  },
}

function changeOwner({ kernel, process, args }: CallContext, node: Inode): void {
  const { credentials } = process
  const { euid, egid, groups, namespace } = credentials
  const uid = changedId(args.number(1), namespace.users) ?? node.uid
  const gid = changedId(args.number(2), namespace.groups) ?? node.gid
  const isMember = gid === node.gid || gid === egid || groups.includes(gid)
  const mayAsOwner = node.uid === euid && uid === node.uid && isMember
  if (!mayAsOwner && !isCapableOf(credentials, node) && !isAnybodys(kernel, node)) fail('EPERM')
  if (isLost(kernel, node)) return
  node.uid = uid
  node.gid = gid
}

function isLost({ profile }: Kernel, node: Inode): boolean {
  return node.device === 'slave' && profile.nodeChanges === 'lost'
}

function isAnybodys({ profile }: Kernel, node: Inode): boolean {
  return node.device === 'slave' && profile.nodeChanges === 'by-anybody'
}

/** -1 stays as it is; EINVAL for one that the namespace does not have. */
function changedId(id: number, known: IdMap): number | undefined {
  return id === -1 ? undefined : (known.inKernel(id) ?? fail('EINVAL'))
}

function changeMode({ kernel, process, args }: CallContext, node: Inode): void {
  if (!isAnybodys(kernel, node)) mustOwn(process, node)
  if (isLost(kernel, node)) return
  node.mode = args.number(1) & 0o7777
}

/** What the path in front names, if that may be changed. */
function changeableByPath(context: CallContext): Inode {
  const { mount, node } = locate(context.process, context.args.text(0))
  if (mount.flags.has('MS_RDONLY')) fail('EROFS')
  return mayChange(context, node)
}

/** What the descriptor in front is open on, if that may be changed. */
function changeableByFile(context: CallContext): Inode {
  const { kernel, process, args } = context
  const file = kernel.world.files.usable(process, args.number(0))
  if (isNodeless(kernel, file)) fail('EINVAL')
  return mayChange(context, file.node)
}

/** Language 5.7: the scratch folder, instances and pairs of the case's own, nothing else. */
function mayChange({ kernel }: CallContext, node: Inode): Inode {
  const { world } = kernel
  const isOwn = node.terminal || node.fileSystem === world.scratch.fileSystem
  const isOwnInstance = node.fileSystem.devpts && node.fileSystem.devpts !== world.devpts
  if (!isOwn && !isOwnInstance)
    throw new Refused(
      'owner and mode may only be changed in the scratch folder, an instance and pairs of the case',
    )
  return node
}
