/** ioctl() for the parameters of a terminal, with structures of Linux's own; TCSETS(2const). */
import { termioFields } from '../../suite/calls.js'
import type { StructValue, Value } from '../../suite/suite.js'
import type { CallContext } from '../call.js'
import { fail } from '../failure.js'
import { type Flags, flagsOf } from '../flags.js'
import { type Answer, number } from '../show.js'
import type { Blocking } from '../sleep.js'
import { changeTermios, isNumber, showModes, type Termios } from '../termios.js'
import { reach, setAttributes, termiosOf } from './terminal.js'

const shows: Readonly<Record<string, (termios: Termios) => StructValue>> = {
  TCGETA: showWords,
  TCGETS2: showSpeeds,
}

/** What sets, and the action of tcsetattr() that it is like. */
const actions: Readonly<Record<string, string>> = {
  TCSETA: 'TCSANOW',
  TCSETAW: 'TCSADRAIN',
  TCSETAF: 'TCSAFLUSH',
  TCSETS2: 'TCSANOW',
  TCSETSW2: 'TCSADRAIN',
  TCSETSF2: 'TCSAFLUSH',
}

/** What such a request does; nothing where the request is none of them. */
export function termioRequest(
  context: CallContext,
  request: string,
): Value | Blocking<Answer> | undefined {
  const [show, action] = [shows[request], actions[request]]
  if (!show && !action) return undefined
  if (context.kernel.profile.unknownRequests.includes(request)) fail('ENOTTY')
  if (show) return show(termiosOf(reach(context).end))
  const change = request.endsWith('2') ? withSpeeds : withWords
  return setAttributes(context, `${action}`, before => change(context, before))
}

const inTermio: ReadonlySet<string> = new Set(termioFields)

function showWords(termios: Termios): StructValue {
  const { fields } = showModes(termios)
  return { kind: 'struct', fields: fields.filter(({ name }) => inTermio.has(name)), rest: false }
}

/** Modes above the 16 bits that a word of struct termio has. */
const beyond: ReadonlySet<string> = new Set(['CRTSCTS', 'EXTPROC'])

/** What struct termio has no room for stays; SET_LOW_TERMIOS_BITS. */
function withWords({ args }: CallContext, before: Termios): Termios {
  const next = changeTermios(before, args.struct(2))
  const low = (asked: Flags, present: Flags): Flags => {
    const names = [...asked.names].filter(name => !beyond.has(name))
    return flagsOf([...names, ...[...present.names].filter(name => beyond.has(name))], asked.number)
  }
  const control = Object.entries(next.control).filter(([name]) => inTermio.has(name))
  return {
    ...next,
    cflag: low(next.cflag, before.cflag),
    lflag: low(next.lflag, before.lflag),
    control: { ...before.control, ...Object.fromEntries(control) },
  }
}

const speeds = ['ispeed', 'ospeed'] as const

function showSpeeds(termios: Termios): StructValue {
  const { fields } = showModes(termios)
  const numbers = speeds.map(name => ({ name, value: number(bits(termios[name])) }))
  return { kind: 'struct', fields: [...fields, ...numbers], rest: false }
}

/** Bits a second. */
function bits(speed: string): number {
  return Number(isNumber(speed) ? speed : speed.slice(1))
}

/** An input speed of 0 is that of output; tty_termios_input_baud_rate(). */
function withSpeeds({ args }: CallContext, before: Termios): Termios {
  const { fields, rest } = args.struct(2)
  const isSpeed = (name: string) => name === 'ispeed' || name === 'ospeed'
  const others = fields.filter(({ name }) => !isSpeed(name))
  const numbers = fields.flatMap(({ name, value }) =>
    isSpeed(name) ? [[name, `${args.numberOf(value)}`]] : [],
  )
  const next = changeTermios(before, { kind: 'struct', fields: others, rest })
  const asked = { ...next, ...Object.fromEntries(numbers) }
  return { ...asked, ispeed: asked.ispeed === '0' ? 'B0' : asked.ispeed }
}
