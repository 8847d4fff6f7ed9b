/** Bytes on their way: in the order they came, up to a limit. */
import type { Profile } from './profile.js'

/** What lies between a writer and a reader's discipline. */
export interface Transit {
  readonly length: number
  /** Bytes that are taken for sure. */
  readonly room: number
  /** Takes as many of the bytes as there is room for, and says how many. */
  put(bytes: ArrayLike<number>): number
  /** All of them, which stay. */
  peek(): readonly number[]
  take(count: number): number[]
  clear(): void
}

export class Queue implements Transit {
  #bytes: number[] = []

  constructor(readonly limit: number) {}

  get length(): number {
    return this.#bytes.length
  }

  get room(): number {
    return Math.max(0, this.limit - this.#bytes.length)
  }

  put(bytes: ArrayLike<number>): number {
    const count = Math.min(bytes.length, this.room)
    for (let i = 0; i < count; i++) this.#bytes.push(bytes[i] ?? 0)
    return count
  }

  peek(): readonly number[] {
    return this.#bytes
  }

  take(count: number): number[] {
    return this.#bytes.splice(0, count)
  }

  clear(): void {
    this.#bytes = []
  }
}

interface Chunk {
  readonly size: number
  used: number
}

/** Chunks are made in steps of this size. */
const STEP = 256
/** The largest piece that is looked for room at once. */
const LARGEST = 1792

/**
 * Bytes in chunks of memory, as Linux keeps them between the sides (tty_buffer.c): a piece that does not fit in what is
 * left of a chunk begins a new one, and none is made once more than the limit is in use. So how much fits depends on
 * the sizes of the writes.
 */
export class ChunkedTransit implements Transit {
  readonly #bytes = new Queue(Number.POSITIVE_INFINITY)
  #chunks: Chunk[] = []
  /** Bytes already taken from the first chunk. */
  #taken = 0

  constructor(private readonly memoryLimit: number) {}

  get length(): number {
    return this.#bytes.length
  }

  get room(): number {
    return Math.max(0, this.memoryLimit - this.#memory)
  }

  put(bytes: ArrayLike<number>): number {
    let done = 0
    while (done < bytes.length) {
      const room = this.#roomFor(Math.min(bytes.length - done, LARGEST))
      const last = this.#chunks.at(-1)
      if (room === 0 || !last) break
      this.#bytes.put(Array.from(bytes).slice(done, done + room))
      last.used += room
      done += room
    }
    return done
  }

  peek(): readonly number[] {
    return this.#bytes.peek()
  }

  /** Chunks that were read go, but not the one that is written to. */
  take(count: number): number[] {
    const bytes = this.#bytes.take(count)
    this.#taken += bytes.length
    for (let first = this.#chunks[0]; first; first = this.#chunks[0]) {
      if (this.#taken < first.used || this.#chunks.length === 1) break
      this.#taken -= first.used
      this.#chunks.shift()
    }
    return bytes
  }

  clear(): void {
    this.#bytes.clear()
    this.#chunks = []
    this.#taken = 0
  }

  get #memory(): number {
    return this.#chunks.reduce((sum, { size }) => sum + size, 0)
  }

  /** A chunk holds twice its size, because plain bytes also use the place of their flags. */
  #roomFor(wanted: number): number {
    const last = this.#chunks.at(-1)
    const left = last ? 2 * last.size - last.used : 0
    if (left >= wanted) return wanted
    if (this.#memory > this.memoryLimit) return left
    this.#chunks.push({ size: Math.ceil(wanted / STEP) * STEP, used: 0 })
    return wanted
  }
}

/** What lies between the sides, as the profile has it. */
export function transitOf({ transit, transitLimit }: Profile): Transit {
  return transit === 'chunks' ? new ChunkedTransit(transitLimit) : new Queue(transitLimit)
}

/** The slave's output: what arrived can be read by the master, what did not fit waits in transit. */
export class Passage {
  readonly arrived: Queue

  constructor(
    arrivedLimit: number,
    readonly transit: Transit,
  ) {
    this.arrived = new Queue(arrivedLimit)
  }

  get room(): number {
    return this.transit.room
  }

  get length(): number {
    return this.arrived.length + this.transit.length
  }

  /** The bytes lie in transit until `push`. */
  put(bytes: ArrayLike<number>): number {
    return this.transit.put(bytes)
  }

  take(count: number): number[] {
    const taken = this.arrived.take(count)
    this.push()
    return taken
  }

  clear(): void {
    this.arrived.clear()
    this.transit.clear()
  }

  /** Lets as much arrive as there is room for. */
  push(): void {
    if (this.arrived.room > 0) this.arrived.put(this.transit.take(this.arrived.room))
  }
}
