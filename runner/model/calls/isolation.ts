/** Mount namespaces and mounts of devpts, tmpfs and binds (Linux mount(2), devpts). */
import { type CallContext, type CallFamily, notModelled } from '../call.js'
import { isKnown } from '../credentials.js'
import { type Devpts, showOptions } from '../devpts.js'
import { fail, NotModelled, Refused } from '../failure.js'
import { FileSystem, type Location, type Mount } from '../mounts.js'
import { locate, pathOf } from '../paths.js'
import { Prison } from '../prison.js'
import { NamespaceFile } from '../proc.js'
import type { Process } from '../process.js'
import { number, set, struct, text, zero } from '../show.js'
import { UserNamespace } from '../users.js'
import { SCRATCH } from '../world.js'

export const isolationCalls: CallFamily = {
  unshare({ process, args }) {
    const { names } = args.flags(0)
    if (names.has('CLONE_NEWUSER')) enterUsersOfItsOwn(process)
    if (!names.has('CLONE_NEWNS')) return zero
    const { namespace } = process.credentials
    if (!process.isCapableIn(namespace)) fail('EPERM')
    process.namespace = process.namespace.copy(namespace)
    process.directory = locate(process, pathOf(process.directory))
    return zero
  },

  setns({ kernel, process, args }) {
    const { object } = kernel.world.files.usable(process, args.number(0))
    if (!(object instanceof NamespaceFile))
      refuse('a case enters mount namespaces of its own processes only')
    const { names, number: bits } = args.flags(1)
    if (bits !== 0n || [...names].some(name => name !== 'CLONE_NEWNS')) fail('EINVAL')
    const asked = [object.namespace.owner, process.credentials.namespace]
    if (!asked.every(namespace => process.isCapableIn(namespace))) fail('EPERM')
    process.namespace = object.namespace
    process.root = undefined
    process.directory = process.namespace.over(process.namespace.root)
    return zero
  },

  unmount: notModelled('unmount'),
  jail({ kernel, process, args }) {
    const { credentials } = process
    if (!process.isRoot) fail('EPERM')
    process.root = locate(process, args.text(0))
    credentials.prison = new Prison(kernel.world.nextPrison(), credentials.prison)
    return number(credentials.prison.id)
  },

  /** Of all that promises forbid, only what pledge_ioctl() says of the foreground group is looked at. */
  pledge({ process, args }) {
    process.promises = new Set(args.text(0).split(' '))
    return zero
  },

  mount(context) {
    const { process, args } = context
    const flags = args.flags(3).names
    mayMount(process)
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
    mayMount(process)
    mustBeAllowed(process, target)
    const { mount } = target
    if (target.node !== mount.root || !mount.point || mount.isLocked) fail('EINVAL')
    const isLazy = args.flags(1).names.has('MNT_DETACH')
    const isUsed = kernel.living().some(user => uses(user, mount))
    const covers = process.namespace.mounts.some(({ point }) => point?.mount === mount)
    if (!isLazy && (isUsed || covers)) fail('EBUSY')
    process.namespace.remove(mount)
    return zero
  },

  mountentry({ kernel, process, args }) {
    const { mount, node } = locate(process, args.text(0))
    if (node !== mount.root) fail('ENOENT')
    const { fileSystem, root } = mount
    const name = [...fileSystem.root.entries].find(([, entry]) => entry === root)?.[0] ?? ''
    const options = fileSystem.devpts
      ? showOptions(fileSystem.devpts.options, kernel.profile.shownOptions)
      : []
    return struct({
      fstype: text(fileSystem.type),
      root: text(`/${name}`),
      options: set(options.filter(option => option !== 'rw').map(text)),
    })
  },
}

/** create_user_ns(): with all rights there, whoever made it; the maps come later. */
function enterUsersOfItsOwn(process: Process): void {
  const { credentials } = process
  const { namespace, euid, isCapable } = credentials
  if (process.root || !isKnown(credentials, namespace)) fail('EPERM')
  credentials.namespace = new UserNamespace(namespace, { euid, isCapable })
  credentials.isCapable = true
}

/** may_mount(). */
function mayMount(process: Process): void {
  if (!process.isCapableIn(process.namespace.owner)) fail('EPERM')
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
  const { process } = context
  const { mount, node } = target
  if (node !== mount.root) fail('EINVAL')
  const { devpts, namespace } = mount.fileSystem
  // can_change_locked_flags()
  if ([...(mount.lockedFlags ?? [])].some(flag => !flags.has(flag))) fail('EPERM')
  if (!flags.has('MS_BIND')) {
    if (devpts === context.kernel.world.devpts)
      refuse('a remount would change a file system of the host')
    if (!process.isCapableIn(namespace)) fail('EPERM')
    devpts?.configure(options(context), process.credentials.namespace)
  }
  mount.flags = kept(flags)
}

function bind(context: CallContext, target: Location): void {
  const { process, args } = context
  const source = locate(process, args.text(0))
  const isFolder = source.node.kind === 'S_IFDIR'
  if (isFolder !== (target.node.kind === 'S_IFDIR')) fail('ENOTDIR')
  if (!args.flags(3).names.has('MS_REC') && hasLocked(process, source)) fail('EINVAL')
  process.namespace.add({
    fileSystem: source.node.fileSystem,
    root: source.node,
    flags: source.mount.flags,
    ...(source.mount.lockedFlags ? { lockedFlags: source.mount.lockedFlags } : {}),
    point: target,
  })
}

/** has_locked_children(): what lies under such a mount must not come to light. */
function hasLocked({ namespace }: Process, { mount, node }: Location): boolean {
  return namespace.mounts.some(({ isLocked, point }) => {
    if (!isLocked || point?.mount !== mount) return false
    for (let at: Location | undefined = point; at; at = at.parent) if (at.node === node) return true
    return false
  })
}

function mountNew(context: CallContext, target: Location, flags: ReadonlySet<string>): void {
  const { kernel, process, args } = context
  if (target.node.kind !== 'S_IFDIR') fail('ENOTDIR')
  const type = args.text(2)
  if (type !== 'devpts' && type !== 'tmpfs') refuse('only devpts and tmpfs may be mounted')
  const { namespace, euid, egid } = process.credentials
  const owner = { namespace, uid: euid, gid: egid }
  const fileSystem =
    type === 'devpts'
      ? mounted(context).fileSystem
      : new FileSystem(type, kernel.world.nextDevice(), 0o1777, owner)
  const { root } = fileSystem
  process.namespace.add({ fileSystem, root, flags: kept(flags), point: target })
}

/** devpts_mount(): the instance that a new mount shows. */
function mounted(context: CallContext): Devpts {
  const { kernel, process } = context
  const { instances, mountable } = kernel.profile
  if (mountable !== 'yes') fail(mountable)
  const text = options(context)
  const { first } = kernel.world
  const { credentials } = process
  const isNew = instances === 'on-request' && text.split(',').includes('newinstance')
  if (!first || instances === 'each-mount' || isNew)
    return kernel.world.makeInstance(text, false, credentials)
  if (credentials.namespace.parent && instances === 'on-request') fail('EINVAL')
  first.configure(text, credentials.namespace)
  return first
}

/** Whether something of the process lies in this mount. */
function uses({ directory, descriptors }: Process, mount: Mount): boolean {
  if (directory.mount === mount) return true
  return [...descriptors.values()].some(({ file }) => {
    return file.opened?.mount === mount || file.holds === mount
  })
}
