/** Processes, groups, sessions and limits. */

import type { CallContext, CallFamily } from '../call.js'
import { certain } from '../certain.js'
import { fail, Interrupted, NotModelled, Refused } from '../failure.js'
import { members, startSession } from '../jobs.js'
import type { Kernel } from '../kernel.js'
import { end, fork, reap } from '../lives.js'
import type { Process } from '../process.js'
import { type Answer, number, showDevice, status, struct, zero } from '../show.js'
import { send } from '../signals.js'
import { type Blocking, sleepUntil } from '../sleep.js'

export const processCalls: CallFamily = {
  fork: ({ kernel, process }) => number(fork(kernel, process).id),

  thread() {
    throw new NotModelled('the model has no threads')
  },

  _exit({ kernel, process, args }) {
    end(kernel, process, { kind: 'exited', detail: `${args.number(0) & 0xff}` })
    return { kind: 'any', compared: true }
  },

  waitpid: function* (context): Blocking<Answer> {
    const { process, args } = context
    const options = args.flags(1).names
    for (;;) {
      const candidates = awaited(context, args.number(0))
      if (candidates.length === 0) fail('ECHILD')
      const told = candidates.map(child => report(context, child, options)).find(found => found)
      if (told) return told
      if (options.has('WNOHANG')) return { value: zero }
      const isOver = () => awaited(context, args.number(0)).some(child => hasNews(child, options))
      const wake = yield* sleepUntil(isOver)
      if (wake === 'interrupted' && process.isAlive) throw new Interrupted('as-handler-says')
    }
  },

  kill(context) {
    const { kernel, args } = context
    const target = args.number(0)
    const signal = args.word(1)
    const found = targets(context, target)
    if (found.length === 0) {
      if (signal !== '0' && target > 0 && !kernel.all().some(({ id }) => id === target))
        throw new Refused('signals are for processes of the case')
      fail('ESRCH')
    }
    const allowed = found.filter(other => maySignal(context.process, other, signal))
    if (allowed.length === 0) fail('EPERM')
    if (signal === '0') return zero
    if (!/^SIG[A-Z0-9]+$/.test(signal)) fail('EINVAL')
    for (const other of allowed) send(kernel, other, signal)
    return zero
  },

  getpid: ({ process }) => number(process.id),
  getppid: ({ process }) => number(certain(process.parent).id),
  getpgrp: ({ process }) => number(process.group),

  getsid({ kernel, process, args }) {
    const id = args.number(0)
    return number((id === 0 ? process : (kernel.find(id) ?? fail('ESRCH'))).session)
  },

  setsid({ kernel, process }) {
    startSession(kernel, process)
    return number(kernel.profile.setsidGives === 'new-group' ? process.id : 0)
  },

  setpgid({ kernel, process, args }) {
    const target = args.number(0) === 0 ? process : kernel.find(args.number(0))
    if (!target || (target !== process && target.parent !== process)) fail('ESRCH')
    const group = args.number(1) === 0 ? target.id : args.number(1)
    if (group < 0) fail('EINVAL')
    if (target !== process && target.session === process.session && target.hasExecuted)
      if (kernel.profile.movedAfterExec === 'EACCES') fail('EACCES')
    if (target.leadsSession || target.session !== process.session) fail('EPERM')
    const isThere = members(kernel, group).some(({ session }) => session === process.session)
    if (group !== target.id && !isThere) fail('EPERM')
    target.group = group
    return zero
  },

  setrlimit({ process, args }) {
    const fields = args
      .struct(1)
      .fields.map(({ name, value }) => [name, args.numberOf(value)] as const)
    const asked = new Map(fields)
    const soft = asked.get('rlim_cur')
    if (args.word(0) === 'RLIMIT_NOFILE') limitFiles(process, soft, asked.get('rlim_max'))
    // It counts what else this user has running, which nobody knows here.
    else if (args.word(0) === 'RLIMIT_NPROC' && soft !== undefined && soft <= 1)
      process.mayFork = process.isRoot
    else throw new NotModelled(`the limit ${args.word(0)}`)
    return zero
  },

  getrlimit({ process, args }) {
    if (args.word(0) !== 'RLIMIT_NOFILE' || !process.limit)
      throw new NotModelled(`what the host set the limit ${args.word(0)} to`)
    const { soft, hard } = process.limit
    return struct({ rlim_cur: number(soft), rlim_max: number(hard) })
  },

  procinfo({ kernel, args }) {
    const id = args.number(0)
    if (!kernel.all().some(process => process.id === id))
      throw new Refused('this process is not of the case')
    const { terminal, group, session } = kernel.find(id) ?? fail('ESRCH')
    const isTold = kernel.profile.terminalInProcessTable === 'told'
    return struct({
      tty: terminal && isTold ? showDevice(terminal.node.rdev) : zero,
      pgrp: number(group),
      tpgid: isTold ? number(terminal?.foreground ?? -1) : zero,
      sid: number(session),
    })
  },

  sleep: function* ({ args, begun }): Blocking<Answer> {
    const wake = yield* sleepUntil(() => false, begun + args.number(0))
    if (wake === 'interrupted') throw new Interrupted('never-after-handler')
    return { value: zero }
  },
}

/** RLIMIT_NOFILE; only root may raise the hard limit. */
function limitFiles(process: Process, askedSoft?: number, askedHard?: number): void {
  const { limit } = process
  const soft = askedSoft ?? limit?.soft
  const hard = askedHard ?? limit?.hard
  if (soft !== undefined && hard !== undefined && soft > hard) fail('EINVAL')
  if (limit && hard !== undefined && hard > limit.hard && !process.isRoot) fail('EPERM')
  if (soft !== undefined && hard !== undefined) process.limit = { soft, hard }
  if (soft !== undefined) process.descriptorLimit = soft
}

/** The children a waitpid() argument stands for. */
function awaited({ kernel, process }: CallContext, which: number): Process[] {
  return kernel.all().filter(child => {
    if (child.parent !== process || child.reaped) return false
    if (which === -1) return true
    if (which === 0) return child.group === process.group
    return which > 0 ? child.id === which : child.group === -which
  })
}

function hasNews({ state, untold }: Process, options: ReadonlySet<string>): boolean {
  if (state === 'ended') return true
  return (
    (untold === 'stopped' && state === 'stopped' && options.has('WUNTRACED')) ||
    (untold === 'continued' && options.has('WCONTINUED'))
  )
}

/** What a parent is told, once. */
function report(
  { kernel }: CallContext,
  child: Process,
  options: ReadonlySet<string>,
): Answer | undefined {
  if (!hasNews(child, options)) return undefined
  if (child.end) {
    reap(kernel, child)
    return told(child, status(child.end.kind, child.end.detail))
  }
  const isStopped = child.untold === 'stopped'
  child.untold = undefined
  return told(child, isStopped ? status('stopped', child.stopSignal) : status('continued'))
}

function told(child: Process, how: ReturnType<typeof status>): Answer {
  return { value: struct({ pid: number(child.id), status: how }) }
}

function targets({ kernel, process }: CallContext, which: number): Process[] {
  if (which === -1) throw new Refused('signals are for processes of the case')
  if (which > 0) return visible(kernel, ({ id }) => id === which)
  const group = which === 0 ? process.group : -which
  return visible(kernel, other => other.group === group)
}

function visible(kernel: Kernel, is: (process: Process) => boolean): Process[] {
  return kernel.all().filter(process => !process.reaped && is(process))
}

function maySignal(from: Process, to: Process, signal: string): boolean {
  const { uid, euid } = from.credentials
  const other = to.credentials
  const isSame = [uid, euid].some(id => id === other.uid || id === other.suid)
  return (
    isSame ||
    from.isCapableIn(other.namespace) ||
    (signal === 'SIGCONT' && from.session === to.session)
  )
}
