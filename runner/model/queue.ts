/** Bytes on their way: in the order they came, up to a limit. */

import { bytesFrom } from './bytes.js'
import { certain } from './certain.js'
import type { Profile } from './profile.js'

/** What lies between a writer and a reader's discipline. */
export interface Transit {
  readonly length: number
  /** Bytes that are taken for sure. */
  readonly room: number
  /** Takes as many of the bytes as there is room for, and says how many. */
  put(bytes: ArrayLike<number>): number
  /** All of them, which stay. */
  peek(): Uint8Array
  /** Of the bytes that were peeked at. */
  drop(count: number): void
  clear(): void
}

const nothing = new Uint8Array()

/** So few bytes are copied faster one by one. */
const FEW = 16

export class Queue implements Transit {
  #memory = new Uint8Array(64)
  #start = 0
  #end = 0
  /** Bytes of the first block that were taken: their place is not free yet. */
  #spent = 0

  constructor(
    readonly limit: number,
    private readonly block = 1,
  ) {}

  get length(): number {
    return this.#end - this.#start
  }

  get room(): number {
    return Math.max(0, this.limit - this.length - this.#spent)
  }

  put(bytes: ArrayLike<number>): number {
    const count = Math.min(bytes.length, this.room)
    this.#makeRoom(count)
    if (bytes instanceof Uint8Array && count > FEW)
      this.#memory.set(count === bytes.length ? bytes : bytes.subarray(0, count), this.#end)
    else for (let i = 0; i < count; i++) this.#memory[this.#end + i] = certain(bytes[i])
    this.#end += count
    return count
  }

  peek(): Uint8Array {
    return this.length === 0 ? nothing : this.#memory.subarray(this.#start, this.#end)
  }

  take(count: number): Uint8Array {
    if (this.length === 0) return nothing
    const taken = this.#memory.slice(this.#start, Math.min(this.#start + count, this.#end))
    this.drop(taken.length)
    return taken
  }

  drop(count: number): void {
    this.#start += count
    this.#spent = this.length === 0 ? 0 : (this.#spent + count) % this.block
  }

  clear(): void {
    this.#start = this.#end
    this.#spent = 0
  }

  /** Behind the last byte, by moving those that are left to the begin, or to a memory twice as large. */
  #makeRoom(count: number): void {
    if (this.#end + count <= this.#memory.length) return
    const bytes = this.peek()
    const needed = 2 * (bytes.length + count)
    const memory = needed > this.#memory.length ? new Uint8Array(needed) : this.#memory
    memory.set(bytes)
    this.#memory = memory
    this.#end = bytes.length
    this.#start = 0
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
      const isWhole = room === bytes.length
      this.#bytes.put(isWhole ? bytes : bytesFrom(bytes).subarray(done, done + room))
      last.used += room
      done += room
    }
    return done
  }

  peek(): Uint8Array {
    return this.#bytes.peek()
  }

  drop(count: number): void {
    this.#bytes.drop(count)
    this.#read(count)
  }

  /** Chunks that were read go, but not the one that is written to. */
  #read(count: number): void {
    this.#taken += count
    for (let first = this.#chunks[0]; first; first = this.#chunks[0]) {
      if (this.#taken < first.used || this.#chunks.length === 1) break
      this.#taken -= first.used
      this.#chunks.shift()
    }
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
export function transitOf({ transit, transitLimit }: Profile): Transit | undefined {
  if (transit === 'none') return undefined
  return transit === 'chunks' ? new ChunkedTransit(transitLimit) : new Queue(transitLimit)
}

/** The slave's output: what arrived can be read by the master, what did not fit waits in transit, if there is one. */
export class Passage {
  readonly arrived: Queue

  constructor(
    arrivedLimit: number,
    readonly transit: Transit | undefined,
    block = 1,
  ) {
    this.arrived = new Queue(arrivedLimit, block)
  }

  get room(): number {
    return this.#entrance.room
  }

  get length(): number {
    return this.arrived.length + (this.transit?.length ?? 0)
  }

  get #entrance(): Transit {
    return this.transit ?? this.arrived
  }

  /** The bytes lie in transit until `push`. */
  put(bytes: ArrayLike<number>): number {
    return this.#entrance.put(bytes)
  }

  take(count: number): Uint8Array {
    const taken = this.arrived.take(count)
    this.push()
    return taken
  }

  clear(): void {
    this.arrived.clear()
    this.transit?.clear()
  }

  /** The oldest bytes make place for so many new ones; false where there were none. */
  dropOldest(count: number): boolean {
    return this.take(count).length > 0
  }

  /** Lets as much arrive as there is room for. */
  push(): void {
    if (!this.transit || this.transit.length === 0 || this.arrived.room === 0) return
    this.transit.drop(this.arrived.put(this.transit.peek()))
  }
}
