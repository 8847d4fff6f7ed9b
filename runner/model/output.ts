/** Output processing (XBD 11.2.3): how bytes look on the way out, and where the cursor is. */
import { isContinuation, isControl, isUpper, upperCase } from './bytes.js'
import { escapeOf } from './capitals.js'
import type { Profile } from './profile.js'
import type { Transit } from './queue.js'
import type { Termios } from './termios.js'

const LINE_FEED = 10
const RETURN = 13
const TAB = 9
const BACKSPACE = 8
const SPACE = 32
const BACKSLASH = 0x5c
const END_OF_TEXT = 4

/** Where the cursor is, and how bytes look on the way out. */
export class Output {
  column = 0
  /** The column at which the line being typed began. */
  lineColumn = 0

  constructor(private readonly profile: Profile) {}

  process(byte: number, termios: Termios): number[] {
    const { names } = termios.oflag
    if (!names.has('OPOST')) return [byte]
    switch (byte) {
      case LINE_FEED:
        if (names.has('ONLCR') || names.has('ONLRET')) this.column = 0
        this.lineColumn = this.column
        return names.has('ONLCR') ? [RETURN, LINE_FEED] : [LINE_FEED]
      case RETURN:
        if (names.has('ONOCR') && this.column === 0) return []
        if (names.has('OCRNL')) {
          if (names.has('ONLRET')) this.#home()
          return [LINE_FEED]
        }
        this.#home()
        return [RETURN]
      case TAB: {
        const width = 8 - (this.column & 7)
        this.column += width
        return names.has('TAB3') && !this.#leavesTabs(termios)
          ? new Array<number>(this.profile.expandedTab === 'to-the-stop' ? width : 8).fill(SPACE)
          : [TAB]
      }
      case BACKSPACE:
        this.column = Math.max(0, this.column - 1)
        return [BACKSPACE]
    }
    if (isControl(byte)) return byte === END_OF_TEXT && names.has('ONOEOT') ? [] : [byte]
    if (!isContinuation(byte, termios)) this.column++
    return names.has('OLCUC') ? this.#capital(byte, termios) : [byte]
  }

  /**
   * Bytes of a write(), as many as fit. Those that need no change go out together, others one by one: how much fits
   * can depend on that.
   */
  print(bytes: Uint8Array, termios: Termios, way: Pick<Transit, 'room' | 'put'>): number {
    let done = 0
    for (let next = bytes[done]; next !== undefined; next = bytes[done]) {
      const isFull = isControl(next) ? !this.#printControl(next, termios, way) : way.room === 0
      if (isFull) break
      done += isControl(next) ? 1 : this.#printRun(bytes.subarray(done), termios, way)
    }
    return done
  }

  #printRun(bytes: Uint8Array, termios: Termios, way: Pick<Transit, 'room' | 'put'>): number {
    const end = bytes.findIndex(isControl)
    const run = bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, way.room))
    way.put(Array.from(run, byte => this.#ordinary(byte, termios)).flat())
    return run.length
  }

  /** Of a run of bytes that need no change. */
  #ordinary(byte: number, termios: Termios): number[] {
    const shown = this.process(byte, termios)
    return this.profile.capitals === 'all' ? shown : [byte]
  }

  #printControl(byte: number, termios: Termios, way: Pick<Transit, 'room' | 'put'>): boolean {
    const { column, lineColumn } = this
    const shown = this.process(byte, termios)
    const fits = way.room > 0 && shown.length <= way.room
    if (fits) way.put(shown)
    else Object.assign(this, { column, lineColumn })
    return fits
  }

  /** With XCASE a capital, and what stands for a missing mark, is told by a backslash. */
  #capital(byte: number, { lflag }: Termios): number[] {
    const isEscaped = this.profile.xcase === 'escapes' && lflag.names.has('XCASE')
    const mark = escapeOf(byte)
    if (!isEscaped || !(isUpper(byte) || byte === BACKSLASH || mark !== undefined))
      return [upperCase(byte)]
    this.column++
    return [BACKSLASH, mark ?? byte]
  }

  /** Who edits elsewhere knows better where the cursor is; ttyoutput(). */
  #leavesTabs({ lflag }: Termios): boolean {
    return this.profile.editedInput === 'lines' && lflag.names.has('EXTPROC')
  }

  #home(): void {
    this.column = 0
    this.lineColumn = 0
  }
}
