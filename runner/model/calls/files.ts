/** Files by name: what is there, who may use it, and changes to it. */
import type { Value } from '../../suite/suite.js'
import { type CallContext, type CallFamily, failingWith } from '../call.js'
import { certain } from '../certain.js'
import { isKnown } from '../credentials.js'
import { fail, NotModelled, Refused } from '../failure.js'
import type { Inode, Location, NodeKind } from '../mounts.js'
import { locate, lookUp, may, pathOf } from '../paths.js'
import { text, zero } from '../show.js'
import { SCRATCH } from '../world.js'

export const fileCalls: CallFamily = {
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
    if (isMounted(found)) fail('EBUSY')
    if (found.node.entries.size > 0) fail('ENOTEMPTY')
    remove(context, found)
    return zero
  },

  unlink(context) {
    const found = entryOf(context, 0)
    if (found.node.kind === 'S_IFDIR') fail('EISDIR')
    if (isMounted(found)) fail('EBUSY')
    remove(context, found)
    return zero
  },

  rename(context) {
    const from = entryOf(context, 0)
    const { directory, name, location } = lookUp(context.process, context.args.text(1), false)
    if (isMounted(from) || (location && isMounted(location))) fail('EBUSY')
    if (directory.node.fileSystem !== from.node.fileSystem) fail('EXDEV')
    mustMake(context, directory)
    remove(context, from)
    from.node.links++
    directory.node.entries.set(name, from.node)
    return zero
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

/** Every path leads to what is mounted uppermost. */
function isMounted({ mount, node }: Location): boolean {
  return node === mount.root
}

function remove(context: CallContext, { parent, name = '', node }: Location): void {
  const folder = certain(parent)
  mustMake(context, folder, true)
  folder.node.entries.delete(name)
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
