/** The line being typed: how it is edited, and how that shows (XBD 11.1.9; eraser() of n_tty.c). */

import { isBlank, isContinuation, isControl, isWord } from './bytes.js'
import { certain } from './certain.js'
import type { Echo, Screen } from './echo.js'
import type { Profile } from './profile.js'
import type { Cell } from './ready-input.js'

const LINE_FEED = 10
const TAB = 9
const BACKSLASH = 0x5c
const SLASH = 0x2f

type Erased = 'character' | 'word' | 'line'

export class TypedLine {
  #bytes: number[] = []
  /** Those of them that were typed behind LNEXT, by their place. */
  readonly #literal = new Set<number>()
  /** ECHOPRT has begun to show erased characters. */
  #erasing = false
  /** So many of them stand on the screen with nothing else between. */
  #onScreen = 0

  constructor(
    private readonly screen: Screen,
    private readonly echo: Echo,
    private readonly profile: Profile,
  ) {}

  get length(): number {
    return this.#bytes.length
  }

  push(byte: number, literal = false): void {
    if (literal) this.#literal.add(this.#bytes.length)
    this.#bytes.push(byte)
    this.#onScreen++
  }

  /** Output came between: what was typed no longer stands where it is looked for. */
  interrupted(): void {
    this.#onScreen = 0
  }

  dropLast(): void {
    this.#bytes.pop()
    this.#literal.delete(this.#bytes.length)
  }

  /** So many of its bytes, or all, which leave it. */
  take(count: number): number[] {
    const bytes = this.#bytes.splice(0, count)
    if (this.#literal.size > 0) this.#literal.clear()
    return bytes
  }

  /** All of it, which leaves it. */
  takeCells(): Cell[] {
    const cells = this.#bytes.map((byte, at) => {
      return { byte, ends: false, mark: false, literal: this.#literal.has(at) }
    })
    this.clear()
    return cells
  }

  clear(): void {
    this.#bytes = []
    this.#literal.clear()
    this.#erasing = false
    this.#onScreen = 0
  }

  #has(flag: string): boolean {
    return this.screen.acting.lflag.names.has(flag)
  }

  /** Shows it again on a line of its own, behind what `before` it can be read. */
  reprint(before: readonly number[] = []): void {
    this.finishErasing()
    const { VREPRINT } = this.screen.acting.control
    if (VREPRINT !== undefined && VREPRINT !== this.profile.disabledCharacter)
      this.echo.character(VREPRINT)
    this.echo.byte(LINE_FEED)
    for (const typed of before)
      if (typed === LINE_FEED) this.echo.byte(typed)
      else this.echo.character(typed)
    for (const typed of this.#bytes) this.echo.character(typed)
    this.#onScreen = this.#bytes.length
  }

  kill(byte: number): void {
    if (this.#bytes.length === 0) return
    if (this.#has('ECHO') && this.profile.killRubsOut.every(flag => this.#has(flag))) {
      this.erase('line')
      return
    }
    this.clear()
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
        if (this.#isInWord(first)) isInWord = true
        else if (isInWord) break
      }
      this.#bytes.length -= erased.length
      this.#literal.delete(this.#bytes.length)
      if (this.#has('ECHO')) this.#showErased(erased, first, what)
      this.#onScreen = Math.max(0, this.#onScreen - erased.length)
      if (what === 'character') break
    }
    if (this.#bytes.length === 0 && this.#has('ECHO')) this.finishErasing()
  }

  #isInWord(byte: number): boolean {
    return this.profile.word === 'letters-and-digits' ? isWord(byte) : !isBlank(byte)
  }

  /** The bytes of the last character; none when it has no begin. */
  #lastCharacter(): number[] {
    const { acting: termios } = this.screen
    let start = this.#bytes.length - 1
    while (start > 0 && isContinuation(certain(this.#bytes[start]), termios)) start--
    return isContinuation(certain(this.#bytes[start]), termios) ? [] : this.#bytes.slice(start)
  }

  #showErased(erased: readonly number[], first: number, what: Erased): void {
    if (this.#onScreen === 0 && this.profile.eraseAfterOutput === 'reprinted') {
      this.reprint()
    } else if (this.#has('ECHOPRT')) {
      if (!this.#erasing) this.echo.byte(BACKSLASH)
      this.#erasing = true
      this.echo.character(first)
      for (const more of erased.slice(1)) {
        this.echo.byte(more)
        this.echo.backOne()
      }
    } else if (what === 'character' && !this.#has('ECHOE'))
      this.echo.character(certain(this.screen.acting.control['VERASE']))
    else if (first === TAB) this.#tabBack()
    else if (!isControl(first)) this.#rubOut(1, first)
    else if (this.#has('ECHOCTL')) this.#rubOut(2, first)
  }

  #rubOut(columns: number, first: number): void {
    if (this.profile.rubOut === 'shortest') this.echo.rubOutShortly(columns, first)
    else for (let i = 0; i < columns; i++) this.echo.rubOut()
  }

  /** How far a tab reached depends on what stands between it and the tab before. */
  #tabBack(): void {
    if (this.profile.erasedTab === 'one-column') {
      this.echo.rubOut()
      return
    }
    const previous = this.#bytes.lastIndexOf(TAB)
    const { acting: termios } = this.screen
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
