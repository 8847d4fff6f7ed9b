/** What is said over a guest's port, as `runner/probe/guest/init.c` has it at its head. */

/** Bytes that may be on their way without having been taken. */
export const WINDOW = 16384
/** Bytes of one frame that a guest may send. */
const LONGEST = WINDOW

export interface Frame {
  readonly letter: string
  readonly bytes: Buffer
}

export function frame(letter: string, bytes: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter, 'latin1')
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

/** So many bytes were taken. */
export function taken(count: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(count)
  return frame('A', bytes)
}

/** Bytes as they come -> whole frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** Throws a `RangeError` where what comes cannot be a frame. */
  *feed(bytes: Buffer): Generator<Frame> {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    while (this.#rest.length >= 5) {
      const letter = this.#rest.toString('latin1', 0, 1)
      const length = this.#rest.readUInt32BE(1)
      if (!'HORXAP'.includes(letter) || length > LONGEST)
        throw new RangeError(`no frame: ${this.#rest.subarray(0, 16).toString('hex')}`)
      if (this.#rest.length < 5 + length) return
      const whole = this.#rest.subarray(5, 5 + length)
      this.#rest = this.#rest.subarray(5 + length)
      yield { letter, bytes: whole }
    }
  }
}
