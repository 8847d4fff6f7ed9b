/** Masters: which pairs a multiplexor gives, how a master is opened, and what it takes to find one. */
import { certain } from './certain.js'
import { deviceNumber, minorOf } from './device-numbers.js'
import type { Devpts } from './devpts.js'
import { DiscNodes } from './disc-nodes.js'
import { Failure, fail } from './failure.js'
import { type FileObject, OpenFile, statusFlags } from './file.js'
import { acquireByOpen } from './jobs.js'
import type { Kernel } from './kernel.js'
import { MasterEnd } from './master.js'
import type { Inode, Location, Mount } from './mounts.js'
import type { Opener, PairTable } from './pair-table.js'
import type { Process } from './process.js'
import { Terminal } from './terminal.js'

/** What an open of a terminal was made through. */
export interface Through {
  readonly node: Inode
  readonly location?: Location
  readonly holds?: Mount
}

/** Whose pairs a multiplexor gives: its own instance's, or those of what is mounted at the name `pts` beside it. */
export function tableOf(
  kernel: Kernel,
  process: Process,
  { mount, node, parent }: Location,
): { table: PairTable; mount?: Mount } {
  const { multiplexorReaches } = kernel.profile
  if (multiplexorReaches === 'first-instance-always') return { table: kernel.world.table }
  const own = node.fileSystem.devpts
  if (own) return { table: own, mount }
  if (multiplexorReaches === 'first-instance') return { table: kernel.world.table }
  return instanceBeside(kernel, process, certain(parent))
}

/** devpts_acquire(): without such a name ENODEV where the name cache remembers that, which may have forgotten it. */
function instanceBeside(
  kernel: Kernel,
  process: Process,
  directory: Location,
): { table: Devpts; mount: Mount } {
  const pts = directory.node.entries.get('pts')
  if (!pts) {
    const isKnownMissing = directory.node.missed.has('pts') && kernel.choose(2) === 0
    fail(isKnownMissing ? 'ENODEV' : 'ENOENT')
  }
  const over = process.namespace.over({ mount: directory.mount, node: pts })
  const instance = over.node.fileSystem.devpts
  if (!instance || over.node !== over.node.fileSystem.root || over.mount === directory.mount)
    fail('ENODEV')
  return { table: instance, mount: over.mount }
}

/** A new pair of this table, and its master. */
export function openMaster(
  kernel: Kernel,
  process: Process,
  table: PairTable,
  flags: ReadonlySet<string>,
  through?: Through,
): OpenFile {
  const terminal = newPair(kernel, process.credentials, table)
  const file = masterOf(terminal, flags, through)
  if (kernel.profile.mastersAcquire) acquireByOpen(kernel, process, terminal, file, flags)
  return file
}

/** A multiplexor, whose name may stand for a new pair at each look (FreeBSD 7 tty_pts.c, pty_clone()). */
export function makeMultiplexor(kernel: Kernel, node: Inode, table: () => PairTable): Inode {
  node.device = 'multiplexor'
  node.rdev = deviceNumber(5, 2)
  node.clone = ({ credentials }) => {
    if (kernel.profile.pairMadeAt === 'open') return node
    try {
      const master = node.fileSystem.make('S_IFCHR', 0o666, 0, 0)
      master.device = 'master'
      master.terminal = newPair(kernel, credentials, table())
      return master
    } catch (error) {
      if (error instanceof Failure) return undefined
      // never reached: making a pair throws nothing else, unless the model is broken
      throw error
    }
  }
  return node
}

/** A pair that has a number and a node, and no master yet. */
export function newPair(kernel: Kernel, opener: Opener, table: PairTable): Terminal {
  const { profile, world } = kernel
  const { MAX_SAFE_INTEGER } = Number
  const reserve = world.mayUseReserve(table) ? 0 : (kernel.optionalSetting('pty.reserve') ?? 0)
  const most = Number(kernel.optionalSetting('pty.max') ?? MAX_SAFE_INTEGER) - Number(reserve)
  const isFull = world.pairs + 1 >= most
  if (isFull || world.pairs >= profile.mostPairs) fail(profile.noPairLeft)
  const number = table.takeNumber()
  const node = table.addNode(number, opener)
  return pairOf(kernel, table, number, node)
}

/** A master that has a node of its own: EIO while it is open, and the slave stays as it was left. */
export function openMasterByName(
  kernel: Kernel,
  flags: ReadonlySet<string>,
  through: Through,
): OpenFile {
  const { table } = kernel.world
  const { terminal, rdev } = through.node
  if (terminal) return masterOf(terminal, flags, through)
  // never reached: all other nodes of masters were made by DiscNodes
  if (!(table instanceof DiscNodes)) fail('ENXIO')
  const number = minorOf(rdev)
  const { node } = table.at(number)
  table.claim(number)
  return masterOf(pairOf(kernel, table, number, node), flags, through)
}

/** The pair with this number: a new one, at whose cost those lose it who had the one before; or the one before as it was left. */
function pairOf(kernel: Kernel, table: PairTable, number: number, node: Inode): Terminal {
  const before = table.terminals.get(number)
  const isReused = before && kernel.profile.reusedPair === 'as-left'
  if (!isReused) before?.ends.revoke()
  const terminal = isReused ? before : new Terminal(kernel, table, number, node)
  node.terminal = terminal
  return terminal
}

/** A master of this pair; fstat() shows the node it was opened through, or the slave's. */
export function masterOf(
  terminal: Terminal,
  flags: ReadonlySet<string>,
  through?: Through,
): OpenFile {
  const isSlaves = terminal.kernel.profile.masterNode === 'slave' || !through
  const node = isSlaves ? terminal.node : through.node
  const end = new MasterEnd(terminal)
  const file = new OpenFile(end, node, statusFlags(flags), through?.location, through?.holds)
  terminal.ends.masterOpened(file)
  return file
}

/** /dev/ptm: nothing but requests (cdev_ptm_init()). */
export class Management implements FileObject {
  readonly isStream = true
  read(): never {
    return fail('ENODEV')
  }
  write(): never {
    return fail('ENODEV')
  }
}
