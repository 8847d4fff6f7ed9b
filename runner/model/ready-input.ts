/** What the slave can read, and how much of it one read gives (XBD 11.1.6, 11.1.7). */
import type { Characters } from './characters.js'
import type { Profile } from './profile.js'

/** A byte that can be read; `ends` marks the last of a line, `mark` an end-of-file that is no byte. */
export interface Cell {
  readonly byte: number
  readonly ends: boolean
  readonly mark: boolean
  /** Typed behind LNEXT: it means nothing but itself. */
  readonly literal: boolean
}

export const plain = (byte: number, literal = false): Cell => {
  return { byte, ends: false, mark: false, literal }
}

export class ReadyInput {
  #cells: Cell[] = []

  constructor(
    private readonly characters: Characters,
    private readonly profile: Profile,
  ) {}

  get length(): number {
    return this.#cells.length
  }

  /** Those that are bytes. */
  get bytes(): number[] {
    return this.#cells.filter(cell => !this.#isMark(cell)).map(({ byte }) => byte)
  }

  push(cell: Cell): void {
    this.#cells.push(cell)
  }

  clear(): void {
    this.#cells = []
  }

  takeAll(): Cell[] {
    return this.#cells.splice(0)
  }

  /** FIONREAD in canonical mode. */
  get counted(): number {
    if (this.profile.countedInput === 'with-marks') return this.#cells.length
    const last = this.#cells.findIndex(cell => this.#ends(cell))
    const isCut = this.profile.countedInput === 'first-line' && last >= 0
    const cells = isCut ? this.#cells.slice(0, last + 1) : this.#cells
    return cells.filter(cell => !this.#isMark(cell)).length
  }

  /** Canonical mode is left: neither ends of lines nor end-of-file marks are known any longer (n_tty_set_termios()). */
  becomesBytes(): void {
    const isKept = (cell: Cell) => this.profile.markInRawMode !== 'vanishes' || !this.#isMark(cell)
    this.#cells = this.#cells.filter(isKept).map(cell => ({ ...cell, ends: false, mark: false }))
  }

  /** Canonical mode is entered: what is here is read as a line. */
  endLast(): void {
    const last = this.#cells.pop()
    if (last) this.#cells.push({ ...last, ends: true })
  }

  /** One line, or so many bytes of it. `suspend` is for the character that stops its reader only now. */
  takeLine(count: number, suspend: () => void): number[] {
    const bytes: number[] = []
    let taken = 0
    let isOver = false
    while (!isOver && bytes.length < count) {
      const cell = this.#cells[taken]
      if (!cell) break
      taken++
      if (this.#suspends(cell)) {
        suspend()
        isOver = bytes.length > 0
        continue
      }
      const isMark = this.#isMark(cell)
      if (!isMark) bytes.push(cell.byte)
      isOver = isMark || (this.#ends(cell) && this.profile.linesPerRead === 'one')
    }
    const next = this.#cells[taken]
    if (!isOver && this.profile.exactReadTakesMark && next && this.#isMark(next)) taken++
    this.#cells.splice(0, taken)
    return bytes
  }

  takeRaw(count: number): number[] {
    return this.#cells.splice(0, count).map(({ byte }) => byte)
  }

  #ends(cell: Cell): boolean {
    if (this.profile.lineEnds === 'as-typed') return cell.ends
    return !cell.literal && (this.characters.endsLine(cell.byte) || this.#isMark(cell))
  }

  #isMark(cell: Cell): boolean {
    if (this.profile.lineEnds === 'as-typed') return cell.mark
    return !cell.literal && this.characters.is(cell.byte, 'VEOF')
  }

  #suspends({ byte, literal }: Cell): boolean {
    return !literal && this.characters.hasLocal('ISIG') && this.characters.is(byte, 'VDSUSP')
  }
}
