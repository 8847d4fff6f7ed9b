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

/** 1 for each byte that may be more than input: n_tty's char_map. Nothing where any byte may be. */
function specialOf(termios: Termios): Uint8Array | undefined {
  const isUnsettled = (['iflag', 'lflag'] as const).some(word =>
    unsettling[word].some(flag => termios[word].names.has(flag)),
  )
  if (isUnsettled) return undefined
  const map = new Uint8Array(256)
  for (const byte of [LINE_FEED, RETURN, MARK, ...Object.values(termios.control)]) map[byte] = 1
  return map
}

export class Characters {
  #special: Uint8Array | undefined
  #of: Termios | undefined

  constructor(
    private readonly terminal: { readonly acting: Termios },
    private readonly profile: Profile,
  ) {}

  /** Is this byte input and nothing else with these parameters, for sure? */
  isOrdinary(byte: number): boolean {
    const { acting: termios } = this.terminal
    if (this.#of !== termios) this.#special = specialOf(termios)
    this.#of = termios
    return this.#special?.[byte] === 0
  }

  hasLocal(flag: string): boolean {
    return this.terminal.acting.lflag.names.has(flag)
  }

  hasInput(flag: string): boolean {
    return this.terminal.acting.iflag.names.has(flag)
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
    return Object.keys(this.terminal.acting.control).some(
      name => name !== 'VMIN' && name !== 'VTIME' && this.isNamed(byte, name),
    )
  }

  /** XBD 11.1.6: what ends a line and is part of it. */
  endsLine(byte: number): boolean {
    return byte === LINE_FEED || this.is(byte, 'VEOL') || this.is(byte, 'VEOL2')
  }

  private isNamed(byte: number, name: string): boolean {
    return byte !== this.profile.disabledCharacter && this.terminal.acting.control[name] === byte
  }
}
