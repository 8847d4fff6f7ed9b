/** kqueue() of the BSDs: what is watched for at a descriptor, and what is told of it. */
import type { Value } from '../../suite/suite.js'
import type { CallContext, CallFamily } from '../call.js'
import { fail, NotModelled } from '../failure.js'
import { type FileObject, OpenFile } from '../file.js'
import { flagsOf, showFlags } from '../flags.js'
import type { Profile } from '../profile.js'
import { type Answer, constant, number, struct, zero } from '../show.js'
import type { Blocking } from '../sleep.js'
import { awaitReady, eventsNow } from './waiting.js'

interface Watch {
  readonly file: OpenFile
  readonly number: number
  readonly filter: 'EVFILT_READ' | 'EVFILT_WRITE'
  flags: ReadonlySet<string>
  isOn: boolean
  /** What was told last, for EV_CLEAR. */
  told?: { readonly state: State; readonly news: number }
}

interface State {
  readonly data: number
  readonly isEnded: boolean
}

class KernelQueue implements FileObject {
  readonly isStream = true
  readonly watches: Watch[] = []

  find(number: number, filter: string): Watch | undefined {
    return this.watches.find(one => one.number === number && one.filter === filter)
  }

  drop(watch: Watch): void {
    this.watches.splice(this.watches.indexOf(watch), 1)
  }

  /** The first that has something to tell; what is closed is watched no more. */
  first(profile: Profile, isAsleep: boolean): { watch: Watch; state: State } | undefined {
    for (const watch of this.watches) {
      if (!watch.isOn || watch.file.references === 0) continue
      const state = stateOf(watch, profile, isAsleep)
      if (state && isNew(watch, state)) return { watch, state }
    }
    return undefined
  }
}

export const kqueueCalls: CallFamily = {
  kqueue({ kernel, process }) {
    const { files, anonymous } = kernel.world
    const node = anonymous.make('S_IFIFO', 0, 0, 0)
    return number(
      files.install(process, new OpenFile(new KernelQueue(), node, new Set(['O_RDWR']))),
    )
  },

  kevent(context) {
    const { kernel, process, args } = context
    const { files } = kernel.world
    const queue = queueOf(context)
    const target = args.number(1)
    const file = files.usable(process, target)
    const filter = args.word(2)
    if (filter !== 'EVFILT_READ' && filter !== 'EVFILT_WRITE')
      throw new NotModelled(`the filter ${filter}`)
    const { names } = args.flags(3)
    let watch = queue.find(target, filter)
    if (names.has('EV_ADD')) {
      const { callsAfterHangup } = kernel.profile
      if (file.isHungUp && callsAfterHangup !== 'work') fail(callsAfterHangup)
      if (!watch) queue.watches.push({ file, number: target, filter, flags: names, isOn: true })
      watch = queue.find(target, filter)
    }
    if (!watch) fail('ENOENT')
    if (names.has('EV_DELETE')) queue.drop(watch)
    if (names.has('EV_ADD')) watch.flags = names
    if (names.has('EV_DISABLE')) watch.isOn = false
    if (names.has('EV_ENABLE')) watch.isOn = true
    return zero
  },

  kevent_wait: function* (context): Blocking<Answer> {
    const { kernel, args } = context
    const { profile } = kernel
    const queue = queueOf(context)
    const isReady = (isAsleep: boolean) => queue.first(profile, isAsleep) !== undefined
    yield* awaitReady(context, isReady, args.number(1))
    const found = queue.first(profile, false)
    if (!found) return { value: struct({}) }
    const { watch, state } = found
    watch.told = { state, news: watch.file.news }
    if (watch.flags.has('EV_ONESHOT')) queue.drop(watch)
    return { value: told(watch, state, profile) }
  },
}

function queueOf({ kernel, process, args }: CallContext): KernelQueue {
  const { object } = kernel.world.files.usable(process, args.number(0))
  return object instanceof KernelQueue ? object : fail('EBADF')
}

/** What there is to tell; nothing where the filter has not come true. */
function stateOf(watch: Watch, profile: Profile, isAsleep: boolean): State | undefined {
  const { file, filter } = watch
  const events = eventsNow(file, { by: 'kqueue', isAsleep })
  const hasEnd = events.includes('POLLHUP')
  if (filter === 'EVFILT_READ') {
    const isReady = hasEnd || events.includes('POLLIN')
    return isReady ? { data: file.object.available?.() ?? 0, isEnded: hasEnd } : undefined
  }
  const isEnded = hasEnd && profile.kqueueWriterMeetsEnd
  const room = file.object.room?.() ?? 0
  const isReady = isEnded || (hasEnd ? room > 0 : events.includes('POLLOUT'))
  return isReady ? { data: isEnded ? 0 : room, isEnded } : undefined
}

/** With EV_CLEAR only what has changed since it was told. */
function isNew({ flags, told, file }: Watch, { data, isEnded }: State): boolean {
  if (!flags.has('EV_CLEAR') || !told) return true
  return file.news > told.news || data !== told.state.data || isEnded !== told.state.isEnded
}

function told({ number: ident, filter, flags }: Watch, state: State, profile: Profile): Value {
  const kept = profile.kqueueShowsRequest
    ? [...flags]
    : [...flags].filter(flag => flag === 'EV_ONESHOT' || flag === 'EV_CLEAR')
  const shown = flagsOf([...kept, ...(state.isEnded ? ['EV_EOF'] : [])])
  return struct({
    ident: number(ident),
    filter: constant(filter),
    flags: showFlags(shown, 'kevent'),
    data: number(state.data),
  })
}
