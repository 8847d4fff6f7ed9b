/** LNEXT: a character that takes the meaning from the one behind it (n_tty_receive_char_special(), ttyinput()). */
import type { Characters } from './characters.js'
import type { Echo } from './echo.js'
import type { Profile } from './profile.js'
import type { TypedLine } from './typed-line.js'

const BACKSPACE = 8
const CARET = 0x5e

export class LiteralNext {
  /** The next byte that arrives is the one behind it. */
  isAnnounced = false

  constructor(
    private readonly characters: Characters,
    private readonly echo: Echo,
    private readonly line: TypedLine,
    private readonly profile: Profile,
  ) {}

  /** Whether the byte that arrives is the one behind it. */
  comes(): boolean {
    const was = this.isAnnounced
    this.isAnnounced = false
    return was
  }

  clear(): void {
    this.isAnnounced = false
  }

  /** Whether this byte is LNEXT; it is no input then. */
  announces(byte: number): boolean {
    const { characters, profile } = this
    if (!characters.is(byte, 'VLNEXT')) return false
    this.isAnnounced = true
    if (!characters.hasLocal('ECHO')) return true
    this.line.finishErasing()
    if (characters.hasLocal(profile.literalShown)) {
      this.echo.byte(CARET)
      this.echo.byte(BACKSPACE)
    } else if (profile.literalShown === 'ECHOE') this.echo.character(byte)
    return true
  }
}
