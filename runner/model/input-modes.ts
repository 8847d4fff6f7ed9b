/** What the input modes make of a byte that is typed (XBD 11.2.2; IUCLC and XCASE of older systems). */
import { lowerCase } from './bytes.js'
import { unescaped } from './capitals.js'
import type { Characters } from './characters.js'
import type { Profile } from './profile.js'

const LINE_FEED = 10
const RETURN = 13
const BACKSLASH = 0x5c

export class InputModes {
  /** A backslash that makes a capital of the next letter. */
  #escaped = false

  constructor(
    private readonly characters: Characters,
    private readonly profile: Profile,
  ) {}

  /** ISTRIP. */
  sevenBit(byte: number): number {
    return this.characters.hasInput('ISTRIP') ? byte & 0x7f : byte
  }

  /** IUCLC wherever a byte is typed. */
  lowered(byte: number): number {
    const { characters, profile } = this
    const isLowered =
      characters.hasInput('IUCLC') &&
      profile.lowerCased === 'with-IEXTEN' &&
      characters.hasLocal('IEXTEN')
    return isLowered ? lowerCase(byte) : byte
  }

  /** IGNCR, ICRNL, INLCR; none where a return is ignored. */
  lineEnd(byte: number): number | undefined {
    if (byte === RETURN) {
      if (this.characters.hasInput('IGNCR')) return undefined
      return this.characters.hasInput('ICRNL') ? LINE_FEED : byte
    }
    return byte === LINE_FEED && this.characters.hasInput('INLCR') ? RETURN : byte
  }

  /** IUCLC in lines, with the escapes of XCASE; none where a backslash waits for its letter. */
  cased(byte: number): number | undefined {
    if (this.profile.lowerCased !== 'in-lines' || !this.characters.hasInput('IUCLC')) return byte
    if (!this.characters.hasLocal('XCASE') || this.profile.xcase === 'idle') return lowerCase(byte)
    const wasEscaped = this.#escaped
    this.#escaped = !wasEscaped && byte === BACKSLASH
    if (this.#escaped) return undefined
    return wasEscaped ? unescaped(byte) : lowerCase(byte)
  }
}
