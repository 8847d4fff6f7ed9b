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
import { Characters } from './characters.js'
import { type Attached, ControlCharacters } from './control-characters.js'
import { Echo } from './echo.js'
import { InputModes } from './input-modes.js'
import { InputRoom } from './input-room.js'
import { LiteralNext } from './literal-next.js'
import type { Output } from './output.js'
import type { Profile } from './profile.js'
import { type Cell, plain, ReadyInput } from './ready-input.js'
import type { Termios } from './termios.js'
import { TypedLine } from './typed-line.js'

const LINE_FEED = 10

export class LineDiscipline {
  readonly echo: Echo
  readonly controls: ControlCharacters
  readonly #characters: Characters
  readonly #ready: ReadyInput
  /** Only in canonical mode. */
  readonly #line: TypedLine
  readonly #room: InputRoom
  readonly #modes: InputModes
  readonly #literalNext: LiteralNext
  #endsNextRead = false

  constructor(
    private readonly terminal: Attached,
    private readonly profile: Profile,
    output: Output,
  ) {
    this.echo = new Echo(terminal, output, profile)
    this.#characters = new Characters(terminal, profile)
    this.#ready = new ReadyInput(this.#characters, profile)
    this.#line = new TypedLine(terminal, this.echo, profile)
    this.#literalNext = new LiteralNext(this.#characters, this.echo, this.#line, profile)
    this.#modes = new InputModes(this.#characters, profile)
    this.controls = new ControlCharacters(terminal, this.#characters, this.echo, profile, () =>
      this.flushInput(),
    )
    this.#room = new InputRoom(this.#characters, this.#ready, this.#line, profile)
  }

  /** Takes bytes from the master while there is room, and says how many. */
  receive(bytes: Uint8Array): number {
    let taken = 0
    for (const byte of bytes) {
      if (!this.#room.make(byte)) break
      taken++
      if (this.#isOrdinary(byte)) this.#store(byte)
      else this.#receive(byte)
    }
    this.echo.commit()
    return taken
  }

  /** The shortest way: nothing but a byte of input, after which nothing waits for what it is. */
  #isOrdinary(byte: number): boolean {
    if (this.#literalNext.isAnnounced || this.terminal.stopped) return false
    return this.#characters.isOrdinary(byte)
  }

  flushInput(): void {
    this.#ready.clear()
    if (this.profile.inputFlush === 'whole-lines') return
    this.#room.clear()
    this.#line.clear()
    this.#literalNext.clear()
    this.echo.clear()
  }

  /** Output came between what is typed and its echo. */
  interrupted(): void {
    this.#line.interrupted()
  }

  /** Whether a read with these parameters would find `atLeast` bytes, or a line. */
  readable(atLeast: number): boolean {
    if (this.#endsNextRead) return true
    return this.#canonicalRead ? this.#ready.length > 0 : this.#room.used >= atLeast
  }

  /** FIONREAD: bytes, in canonical mode of whole lines. */
  get available(): number {
    if (!this.#canonicalRead) return this.#room.used
    const rest = this.profile.countedInput === 'with-part' ? this.#line.length : 0
    return this.#ready.counted + rest
  }

  take(count: number): number[] {
    this.#endsNextRead = false
    const before = this.#room.used
    const taken = this.#canonicalRead
      ? this.#ready.takeLine(count, () => this.terminal.signal('SIGTSTP'))
      : this.#takeRaw(count)
    this.#room.taken(before - this.#room.used)
    return taken
  }

  /** Whether leaving canonical mode has left an end of file behind. */
  get endsNextRead(): boolean {
    return this.#endsNextRead
  }

  /** ICANON or EXTPROC went on or off: what was typed so far becomes readable, or is looked at again. */
  modeChanged(before: Termios): void {
    const was = before.lflag.names.has('ICANON')
    const isCanonical = this.#has('ICANON')
    if (was && isCanonical && this.#editingReturns(before)) {
      for (const cell of this.#line.takeCells()) this.#ready.push(cell)
      this.#ready.endLast()
    }
    if (was === isCanonical) return
    if (was) {
      const { emptyAtModeSwitch } = this.profile
      this.#endsNextRead = emptyAtModeSwitch === 'end-of-file' && this.#room.used === 0
      this.#ready.becomesBytes()
      for (const cell of this.#line.takeCells()) this.#ready.push(cell)
      return
    }
    const { inputAtModeSwitch } = this.profile
    if (inputAtModeSwitch === 'readable') this.#ready.endLast()
    else this.#lookAgain(this.#ready.takeAll(), inputAtModeSwitch === 'typed-again')
  }

  /** EXTPROC went off, and what could be read by bytes is a line now; n_tty_set_termios(). */
  #editingReturns(before: Termios): boolean {
    const isOff = before.lflag.names.has('EXTPROC') && !this.#has('EXTPROC')
    return isOff && this.profile.editedInput === 'bytes'
  }

  /** What was read by bytes is cut into lines; or, as PENDIN has it, taken for typed just now. */
  #lookAgain(cells: readonly Cell[], asTyped: boolean): void {
    for (const cell of cells) {
      if (asTyped) this.#receive(cell.byte)
      else if (cell.literal) this.#line.push(cell.byte, true)
      else if (this.#characters.endsLine(cell.byte))
        this.#endLine({ ...cell, ends: true, mark: false })
      else if (this.#characters.is(cell.byte, 'VEOF')) this.#endLine(this.#mark(cell.byte))
      else this.#line.push(cell.byte)
    }
    this.echo.commit()
  }

  /** With EXTPROC the bytes were edited elsewhere, and some systems hand them out as they come. */
  get #canonicalRead(): boolean {
    return this.#has('ICANON') && !(this.#has('EXTPROC') && this.profile.editedInput === 'bytes')
  }

  /** EXTPROC: a byte that somebody else has edited. */
  #takeEdited(byte: number): void {
    if (this.profile.editedInput === 'bytes') this.#keep(byte, true)
    else if (this.#room.isFull) this.#refuse()
    else if (this.#has('ICANON')) this.#lookAgain([plain(byte)], false)
    else this.#keep(byte, false)
  }

  #has(flag: string): boolean {
    return this.#characters.hasLocal(flag)
  }

  #input(flag: string): boolean {
    return this.#characters.hasInput(flag)
  }

  #is(byte: number, name: string): boolean {
    return this.#characters.is(byte, name)
  }

  /** Bytes that are taken for sure. */
  get room(): number {
    return this.#room.forSure
  }

  #refuse(): void {
    if (this.#input('IMAXBEL')) this.terminal.ring()
    else if (this.profile.longLine === 'newline-too-or-flushed') {
      this.flushInput()
      this.terminal.flushOutput()
      this.terminal.inputFlushed()
    }
  }

  #receive(arrived: number): void {
    if (this.#literalNext.comes()) {
      this.#store(this.#modes.sevenBit(arrived), true)
      return
    }
    const byte = this.#modes.lowered(this.#modes.sevenBit(arrived))
    if (this.#has('EXTPROC')) {
      this.#takeEdited(byte)
      return
    }
    if (this.controls.take(byte)) return
    if (this.profile.literalNext === 'always' && this.#literalNext.announces(byte)) return
    const ended = this.#modes.lineEnd(byte)
    if (ended === undefined) return
    if (!this.#has('ICANON')) this.#store(ended)
    else {
      const cased = this.#modes.cased(ended)
      if (cased !== undefined && !this.#edit(cased)) this.#store(cased)
    }
  }

  /** Canonical mode's own characters; true when the byte is dealt with. */
  #edit(byte: number): boolean {
    if (this.#is(byte, 'VERASE') || this.#is(byte, 'VERASE2')) this.#line.erase('character')
    else if (this.#is(byte, 'VKILL')) this.#line.kill(byte)
    else if (this.#is(byte, 'VWERASE')) this.#line.erase('word')
    else if (this.#literalNext.announces(byte)) return true
    else if (this.#is(byte, 'VREPRINT') && this.#has('ECHO'))
      this.#line.reprint(this.profile.reprinted === 'line' ? [] : this.#ready.bytes)
    else if (byte === LINE_FEED) this.#newline()
    else if (this.#is(byte, 'VEOF')) this.#endOfFile(byte)
    else if (this.#characters.endsLine(byte)) {
      if (this.#room.isFull) return false
      this.#show(byte)
      this.#endLine({ ...plain(byte), ends: true })
    } else return false
    return true
  }

  #newline(): void {
    if (this.#room.isFull) {
      this.#refuse()
      return
    }
    if (this.#has('ECHO') || this.#has('ECHONL')) this.echo.byte(LINE_FEED)
    this.#endLine({ ...plain(LINE_FEED), ends: true })
  }

  #endOfFile(byte: number): void {
    if (this.#room.isFull) {
      this.#refuse()
      return
    }
    if (this.#has('ECHO') && this.profile.echoedEndOfFile === 'backed-over')
      this.echo.backedOver(byte)
    switch (this.profile.endOfFile) {
      case 'ends-line':
        this.#endLine(this.#mark(byte))
        return
      case 'ends-what-is-typed':
        if (this.#line.length > 0) this.#endLine(this.#mark(byte))
        return
      case 'is-read-too':
        this.#endLine({ ...plain(byte), ends: true })
        return
      case 'is-a-byte':
        this.#keep(byte, false)
    }
  }

  #mark(byte: number): Cell {
    const { markInRawMode, disabledCharacter } = this.profile
    const kept = markInRawMode === 'character' ? byte : disabledCharacter
    return { ...plain(kept), ends: true, mark: true }
  }

  #store(byte: number, literal = false): void {
    if (this.#room.isFull) {
      this.#refuse()
      return
    }
    if (this.#has('ECHO')) this.#line.finishErasing()
    this.#show(byte, literal)
    if (byte === 0xff && this.#input('PARMRK')) this.#keep(byte, true)
    this.#keep(byte, literal)
  }

  #show(byte: number, literal = false): void {
    if (!this.#has('ECHO')) return
    if (byte === LINE_FEED && !literal) this.echo.byte(byte)
    else {
      if (this.#line.length === 0) this.echo.lineBegins()
      this.echo.character(byte, literal)
    }
  }

  #keep(byte: number, literal: boolean): void {
    if (this.#has('ICANON')) this.#line.push(byte, literal)
    else this.#ready.push(plain(byte, literal))
  }

  #endLine(last: Cell): void {
    for (const cell of this.#line.takeCells()) this.#ready.push(cell)
    this.#ready.push(last)
  }

  /** A lone end-of-file character still ends the file for those who edit elsewhere. */
  #takeRaw(count: number): number[] {
    const first = this.#ready.takeRaw(count)
    const bytes = first.concat(this.#line.take(count - first.length))
    const [only] = bytes
    const isLone = only !== undefined && bytes.length === 1 && this.#room.used === 0
    return isLone && this.#has('ICANON') && this.#is(only, 'VEOF') ? [] : bytes
  }
}
