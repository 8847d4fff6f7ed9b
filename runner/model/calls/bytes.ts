/** Reading and writing, and the transfers that go on until done (language, section 4). */
import type { Value } from '../../suite/suite.js'
import type { CallContext, CallFamily } from '../call.js'
import { asFailure, Failure, fail, Interrupted } from '../failure.js'
import { terminalEnd } from '../file.js'
import { Queue } from '../queue.js'
import { type Answer, data, failure, number } from '../show.js'
import { type Blocking, type MayWait, resultOf, sleepUntil, waits } from '../sleep.js'

/** Seconds without a byte after which drain() is done. */
const QUIET = 0.05
const MOST = 1 << 20

export const byteCalls: CallFamily = {
  read(context) {
    if (context.args.isPointer(2)) return readToNowhere(context)
    const bytes = read(context, context.args.number(1))
    return waits(bytes) ? readAtLast(bytes) : data(bytes)
  },

  write(context) {
    if (context.args.isPointer(1)) return writeNothing(context)
    const written = write(context, context.args.bytes(1))
    return waits(written) ? writtenAtLast(written) : number(written)
  },

  pread: context => atPlace(context, readOnce),

  pwrite: context => atPlace(context, writeOnce),

  readn: function* (context): Blocking<Answer> {
    const wanted = context.args.number(1)
    const bytes = new Queue(wanted)
    const end = yield* transfer(() =>
      bytes.length === wanted ? 'done' : readOn(context, bytes, wanted - bytes.length),
    )
    return transferred(data(bytes.peek()), bytes.length, end)
  },

  writen: function* (context): Blocking<Answer> {
    const bytes = context.args.bytes(1)
    const progress = { done: 0 }
    const end = yield* transfer(() =>
      progress.done === bytes.length ? 'done' : writeOn(context, bytes, progress),
    )
    return transferred(number(progress.done), progress.done, end)
  },

  drain: function* (context): Blocking<Answer> {
    const { kernel, process, args } = context
    const file = kernel.world.files.usable(process, args.number(0))
    const isReady = () => {
      const events = file.object.poll?.(file) ?? ['POLLIN']
      return events.some(event => ['POLLIN', 'POLLHUP', 'POLLERR'].includes(event))
    }
    const bytes = new Queue(Number.POSITIVE_INFINITY)
    const end = yield* transfer(() =>
      isReady() ? readOn(context, bytes, MOST) : readWhatComes(context, bytes, isReady),
    )
    const isQuiet = end instanceof Failure && end.errno === 'EAGAIN'
    return transferred(data(bytes.peek()), bytes.length, isQuiet ? 'done' : end)
  },
}

/** With the offset at the third argument meanwhile. */
function* atPlace(
  context: CallContext,
  act: (context: CallContext) => Blocking<Answer>,
): Blocking<Answer> {
  const { kernel, process, args } = context
  const place = args.number(2)
  const file = kernel.world.files.usable(process, args.number(0))
  // A device that reads from any place has no beginning either.
  const hasBeginning = !terminalEnd(file) || file.object.isStream
  const { negativePlace, noPlaceToRead } = kernel.profile
  if (file.object.isStream && negativePlace === 'after-the-file') fail(noPlaceToRead)
  if (place < 0 && hasBeginning) fail('EINVAL')
  if (file.object.isStream) fail(noPlaceToRead)
  const { offset } = file
  file.offset = place
  try {
    return yield* act(context)
  } finally {
    file.offset = offset
  }
}

function read({ kernel, process, args }: CallContext, count: number): MayWait<Uint8Array> {
  return kernel.world.files.read(process, args.number(0), count)
}

function write({ kernel, process, args }: CallContext, bytes: ArrayLike<number>): MayWait<number> {
  return kernel.world.files.write(process, args.number(0), bytes)
}

function* readAtLast(bytes: Blocking<Uint8Array>): Blocking<Answer> {
  return { value: data(yield* bytes) }
}

/** An address that cannot be one is refused before anything is read; a null pointer is found out afterwards. */
function* readToNowhere(context: CallContext): Blocking<Answer> {
  const { kernel, process, args } = context
  const count = args.number(1)
  if (args.word(2) === 'BADPTR') {
    kernel.world.files.usable(process, args.number(0))
    const { invalidBuffer } = kernel.profile
    if (invalidBuffer !== 'costs-nothing')
      yield* resultOf(read(context, invalidBuffer === 'costs-all' ? count : 1))
    fail('EFAULT')
  }
  const bytes = yield* resultOf(read(context, count))
  return bytes.length > 0 ? fail('EFAULT') : { value: data(bytes) }
}

function* readOnce(context: CallContext): Blocking<Answer> {
  return { value: data(yield* resultOf(read(context, context.args.number(1)))) }
}

function* writeOnce(context: CallContext): Blocking<Answer> {
  return { value: number(yield* resultOf(write(context, context.args.bytes(1)))) }
}

function* writtenAtLast(written: Blocking<number>): Blocking<Answer> {
  return { value: number(yield* written) }
}

/** What is to be written cannot be read, which is found out last. */
function* writeNothing(context: CallContext): Blocking<Answer> {
  yield* resultOf(write(context, []))
  return fail('EFAULT')
}

function* readOn(context: CallContext, bytes: Queue, count: number): Turn {
  const more = yield* resultOf(read(context, count))
  bytes.put(more)
  return more.length > 0 ? 'more' : 'end-of-file'
}

function* readWhatComes(context: CallContext, bytes: Queue, isReady: () => boolean): Turn {
  const wake = yield* sleepUntil(isReady, context.kernel.clock + QUIET)
  if (wake === 'timeout') return 'done'
  if (wake === 'interrupted') throw new Interrupted('never-after-handler')
  return yield* readOn(context, bytes, MOST)
}

function* writeOn(context: CallContext, bytes: Uint8Array, progress: { done: number }): Turn {
  progress.done += yield* resultOf(write(context, bytes.subarray(progress.done)))
  return 'more'
}

export type End = 'done' | 'end-of-file' | Failure

/** One piece of a transfer, and whether it goes on. */
export type Turn = Blocking<'more' | 'done' | 'end-of-file'>

/** Goes on until a turn says that it is over, or fails. */
export function* transfer(turn: () => Turn | 'done'): Blocking<End> {
  for (;;)
    try {
      const begun = turn()
      const state = typeof begun === 'string' ? begun : yield* begun
      if (state !== 'more') return state
    } catch (error) {
      return asFailure(error)
    }
}

/** What came, and how it ended where it is short. */
export function transferred(value: Value, length: number, end: End): Answer {
  if (end instanceof Failure)
    return length === 0 ? { value: failure(end.errno) } : { value, ended: failure(end.errno) }
  return end === 'end-of-file' && length > 0 ? { value, ended: data([]) } : { value }
}
