/** Mount namespaces and mounts of devpts, tmpfs and binds (Linux mount(2), devpts). */
import { type CallContext, type CallFamily, notModelled } from '../call.js'
import { showOptions } from '../devpts.js'
import { fail, NotModelled, Refused } from '../failure.js'
import { FileSystem, type Location, type Mount } from '../mounts.js'
import { NamespaceFile } from '../opening.js'
import { locate, pathOf } from '../paths.js'
import type { Process } from '../process.js'
import { set, struct, text, zero } from '../show.js'
import { SCRATCH } from '../world.js'

export const isolationCalls: CallFamily = {
  unshare({ process, args }) {
    const { names } = args.flags(0)
    if (names.has('CLONE_NEWUSER')) throw new NotModelled('the model lacks user namespaces')
    if (!names.has('CLONE_NEWNS')) return zero
    if (!process.isRoot) fail('EPERM')
    process.namespace = process.namespace.copy()
    process.directory = locate(process, pathOf(process.directory))
    return zero
  },

  setns({ kernel, process, args }) {
    const { object } = kernel.world.files.usable(process, args.number(0))
    if (!(object instanceof NamespaceFile)) fail('EINVAL')
    const { names, number: bits } = args.flags(1)
    if (bits !== 0n || [...names].some(name => name !== 'CLONE_NEWNS')) fail('EINVAL')
    if (!process.isRoot) fail('EPERM')
    process.namespace = object.namespace
    process.root = undefined
    process.directory = process.namespace.over(process.namespace.root)
    return zero
  },

  unmount: notModelled('unmount'),
  jail: notModelled('jail'),
  pledge: notModelled('pledge'),

  mount(context) {
    const { process, args } = context
    const flags = args.flags(3).names
    if (!process.isRoot) fail('EPERM')
    const target = locate(process, args.text(1))
    const propagates = ['MS_PRIVATE', 'MS_SLAVE', 'MS_SHARED'].some(name => flags.has(name))
    if (propagates && !flags.has('MS_SHARED') && pathOf(target) === '/') {
      if (process.namespace.isInitial) refuse('mounts are for a mount namespace of the case')
      process.namespace.isPrivate = true
      return zero
    }
    mustBeAllowed(process, target)
    if (propagates) return zero
    if (flags.has('MS_MOVE')) throw new NotModelled('the model lacks MS_MOVE')
    if (flags.has('MS_REMOUNT')) remount(context, target, flags)
    else if (flags.has('MS_BIND')) bind(context, target)
    else mountNew(context, target, flags)
    return zero
  },

  umount2({ kernel, process, args }) {
    const target = locate(process, args.text(0))
    if (!process.isRoot) fail('EPERM')
    mustBeAllowed(process, target)
    const { mount } = target
    if (target.node !== mount.root || !mount.point) fail('EINVAL')
    const isLazy = args.flags(1).names.has('MNT_DETACH')
    const isUsed = kernel.living().some(user => uses(user, mount))
    const covers = process.namespace.mounts.some(({ point }) => point?.mount === mount)
    if (!isLazy && (isUsed || covers)) fail('EBUSY')
    process.namespace.remove(mount)
    return zero
  },

  mountentry({ process, args }) {
    const { mount, node } = locate(process, args.text(0))
    if (node !== mount.root) fail('ENOENT')
    const { fileSystem, root } = mount
    const name = [...fileSystem.root.entries].find(([, entry]) => entry === root)?.[0] ?? ''
    const options = fileSystem.devpts ? showOptions(fileSystem.devpts.options) : []
    return struct({
      fstype: text(fileSystem.type),
      root: text(`/${name}`),
      options: set(options.filter(option => option !== 'rw').map(text)),
    })
  },
}

function refuse(why: string): never {
  throw new Refused(why)
}

/** Language 5.7: only in a namespace that shares nothing, and only where the case is at home. */
function mustBeAllowed({ namespace }: Process, target: Location): void {
  if (namespace.isInitial || !namespace.isPrivate)
    refuse('mounts are for a mount namespace of the case that shares nothing with others')
  const path = pathOf(target)
  const places = ['/dev/pts', '/dev/ptmx', '/dev/pts/ptmx']
  if (!places.includes(path) && !path.startsWith(`${SCRATCH}/`))
    refuse('mounts are for the scratch folder, /dev/pts and /dev/ptmx')
}

const mountFlags = ['MS_RDONLY', 'MS_NODEV', 'MS_NOSUID', 'MS_NOEXEC']

function kept(flags: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(mountFlags.filter(name => flags.has(name)))
}

function options({ args }: CallContext): string {
  return args.isPointer(4) ? '' : args.text(4)
}

function remount(context: CallContext, target: Location, flags: ReadonlySet<string>): void {
  const { mount, node } = target
  if (node !== mount.root) fail('EINVAL')
  const { devpts } = mount.fileSystem
  if (!flags.has('MS_BIND')) {
    if (devpts === context.kernel.world.devpts)
      refuse('a remount would change a file system of the host')
    devpts?.configure(options(context))
  }
  mount.flags = kept(flags)
}

function bind(context: CallContext, target: Location): void {
  const { process, args } = context
  const source = locate(process, args.text(0))
  const isFolder = source.node.kind === 'S_IFDIR'
  if (isFolder !== (target.node.kind === 'S_IFDIR')) fail('ENOTDIR')
  process.namespace.add({
    fileSystem: source.node.fileSystem,
    root: source.node,
    flags: source.mount.flags,
    point: target,
  })
}

function mountNew(context: CallContext, target: Location, flags: ReadonlySet<string>): void {
  const { kernel, process, args } = context
  if (args.isPointer(2)) fail('EINVAL')
  if (target.node.kind !== 'S_IFDIR') fail('ENOTDIR')
  const type = args.text(2)
  if (type !== 'devpts' && type !== 'tmpfs') refuse('only devpts and tmpfs may be mounted')
  const { euid, egid } = process.credentials
  const fileSystem =
    type === 'devpts'
      ? kernel.world.makeInstance(options(context), false, { uid: euid, gid: egid }).fileSystem
      : new FileSystem(type, kernel.world.nextDevice(), 0o1777)
  const { root } = fileSystem
  process.namespace.add({ fileSystem, root, flags: kept(flags), point: target })
}

/** Whether something of the process lies in this mount. */
function uses({ directory, descriptors }: Process, mount: Mount): boolean {
  if (directory.mount === mount) return true
  return [...descriptors.values()].some(({ file }) => {
    return file.opened?.mount === mount || file.holds === mount
  })
}
