/** A line as it is read from left to right. */
import { Slip } from './mistake.js'

/** A place in a line that moves forward as things are recognised. */
export class Cursor {
  constructor(
    readonly text: string,
    public at = 0,
  ) {}

  get done(): boolean {
    return this.at >= this.text.length
  }

  /** Takes what the sticky pattern matches here; undefined, and no move, if it does not. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (!found) return undefined
    this.at = pattern.lastIndex
    return found
  }

  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    return pattern.test(this.text)
  }

  blanks(): void {
    this.take(/[ \t]*/y)
  }

  want(pattern: RegExp, what: string): RegExpExecArray {
    return this.take(pattern) ?? this.fail(`expected ${what}`)
  }

  fail(message: string, at = this.at): never {
    const word = /[^\s,)}\]]+/y
    word.lastIndex = at
    const got = message.startsWith('expected') ? word.exec(this.text)?.[0] : undefined
    throw new Slip(at, got ? `${message}, got '${got}'` : this.ended(message, at))
  }

  private ended(message: string, at: number): string {
    return message.startsWith('expected') && at >= this.text.length
      ? `${message}, but the line ends`
      : message
  }
}
