/** The first process of a kernel we booted, over its port: starts one program at a time. */
import type { Socket } from 'node:net'
import { constants } from 'node:os'
import { PassThrough, Writable } from 'node:stream'
import { type Channel, type Ending, ignore, trouble } from '../transport.js'
import { FrameReader, frame, taken, WINDOW } from './frames.js'

/** What it found: `port`, and `devpts` or `proc` with the errno where that could not be mounted. */
export type Found = ReadonlyMap<string, string>

interface Running {
  readonly stdout: PassThrough
  readonly stderr: PassThrough
  end(ending: Ending): void
}

export class Guest {
  readonly #frames = new FrameReader()
  #running: Running | undefined
  #untaken = 0
  #more: () => void = ignore
  #greet: (found: Found) => void = ignore
  /** Of its ports, the one that it speaks over. */
  #port: Socket | undefined

  /** What it says once it is ready. */
  readonly greeting = new Promise<Found>(resolve => {
    this.#greet = resolve
  })

  #heard = Date.now()
  #asking: NodeJS.Timeout | undefined

  /** Milliseconds without an answer after which it counts as hung. */
  constructor(
    private readonly label: string,
    private readonly patience: number,
  ) {}

  get isHung(): boolean {
    return Date.now() - this.#heard > this.patience
  }

  /** A port of the machine that may be the one. */
  connect(port: Socket): void {
    port.on('error', ignore)
    port.on('data', bytes => this.#hear(port, bytes))
    port.on('close', () => port === this.#port && this.lost())
  }

  /** Starts the program; its words are handed over as they are. */
  start(words: readonly string[]): Channel {
    if (!this.#port || this.#running)
      throw trouble('harness', `${this.label}: ${this.#port ? 'a program runs there' : 'no port'}`)
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    for (const stream of [stdout, stderr]) stream.on('error', ignore)
    let end: (ending: Ending) => void = ignore
    const done = new Promise<Ending>(resolve => {
      end = resolve
    })
    this.#running = { stdout, stderr, end }
    this.#say(frame('S', Buffer.from(words.map(word => `${word}\0`).join(''))))
    return { stdin: this.#input(), stdout, stderr, done, abandon: () => this.#say(frame('K')) }
  }

  /** It is gone: so is what runs. */
  lost(): void {
    clearInterval(this.#asking)
    this.#finish({ status: null, signal: null })
    this.#port?.destroy()
    this.#port = undefined
    this.#more()
  }

  #finish(ending: Ending): void {
    const running = this.#running
    this.#running = undefined
    running?.stdout.end()
    running?.stderr.end()
    running?.end(ending)
  }

  #input(): Writable {
    const own = this.#running
    const send = async (bytes: Buffer) => {
      for (let at = 0; at < bytes.length && this.#running === own; ) {
        const room = WINDOW - this.#untaken
        if (room > 0) {
          const piece = bytes.subarray(at, at + room)
          this.#untaken += piece.length
          at += piece.length
          this.#say(frame('I', piece))
        } else await this.#room()
      }
    }
    const stdin = new Writable({
      write: (chunk: Buffer, _, then) => void send(chunk).then(() => then()),
      final: then => {
        if (this.#running === own) this.#say(frame('E'))
        then()
      },
    })
    return stdin.on('error', ignore)
  }

  #room(): Promise<void> {
    return new Promise(resolve => {
      this.#more = resolve
    })
  }

  /** Whether its first process still answers says whether the kernel is alive, whatever a case's processes do. */
  #ask(): void {
    this.#heard = Date.now()
    this.#asking = setInterval(() => {
      if (this.isHung) this.lost()
      else this.#say(frame('P'))
    }, this.patience / 10)
    this.#asking.unref()
  }

  #say(bytes: Buffer): void {
    this.#port?.write(bytes)
  }

  #hear(port: Socket, bytes: Buffer): void {
    this.#heard = Date.now()
    try {
      for (const { letter, bytes: text } of this.#frames.feed(bytes)) this.#take(port, letter, text)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.lost()
    }
  }

  #take(port: Socket, letter: string, bytes: Buffer): void {
    if (letter === 'H') {
      this.#port = port
      this.#ask()
      this.#greet(foundIn(bytes.toString('latin1')))
    } else if (letter === 'A' && bytes.length === 4) {
      this.#untaken = Math.max(0, this.#untaken - bytes.readUInt32BE())
      this.#more()
    } else if (letter === 'X') this.#finish(endingOf(bytes.toString('latin1')))
    else if (letter === 'O' || letter === 'R') {
      this.#say(taken(bytes.length))
      this.#running?.[letter === 'O' ? 'stdout' : 'stderr'].write(Buffer.from(bytes))
    }
  }
}

function foundIn(text: string): Found {
  return new Map(
    text.split('\n').flatMap(line => {
      const [, key, value] = /^([a-z]+) ([\w.-]+)$/.exec(line) ?? []
      return key === undefined || value === undefined ? [] : [[key, value] as const]
    }),
  )
}

function endingOf(text: string): Ending {
  const [, how, number] = /^(status|signal) ([0-9]{1,3})$/.exec(text) ?? []
  if (how === 'status') return { status: Number(number), signal: null }
  const name = Object.entries(constants.signals).find(([, value]) => value === Number(number))?.[0]
  return { status: null, signal: name ?? `signal ${number}` }
}
