/** Transfers between two ends, and the kernel's own copying (language, section 4). */
import { seqByte } from '../../suite/data.js'
import type { CallContext, CallFamily } from '../call.js'
import { certain } from '../certain.js'
import { asFailure, fail, NotModelled } from '../failure.js'
import { type OpenFile, terminalEnd } from '../file.js'
import { type Answer, number } from '../show.js'
import { type Blocking, resultOf, sleepUntil } from '../sleep.js'
import { StreamEnd } from '../streams.js'
import { type Turn, transfer, transferred } from './bytes.js'

/** Seconds without room after which fill() is done. */
const QUIET = 0.05
const MOST = 1 << 20
const PIECE = 4096

export const transferCalls: CallFamily = {
  fill: function* (context): Blocking<Answer> {
    const { kernel, process, args } = context
    const { files } = kernel.world
    const file = files.usable(process, args.number(0))
    const { flags } = file
    // What can be full can be asked whether it is.
    const hasRoom = () => certain(file.object.poll?.(file)).includes('POLLOUT')
    const progress = { done: 0 }
    file.flags = new Set([...flags, 'O_NONBLOCK'])
    const end = yield* transfer(() =>
      progress.done >= MOST ? 'done' : fillOn(context, progress, hasRoom),
    )
    file.flags = flags
    return transferred(number(progress.done), progress.done, end)
  },

  echo: context => repeated(context, echoOn),

  ping: context => repeated(context, pingOn),

  /** One of the two is a pipe. */
  splice: function* (context): Blocking<Answer> {
    const [from, to] = ends(context, 0, 1)
    const { copies } = context.kernel.profile
    if (copies === 'EINVAL' && (terminalEnd(from) || terminalEnd(to))) fail('EINVAL')
    if (copies !== 'unchecked' && !isPipe(from) && !isPipe(to)) fail('EINVAL')
    return yield* copy(context, 0, 1)
  },

  /** From a file that has places, to anything. */
  sendfile: function* (context): Blocking<Answer> {
    const [from, to] = ends(context, 1, 0)
    const { copies } = context.kernel.profile
    if (copies === 'EINVAL' && terminalEnd(to)) fail('EINVAL')
    if (copies !== 'unchecked' && from.object.isStream) fail('EINVAL')
    if (to.flags.has('O_APPEND')) fail('EINVAL')
    return yield* copy(context, 1, 0)
  },
}

interface Progress {
  done: number
}

/** Until as much is done as the second argument says. */
function* repeated(
  context: CallContext,
  turn: (context: CallContext, progress: Progress, wanted: number) => Turn,
): Blocking<Answer> {
  const wanted = context.args.number(1)
  const progress = { done: 0 }
  const end = yield* transfer(() =>
    progress.done >= wanted ? 'done' : turn(context, progress, wanted),
  )
  return transferred(number(progress.done), progress.done, end)
}

function* fillOn(context: CallContext, progress: Progress, hasRoom: () => boolean): Turn {
  const written = yield* caughtFull(resultOf(writeTo(context, 0, sequence(progress.done))))
  progress.done += written
  if (written > 0) return 'more'
  if (!hasRoom()) yield* sleepUntil(hasRoom, context.kernel.clock + QUIET)
  return hasRoom() ? 'more' : 'done'
}

function* echoOn(context: CallContext, progress: Progress, wanted: number): Turn {
  const bytes = yield* resultOf(readFrom(context, 0, Math.min(wanted - progress.done, PIECE)))
  if (bytes.length === 0) return 'end-of-file'
  for (let sent = 0; sent < bytes.length; ) {
    const more = yield* resultOf(writeTo(context, 0, bytes.subarray(sent)))
    sent += more
    progress.done += more
  }
  return 'more'
}

function* pingOn(context: CallContext, progress: Progress): Turn {
  const out = 0x61 + (progress.done % 26)
  yield* resultOf(writeTo(context, 0, [out]))
  const [back] = yield* resultOf(readFrom(context, 0, 1))
  if (back === undefined) return 'end-of-file'
  if (back !== out) return 'done'
  progress.done++
  return 'more'
}

/** A piece of `seq`, which begins anew every 251 bytes. */
function sequence(from: number): Uint8Array {
  const start = from % 251
  return whole.subarray(start, start + PIECE)
}

const whole = Uint8Array.from({ length: 251 + PIECE }, (_, i) => seqByte(i))

/** Full counts as nothing written. */
function* caughtFull(write: Blocking<number>): Blocking<number> {
  try {
    return yield* write
  } catch (error) {
    const { errno } = asFailure(error)
    return errno === 'EAGAIN' ? 0 : fail(errno)
  }
}

function readFrom({ kernel, process, args }: CallContext, index: number, count: number) {
  return kernel.world.files.read(process, args.number(index), count)
}

function writeTo({ kernel, process, args }: CallContext, index: number, bytes: ArrayLike<number>) {
  return kernel.world.files.write(process, args.number(index), bytes)
}

/** What is read from and what is written to; EBADF. */
function ends({ kernel, process, args }: CallContext, from: number, to: number) {
  const { files } = kernel.world
  const source = files.usable(process, args.number(from))
  const target = files.usable(process, args.number(to))
  if (!source.isReadable || !target.isWritable) fail('EBADF')
  return [source, target] as const
}

function isPipe({ object }: OpenFile): boolean {
  return object instanceof StreamEnd && (!object.input || !object.output)
}

function* copy(context: CallContext, from: number, to: number): Blocking<Answer> {
  const bytes = yield* resultOf(readFrom(context, from, context.args.number(2)))
  if (bytes.length === 0) return { value: number(0) }
  const written = yield* resultOf(writeTo(context, to, bytes))
  if (written < bytes.length) throw new NotModelled('a copy that is taken in part')
  return { value: number(written) }
}
