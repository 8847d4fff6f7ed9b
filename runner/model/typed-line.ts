/** The line being typed: how it is edited, and how that shows (XBD 11.1.9; eraser() of n_tty.c). */
import { isContinuation, isControl, isWord } from './bytes.js'
import type { Echo, Screen } from './echo.js'

const LINE_FEED = 10
const TAB = 9
const BACKSLASH = 0x5c
const SLASH = 0x2f

type Erased = 'character' | 'word' | 'line'

export class TypedLine {
  #bytes: number[] = []
  /** ECHOPRT has begun to show erased characters. */
  #erasing = false

  constructor(
    private readonly screen: Screen,
    private readonly echo: Echo,
  ) {}

  get length(): number {
    return this.#bytes.length
  }

  push(byte: number): void {
    this.#bytes.push(byte)
  }

  dropLast(): void {
    this.#bytes.pop()
  }

  /** So many of its bytes, or all, which leave it. */
  take(count = this.#bytes.length): number[] {
    return this.#bytes.splice(0, count)
  }

  clear(): void {
    this.#bytes = []
    this.#erasing = false
  }

  #has(flag: string): boolean {
    return this.screen.termios.lflag.names.has(flag)
  }

  reprint(byte: number): void {
    this.finishErasing()
    this.echo.character(byte)
    this.echo.byte(LINE_FEED)
    for (const typed of this.#bytes) this.echo.character(typed)
  }

  kill(byte: number): void {
    if (this.#bytes.length === 0) return
    const rubsOut = ['ECHOK', 'ECHOKE', 'ECHOE'].every(flag => this.#has(flag))
    if (this.#has('ECHO') && rubsOut) {
      this.erase('line')
      return
    }
    this.#bytes = []
    if (!this.#has('ECHO')) return
    this.finishErasing()
    this.echo.character(byte)
    if (this.#has('ECHOK')) this.echo.byte(LINE_FEED)
  }

  erase(what: Erased): void {
    let isInWord = false
    while (this.#bytes.length > 0) {
      const erased = this.#lastCharacter()
      const first = erased[0]
      if (first === undefined) break
      if (what === 'word') {
        if (isWord(first)) isInWord = true
        else if (isInWord) break
      }
      this.#bytes.length -= erased.length
      if (this.#has('ECHO')) this.#showErased(erased, first, what)
      if (what === 'character') break
    }
    if (this.#bytes.length === 0 && this.#has('ECHO')) this.finishErasing()
  }

  /** The bytes of the last character; none when it has no begin. */
  #lastCharacter(): number[] {
    const { termios } = this.screen
    let start = this.#bytes.length - 1
    while (start > 0 && isContinuation(this.#bytes[start] ?? 0, termios)) start--
    return isContinuation(this.#bytes[start] ?? 0, termios) ? [] : this.#bytes.slice(start)
  }

  #showErased(erased: readonly number[], first: number, what: Erased): void {
    if (this.#has('ECHOPRT')) {
      if (!this.#erasing) this.echo.byte(BACKSLASH)
      this.#erasing = true
      this.echo.character(first)
      for (const more of erased.slice(1)) {
        this.echo.byte(more)
        this.echo.backOne()
      }
    } else if (what === 'character' && !this.#has('ECHOE'))
      this.echo.character(this.screen.termios.control['VERASE'] ?? 0)
    else if (first === TAB) this.#tabBack()
    else if (!isControl(first)) this.echo.rubOut()
    else if (this.#has('ECHOCTL')) {
      this.echo.rubOut()
      this.echo.rubOut()
    }
  }

  /** How far a tab reached depends on what stands between it and the tab before. */
  #tabBack(): void {
    const previous = this.#bytes.lastIndexOf(TAB)
    const { termios } = this.screen
    const columns = this.#bytes.slice(previous + 1).reduce((sum, byte) => {
      if (isControl(byte)) return sum + (this.#has('ECHOCTL') ? 2 : 0)
      return sum + (isContinuation(byte, termios) ? 0 : 1)
    }, 0)
    this.echo.tabBack(columns, previous >= 0)
  }

  finishErasing(): void {
    if (this.#erasing) this.echo.byte(SLASH)
    this.#erasing = false
  }
}
