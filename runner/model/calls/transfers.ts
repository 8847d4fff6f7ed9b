/** Transfers between two ends, and the kernel's own copying (language, section 4). */
import { seqByte } from '../../suite/data.js'
import type { CallContext, CallFamily } from '../call.js'
import { certain } from '../certain.js'
import { asFailure, fail, NotModelled } from '../failure.js'
import { type OpenFile, terminalEnd } from '../file.js'
import { type Answer, number } from '../show.js'
import { type Blocking, sleepUntil } from '../sleep.js'
import { StreamEnd } from '../streams.js'
import { transfer, transferred } from './bytes.js'

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
    let done = 0
    file.flags = new Set([...flags, 'O_NONBLOCK'])
    const end = yield* transfer(function* () {
      if (done >= MOST) return 'done'
      const written = yield* caughtFull(files.write(process, args.number(0), sequence(done)))
      if (written > 0) {
        done += written
        return 'more'
      }
      if (!hasRoom()) yield* sleepUntil(hasRoom, kernel.clock + QUIET)
      return hasRoom() ? 'more' : 'done'
    })
    file.flags = flags
    return transferred(number(done), done, end)
  },

  echo: function* (context): Blocking<Answer> {
    const { args } = context
    const wanted = args.number(1)
    let done = 0
    const end = yield* transfer(function* () {
      if (done >= wanted) return 'done'
      const bytes = yield* readFrom(context, 0, Math.min(wanted - done, PIECE))
      if (bytes.length === 0) return 'end-of-file'
      for (let sent = 0; sent < bytes.length; ) {
        const more = yield* writeTo(context, 0, bytes.subarray(sent))
        sent += more
        done += more
      }
      return 'more'
    })
    return transferred(number(done), done, end)
  },

  ping: function* (context): Blocking<Answer> {
    const { args } = context
    const wanted = args.number(1)
    let done = 0
    const end = yield* transfer(function* () {
      if (done >= wanted) return 'done'
      const out = 0x61 + (done % 26)
      yield* writeTo(context, 0, [out])
      const [back] = yield* readFrom(context, 0, 1)
      if (back === undefined) return 'end-of-file'
      if (back !== out) return 'done'
      done++
      return 'more'
    })
    return transferred(number(done), done, end)
  },

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
  const bytes = yield* readFrom(context, from, context.args.number(2))
  if (bytes.length === 0) return { value: number(0) }
  const written = yield* writeTo(context, to, bytes)
  if (written < bytes.length) throw new NotModelled('a copy that is taken in part')
  return { value: number(written) }
}
