/** How much input there is room for (XBD 11.1.5, {MAX_INPUT}), and what becomes of a line that is too long (11.1.6). */
import type { Characters } from './characters.js'
import type { Profile } from './profile.js'
import type { ReadyInput } from './ready-input.js'
import type { TypedLine } from './typed-line.js'

const LINE_FEED = 10
const RETURN = 13

export class InputRoom {
  /** Bytes of the first block that were taken: their place is not free yet. */
  #spent = 0

  constructor(
    private readonly characters: Characters,
    private readonly ready: ReadyInput,
    private readonly line: TypedLine,
    private readonly profile: Profile,
  ) {}

  /** Bytes that wait for a reader, or for the end of their line. */
  get used(): number {
    return this.ready.length + this.line.length
  }

  /** So many bytes were read. */
  taken(count: number): void {
    this.#spent = this.used === 0 ? 0 : (this.#spent + count) % this.profile.inputBlock
  }

  clear(): void {
    this.#spent = 0
  }

  /** Bytes that are taken for sure. */
  get forSure(): number {
    const { writerLimit, longLine } = this.profile
    return Math.max(
      writerLimit - this.#occupied,
      this.#isOneLine && longLine !== 'writer-waits' ? 1 : 0,
    )
  }

  /** Where nothing is left for a byte that is to be kept, it goes, be it a newline. */
  get isFull(): boolean {
    const { longLine, inputLimit } = this.profile
    return longLine.startsWith('newline-too') && this.#occupied >= inputLimit
  }

  /**
   * Whether a byte can be taken. A line that is too long must still be ended or edited, so its last byte gives way; or
   * the byte is taken and comes to nothing, once the discipline has found that it edits nothing.
   */
  make(byte: number): boolean {
    if (this.#holdsLines) return false
    if (!this.#isOneLine) return this.#occupied < this.profile.writerLimit
    const room = this.profile.inputLimit - this.#occupied
    if (room > 0) return true
    switch (this.profile.longLine) {
      case 'writer-waits':
        return false
      case 'last-byte-replaced':
        if (room < 0) this.line.dropLast()
        return true
      case 'discarded':
        if (this.#isPlain(byte)) this.line.dropLast()
        return true
      default:
        return true
    }
  }

  /** One line waits for its reader, and what comes after it is not looked at. */
  get #holdsLines(): boolean {
    const isOne = this.profile.typedAhead === 'one-line'
    return isOne && this.characters.hasLocal('ICANON') && this.ready.length > 0
  }

  /** Bytes whose place is not free. */
  get #occupied(): number {
    return this.used + this.#spent
  }

  /** All there is belongs to one line that has not ended. */
  get #isOneLine(): boolean {
    return this.characters.hasLocal('ICANON') && this.ready.length === 0
  }

  #isPlain(byte: number): boolean {
    const isNewline = byte === LINE_FEED || (byte === RETURN && this.characters.hasInput('ICRNL'))
    return !isNewline && !this.characters.isSpecial(byte)
  }
}
