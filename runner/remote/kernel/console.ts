/** What a kernel's console shows: its last lines, and how it went down. */
import type { Downfall } from '../../implementation.js'

/** Bytes of it that are kept. */
const KEPT = 65536
/** Lines that go with a verdict. */
const LAST = 40

export class Console {
  #text = ''

  hear(bytes: Buffer): void {
    this.#text = (this.#text + bytes.toString('latin1')).slice(-KEPT)
  }

  get isSilent(): boolean {
    return this.#text.trim() === ''
  }

  /** Printable; what fails first is at the top where there is such a thing. */
  last(): string[] {
    const lines = this.#lines()
    const at = lines.findIndex(line => OOPS.test(line) || PANIC.test(line))
    return at < 0 ? lines.slice(-LAST) : lines.slice(at, at + LAST)
  }

  /** The line that says why, without its time. */
  why(): string | undefined {
    const lines = this.#lines()
    const found = lines.find(line => OOPS.test(line)) ?? lines.find(line => PANIC.test(line))
    return found?.replace(/^\[ *[\d.]+\] */, '')
  }

  /** With `oops=panic` an oops is followed by a panic: the first of them is what happened. */
  downfall(): Downfall['kind'] | undefined {
    const lines = this.#lines()
    if (lines.some(line => OOPS.test(line))) return 'oops'
    return lines.some(line => PANIC.test(line)) ? 'panic' : undefined
  }

  #lines(): string[] {
    return this.#text
      .split(/\r?\n|\r/)
      .map(line =>
        line
          .replace(/[^ -~]/g, '')
          .trimEnd()
          .slice(0, 400),
      )
      .filter(line => line !== '')
  }
}

/** As arch/x86 (`show_fault_oops`, `die`), `BUG()` and the sanitizers begin what they say. */
const OOPS =
  /\b(BUG: (?!soft lockup)|kernel BUG at |Oops: |general protection fault|double fault:|stack segment:|invalid opcode:|divide error:|UBSAN: |KASAN: )/

const PANIC = /Kernel panic - not syncing|BUG: soft lockup|watchdog: .*LOCKUP/i
