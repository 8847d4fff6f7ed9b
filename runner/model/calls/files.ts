/** Files by name: what is there, who may use it, and changes to it. */
import type { StructValue, Value } from '../../suite/suite.js'
import { type CallContext, type CallFamily, failingWith } from '../call.js'
import { isCapableOf, isKnown } from '../credentials.js'
import { DeadFile } from '../dead-file.js'
import { fail, NotModelled, Refused } from '../failure.js'
import { type OpenFile, terminalEnd } from '../file.js'
import { flagsOf, showFlags } from '../flags.js'
import type { Kernel } from '../kernel.js'
import type { Inode, Location, NodeKind } from '../mounts.js'
import { locate, lookUp, may, mustOwn, pathOf } from '../paths.js'
import { isFound } from '../prison.js'
import type { Process } from '../process.js'
import { number, set, showDevice, struct, text, zero } from '../show.js'
import type { IdMap } from '../users.js'
import { SCRATCH } from '../world.js'

export const fileCalls: CallFamily = {
  stat: ({ process, args }) => showStat(process, locate(process, args.text(0)).node),
  lstat: ({ process, args }) => showStat(process, locate(process, args.text(0), false).node),
  fstat({ kernel, process, args }) {
    const file = kernel.world.files.get(process, args.number(0))
    if (file.object instanceof DeadFile) fail('EBADF')
    const stat = showStat(process, file.node)
    if (!isNodeless(kernel, file)) return stat
    const fields = stat.fields.map(field => {
      return ofFileSystems.includes(field.name) ? { ...field, value: zero } : field
    })
    return { ...stat, fields }
  },

  listdir({ process, args }) {
    const { node } = locate(process, args.text(0))
    if (node.kind !== 'S_IFDIR') fail('ENOTDIR')
    if (!may(process, node, 'r')) fail('EACCES')
    const kind = args.count > 1 ? args.word(1) : ''
    const found = [...node.entries]
      .filter(([, entry]) => isFound(process, entry))
      .filter(([, entry]) => kind === '' || entry.kind === kinds[kind])
      .map(([name]) => name)
    const names = kind === 'DT_DIR' ? [...found, '.', '..'] : found
    return set(names.sort().map(text))
  },

  readlink({ process, args }) {
    const { node } = locate(process, args.text(0), false)
    return node.kind === 'S_IFLNK' ? text(node.target) : fail('EINVAL')
  },

  access({ process, args }) {
    const { node } = locate(process, args.text(0))
    const { uid, gid, namespace } = process.credentials
    const isCapable = uid === namespace.users.root
    const asReal = { credentials: { ...process.credentials, euid: uid, egid: gid, isCapable } }
    for (const name of args.flags(1).names) {
      const how = ways[name]
      if (how && !may(asReal, node, how)) fail('EACCES')
    }
    return zero
  },

  chmod(context) {
    changeMode(context, changeable(context, locate(context.process, context.args.text(0))))
    return zero
  },

  fchmod(context) {
    const { kernel, process, args } = context
    const file = kernel.world.files.usable(process, args.number(0))
    if (isNodeless(kernel, file)) fail('EINVAL')
    changeMode(context, mayChange(context, file.node))
    return zero
  },

  chown(context) {
    const { process, args } = context
    changeOwner(context, changeable(context, locate(process, args.text(0))))
    return zero
  },

  fchown(context) {
    const { kernel, process, args } = context
    const file = kernel.world.files.usable(process, args.number(0))
    if (isNodeless(kernel, file)) fail('EINVAL')
    changeOwner(context, mayChange(context, file.node))
    return zero
  },

  link(context) {
    const { process } = context
    const from = entryOf(context, 0)
    const { directory, name, location } = lookUp(process, context.args.text(1), false)
    if (location) fail('EEXIST')
    if (directory.mount !== from.mount) fail('EXDEV')
    if (from.node.kind === 'S_IFDIR') fail('EPERM')
    mustMake(context, directory)
    from.node.links++
    directory.node.entries.set(name, from.node)
    return zero
  },

  chdir({ process, args }) {
    const found = locate(process, args.text(0))
    if (found.node.kind !== 'S_IFDIR') fail('ENOTDIR')
    if (!may(process, found.node, 'x')) fail('EACCES')
    process.directory = found
    return zero
  },

  chroot({ process, args }) {
    const found = locate(process, args.text(0))
    if (found.node.kind !== 'S_IFDIR') fail('ENOTDIR')
    if (!process.isCapableIn(process.credentials.namespace)) fail('EPERM')
    if (!process.root && !pathOf(found).startsWith(`${SCRATCH}/`))
      throw new Refused("a case's root is a folder in the scratch folder")
    process.root = found
    return zero
  },

  mkdir: context => make(context, 'S_IFDIR', context.args.number(1)),

  symlink(context) {
    const node = makeAt(context, 1, 'S_IFLNK', 0o777)
    node.target = context.args.text(0)
    return zero
  },

  mknod(context) {
    const kind = [...context.args.flags(1).names].find(name => name.startsWith('S_IF'))
    const mode = Number(context.args.flags(1).number)
    if (kind === 'S_IFCHR' && !context.process.isRoot) fail('EPERM')
    if (kind !== undefined && kind !== 'S_IFCHR' && kind !== 'S_IFREG' && kind !== 'S_IFIFO')
      throw new NotModelled(`the model lacks mknod of ${kind}`)
    const node = makeAt(context, 0, kind ?? 'S_IFREG', mode & ~context.process.mask)
    if (kind === 'S_IFCHR') setDevice(node, context.args.number(2))
    return zero
  },

  rmdir(context) {
    const found = entryOf(context, 0)
    if (found.node.kind !== 'S_IFDIR') fail('ENOTDIR')
    if (isMounted(context.process, found)) fail('EBUSY')
    if (found.node.entries.size > 0) fail('ENOTEMPTY')
    remove(context, found)
    return zero
  },

  unlink(context) {
    const found = entryOf(context, 0)
    if (found.node.kind === 'S_IFDIR') fail('EISDIR')
    if (isMounted(context.process, found)) fail('EBUSY')
    remove(context, found)
    return zero
  },

  rename(context) {
    const from = entryOf(context, 0)
    const { directory, name, location } = lookUp(context.process, context.args.text(1), false)
    if (directory.node.fileSystem !== from.node.fileSystem) fail('EXDEV')
    if (isMounted(context.process, from) || (location && isMounted(context.process, location)))
      fail('EBUSY')
    mustMake(context, directory)
    remove(context, from)
    from.node.links++
    directory.node.entries.set(name, from.node)
    return zero
  },

  umask({ process, args }) {
    const before = process.mask
    process.mask = args.number(0) & 0o777
    return number(before)
  },

  mkdtemp: failingWith('NULL', ({ kernel, process }) => {
    const { world } = kernel
    if (!may(process, world.scratch, 'w')) fail('EACCES')
    const name = world.folderName()
    const { euid, egid } = process.credentials
    const node = world.scratch.fileSystem.make('S_IFDIR', 0o700, euid, egid)
    world.scratch.entries.set(name, node)
    return text(`${SCRATCH}/${name}`)
  }),

  statfs({ process, args }) {
    return struct({ fstype: text(locate(process, args.text(0)).node.fileSystem.type) })
  },
}

const kinds: Readonly<Record<string, NodeKind>> = { DT_CHR: 'S_IFCHR', DT_DIR: 'S_IFDIR' }
const ways = { R_OK: 'r', W_OK: 'w', X_OK: 'x' } as Readonly<Record<string, 'r' | 'w' | 'x'>>

/** st_blksize of what lies there, where it is not a page. */
const blockSizes: Readonly<Record<string, number>> = { devpts: 1024, ffs: 65536 }

/** ptsdev_stat(): a master without a node shows the slave's, as far as that is no matter of the file system. */
const ofFileSystems = ['st_dev', 'st_nlink', 'st_blksize']

/** When everything was made, in seconds: some moment that is no other number of a case. */
const EPOCH = 1_700_000_000

function showStat({ credentials }: Process, node: Inode): StructValue {
  const { users, groups } = credentials.namespace
  const { fileSystem, kind } = node
  const time = number(EPOCH)
  return struct({
    st_mode: showFlags(flagsOf([kind], BigInt(node.mode)), 'mode'),
    st_uid: number(users.shown(node.uid)),
    st_gid: number(groups.shown(node.gid)),
    st_rdev: showDevice(node.rdev),
    st_dev: number(fileSystem.device),
    st_ino: number(node.number),
    st_nlink: number(node.links),
    st_size: number(node.content.length + node.target.length),
    st_blksize: number(blockSizes[fileSystem.type] ?? 4096),
    st_atime: time,
    st_mtime: time,
    st_ctime: time,
  })
}

function changeOwner({ kernel, process, args }: CallContext, node: Inode): void {
  const { credentials } = process
  const { euid, egid, groups, namespace } = credentials
  const uid = changedId(args.number(1), namespace.users) ?? node.uid
  const gid = changedId(args.number(2), namespace.groups) ?? node.gid
  const isMember = gid === node.gid || gid === egid || groups.includes(gid)
  const mayAsOwner = node.uid === euid && uid === node.uid && isMember
  if (!mayAsOwner && !isCapableOf(credentials, node)) fail('EPERM')
  if (isLost(kernel, node)) return
  node.uid = uid
  node.gid = gid
}

function isLost({ profile }: Kernel, node: Inode): boolean {
  return node.device === 'slave' && profile.nodeChanges === 'lost'
}

/** -1 stays as it is; EINVAL for one that the namespace does not have. */
function changedId(id: number, known: IdMap): number | undefined {
  return id === -1 ? undefined : (known.inKernel(id) ?? fail('EINVAL'))
}

function changeMode({ kernel, process, args }: CallContext, node: Inode): void {
  mustOwn(process, node)
  if (isLost(kernel, node)) return
  node.mode = args.number(1) & 0o7777
}

function changeable(context: CallContext, location: Location): Inode {
  if (location.mount.flags.has('MS_RDONLY')) fail('EROFS')
  return mayChange(context, location.node)
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

function make(context: CallContext, kind: NodeKind, mode: number): Value {
  makeAt(context, 0, kind, mode & ~context.process.mask)
  return zero
}

function makeAt(context: CallContext, index: number, kind: NodeKind, mode: number): Inode {
  const { process, args } = context
  const { directory, name, location } = lookUp(process, args.text(index), false)
  if (location) fail('EEXIST')
  mustMake(context, directory)
  const { euid, egid } = process.credentials
  const node = directory.node.fileSystem.make(kind, mode & 0o7777, euid, egid)
  directory.node.entries.set(name, node)
  return node
}

function mustMake({ kernel, process }: CallContext, directory: Location, removes = false): void {
  const { fileSystem } = directory.node
  const isOwn = fileSystem.devpts && fileSystem.devpts !== kernel.world.devpts
  if (!isOwn && !pathOf(directory).startsWith(SCRATCH))
    throw new Refused('files may only be made and removed in the scratch folder of the case')
  if (directory.mount.flags.has('MS_RDONLY')) fail('EROFS')
  // may_create()
  if (!isKnown(process.credentials, fileSystem.namespace)) fail('EOVERFLOW')
  if (!may(process, directory.node, 'w')) fail('EACCES')
  // A devpts has no way to make or remove entries but pairs.
  if (fileSystem.devpts && !(removes && kernel.profile.liveNodes === 'removable')) fail('EPERM')
}

function entryOf({ process, args }: CallContext, index: number): Location {
  return locate(process, args.text(index), false)
}

function isMounted(process: Process, { mount, node }: Location): boolean {
  return process.namespace.mounts.some(({ root, point }) => {
    return (root === node && mount.root === node) || (point?.node === node && point.mount === mount)
  })
}

function remove(context: CallContext, { parent, name = '', node }: Location): void {
  if (!parent) fail('EBUSY')
  mustMake(context, parent, true)
  parent.node.entries.delete(name)
  node.links--
}

/** A device node made by hand reaches what its numbers say, but no pair. */
function setDevice(node: Inode, rdev: number): void {
  node.rdev = rdev
  const [major, minor] = [Math.floor(rdev / 256), rdev % 256]
  if (major === 5 && minor === 2) node.device = 'multiplexor'
  else if (major === 5 && minor === 0) node.device = 'own-terminal'
  else if (major === 1 && minor === 3) node.device = 'null'
  else if (major >= 128 && major <= 143) node.device = 'slave'
}

/** A master that has shown its slave's node has none that could be changed through it (invfo_chmod()). */
export function isNodeless({ profile }: Kernel, file: OpenFile): boolean {
  return terminalEnd(file)?.side === 'master' && profile.masterNode === 'slave'
}
