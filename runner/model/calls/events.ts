/** epoll of Linux. */
import type { CallContext, CallFamily } from '../call.js'
import { fail, NotModelled } from '../failure.js'
import { type FileObject, OpenFile, terminalEnd } from '../file.js'
import { flagsOf, showFlags } from '../flags.js'
import { type Answer, number, zero } from '../show.js'
import type { Blocking } from '../sleep.js'
import { type Asking, askingNow } from '../waking.js'
import { awaitReady, eventsNow } from './waiting.js'

interface Interest {
  readonly file: OpenFile
  readonly number: number
  /** What the case calls it. */
  readonly name: string
  events: ReadonlySet<string>
  /** What was the case, and how much news there had been, when it was told of last. */
  told?: { readonly events: readonly string[]; readonly news: number }
}

/** Told whether or not they were asked for. */
const always = ['EPOLLERR', 'EPOLLHUP']

class EventSet implements FileObject {
  readonly isStream = true
  #interests: Interest[] = []

  /** A description that is gone has left the set. */
  find(number: number, file: OpenFile): Interest | undefined {
    this.#interests = this.#interests.filter(one => one.file.references > 0)
    return this.#interests.find(one => one.number === number && one.file === file)
  }

  add(interest: Interest): void {
    this.#interests.push(interest)
  }

  /** Whether what happens in that set would be told in this one. */
  reaches(other: EventSet): boolean {
    const reaches = ({ file: { object } }: Interest) =>
      object instanceof EventSet && object.reaches(other)
    return this === other || this.#interests.some(reaches)
  }

  remove(interest: Interest): void {
    this.#interests = this.#interests.filter(one => one !== interest)
  }

  ready(isAsleep: boolean): { interest: Interest; events: string[] }[] {
    return this.#interests
      .filter(({ file, events }) => file.references > 0 && events.size > 0)
      .map(interest => ({ interest, events: eventsOf(interest, isAsleep) }))
      .filter(({ interest, events }) => events.length > 0 && isNew(interest, events))
  }

  poll(_file: OpenFile, { isAsleep }: Asking = askingNow): readonly string[] {
    return this.ready(isAsleep).length > 0 ? ['POLLIN', 'POLLRDNORM'] : []
  }
}

export const eventCalls: CallFamily = {
  epoll_create1({ kernel, process, args }) {
    const { files, anonymous } = kernel.world
    const { names, number: bits } = args.flags(0)
    if (bits !== 0n || [...names].some(name => name !== 'EPOLL_CLOEXEC')) fail('EINVAL')
    const node = anonymous.make('S_IFREG', 0o600, 0, 0)
    const file = new OpenFile(new EventSet(), node, new Set(['O_RDWR']))
    const flags = new Set(names.size > 0 ? ['FD_CLOEXEC'] : [])
    return number(files.install(process, file, flags))
  },

  epoll_ctl(context) {
    const { kernel, process, args } = context
    const { files } = kernel.world
    const holder = files.usable(process, args.number(0))
    const target = args.number(2)
    const file = files.usable(process, target)
    if (!file.object.poll) fail('EPERM')
    if (file === holder || !(holder.object instanceof EventSet)) fail('EINVAL')
    const isRing = file.object instanceof EventSet && file.object.reaches(holder.object)
    // ep_loop_check()
    if (args.word(1) === 'EPOLL_CTL_ADD' && isRing) fail('ELOOP')
    const interest = holder.object.find(target, file)
    const { names } = args.flags(3)
    if (names.has('EPOLLET') && (names.has('EPOLLOUT') || !terminalEnd(file)))
      throw new NotModelled('epoll by edges of anything but what terminals give to read')
    switch (args.word(1)) {
      case 'EPOLL_CTL_ADD':
        if (interest) fail('EEXIST')
        holder.object.add({ file, number: target, name: nameOf(context), events: asked(names) })
        return zero
      case 'EPOLL_CTL_MOD':
        if (!interest) fail('ENOENT')
        interest.events = asked(names)
        delete interest.told
        return zero
      case 'EPOLL_CTL_DEL':
        if (!interest) fail('ENOENT')
        holder.object.remove(interest)
        return zero
    }
    return fail('EINVAL')
  },

  epoll_wait: function* (context): Blocking<Answer> {
    const { kernel, process, args } = context
    const { object } = kernel.world.files.usable(process, args.number(0))
    if (!(object instanceof EventSet)) fail('EINVAL')
    yield* awaitReady(context, isAsleep => object.ready(isAsleep).length > 0, args.number(1))
    const ready = object.ready(false).sort((a, b) => (a.interest.name < b.interest.name ? -1 : 1))
    const fields = ready.map(({ interest, events }) => {
      interest.told = { events, news: interest.file.news }
      if (interest.events.has('EPOLLONESHOT')) interest.events = new Set()
      return { name: interest.name, value: showFlags(flagsOf(events), 'epoll') }
    })
    return { value: { kind: 'struct', fields, rest: false } }
  },
}

/** By edges only what has changed since it was told. */
function isNew({ events, told, file }: Interest, now: readonly string[]): boolean {
  if (!events.has('EPOLLET') || !told) return true
  return file.news > told.news || now.some(event => !told.events.includes(event))
}

/** Those that the kernel adds make even an empty wish one. */
function asked(names: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names, ...always])
}

function eventsOf({ file, events }: Interest, isAsleep: boolean): string[] {
  return eventsNow(file, { by: 'epoll', isAsleep })
    .map(event => `E${event}`)
    .filter(event => events.has(event))
}

/** The name a descriptor goes by in the case, else its number. */
function nameOf({ args }: CallContext): string {
  const value = args.written(2)
  return value?.kind === 'name' ? value.name : `${args.number(2)}`
}
