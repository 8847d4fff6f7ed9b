/** ioctl(): requests on terminals, by name. */
import type { Value } from '../../suite/suite.js'
import type { CallContext, CallFamily } from '../call.js'
import { fail, NotModelled } from '../failure.js'
import { descriptorFlags, type OpenFile } from '../file.js'
import { giveUp, setTerminal } from '../jobs.js'
import type { Kernel } from '../kernel.js'
import { openPeer } from '../opening.js'
import { type Answer, number, zero } from '../show.js'
import type { Blocking } from '../sleep.js'
import type { TerminalEnd } from '../terminal-end.js'
import { askForSignals } from './descriptors.js'
import {
  backgroundStops,
  drain,
  foregroundOf,
  sessionOf,
  setForegroundGroup,
  setWindowSize,
  windowSize,
} from './terminal.js'
import { termioRequest } from './termio.js'

interface Request extends CallContext {
  readonly file: OpenFile
  readonly end: TerminalEnd
}

/** Linux's N_NULL. */
const NULL_DISCIPLINE = 27

type Handler = (request: Request) => Value

/** What only masters know; a slave answers ENOTTY. */
const ofMasters: Readonly<Record<string, Handler>> = {
  TIOCGPTN: ({ end }) => number(end.terminal.number),
  TIOCGPTLCK: ({ end }) => number(end.terminal.isLocked ? 1 : 0),
  TIOCGPKT: ({ end }) => number(end.terminal.packets.isOn ? 1 : 0),

  TIOCSPTLCK({ kernel, end, args }) {
    end.terminal.isLocked = args.number(2) !== 0 && kernel.profile.lock === 'kept'
    return zero
  },

  TIOCPKT({ end, args }) {
    if (args.number(2) !== 0 && end.terminal.packets.isUserControl) fail('EINVAL')
    end.terminal.packets.turn(args.number(2) !== 0)
    return zero
  },

  TIOCUCNTL({ end, args }) {
    if (args.number(2) !== 0 && end.terminal.packets.isOn) fail('EINVAL')
    end.terminal.packets.turnUserControl(args.number(2) !== 0)
    return zero
  },

  TIOCSIG({ kernel, end, args }) {
    const { masterSignals } = kernel.profile
    const signal = args.word(2)
    const isKnown =
      masterSignals === 'all' ? signal.startsWith('SIG') : masterSignals.includes(signal)
    if (!isKnown) fail('EINVAL')
    const { terminal } = end
    const { signalFromMaster } = kernel.profile
    const isKept = terminal.termios.lflag.names.has('NOFLSH')
    if (signalFromMaster === 'flushes' && !isKept) {
      terminal.flushInput()
      terminal.flushOutput()
      terminal.inputFlushed()
    }
    if (signalFromMaster === 'starts-output') terminal.start()
    terminal.signal(signal)
    return zero
  },
}

const ofBoth: Readonly<Record<string, Handler>> = {
  TIOCGPTPEER({ kernel, process, file, end, args }) {
    if (end.side === 'slave') fail('EIO')
    const flags = args.flags(2).names
    const peer = openPeer(kernel, process, file, end.terminal, flags)
    return number(kernel.world.files.install(process, peer, descriptorFlags(flags)))
  },

  TIOCSCTTY({ kernel, process, file, end, args }) {
    const steals = args.count > 2 && !args.isPointer(2) && args.number(2) === 1
    setTerminal(kernel, process, end, { steals, readable: file.isReadable })
    return zero
  },

  TIOCNOTTY({ kernel, process, file, end }) {
    if (end.side === 'master' || process.terminal !== end.terminal) fail('ENOTTY')
    giveUp(kernel, process, file.node.device === 'own-terminal')
    return zero
  },

  TIOCGPGRP: request => number(foregroundOf(request, request.end)),
  TIOCGSID: request => number(sessionOf(request, request.end)),

  TIOCEXCL: ({ end }) => setExclusive(end, true),
  TIOCNXCL: ({ end }) => setExclusive(end, false),
  TIOCGEXCL({ end: { terminal, side } }) {
    const isExclusive = side === 'slave' ? terminal.isExclusive : terminal.isMasterExclusive
    return number(isExclusive ? 1 : 0)
  },

  TIOCGWINSZ: ({ end }) => windowSize(end),
  TIOCSWINSZ(request) {
    setWindowSize(request, request.end, request.args.struct(2))
    return zero
  },

  TIOCOUTQ: ({ kernel, end }) =>
    kernel.profile.unsentOutput === 'unread' ? number(end.terminal.unread) : zero,
  TIOCGDEV: ({ end }) => number(end.terminal.node.rdev),
  // A pair has no line to break.
  TCSBRK: () => zero,
  TIOCSBRK: () => zero,
  TIOCCBRK: () => zero,

  /** tty_pty.c's ptyioctl(): tcsetattr() leaves EXTPROC as it is. */
  TIOCEXT({ end: { terminal }, args }) {
    const had = terminal.termios.lflag.names.has('EXTPROC')
    const on = args.number(2) !== 0
    terminal.setLocal('EXTPROC', on)
    if (on || had) terminal.packets.editorChanged()
    return zero
  },

  // Of line disciplines there is the usual one, and on some systems one that does nothing.
  TIOCGETD: ({ end }) => number(end.terminal.isMute && end.side === 'slave' ? NULL_DISCIPLINE : 0),
  TIOCSETD({ kernel, end, args }) {
    const asked = args.number(2)
    const isNull = asked === NULL_DISCIPLINE && kernel.profile.nullDiscipline === 'there'
    if (asked !== 0 && !isNull) fail('EINVAL')
    if (end.side === 'slave') end.terminal.isMute = isNull
    return zero
  },

  // What serial lines have and a pair has not; tty_tiocmget(), tty_get_icount(), tty_set_serial().
  TIOCMGET: ({ kernel }) => fail(kernel.profile.modemRequest),
  TIOCGICOUNT: ({ kernel }) => fail(kernel.profile.modemRequest),
  TIOCSSERIAL: ({ kernel }) => fail(kernel.profile.unknownRequest),

  TIOCSTOP({ end: { terminal } }) {
    terminal.stop()
    return zero
  },
  TIOCSTART({ end: { terminal } }) {
    terminal.start()
    return zero
  },

  TIOCCONS({ kernel, process, end }) {
    const { consoleOutput } = kernel.profile
    if (end.side === 'master') fail('EINVAL')
    if (process.isRoot) throw new NotModelled('the console of a host')
    return consoleOutput === 'granted' ? zero : fail(consoleOutput)
  },

  TIOCSTI(request) {
    const { kernel, process, file, end, args } = request
    const { foreignInput, forbiddenInput, unreadableInput, inputThroughMaster } = kernel.profile
    if (!process.isRoot) {
      if (kernel.optionalSetting('tiocsti') === 'off' && forbiddenInput !== 'allowed')
        fail(forbiddenInput)
      if (!file.isReadable && unreadableInput !== 'allowed') fail(unreadableInput)
      if (process.terminal !== end.terminal || end.side === 'master') fail(foreignInput)
    }
    const [byte = 0] = args.bytes(2)
    if (end.side === 'master' && inputThroughMaster === 'output') end.terminal.printAtOnce(byte)
    else end.terminal.type(Uint8Array.of(byte))
    return zero
  },

  TIOCVHANGUP({ kernel, process, end }) {
    if (!process.isRoot && kernel.profile.hangUpBy === 'root') fail('EPERM')
    if (end.side === 'master') throw new NotModelled('TIOCVHANGUP on a master')
    end.terminal.ends.hangUp()
    return zero
  },
}

/** Requests that take or give what a pointer leads to: one that leads nowhere is EFAULT. */
const withPointer = new Set(
  `TIOCSPTLCK TIOCPKT TIOCSETD TIOCGPGRP TIOCSPGRP TIOCGSID TIOCGWINSZ TIOCSWINSZ`.split(' '),
)

/** Requests that any file takes. */
const ofFiles: Readonly<Record<string, (context: CallContext, file: OpenFile) => Value>> = {
  FIONREAD: (_, file) => number(file.object.available?.() ?? fail('ENOTTY')),
  FIONBIO: ({ args }, file) => setFlag(file, 'O_NONBLOCK', args.number(2) !== 0),
  FIOASYNC({ kernel, process, args }, file) {
    const on = args.number(2) !== 0
    askForSignals(kernel, process, file, on)
    return setFlag(file, 'O_ASYNC', on)
  },
}

function setFlag(file: OpenFile, flag: string, on: boolean): Value {
  const others = [...file.flags].filter(name => name !== flag)
  file.flags = new Set(on ? [...others, flag] : others)
  return zero
}

export const ioctlCalls: CallFamily = {
  ioctl(context) {
    const { kernel, process, args } = context
    const { files } = kernel.world
    const command = args.userCommand(1)
    if (command !== undefined) {
      const { packets } = files.terminal(process, args.number(0)).end.terminal
      if (!packets.isUserControl) fail('ENOTTY')
      packets.command(command)
      return zero
    }
    const request = args.word(1)
    const file = files.usable(process, args.number(0))
    const leadsNowhere = withPointer.has(request) && args.count > 2 && args.isPointer(2)
    if (request === 'TIOCSPGRP') {
      if (leadsNowhere) fail('EFAULT')
      setForegroundGroup(context, args.number(2))
      return zero
    }
    const { callsAfterHangup } = kernel.profile
    const isOfFiles = request === 'FIONBIO' || request === 'FIOASYNC'
    if (file.isHungUp && callsAfterHangup !== 'work' && !isOfFiles) fail(callsAfterHangup)
    const general = ofFiles[request]
    if (general) return general(context, file)
    const { end } = files.terminal(process, args.number(0))
    const parameters = termioRequest(context, request)
    if (parameters) return parameters
    if (/^\d+$/.test(request)) fail(kernel.profile.unknownRequest)
    const ofMaster = ofMasters[request]
    if (ofMaster && end.side === 'slave' && !isOfSlaves(kernel, request)) fail('ENOTTY')
    const handler = ofMaster ?? ofBoth[request]
    if (!handler) throw new NotModelled(`the model lacks ioctl request ${request}`)
    backgroundStops(context, end, request)
    if (leadsNowhere) fail('EFAULT')
    if (request === 'TCSBRK' && args.number(2) !== 0) return drained(context)
    if (!ofMaster) end.terminal.packets.requested()
    return handler({ kernel, process, args, begun: context.begun, file, end })
  },
}

/** TCSBRK with another argument than 0 waits as tcdrain() does; tty_ioctl(). */
function* drained(context: CallContext): Blocking<Answer> {
  yield* drain(context)
  return { value: zero }
}

function isOfSlaves({ profile }: Kernel, request: string): boolean {
  return request === 'TIOCGPTN' && profile.numberTold === 'by-both'
}

function setExclusive({ terminal, side }: TerminalEnd, on: boolean): Value {
  const { exclusiveOnMaster } = terminal.kernel.profile
  if (side === 'slave' || exclusiveOnMaster === 'slave') terminal.isExclusive = on
  else terminal.isMasterExclusive = on
  return zero
}
