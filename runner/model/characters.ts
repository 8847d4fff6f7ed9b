/** Which special character a byte is (XBD 11.1.9), and which flags of input and local modes are set. */
import type { Profile } from './profile.js'
import type { Termios } from './termios.js'

/** Those that mean something only with IEXTEN. */
const extensions: ReadonlySet<string> = new Set([
  'VWERASE',
  'VLNEXT',
  'VREPRINT',
  'VEOL2',
  'VSTATUS',
  'VDSUSP',
  'VDISCARD',
])

const LINE_FEED = 10
const RETURN = 13
/** PARMRK doubles it. */
const MARK = 0xff

/** Modes with which what becomes of any byte depends on more than which byte it is. */
const unsettling = {
  iflag: ['ISTRIP', 'IUCLC'],
  lflag: ['EXTPROC', 'FLUSHO', 'XCASE'],
} as const

const known = new WeakMap<Termios, Uint8Array>()

/**
 * Which bytes are input and nothing else with these parameters, 1 for each that is: the rest of n_tty's char_map.
 * Kept for each set of parameters, because it is asked for each byte.
 */
export function ordinaryBytes(termios: Termios): Uint8Array {
  const found = known.get(termios)
  if (found) return found
  const isSettled = (['iflag', 'lflag'] as const).every(
    word => !unsettling[word].some(flag => termios[word].names.has(flag)),
  )
  const bytes = new Uint8Array(256).fill(isSettled ? 1 : 0)
  for (const byte of [LINE_FEED, RETURN, MARK, ...Object.values(termios.control)]) bytes[byte] = 0
  known.set(termios, bytes)
  return bytes
}

export class Characters {
  constructor(
    private readonly terminal: { readonly termios: Termios },
    private readonly profile: Profile,
  ) {}

  hasLocal(flag: string): boolean {
    return this.terminal.termios.lflag.names.has(flag)
  }

  hasInput(flag: string): boolean {
    return this.terminal.termios.iflag.names.has(flag)
  }

  /** Whether the character of that name does anything here. */
  acts(name: string): boolean {
    return !this.profile.idleCharacters.includes(name)
  }

  /** Is this byte the control character of that name, and does it act? The disabled value is none. */
  is(byte: number, name: string): boolean {
    return (
      this.acts(name) &&
      this.isNamed(byte, name) &&
      (!extensions.has(name) || this.hasLocal('IEXTEN'))
    )
  }

  /** Is this byte one of them, whether it acts or not? MIN and TIME are none. */
  isSpecial(byte: number): boolean {
    return Object.keys(this.terminal.termios.control).some(
      name => name !== 'VMIN' && name !== 'VTIME' && this.isNamed(byte, name),
    )
  }

  /** XBD 11.1.6: what ends a line and is part of it. */
  endsLine(byte: number): boolean {
    return byte === LINE_FEED || this.is(byte, 'VEOL') || this.is(byte, 'VEOL2')
  }

  private isNamed(byte: number, name: string): boolean {
    return byte !== this.profile.disabledCharacter && this.terminal.termios.control[name] === byte
  }
}
