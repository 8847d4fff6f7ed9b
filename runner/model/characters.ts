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

export class Characters {
  #bytes: ReadonlySet<number> | undefined
  #of: Termios | undefined

  constructor(
    private readonly terminal: { readonly termios: Termios },
    private readonly profile: Profile,
  ) {}

  /**
   * Bytes that may be more than input with these parameters: n_tty's char_map. None where any byte may be. Kept while
   * the parameters stay, because it is asked for each byte.
   */
  get special(): ReadonlySet<number> | undefined {
    const { termios } = this.terminal
    if (this.#of === termios) return this.#bytes
    const isSettled = (['iflag', 'lflag'] as const).every(
      word => !unsettling[word].some(flag => termios[word].names.has(flag)),
    )
    const own = Object.values(termios.control)
    this.#bytes = isSettled ? new Set([LINE_FEED, RETURN, MARK, ...own]) : undefined
    this.#of = termios
    return this.#bytes
  }

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
