/** How processes begin, go on in other programs, and end. */
import { fail } from './failure.js'
import { isOrphaned, memberEnds, rouseOrphans } from './jobs.js'
import type { Kernel } from './kernel.js'
import type { Process } from './process.js'
import type { Answer } from './show.js'
import { tellParent } from './signals.js'
import type { Blocking } from './sleep.js'

/** EAGAIN where there may be no more. */
export function fork(kernel: Kernel, parent: Process): Process {
  if (!parent.mayFork) fail('EAGAIN')
  const child = kernel.admit(parent, parent)
  child.group = parent.group
  child.session = parent.session
  child.terminal = parent.terminal
  child.mask = parent.mask
  child.descriptorLimit = parent.descriptorLimit
  child.mayFork = parent.mayFork
  child.isDumpable = parent.isDumpable
  child.promises = parent.promises
  for (const [number, descriptor] of parent.descriptors) {
    const isMarked = descriptor.flags.has('FD_CLOFORK')
    if (isMarked && kernel.profile.closeOnFork === 'heeded') continue
    descriptor.file.references++
    child.descriptors.set(number, descriptor)
  }
  for (const [signal, disposition] of parent.dispositions)
    child.dispositions.set(signal, disposition)
  for (const signal of parent.blocked) child.blocked.add(signal)
  child.limit = parent.limit
  child.root = parent.root
  return child
}

/** The process goes on in another program, or in its own from the start where none is given. */
export function exec(kernel: Kernel, process: Process, program?: () => Blocking<Answer>): void {
  for (const [number, { flags }] of [...process.descriptors])
    if (flags.has('FD_CLOEXEC')) kernel.world.files.close(process, number)
  for (const [signal, { action }] of process.dispositions)
    if (action === 'record') process.dispositions.delete(signal)
  const { credentials } = process
  credentials.isCapable = credentials.euid === credentials.namespace.users.root
  process.isDumpable = true
  process.hasExecuted = true
  if (program) process.program = { begin: program, isRunning: false }
}

/**
 * In the kernel's own order: files first, then the terminal, then the family hears of it. A last close that waits
 * holds up all that follows.
 */
export function end(kernel: Kernel, process: Process, how: NonNullable<Process['end']>): void {
  if (process.end) return
  const children = kernel.living().filter(({ parent }) => parent === process)
  const groups = new Set([process.group, ...children.map(({ group }) => group)])
  const inJobControl = [...groups].filter(group => !isOrphaned(kernel, group))
  process.end = how
  process.call = undefined
  const files = [...process.descriptors.values()].map(({ file }) => file)
  if (kernel.profile.descriptorsOfEnded === 'closed') closeAll(kernel, process)
  const isClosed = () => files.every(file => file.references > 0 || !file.endWaiting)
  const finish = () => {
    memberEnds(kernel, process)
    process.state = 'ended'
    const keeper = kernel.keeper
    for (const child of children) child.parent = keeper
    rouseOrphans(kernel, inJobControl)
    tellParent(kernel, process)
    if (process.parent === keeper || process.parent?.disposition('SIGCHLD').action === 'ignore')
      reap(kernel, process)
  }
  if (isClosed()) finish()
  else kernel.later({ isDue: isClosed, deadline: () => Number.POSITIVE_INFINITY, act: finish })
}

/** Nobody will ask for it any more. */
export function reap(kernel: Kernel, process: Process): void {
  process.reaped = true
  closeAll(kernel, process)
}

/** An error of the kernel's own: nothing runs on it any more. */
export function panic(kernel: Kernel): void {
  for (const process of kernel.living()) {
    process.end = { kind: 'killed', detail: 'SIGKILL' }
    process.call = undefined
    process.state = 'ended'
  }
}

function closeAll(kernel: Kernel, process: Process): void {
  for (const number of [...process.descriptors.keys()]) kernel.world.files.close(process, number)
}
