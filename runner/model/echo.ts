/** Echo: it waits until it is committed, and for room and for START, and is processed only then (n_tty.c). */
import { isControl } from './bytes.js'
import type { Output } from './output.js'
import type { Profile } from './profile.js'
import type { Termios } from './termios.js'

export const ECHO_LIMIT = 4096

const TAB = 9
const BACKSPACE = 8
const SPACE = 32

type Item =
  | { readonly kind: 'byte'; readonly byte: number }
  /** `^X`, two columns whatever the output modes are. */
  | { readonly kind: 'control'; readonly byte: number }
  /** Back over a tab that began `columns` behind the tab before it, or behind the line's begin. */
  | { readonly kind: 'tab-back'; readonly columns: number; readonly afterTab: boolean }
  | { readonly kind: 'line-begins' }
  | { readonly kind: 'back-one' }

/** Where echo goes. */
export interface Screen {
  /** With those modes alone that do anything here. */
  readonly acting: Termios
  /** Bytes that can go out now. */
  readonly room: number
  put(bytes: ArrayLike<number>): void
}

export class Echo {
  #items: Item[] = []
  #committed = 0

  constructor(
    private readonly screen: Screen,
    private readonly output: Output,
    private readonly profile: Profile,
  ) {}

  /** As it is, but through output processing. */
  byte(byte: number): void {
    this.#add({ kind: 'byte', byte })
  }

  /** As ECHOCTL wants it shown. */
  character(byte: number, literal = false): void {
    const { echoedAsIs } = this.profile
    const isAsIs = byte === TAB || (!literal && echoedAsIs.includes(byte))
    const asCaret = this.#hasControl && isControl(byte) && !isAsIs
    this.#add({ kind: asCaret ? 'control' : 'byte', byte })
  }

  /** An end-of-file character, and the cursor back where it began. */
  backedOver(byte: number): void {
    this.character(byte)
    if (!this.#hasControl) return
    this.byte(BACKSPACE)
    this.byte(BACKSPACE)
  }

  get #hasControl(): boolean {
    return this.screen.acting.lflag.names.has('ECHOCTL')
  }

  /** So many columns at once; a space needs no wiping. */
  rubOutShortly(columns: number, erased: number): void {
    const back = new Array<number>(columns).fill(BACKSPACE)
    const wiped = erased === SPACE ? [] : [...back.map(() => SPACE), ...back]
    for (const byte of [...back, ...wiped]) this.byte(byte)
  }

  rubOut(): void {
    for (const byte of [BACKSPACE, SPACE, BACKSPACE]) this.byte(byte)
  }

  tabBack(columns: number, afterTab: boolean): void {
    this.#add({ kind: 'tab-back', columns, afterTab })
  }

  lineBegins(): void {
    this.#add({ kind: 'line-begins' })
  }

  backOne(): void {
    this.#add({ kind: 'back-one' })
  }

  clear(): void {
    this.#items = []
    this.#committed = 0
  }

  /** What was echoed up to here no longer goes with a flush of the input it belongs to. */
  commit(): void {
    this.#committed = this.#items.length
    this.flush()
  }

  /** Puts out what is committed, as far as there is room. */
  flush(): void {
    for (let item = this.#items[0]; item && this.#committed > 0; item = this.#items[0]) {
      const { column, lineColumn } = this.output
      const bytes = this.#bytesOf(item)
      if (bytes.length > this.screen.room) {
        Object.assign(this.output, { column, lineColumn })
        if (this.profile.echoWithoutRoom === 'waits') return
      } else this.screen.put(bytes)
      this.#items.shift()
      this.#committed--
    }
  }

  #add(item: Item): void {
    if (this.#items.length >= ECHO_LIMIT) this.#items.shift()
    this.#items.push(item)
  }

  #bytesOf(item: Item): number[] {
    const { output } = this
    switch (item.kind) {
      case 'byte':
        return output.process(item.byte, this.screen.acting)
      case 'control':
        output.column += 2
        return [0x5e, item.byte ^ 0x40]
      case 'tab-back': {
        const columns = item.columns + (item.afterTab ? 0 : output.lineColumn)
        const width = 8 - (columns & 7)
        output.column = Math.max(0, output.column - width)
        return new Array<number>(width).fill(BACKSPACE)
      }
      case 'line-begins':
        output.lineColumn = output.column
        return []
      case 'back-one':
        output.column = Math.max(0, output.column - 1)
        return []
    }
  }
}
