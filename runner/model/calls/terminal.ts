import type { StructValue, Value } from '../../suite/suite.js'
import type { Arguments } from '../arguments.js'
import type { CallContext, CallFamily } from '../call.js'
import { fail, Interrupted } from '../failure.js'
import type { OpenFile } from '../file.js'
import { sameFlags } from '../flags.js'
import { checkForeground, mustHaveLeader, setForeground } from '../jobs.js'
import { end as kill } from '../lives.js'
import type { Answer } from '../show.js'
import { number, zero } from '../show.js'
import { type Blocking, sleepUntil } from '../sleep.js'
import type { Terminal } from '../terminal.js'
import type { TerminalEnd } from '../terminal-end.js'
import { changeTermios, rawTermios, showTermios, type Termios } from '../termios.js'
import { showWindowSize, type WindowSize } from '../window-size.js'

export const terminalCalls: CallFamily = {
  tcgetattr: function* (context): Blocking<Answer> {
    const { end } = reach(context)
    if (end.side === 'master' && context.kernel.profile.masterCallBehindInput === 'waits')
      yield* sleepUntil(() => end.terminal.inputRoom > 0)
    return { value: showTermios(termiosOf(end)) }
  },

  tcsetattr: context =>
    setAttributes(context, context.args.word(1), before => {
      return changeTermios(before, context.args.struct(2))
    }),

  cfmakeraw: context =>
    setAttributes(context, 'TCSANOW', before => {
      return rawTermios(before, context.kernel.profile)
    }),

  tcgetwinsize: context => windowSize(reach(context).end),

  tcsetwinsize: context => {
    setWindowSize(context, reach(context).end, context.args.struct(1))
    return zero
  },

  tcdrain: function* (context): Blocking<Answer> {
    backgroundStops(context, reach(context).end, 'tcdrain')
    yield* drain(context)
    return { value: zero }
  },

  tcflush(context) {
    const end = backgroundStops(context, reach(context).end, 'tcflush')
    const which = context.args.word(1)
    if (!['TCIFLUSH', 'TCOFLUSH', 'TCIOFLUSH'].includes(which)) fail('EINVAL')
    const { packetInputFlush, flushSelectors } = context.kernel.profile
    const isBoth = which === 'TCIOFLUSH' && flushSelectors !== 'both-is-output'
    const isOutputBoth = which === 'TCOFLUSH' && flushSelectors === 'output-is-both'
    if (which === 'TCIFLUSH' || isBoth || isOutputBoth) flushInput(end, which === 'TCIFLUSH')
    if (which !== 'TCIFLUSH') flushOutput(end)
    if (which === 'TCIOFLUSH' && packetInputFlush === 'with-output') end.terminal.inputFlushed()
    return zero
  },

  tcflow(context) {
    const { terminal, side } = backgroundStops(context, reach(context).end, 'tcflow')
    const { VSTOP = 0, VSTART = 0 } = terminal.termios.control
    const action = context.args.word(1)
    if (!['TCOOFF', 'TCOON', 'TCIOFF', 'TCION'].includes(action)) fail('EINVAL')
    const { flowRequests, masterFlush } = context.kernel.profile
    if (flowRequests === 'ignored') return zero
    const isOutput = side === 'slave' || masterFlush === 'input'
    switch (action) {
      case 'TCOOFF':
        if (isOutput) terminal.stop()
        else terminal.isInputStopped = true
        return zero
      case 'TCOON':
        if (isOutput) terminal.start()
        else terminal.isInputStopped = false
        return zero
      case 'TCIOFF':
        sendFlow({ terminal, side }, VSTOP)
        return zero
    }
    sendFlow({ terminal, side }, VSTART)
    return zero
  },

  tcsendbreak(context) {
    backgroundStops(context, reach(context).end, 'tcsendbreak')
    return zero
  },

  tcgetpgrp(context) {
    const { end } = reach(context)
    return number(foregroundOf(context, end))
  },

  tcsetpgrp(context) {
    setForegroundGroup(context, context.args.number(1))
    return zero
  },

  tcgetsid(context) {
    return number(sessionOf(context, reach(context).end))
  },
}

/** The terminal behind the first argument. EBADF, ENOTTY, and what the profile says once it was hung up. */
export function reach({ kernel, process, args }: CallContext): {
  file: OpenFile
  end: TerminalEnd
} {
  const found = kernel.world.files.terminal(process, args.number(0))
  const { callsAfterHangup, masterIsTerminal } = kernel.profile
  if (found.file.isHungUp && callsAfterHangup !== 'work') fail(callsAfterHangup)
  if (found.end.side === 'master' && !masterIsTerminal) fail('ENOTTY')
  found.end.terminal.packets.requested()
  return found
}

/** XBD 11.1.4: what changes a terminal stops a background group, as a write with TOSTOP would. ENOTTY if it is not known. */
export function backgroundStops(
  { kernel, process }: CallContext,
  end: TerminalEnd,
  call: string,
): TerminalEnd {
  if (end.side === 'slave') checkForeground(kernel, process, end.terminal, call)
  if (kernel.profile.unknownRequests.includes(call)) fail('ENOTTY')
  return end
}

/** tcgetpgrp(). */
export function foregroundOf(context: CallContext, { terminal, side }: TerminalEnd): number {
  const { kernel, process } = context
  const { profile } = kernel
  mustHaveLeader(kernel, process)
  const { foregroundForOthers, masterKnowsForeground } = profile
  const others = { nobody: false, root: process.isRoot, anyone: true }
  const mayAsk = side === 'master' ? masterKnowsForeground : others[foregroundForOthers]
  if (process.terminal !== terminal && !mayAsk) fail('ENOTTY')
  const none = side === 'master' ? profile.noForegroundOfMaster : profile.noForegroundOfSlave
  const { foreground } = terminal
  const isForgotten =
    profile.endedForeground === 'forgotten' &&
    !kernel.all().some(({ group, reaped }) => group === foreground && !reaped)
  return foreground === undefined || isForgotten ? none : foreground
}

export function sessionOf(context: CallContext, { terminal, side }: TerminalEnd): number {
  const { sessionIsTold } = context.kernel.profile
  const isTold = {
    'on-masters': side === 'master',
    'of-the-own': false,
    never: false,
  }
  const isOwn = context.process.terminal === terminal && sessionIsTold !== 'never'
  if (!isOwn && !isTold[sessionIsTold]) fail('ENOTTY')
  return terminal.session ?? fail('ENOTTY')
}

export function setForegroundGroup(context: CallContext, group: number): void {
  const { kernel, process, args } = context
  if (process.promises?.has('proc') === false) {
    kill(kernel, process, { kind: 'killed', detail: 'SIGABRT' })
    return
  }
  const { file, end } = kernel.world.files.terminal(process, args.number(0))
  if (file.isHungUp && kernel.profile.callsAfterHangup !== 'work') fail('ENOTTY')
  mustHaveLeader(kernel, process)
  try {
    checkForeground(kernel, process, end.terminal, 'tcsetpgrp')
  } catch (error) {
    if (error instanceof Interrupted) throw error
    fail(kernel.profile.orphanSetsGroup)
  }
  setForeground(kernel, process, end.terminal, group)
}

export function setWindowSize(context: CallContext, end: TerminalEnd, asked: StructValue): void {
  backgroundStops(context, end, 'tcsetwinsize')
  const size = windowSizeOf(context.args, asked, end.terminal)
  if (isApart(end)) end.terminal.apart.windowSize = size
  else end.terminal.setWindowSize(size)
}

/** The size a structure asks for: what it does not name stays, or is 0 where it ends without `...`. */
export function windowSizeOf(args: Arguments, asked: StructValue, terminal: Terminal): WindowSize {
  const start = asked.rest
    ? terminal.windowSize
    : { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 }
  const named = asked.fields.map(({ name, value }) => [name, args.numberOf(value)] as const)
  return { ...start, ...Object.fromEntries(named) }
}

/** What `Interrupted` has for each value of `interruptedDrain`. */
const afterHandler = {
  'as-handler-says': 'as-handler-says',
  EINTR: 'never-after-handler',
  'goes-on': 'always',
  'EINTR-or-ENOTTY': 'ENOTTY-after-handler',
} as const

/** XSH tcdrain. A hang-up ends the wait, with what every call on the terminal then gives. */
export function* drain(context: CallContext): Blocking<void> {
  const { file, end } = reach(context)
  const isOver = () => end.terminal.isDrained || file.isHungUp
  while (!isOver()) {
    const wake = yield* sleepUntil(isOver)
    if (wake !== 'interrupted') continue
    throw new Interrupted(afterHandler[context.kernel.profile.interruptedDrain])
  }
  reach(context)
}

/** tcsetattr() and its like: the parameters become what `change` makes of them. */
export function* setAttributes(
  context: CallContext,
  action: string,
  change: (before: Termios) => Termios,
): Blocking<Answer> {
  const { end } = reach(context)
  const { terminal } = end
  const { settingActions, settingFlush, speedZero, characterSize } = context.kernel.profile
  const actions = settingActions === 'all' ? ['TCSANOW', 'TCSADRAIN', 'TCSAFLUSH'] : ['TCSANOW']
  if (!actions.includes(action)) fail('EINVAL')
  if (context.kernel.profile.unknownRequests.includes(action)) fail('ENOTTY')
  const before = termiosOf(end)
  const next = change(before)
  if (next.ospeed === 'B0' && speedZero === 'EINVAL') fail('EINVAL')
  if (!next.cflag.names.has('CS8') && characterSize === 'EINVAL') fail('EINVAL')
  backgroundStops(context, end, 'tcsetattr')
  const { settingThroughMaster, packetInputFlush } = context.kernel.profile
  const through = end.side === 'slave' ? 'waits' : settingThroughMaster
  if (through === 'drops-output') terminal.dropOutput()
  const isAtOnce = action === 'TCSANOW' || through === 'at-once'
  if (!isAtOnce) yield* drain(context)
  if (!isAtOnce && action === 'TCSAFLUSH' && settingFlush === 'input') {
    terminal.discipline.flushInput()
    terminal.onlyInputFlushed()
    if (packetInputFlush === 'told') terminal.inputFlushed()
  }
  if (isApart(end)) {
    terminal.apart.termios = next
    return { value: zero }
  }
  terminal.setTermios(next)
  const isUnchanged = sameTermios(terminal.termios, before) && !sameTermios(terminal.termios, next)
  if (isUnchanged && context.kernel.profile.nothingChanged === 'EINVAL') fail('EINVAL')
  return { value: zero }
}

export function sameTermios(one: Termios, other: Termios): boolean {
  const words = ['iflag', 'oflag', 'cflag', 'lflag'] as const
  return (
    words.every(word => sameFlags(one[word], other[word])) &&
    Object.keys(one.control).every(name => one.control[name] === other.control[name]) &&
    one.ispeed === other.ispeed &&
    one.ospeed === other.ospeed
  )
}

function flushInput({ terminal, side }: TerminalEnd, isAlone: boolean): void {
  if (side === 'master' && terminal.kernel.profile.masterFlush === 'output') {
    terminal.dropOutput()
    return
  }
  terminal.flushInput()
  if (isAlone) terminal.onlyInputFlushed()
  if (side === 'slave' && terminal.kernel.profile.packetInputFlush === 'told')
    terminal.inputFlushed()
}

/** Whether a master has parameters and a size of its own. */
function isApart({ terminal, side }: TerminalEnd): boolean {
  return side === 'master' && terminal.kernel.profile.parameters === 'of-each-end'
}

export function termiosOf(end: TerminalEnd): Termios {
  return isApart(end) ? end.terminal.apart.termios : end.terminal.termios
}

/** tcgetwinsize(): what was set, or what there is before. */
export function windowSize(end: TerminalEnd): Value {
  const { terminal } = end
  const size = isApart(end) ? terminal.apart.windowSize : terminal.windowSize
  const isUnset = Object.values(size).every(length => length === 0)
  if (isUnset && terminal.kernel.profile.unsetWindowSize === 'EINVAL') fail('EINVAL')
  return showWindowSize(size)
}

function flushOutput({ terminal, side }: TerminalEnd): void {
  if (side === 'slave' || terminal.kernel.profile.masterFlush === 'input') terminal.flushOutput()
  else terminal.flushTyped()
}

/** The other side is asked to stop or start: it gets the character. */
function sendFlow({ terminal, side }: Pick<TerminalEnd, 'terminal' | 'side'>, byte: number): void {
  if (byte === terminal.kernel.profile.disabledCharacter) return
  if (side === 'slave') terminal.printAtOnce(byte)
  else terminal.type(Uint8Array.of(byte))
}
