/**
 * What happens to a byte between master and slave (XBD 11.1.5 to 11.1.9).
 *
 *    master write ─▶ transit ─▶ receive ─┬─ INTR QUIT SUSP ─▶ signal, flush
 *                                        ├─ STOP START ─────▶ output held, released
 *                                        ├─ ERASE KILL ... ─▶ editing
 *                                        │                      │
 *                                        ├───────────────▶  line (until NL, EOL, EOF) ─▶ ready ─▶ slave read
 *                                        │                   non-canonical: straight ─────▲
 *                                        └─ echo ──┐
 *    slave write ─▶ output processing ─────────────┴─▶ transit ─▶ arrived ─▶ master read
 *
 * `Terminal` owns the queues at both ends and the parameters; this file is the middle of the picture.
 */
import { lowerCase } from './bytes.js'
import { Echo, type Screen } from './echo.js'
import type { Output } from './output.js'
import type { Profile } from './profile.js'
import type { Termios } from './termios.js'
import { TypedLine } from './typed-line.js'

/** The terminal as its discipline sees it. */
export interface Attached extends Screen {
  readonly stopped: boolean
  stop(): void
  start(): void
  /** To the foreground process group. */
  signal(name: string): void
  /** Unless NOFLSH is set, a signal character drops input and output. */
  flushOutput(): void
  inputFlushed(): void
}

/** A byte that can be read; `ends` marks the last of a line, `mark` an end-of-file that is no byte. */
interface Cell {
  readonly byte: number
  readonly ends: boolean
  readonly mark: boolean
}

const LINE_FEED = 10
const RETURN = 13
const BACKSPACE = 8
const CARET = 0x5e

export class LineDiscipline {
  readonly echo: Echo
  #ready: Cell[] = []
  /** Only in canonical mode. */
  readonly #line: TypedLine
  #literalNext = false

  constructor(
    private readonly terminal: Attached,
    private readonly profile: Profile,
    output: Output,
  ) {
    this.echo = new Echo(terminal, output)
    this.#line = new TypedLine(terminal, this.echo)
  }

  /** Takes bytes from the master while there is room, and says how many. */
  receive(bytes: Uint8Array): number {
    let taken = 0
    for (const byte of bytes) {
      if (!this.#makeRoom(byte)) break
      taken++
      this.#receive(byte)
    }
    this.echo.commit()
    return taken
  }

  flushInput(): void {
    this.#ready = []
    this.#line.clear()
    this.#literalNext = false
    this.echo.clear()
  }

  /** Whether a read with these parameters would find `atLeast` bytes, or a line. */
  readable(atLeast: number): boolean {
    return this.#canonicalRead ? this.#ready.length > 0 : this.#count >= atLeast
  }

  /** FIONREAD: bytes, in canonical mode of whole lines. */
  get available(): number {
    const marks = this.#canonicalRead ? this.#ready.filter(cell => cell.mark).length : 0
    return (this.#canonicalRead ? this.#ready.length : this.#count) - marks
  }

  take(count: number): number[] {
    return this.#canonicalRead ? this.#takeLine(count) : this.#takeRaw(count)
  }

  /** ICANON went on or off: what was typed so far becomes readable either way. */
  modeChanged(before: Termios): void {
    const was = before.lflag.names.has('ICANON')
    if (was === this.#has('ICANON')) return
    const rest = this.#line.take().map(byte => ({ byte, ends: false, mark: false }))
    this.#ready = [...this.#ready, ...rest]
    const last = this.#ready.at(-1)
    if (was) {
      if (this.profile.markInRawMode === 'vanishes')
        this.#ready = this.#ready.filter(cell => !cell.mark)
    } else if (last) this.#ready[this.#ready.length - 1] = { ...last, ends: true }
  }

  get #count(): number {
    return this.#ready.length + this.#line.length
  }

  /** With EXTPROC the bytes were edited elsewhere and are handed out as they are. */
  get #canonicalRead(): boolean {
    return this.#has('ICANON') && !this.#has('EXTPROC')
  }

  #has(flag: string): boolean {
    return this.terminal.termios.lflag.names.has(flag)
  }

  #input(flag: string): boolean {
    return this.terminal.termios.iflag.names.has(flag)
  }

  /** Is this byte the control character of that name? The disabled value is none. */
  #is(byte: number, name: string, needsExtension = false): boolean {
    if (needsExtension && !this.#has('IEXTEN')) return false
    return byte !== this.profile.disabledCharacter && this.terminal.termios.control[name] === byte
  }

  /** A line that is too long must still be ended or edited, so its last byte gives way. */
  #makeRoom(byte: number): boolean {
    const room = this.profile.inputLimit - this.#count
    if (room > 0) return true
    if (!this.#has('ICANON') || this.#ready.length > 0) return false
    if (this.profile.longLine === 'last-byte-replaced') {
      if (room < 0) this.#line.dropLast()
    } else if (this.#isPlain(byte)) this.#line.dropLast()
    return true
  }

  #isPlain(byte: number): boolean {
    const special = Object.keys(this.terminal.termios.control).some(
      name => name !== 'VMIN' && name !== 'VTIME' && this.#is(byte, name),
    )
    return byte !== LINE_FEED && !special && !(byte === RETURN && this.#input('ICRNL'))
  }

  #receive(arrived: number): void {
    if (this.#literalNext) {
      this.#literalNext = false
      this.#store(this.#stripped(arrived))
      return
    }
    let byte = this.#stripped(arrived)
    if (this.#input('IUCLC') && this.#has('IEXTEN')) byte = lowerCase(byte)
    if (this.#has('EXTPROC')) {
      this.#keep(byte)
      return
    }
    if (this.#flow(byte) || this.#signal(byte)) return
    if (this.terminal.stopped && this.#input('IXON') && this.#input('IXANY')) this.terminal.start()
    if (byte === RETURN) {
      if (this.#input('IGNCR')) return
      if (this.#input('ICRNL')) byte = LINE_FEED
    } else if (byte === LINE_FEED && this.#input('INLCR')) byte = RETURN
    if (this.#has('ICANON') && this.#edit(byte)) return
    this.#store(byte)
  }

  #stripped(byte: number): number {
    return this.#input('ISTRIP') ? byte & 0x7f : byte
  }

  #flow(byte: number): boolean {
    if (!this.#input('IXON')) return false
    if (this.#is(byte, 'VSTART')) this.terminal.start()
    else if (this.#is(byte, 'VSTOP')) this.terminal.stop()
    else return false
    return true
  }

  #signal(byte: number): boolean {
    if (!this.#has('ISIG')) return false
    const found = (
      [
        ['VINTR', 'SIGINT'],
        ['VQUIT', 'SIGQUIT'],
        ['VSUSP', 'SIGTSTP'],
      ] as const
    ).find(([name]) => this.#is(byte, name))
    if (!found) return false
    this.terminal.signal(found[1])
    if (!this.#has('NOFLSH')) {
      this.flushInput()
      this.terminal.flushOutput()
      this.terminal.inputFlushed()
    }
    if (this.#input('IXON')) this.terminal.start()
    if (this.#has('ECHO')) this.echo.character(byte)
    this.echo.commit()
    return true
  }

  /** Canonical mode's own characters; true when the byte is dealt with. */
  #edit(byte: number): boolean {
    if (this.#is(byte, 'VERASE')) this.#line.erase('character')
    else if (this.#is(byte, 'VKILL')) this.#line.kill(byte)
    else if (this.#is(byte, 'VWERASE', true)) this.#line.erase('word')
    else if (this.#is(byte, 'VLNEXT', true)) this.#announceLiteral()
    else if (this.#is(byte, 'VREPRINT', true) && this.#has('ECHO')) this.#line.reprint(byte)
    else if (byte === LINE_FEED) {
      if (this.#has('ECHO') || this.#has('ECHONL')) this.echo.byte(byte)
      this.#endLine({ byte, ends: true, mark: false })
    } else if (this.#is(byte, 'VEOF'))
      this.#endLine({ byte: this.profile.disabledCharacter, ends: true, mark: true })
    else if (this.#is(byte, 'VEOL') || this.#is(byte, 'VEOL2', true)) {
      this.#show(byte)
      this.#endLine({ byte, ends: true, mark: false })
    } else return false
    return true
  }

  #store(byte: number): void {
    if (this.#has('ECHO')) this.#line.finishErasing()
    this.#show(byte)
    if (byte === 0xff && this.#input('PARMRK')) this.#keep(byte)
    this.#keep(byte)
  }

  #show(byte: number): void {
    if (!this.#has('ECHO')) return
    if (byte === LINE_FEED) this.echo.byte(byte)
    else {
      if (this.#line.length === 0) this.echo.lineBegins()
      this.echo.character(byte)
    }
  }

  #keep(byte: number): void {
    if (this.#has('ICANON')) this.#line.push(byte)
    else this.#ready.push({ byte, ends: false, mark: false })
  }

  #endLine(last: Cell): void {
    for (const byte of this.#line.take()) this.#ready.push({ byte, ends: false, mark: false })
    this.#ready.push(last)
  }

  #announceLiteral(): void {
    this.#literalNext = true
    if (!this.#has('ECHO')) return
    this.#line.finishErasing()
    if (!this.#has('ECHOCTL')) return
    this.echo.byte(CARET)
    this.echo.byte(BACKSPACE)
  }

  #takeLine(count: number): number[] {
    const bytes: number[] = []
    let taken = 0
    let isOver = false
    while (!isOver && bytes.length < count) {
      const cell = this.#ready[taken]
      if (!cell) break
      taken++
      if (!cell.mark) bytes.push(cell.byte)
      isOver = cell.ends
    }
    if (!isOver && this.profile.exactReadTakesMark && this.#ready[taken]?.mark) taken++
    this.#ready.splice(0, taken)
    return bytes
  }

  /** A lone end-of-file character still ends the file for those who edit elsewhere. */
  #takeRaw(count: number): number[] {
    const first = this.#ready.splice(0, count).map(cell => cell.byte)
    const bytes = first.concat(this.#line.take(count - first.length))
    const [only] = bytes
    const isLone = only !== undefined && bytes.length === 1 && this.#count === 0
    return isLone && this.#has('ICANON') && this.#is(only, 'VEOF') ? [] : bytes
  }
}
