/** Reading and writing, and the transfers that go on until done (language, section 4). */
import type { Value } from '../../suite/suite.js'
import type { CallContext, CallFamily } from '../call.js'
import { asFailure, Failure, fail, Interrupted } from '../failure.js'
import { terminalEnd } from '../file.js'
import { Queue } from '../queue.js'
import { type Answer, data, failure, number } from '../show.js'
import { type Blocking, sleepUntil } from '../sleep.js'

/** Seconds without a byte after which drain() is done. */
const QUIET = 0.05
const MOST = 1 << 20

export const byteCalls: CallFamily = {
  read: function* ({ kernel, process, args }): Blocking<Answer> {
    const [number, count] = [args.number(0), args.number(1)]
    const { files } = kernel.world
    // An address that cannot be one is refused before anything is read; a null pointer is found out afterwards.
    if (args.isPointer(2) && args.word(2) === 'BADPTR') {
      files.usable(process, number)
      const { invalidBuffer } = kernel.profile
      if (invalidBuffer !== 'costs-nothing')
        yield* files.read(process, number, invalidBuffer === 'costs-all' ? count : 1)
      fail('EFAULT')
    }
    const bytes = yield* files.read(process, number, count)
    if (args.isPointer(2) && bytes.length > 0) fail('EFAULT')
    return { value: data(bytes) }
  },

  write: function* ({ kernel, process, args }): Blocking<Answer> {
    const { files } = kernel.world
    if (args.isPointer(1)) {
      yield* files.write(process, args.number(0), [])
      fail('EFAULT')
    }
    return { value: number(yield* files.write(process, args.number(0), args.bytes(1))) }
  },

  pread: function* (context): Blocking<Answer> {
    return yield* atPlace(context, function* () {
      return { value: data(yield* read(context, context.args.number(1))) }
    })
  },

  pwrite: function* (context): Blocking<Answer> {
    const { kernel, process, args } = context
    return yield* atPlace(context, function* () {
      const written = yield* kernel.world.files.write(process, args.number(0), args.bytes(1))
      return { value: number(written) }
    })
  },

  readn: function* (context): Blocking<Answer> {
    const wanted = context.args.number(1)
    const bytes = new Queue(wanted)
    const end = yield* transfer(function* () {
      if (bytes.length === wanted) return 'done'
      const more = yield* read(context, wanted - bytes.length)
      bytes.put(more)
      return more.length > 0 ? 'more' : 'end-of-file'
    })
    return transferred(data(bytes.peek()), bytes.length, end)
  },

  writen: function* (context): Blocking<Answer> {
    const { kernel, process, args } = context
    const bytes = args.bytes(1)
    let written = 0
    const end = yield* transfer(function* () {
      if (written === bytes.length) return 'done'
      const rest = bytes.subarray(written)
      written += yield* kernel.world.files.write(process, args.number(0), rest)
      return 'more'
    })
    return transferred(number(written), written, end)
  },

  drain: function* (context): Blocking<Answer> {
    const { kernel, process, args } = context
    const file = kernel.world.files.usable(process, args.number(0))
    const isReady = () => {
      const events = file.object.poll?.(file) ?? ['POLLIN']
      return events.some(event => ['POLLIN', 'POLLHUP', 'POLLERR'].includes(event))
    }
    const bytes = new Queue(Number.POSITIVE_INFINITY)
    const end = yield* transfer(function* () {
      if (!isReady()) {
        const wake = yield* sleepUntil(isReady, kernel.clock + QUIET)
        if (wake === 'timeout') return 'done'
        if (wake === 'interrupted') throw new Interrupted('never-after-handler')
      }
      const more = yield* read(context, MOST)
      bytes.put(more)
      return more.length > 0 ? 'more' : 'end-of-file'
    })
    const isQuiet = end instanceof Failure && end.errno === 'EAGAIN'
    return transferred(data(bytes.peek()), bytes.length, isQuiet ? 'done' : end)
  },
}

/** With the offset at the third argument meanwhile. */
function* atPlace(context: CallContext, act: () => Blocking<Answer>): Blocking<Answer> {
  const { kernel, process, args } = context
  const place = args.number(2)
  const file = kernel.world.files.usable(process, args.number(0))
  // A device that reads from any place has no beginning either.
  const hasBeginning = !terminalEnd(file) || file.object.isStream
  if (place < 0 && hasBeginning) fail('EINVAL')
  if (file.object.isStream) fail(kernel.profile.noPlaces)
  const { offset } = file
  file.offset = place
  try {
    return yield* act()
  } finally {
    file.offset = offset
  }
}

function read({ kernel, process, args }: CallContext, count: number): Blocking<Uint8Array> {
  return kernel.world.files.read(process, args.number(0), count)
}

export type End = 'done' | 'end-of-file' | Failure

/** Goes on until a turn says that it is over, or fails. */
export function* transfer(turn: () => Blocking<'more' | 'done' | 'end-of-file'>): Blocking<End> {
  for (;;)
    try {
      const state = yield* turn()
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
