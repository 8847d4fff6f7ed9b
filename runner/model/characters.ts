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
