/** open() and all that comes down to it: masters through multiplexors, slaves, /dev/tty. */
import { certain } from './certain.js'
import { isKnown } from './credentials.js'
import { minorOf } from './device-numbers.js'
import { DiscNodes } from './disc-nodes.js'
import { fail, NotModelled, NotYet } from './failure.js'
import { OpenFile, statusFlags } from './file.js'
import { acquireByOpen } from './jobs.js'
import type { Kernel } from './kernel.js'
import { Management, openMaster, openMasterByName, type Through, tableOf } from './masters.js'
import type { Inode, Location, Mount } from './mounts.js'
import { lookUp, may } from './paths.js'
import { openProc } from './proc.js'
import type { Process } from './process.js'
import type { Profile } from './profile.js'
import { SlaveEnd } from './slave.js'
import { NullDevice, PlainFile } from './streams.js'
import type { Terminal } from './terminal.js'

/** Opens a path; the description has no descriptor yet. */
export function openPath(
  kernel: Kernel,
  process: Process,
  path: string,
  flags: ReadonlySet<string>,
  mode: number,
): OpenFile {
  kernel.world.files.lowest(process)
  const known = openProc(kernel, process, path, flags) ?? openTwin(kernel, process, path, flags)
  if (known) return known
  const location = openedLocation(kernel, process, path) ?? findOrMake(process, path, flags, mode)
  const { node } = location
  if (flags.has('O_PATH')) return new OpenFile({}, node, statusFlags(new Set(['O_PATH'])), location)
  if (node.kind === 'S_IFLNK') fail('ELOOP')
  if (flags.has('O_DIRECTORY') && node.kind !== 'S_IFDIR') fail('ENOTDIR')
  const writes = flags.has('O_WRONLY') || flags.has('O_RDWR')
  if (node.kind === 'S_IFDIR' && writes) fail('EISDIR')
  if (!flags.has('O_WRONLY') && !may(process, node, 'r')) fail('EACCES')
  if (writes && !may(process, node, 'w')) fail('EACCES')
  if (node.kind === 'S_IFCHR') return openDevice(kernel, process, location, flags)
  if (writes && location.mount.flags.has('MS_RDONLY')) fail('EROFS')
  if (flags.has('O_TRUNC')) node.content = []
  const isEmpty = node.kind === 'S_IFDIR' && kernel.profile.directoryRead === 'end-of-file'
  const object = isEmpty ? new NullDevice() : new PlainFile(node)
  return new OpenFile(object, node, statusFlags(flags), location)
}

/** dupfdopen(): /dev/fd/N is one more descriptor of the same open file, which must have the access that is asked for. */
function openTwin(
  kernel: Kernel,
  process: Process,
  path: string,
  flags: ReadonlySet<string>,
): OpenFile | undefined {
  const [, number] = /^\/dev\/fd\/([0-2])$/.exec(path) ?? []
  if (number === undefined || kernel.profile.descriptorNames !== 'duplicate-of-three')
    return undefined
  const file = kernel.world.files.get(process, Number(number))
  const reads = !flags.has('O_WRONLY')
  const writes = flags.has('O_WRONLY') || flags.has('O_RDWR')
  if ((reads && !file.isReadable) || (writes && !file.isWritable)) fail('EACCES')
  return file
}

/** /proc/self/fd/N leads to what is open there, whatever its name is now. */
export function openedLocation(
  kernel: Kernel,
  process: Process,
  path: string,
): Location | undefined {
  const found = /^\/(?:proc\/self|dev)\/fd\/(\d+)$/.exec(path)
  if (!found || kernel.profile.descriptorNames !== 'open-again') return undefined
  const { file } = process.descriptors.get(Number(found[1])) ?? fail('ENOENT')
  if (!file.opened) throw new NotModelled(`${path} of what was not opened by a name`)
  return file.opened
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
      const reached = ownTerminal === 'slaves-node' ? terminal.node : node
      return openSlave(kernel, process, terminal, flags, { node: reached, location })
    }
    case 'multiplexor': {
      const { table, mount: from } = tableOf(kernel, process, location)
      const holds = from ? { holds: from } : {}
      return openMaster(kernel, process, table, flags, { node, location, ...holds })
    }
    case 'management':
      return new OpenFile(new Management(), node, statusFlags(flags), location)
    case 'master':
      return openMasterByName(kernel, flags, { node, location })
    case 'slave':
      return openSlave(kernel, process, pairAt(kernel, node), flags, { node, location })
    case 'none':
      return fail('ENXIO')
  }
}

/** The pair whose slave a node is; on a disc, what has the number that the node says. */
function pairAt({ world }: Kernel, { terminal, rdev }: Inode): Terminal {
  if (world.table instanceof DiscNodes) return world.table.at(minorOf(rdev))
  return terminal ?? fail('EIO')
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
  const waits = terminal.ends.isHungUp && profile.openAfterHangup === 'waits'
  if (terminal.ends.isHungUp && profile.openAfterHangup !== 'waits') fail(profile.openAfterHangup)
  if (waits && !flags.has('O_NONBLOCK')) throw new NotYet(() => hasMaster(terminal))
  if (terminal.ends.refusesOpens) fail('EIO')
  if (terminal.isExclusive && !passesExclusive(process, profile)) fail('EBUSY')
  if (terminal.isLocked) {
    if (profile.failedOpenBreaksSlave) terminal.isBroken = true
    fail(profile.lockedOpen)
  }
  const end = new SlaveEnd(terminal)
  const file = new OpenFile(end, through.node, statusFlags(flags), through.location)
  file.isHungUp = waits
  terminal.ends.slaveOpened(file)
  acquireByOpen(kernel, process, terminal, file, flags)
  return file
}

/** The pair of that number, which is another where a new one took its place. */
function hasMaster({ table, number }: Terminal): boolean {
  return table.terminals.get(number)?.ends.isHungUp === false
}

function passesExclusive(process: Process, { exclusivePasses }: Profile): boolean {
  return exclusivePasses === 'everybody' || (exclusivePasses === 'root' && process.isRoot)
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
  if (kernel.profile.peer === 'by-name') return openPath(kernel, process, terminal.name, flags, 0)
  const mount = peerMount(process, master, terminal)
  const { node, number } = terminal
  const parent: Location = { ...certain(mount.point), mount, node: mount.root }
  const location = { mount, node, parent, name: `${number}` }
  if (flags.has('O_PATH')) return new OpenFile({}, node, statusFlags(new Set(['O_PATH'])), location)
  const peer = openSlave(kernel, process, terminal, flags, { node, location })
  if (flags.has('O_CLOEXEC')) peer.flags = new Set([...peer.flags, 'O_CLOEXEC'])
  return peer
}

/** devpts_mntget(): the mount the master was opened in, else that of its instance beside the multiplexor. */
function peerMount(process: Process, master: OpenFile, { kernel, node }: Terminal): Mount {
  const { root } = node.fileSystem
  const opened = certain(master.opened)
  if (opened.mount.root === root) return opened.mount
  if (kernel.profile.peer === 'through-own-mount') fail('EIO')
  const parent = certain(opened.parent)
  const found = parent.node.entries.get('pts') ?? fail('ENOENT')
  const over = process.namespace.over({ mount: parent.mount, node: found })
  return over.node === root ? over.mount : fail('ENODEV')
}
