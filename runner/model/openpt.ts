/** How a program gets a pair: posix_openpt(), and the requests and searches that libraries make it of. */
import { Failure, fail } from './failure.js'
import { descriptorFlags, type OpenFile, withMode } from './file.js'
import { flagsOf } from './flags.js'
import type { Kernel } from './kernel.js'
import { masterOf, newPair, openMaster } from './masters.js'
import { openPath, openSlave } from './opening.js'
import { locate } from './paths.js'
import type { Process } from './process.js'
import { masterName, slaveName } from './slave-names.js'
import type { Terminal } from './terminal.js'

const readWrite = flagsOf(['O_RDWR', 'O_NOCTTY']).names

/** A new master's descriptor; EINVAL for flags that the system does not take here. */
export function openPt(kernel: Kernel, process: Process, flags: ReadonlySet<string>): number {
  const { files } = kernel.world
  const { master, masterFlags, openptCloseOnExec } = kernel.profile
  if (masterFlags !== 'any' && [...withMode(flags)].some(flag => !masterFlags.includes(flag)))
    fail('EINVAL')
  if (master === 'management-device') return askManagement(kernel, process)
  files.lowest(process)
  const file = withErrnoOfLibrary(kernel, () => newMaster(kernel, process, flags))
  return files.install(
    process,
    file,
    descriptorFlags(openptCloseOnExec === 'heeded' ? flags : new Set()),
  )
}

function newMaster(kernel: Kernel, process: Process, flags: ReadonlySet<string>): OpenFile {
  const { master } = kernel.profile
  if (master === 'multiplexor') return openPath(kernel, process, '/dev/ptmx', flags, 0)
  if (master === 'search') return searched(kernel, process, flags)
  return openMaster(kernel, process, kernel.world.table, flags)
}

/** No pair is left: POSIX has EAGAIN for what a kernel may call ENOSPC. */
function withErrnoOfLibrary(kernel: Kernel, open: () => OpenFile): OpenFile {
  const { openptWithoutPair, noPairLeft } = kernel.profile
  try {
    return open()
  } catch (error) {
    const isFull = error instanceof Failure && error.errno === noPairLeft
    if (isFull && openptWithoutPair !== 'as-kernel') fail(openptWithoutPair)
    throw error
  }
}

/** OpenBSD posix_openpt(3): both ends by way of /dev/ptm, of which only the master is kept. */
function askManagement(kernel: Kernel, process: Process): number {
  const { files } = kernel.world
  const management = files.install(process, openPath(kernel, process, '/dev/ptm', readWrite, 0))
  try {
    const { master, slave } = bothEnds(kernel, process)
    files.close(process, slave)
    return master
  } finally {
    files.close(process, management)
  }
}

/** PTMGET, ptmioctl(): the caller owns the slave from now on, and who had it before has lost it. */
export function bothEnds(
  kernel: Kernel,
  process: Process,
): { master: number; slave: number; terminal: Terminal } {
  const { files, table } = kernel.world
  files.lowest(process, files.lowest(process) + 1)
  const terminal = newPair(kernel, process.credentials, table)
  const at = (path: string) => {
    const location = locate(kernel.keeper, path)
    return { node: location.node, location }
  }
  const master = masterOf(terminal, readWrite, at(masterPath(terminal.name)))
  const slave = openSlave(kernel, process, terminal, readWrite, at(terminal.name))
  return {
    master: files.install(process, master),
    slave: files.install(process, slave),
    terminal,
  }
}

/** The name of the master beside a slave that has one: `/dev/ptyp0`. */
export function masterPath(slave: string): string {
  return `/dev/${masterName(slave.slice('/dev/'.length))}`
}

/**
 * 4.3BSD openpty(): masters are tried in order until one opens; a name that is not there ends the search. An error that
 * names the choices where slaves have no masters beside them to be tried.
 */
function searched(kernel: Kernel, process: Process, flags: ReadonlySet<string>): OpenFile {
  const { profile } = kernel
  for (let number = profile.firstNumber; number < profile.mostPairs; number++) {
    const slave = `/dev/${slaveName(profile, number)}`
    if (masterPath(slave) === slave)
      throw new Error(
        `no system has both master 'search' and slaveNames '${profile.slaveNames}': ${slave} has no master beside it`,
      )
    try {
      return openPath(kernel, process, masterPath(slave), flags, 0)
    } catch (error) {
      if (!(error instanceof Failure) || error.errno === 'ENOENT') throw error
    }
  }
  return fail('ENOENT')
}
