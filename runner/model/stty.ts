/** stty (XCU stty): what its words ask for, as what tcsetattr() and tcsetwinsize() are given. */
import { namesOf } from '../suite/constants.js'
import type { FlagsValue, StructValue, Value } from '../suite/suite.js'
import { NotModelled } from './failure.js'
import type { Profile } from './profile.js'
import { number } from './show.js'

interface Field {
  readonly name: string
  readonly value: Value
}

const words = { c_iflag: 'iflag', c_oflag: 'oflag', c_cflag: 'cflag', c_lflag: 'lflag' } as const

/** Names of whole fields, which are no words of its own. */
const masks = ['CSIZE', 'TABDLY']

/** Characters that are set by their names. */
const characters = ['intr', 'quit', 'erase', 'kill', 'eof', 'eol', 'start', 'stop', 'susp']

/** Fields of the window that are set by numbers. */
const lengths: Readonly<Record<string, string>> = { rows: 'ws_row', columns: 'ws_col' }

/** Modes and characters, and the size of the window; what they do not name stays. */
export interface Asked {
  readonly modes: StructValue
  readonly window: StructValue
}

/** The structures that stand for the operands. */
export function askedOf(operands: readonly string[], profile: Profile): Asked {
  const fields: Field[] = []
  const window: Field[] = []
  const rest = [...operands]
  for (let operand = rest.shift(); operand !== undefined; operand = rest.shift()) {
    const length = lengths[operand]
    if (length) window.push({ name: length, value: number(Number(rest.shift())) })
    else if (operand === 'min' || operand === 'time' || characters.includes(operand)) {
      const name = `V${operand.toUpperCase()}`
      fields.push({ name, value: number(character(operand, rest.shift(), profile)) })
    } else fields.push(mode(operand, profile))
  }
  return {
    modes: { kind: 'struct', fields, rest: true },
    window: { kind: 'struct', fields: window, rest: true },
  }
}

/** `echo`, `-icanon`, `cs8`. */
function mode(operand: string, { lacks }: Profile): { name: string; value: FlagsValue } {
  const name = operand.replace(/^-/, '').toUpperCase()
  const found = Object.entries(words).find(([, family]) => namesOf(family).includes(name))
  if (!found || masks.includes(name) || lacks.includes(`constant ${name}`))
    throw new NotModelled(`stty ${operand}`)
  const flags = [{ name, set: !operand.startsWith('-') }]
  return { name: found[0], value: { kind: 'flags', flags, number: 0n, rest: true } }
}

/** `^c` is a control character, `^-` disables it; MIN and TIME are numbers. */
function character(name: string, text = '', { disabledCharacter }: Profile): number {
  if (name === 'min' || name === 'time') {
    if (/^\d{1,3}$/.test(text) && Number(text) < 256) return Number(text)
  } else if (text === '^-' || text === 'undef') return disabledCharacter
  else if (text === '^?') return 0x7f
  else if (/^\^[@-_a-z]$/.test(text)) return text.toUpperCase().charCodeAt(1) & 0x1f
  else if (/^[\x20-\x7e]$/.test(text)) return text.charCodeAt(0)
  throw new NotModelled(`stty ${name} ${text}`)
}
