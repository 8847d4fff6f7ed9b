/** Descriptors and what they share. */

import type { Value } from '../../suite/suite.js'
import type { CallContext, CallFamily } from '../call.js'
import { certain } from '../certain.js'
import { fail, Interrupted, NotModelled, NotYet, Refused } from '../failure.js'
import { descriptorFlags, OpenFile, terminalEnd } from '../file.js'
import { flagsOf, showFlags } from '../flags.js'
import { members } from '../jobs.js'
import type { Kernel } from '../kernel.js'
import { openPath } from '../opening.js'
import type { Process } from '../process.js'
import { type Answer, constants, list, number, set, zero } from '../show.js'
import { type Blocking, sleepUntil } from '../sleep.js'
import { Channel, refuse, StreamEnd } from '../streams.js'

/** An open that may have to wait for the other end. */
function* opened(open: () => OpenFile): Blocking<OpenFile> {
  for (;;) {
    try {
      return open()
    } catch (error) {
      if (!(error instanceof NotYet)) throw error
      const wake = yield* sleepUntil(error.isReady)
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
    }
  }
}

export const descriptorCalls: CallFamily = {
  *open({ kernel, process, args }): Blocking<Answer> {
    const flags = args.flags(1).names
    const mode = args.count > 2 ? args.number(2) : 0
    if (args.isPointer(0)) fail('EFAULT')
    const file = yield* opened(() => openPath(kernel, process, args.text(0), flags, mode))
    const marks = kernel.profile.openMarks === 'heeded' ? descriptorFlags(flags) : undefined
    return { value: number(kernel.world.files.install(process, file, marks)) }
  },

  dup({ kernel, process, args }) {
    const { files } = kernel.world
    return number(files.install(process, files.get(process, args.number(0))))
  },

  dup2({ kernel, process, args }) {
    const { files } = kernel.world
    const file = files.get(process, args.number(0))
    const to = args.number(1)
    if (to < 0 || to >= process.descriptorLimit) fail('EBADF')
    if (process.descriptors.get(to)?.file === file && args.number(0) === to) return number(to)
    if (process.descriptors.has(to)) files.close(process, to)
    return number(files.install(process, file, undefined, to))
  },

  close: function* ({ kernel, process, args }): Blocking<Answer> {
    const { files } = kernel.world
    const file = files.get(process, args.number(0))
    files.close(process, args.number(0))
    if (file.references === 0 && file.endWaiting) {
      const wake = yield* sleepUntil(() => !file.endWaiting)
      if (wake === 'interrupted') file.endWaiting?.()
    }
    return { value: zero }
  },

  fcntl: context => control(context, context.args.word(1)),

  pipe({ kernel, process }) {
    const channel = new Channel()
    const ends = [
      stream(kernel, channel, undefined, ['O_RDONLY']),
      stream(kernel, undefined, channel, ['O_WRONLY']),
    ]
    return list(ends.map(file => number(kernel.world.files.install(process, file))))
  },

  socketpair({ kernel, process, args }) {
    if (args.word(0) !== 'AF_UNIX') throw new NotModelled(`sockets of ${args.word(0)}`)
    const [there, back] = [new Channel(), new Channel()]
    const ends = [stream(kernel, back, there, ['O_RDWR']), stream(kernel, there, back, ['O_RDWR'])]
    return list(ends.map(file => number(kernel.world.files.install(process, file))))
  },

  sendfd(context) {
    const { kernel, process, args } = context
    const { files } = kernel.world
    const { output } = socket(context)
    const file = files.get(process, args.number(1))
    if (!output.hasReader) refuse(process)
    file.references++
    output.files.push(file)
    output.bytes.put([0])
    return number(1)
  },

  recvfd: function* (context): Blocking<Answer> {
    const { kernel, process } = context
    const { files } = kernel.world
    const { input } = socket(context)
    let file = input.files.shift()
    while (!file) {
      // The end of what comes, and no error.
      if (!input.hasWriter) return { value: number(-1) }
      const wake = yield* sleepUntil(() => input.files.length > 0 || !input.hasWriter)
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
      file = input.files.shift()
    }
    input.bytes.take(1)
    const installed = files.install(process, file)
    files.drop(file)
    return { value: number(installed) }
  },

  lseek({ kernel, process, args }) {
    const file = kernel.world.files.usable(process, args.number(0))
    if (file.object.isUnseekable ?? file.object.isStream) fail(kernel.profile.noPlaces)
    const bases: Readonly<Record<string, number>> = {
      SEEK_SET: 0,
      SEEK_CUR: file.offset,
      SEEK_END: file.node.content.length,
    }
    const base = bases[args.word(2)] ?? fail('EINVAL')
    if (base + args.number(1) < 0) fail('EINVAL')
    file.offset = base + args.number(1)
    return number(file.offset)
  },

  ftruncate({ kernel, process, args }) {
    const file = kernel.world.files.usable(process, args.number(0))
    const size = args.number(1)
    const { kind, content } = file.node
    const end = terminalEnd(file)
    if (end && kernel.profile.truncatable.includes(end.side)) return zero
    if (size < 0 || kind !== 'S_IFREG' || !file.isWritable) fail('EINVAL')
    file.node.content = Array.from({ length: size }, (_, i) => content[i] ?? 0)
    return zero
  },

  descriptors({ process }) {
    return set([...process.descriptors.keys()].sort((a, b) => a - b).map(number))
  },
}

/** Flags that F_SETFL changes; it ignores all others. */
const changeable = ['O_NONBLOCK', 'O_APPEND', 'O_ASYNC']

function control({ kernel, process, args }: CallContext, command: string): Value {
  const { files } = kernel.world
  const at = args.number(0)
  const file = files.get(process, at)
  switch (command) {
    case 'F_GETFL':
      return showFlags(flagsOf(file.flags), 'open')
    case 'F_SETFL': {
      const asked = args.flags(2).names
      askForSignals(kernel, process, file, asked.has('O_ASYNC'))
      const kept = [...file.flags].filter(name => !changeable.includes(name))
      file.flags = new Set([...kept, ...changeable.filter(name => asked.has(name))])
      return zero
    }
    case 'F_GETFD':
      return constants([...certain(process.descriptors.get(at)).flags])
    case 'F_SETFD': {
      process.descriptors.set(at, { file, flags: args.flags(2).names })
      return zero
    }
    case 'F_GETOWN':
      return number(files.usable(process, at).owner)
    case 'F_SETOWN': {
      const terminal = terminalEnd(file)?.terminal
      const isOwn = !terminal || terminal.session === process.session
      if (kernel.profile.owned === 'own-terminal' && !isOwn) fail('ENOTTY')
      files.usable(process, at).owner = ownerOf(kernel, args.number(2))
      return zero
    }
    case 'F_DUPFD':
    case 'F_DUPFD_CLOEXEC': {
      const from = args.number(2)
      if (from < 0 || from >= process.descriptorLimit) fail('EINVAL')
      const flags = new Set(command === 'F_DUPFD' ? [] : ['FD_CLOEXEC'])
      return number(files.install(process, file, flags, from))
    }
  }
  throw new NotModelled(`the model lacks fcntl command ${command}`)
}

/** A process or, negated, a group of the case; ESRCH. Signals are for nobody else. */
function ownerOf(kernel: Kernel, owner: number): number {
  if (owner < 0 ? members(kernel, -owner).length === 0 : owner > 0 && !kernel.find(owner))
    throw new Refused('signals are for processes of the case')
  return owner
}

/**
 * O_ASYNC as it is to become. Where nobody was named the terminal's foreground gets SIGIO, else who asked: __tty_fasync(),
 * and hung_up_tty_fasync() after a hang-up.
 */
export function askForSignals(kernel: Kernel, process: Process, file: OpenFile, on: boolean): void {
  if (on === file.flags.has('O_ASYNC')) return
  if (file.isHungUp && kernel.profile.asynchronyAtHangup === 'ends') fail('ENOTTY')
  const end = terminalEnd(file)
  if (!on || !end || file.owner !== 0) return
  const { foreground } = end.side === 'slave' ? end.terminal : {}
  file.owner = foreground === undefined ? process.id : -foreground
}

function socket({ kernel, process, args }: CallContext): { input: Channel; output: Channel } {
  const { object } = kernel.world.files.usable(process, args.number(0))
  const { input, output }: Partial<StreamEnd> = object instanceof StreamEnd ? object : {}
  return input && output ? { input, output } : fail('ENOTSOCK')
}

function stream(
  kernel: CallContext['kernel'],
  input: Channel | undefined,
  output: Channel | undefined,
  flags: readonly string[],
): OpenFile {
  const { files, anonymous } = kernel.world
  const end = new StreamEnd(input, output, file => files.drop(file))
  const kind = input && output ? 'S_IFSOCK' : 'S_IFIFO'
  return new OpenFile(end, anonymous.make(kind, 0o600, 0, 0), new Set(flags))
}
