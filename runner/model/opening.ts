/** open() and all that comes down to it: masters through multiplexors, slaves, /dev/tty. */
import { isKnown } from './credentials.js'
import type { Devpts } from './devpts.js'
import { fail } from './failure.js'
import { OpenFile, statusFlags } from './file.js'
import { acquire } from './jobs.js'
import type { Kernel } from './kernel.js'
import { MasterEnd } from './master.js'
import type { Inode, Location, Mount } from './mounts.js'
import { lookUp, may } from './paths.js'
import { openProc } from './proc.js'
import type { Process } from './process.js'
import { SlaveEnd } from './slave.js'
import { NullDevice, PlainFile } from './streams.js'
import { Terminal } from './terminal.js'

/** Opens a path; the description has no descriptor yet. */
export function openPath(
  kernel: Kernel,
  process: Process,
  path: string,
  flags: ReadonlySet<string>,
  mode: number,
): OpenFile {
  kernel.world.files.lowest(process)
  const inProc = openProc(kernel, process, path, flags)
  if (inProc) return inProc
  const location = openedLocation(kernel, process, path) ?? findOrMake(process, path, flags, mode)
  const { node } = location
  if (flags.has('O_PATH')) return new OpenFile({}, node, new Set(['O_PATH']), location)
  if (node.kind === 'S_IFLNK') fail('ELOOP')
  if (flags.has('O_DIRECTORY') && node.kind !== 'S_IFDIR') fail('ENOTDIR')
  const writes = flags.has('O_WRONLY') || flags.has('O_RDWR')
  if (node.kind === 'S_IFDIR' && writes) fail('EISDIR')
  if (!flags.has('O_WRONLY') && !may(process, node, 'r')) fail('EACCES')
  if (writes && !may(process, node, 'w')) fail('EACCES')
  if (node.kind === 'S_IFCHR') return openDevice(kernel, process, location, flags)
  if (writes && location.mount.flags.has('MS_RDONLY')) fail('EROFS')
  if (flags.has('O_TRUNC')) node.content = []
  return new OpenFile(new PlainFile(node), node, statusFlags(flags), location)
}

/** /proc/self/fd/N leads to what is open there, whatever its name is now. */
function openedLocation(kernel: Kernel, process: Process, path: string): Location | undefined {
  const found = /^\/(?:proc\/self|dev)\/fd\/(\d+)$/.exec(path)
  if (!found) return undefined
  const number = Number(found[1])
  if (!process.descriptors.has(number)) fail('ENOENT')
  return kernel.world.files.get(process, number).opened ?? fail('ENXIO')
}

function findOrMake(
  process: Process,
  path: string,
  flags: ReadonlySet<string>,
  mode: number,
): Location {
  const { directory, name, location } = lookUp(process, path, !flags.has('O_NOFOLLOW'))
  if (location) {
    if (flags.has('O_CREAT') && flags.has('O_EXCL')) fail('EEXIST')
    return location
  }
  if (!flags.has('O_CREAT')) fail('ENOENT')
  const parent = directory.node
  if (!isKnown(process.credentials, parent.fileSystem.namespace)) fail('EOVERFLOW')
  if (parent.fileSystem.devpts || !may(process, parent, 'w')) fail('EACCES')
  const { euid, egid } = process.credentials
  const node = parent.fileSystem.make('S_IFREG', mode & ~process.mask, euid, egid)
  parent.entries.set(name, node)
  return { mount: directory.mount, node, parent: directory, name }
}

function openDevice(
  kernel: Kernel,
  process: Process,
  location: Location,
  flags: ReadonlySet<string>,
): OpenFile {
  const { node, mount } = location
  const { fileSystem } = node
  // SB_I_NODEV: alloc_super() sets it for all that other users than the host's mount, devpts_fill_super() takes it off.
  const hasNoDevices = fileSystem.namespace.parent && !fileSystem.devpts
  if (mount.flags.has('MS_NODEV') || hasNoDevices) fail('EACCES')
  if (flags.has('O_DIRECT')) fail('EINVAL')
  switch (node.device) {
    case 'null':
      return new OpenFile(new NullDevice(), node, statusFlags(flags), location)
    case 'own-terminal': {
      const { ownTerminal, noOwnTerminal } = kernel.profile
      const terminal = process.terminal ?? fail(noOwnTerminal)
      if (ownTerminal === 'missing') fail(noOwnTerminal)
      if (terminal.withoutNode) fail(terminal.withoutNode)
      return openSlave(kernel, process, terminal, flags, { node, location })
    }
    case 'multiplexor': {
      const { instance, mount: from } = instanceOf(kernel, process, location)
      return openMaster(kernel, process, instance, flags, { node, location, holds: from })
    }
    case 'slave':
      return node.terminal
        ? openSlave(kernel, process, node.terminal, flags, { node, location })
        : fail('EIO')
    case 'none':
      return fail('ENXIO')
  }
}

/** Which instance a multiplexor reaches: its own, or what is mounted at the name `pts` beside it. */
export function instanceOf(
  kernel: Kernel,
  process: Process,
  { mount, node, parent }: Location,
): { instance: Devpts; mount: Mount } {
  const own = node.fileSystem.devpts
  if (own) return { instance: own, mount }
  const directory = parent ?? fail('ENODEV')
  const pts = directory.node.entries.get('pts')
  if (!pts) {
    const { noInstance } = kernel.profile
    const errnos = ['ENODEV', 'ENOENT'] as const
    if (noInstance !== 'either') fail(noInstance)
    fail(errnos[directory.node.missed.has('pts') ? kernel.choose(2) : 1] ?? 'ENODEV')
  }
  const over = process.namespace.over({ mount: directory.mount, node: pts })
  const instance = over.node.fileSystem.devpts
  if (!instance || over.node !== over.node.fileSystem.root || over.mount === directory.mount)
    fail('ENODEV')
  return { instance, mount: over.mount }
}

/** What an open of a terminal was made through. */
export interface Through {
  readonly node: Inode
  readonly location?: Location
  readonly holds?: Mount
}

/** A new pair, and its master. */
export function openMaster(
  kernel: Kernel,
  process: Process,
  instance: Devpts,
  flags: ReadonlySet<string>,
  through?: Through,
): OpenFile {
  const { profile, world } = kernel
  const reserve = instance.mayUseReserve ? 0 : Number(kernel.setting('pty.reserve'))
  if (world.pairs + 1 >= Number(kernel.setting('pty.max')) - reserve) fail(profile.noPairLeft)
  const terminal = new Terminal(kernel, instance, instance.takeNumber(), process.credentials)
  const isSlaves = profile.masterNode === 'slave' || !through
  const node = isSlaves ? terminal.node : through.node
  const file = new OpenFile(
    new MasterEnd(terminal),
    node,
    statusFlags(flags),
    through?.location,
    through?.holds,
  )
  terminal.masters.add(file)
  if (profile.mastersAcquire) acquireByOpen(kernel, process, terminal, file, flags)
  return file
}

/** The slave of a pair, once permissions were asked: what pty_open() itself refuses, and the controlling terminal. */
export function openSlave(
  kernel: Kernel,
  process: Process,
  terminal: Terminal,
  flags: ReadonlySet<string>,
  through: Through,
): OpenFile {
  const { profile } = kernel
  if (terminal.isHungUp) fail(profile.openAfterHangup)
  if (terminal.isExclusive && !(process.isRoot && profile.exclusiveForRoot)) fail('EBUSY')
  if (terminal.isLocked) {
    if (profile.failedOpenBreaksSlave) terminal.isBroken = true
    fail(profile.lockedOpen)
  }
  const end = new SlaveEnd(terminal)
  const file = new OpenFile(end, through.node, statusFlags(flags), through.location)
  terminal.slaveOpened(file)
  acquireByOpen(kernel, process, terminal, file, flags)
  return file
}

/** XBD 11.1.3: a leader without terminal may get this one by opening it. */
function acquireByOpen(
  { profile }: Kernel,
  process: Process,
  terminal: Terminal,
  file: OpenFile,
  flags: ReadonlySet<string>,
): void {
  const { openAcquires, noctty } = profile
  if (!process.leadsSession || process.terminal || terminal.session !== undefined) return
  if (openAcquires === 'never' || (openAcquires === 'readable' && !file.isReadable)) return
  if (!flags.has('O_NOCTTY') || noctty === 'ignored') acquire(process, terminal)
}

/** TIOCGPTPEER: the slave of this very master, whatever its path names here. F_GETFL goes on to show O_CLOEXEC. */
export function openPeer(
  kernel: Kernel,
  process: Process,
  master: OpenFile,
  terminal: Terminal,
  flags: ReadonlySet<string>,
): OpenFile {
  kernel.world.files.lowest(process)
  const mount = peerMount(process, master, terminal)
  const { node, number } = terminal
  const { point, root } = mount
  const parent: Location = {
    mount,
    node: root,
    ...(point?.parent ? { parent: point.parent, name: point.name ?? '' } : {}),
  }
  const location = { mount, node, parent, name: `${number}` }
  if (flags.has('O_PATH')) return new OpenFile({}, node, new Set(['O_PATH']), location)
  const peer = openSlave(kernel, process, terminal, flags, { node, location })
  if (flags.has('O_CLOEXEC')) peer.flags = new Set([...peer.flags, 'O_CLOEXEC'])
  return peer
}

/** devpts_mntget(): the mount the master was opened in, else that of its instance beside the multiplexor. */
function peerMount(process: Process, { opened }: OpenFile, { instance }: Terminal): Mount {
  if (!opened) fail('EIO')
  if (opened.mount.root === instance.fileSystem.root) return opened.mount
  const parent = opened.parent ?? opened.mount.point?.parent
  const found = parent?.node.entries.get('pts')
  if (!parent || !found) fail('ENOENT')
  const over = process.namespace.over({ mount: parent.mount, node: found })
  return over.node === instance.fileSystem.root ? over.mount : fail('ENODEV')
}
