/** One probe at work: what is said to it and what it answers, from its hello to its end. */
import { once } from 'node:events'
import type { ImplementationError, PlayOptions, Transcript } from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { type Answer, AnswerReader, visible } from './answers.js'
import { DEFAULT_DEADLINE, programPieces } from './protocol.js'
import { type Channel, ignore, keep, type Transport, trouble, within } from './transport.js'
import { inTurn } from './turns.js'

/** Milliseconds a probe that was told to stop has to clean up: it waits 10 s for processes to go. */
const CLEANUP = 15_000
const STDERR_KEPT = 2048
/** At least so many characters are sent at a time. */
const PIECE = 16_384

type Ready = Extract<Answer, { kind: 'ready' }>

/** Seconds until a case must be over, all its rounds played: two missed deadlines and 60 s, its end, and some room. */
export function longest({ deadline = DEFAULT_DEADLINE, repeat = 1 }: Case): number {
  return (2 * deadline + 130) * repeat
}

export class Conversation {
  readonly #reader: AnswerReader
  readonly #chunks: AsyncIterator<Buffer>
  readonly #answers: AsyncGenerator<Answer, void>
  readonly #stderr: () => string
  #patience: number
  #giveUp: () => void = ignore
  /** Why a program cannot be sent to its end. */
  #unsendable: unknown
  readonly #givenUp = new Promise<'given up'>(resolve => {
    this.#giveUp = () => resolve('given up')
  })

  private constructor(
    private readonly label: string,
    private readonly channel: Channel,
    nonce: string,
    patience: number,
  ) {
    this.#patience = patience
    this.#reader = new AnswerReader(label, nonce)
    this.#stderr = keep(channel.stderr, STDERR_KEPT)
    channel.stdin.on('error', ignore)
    this.#chunks = channel.stdout[Symbol.asyncIterator]()
    this.#answers = this.#read()
  }

  /** Starts a probe and reads what it says of itself and its host. `patience` in milliseconds. */
  static async start(
    transport: Transport,
    command: string,
    nonce: string,
    patience: number,
  ): Promise<{ conversation: Conversation; ready: Ready }> {
    const channel = await transport.start(command)
    const conversation = new Conversation(transport.label, channel, nonce, patience)
    try {
      for (;;) {
        const { value } = await conversation.#answers.next()
        if (value?.kind === 'ready') return { conversation, ready: value }
      }
    } catch (error) {
      await conversation.close()
      throw error
    }
  }

  /** One program, after which the probe goes; ends with what was still there when all was over. */
  async play(
    cases: readonly Case[],
    options: PlayOptions & { readonly user?: string },
    give: (transcript: Transcript) => void,
  ): Promise<{ readonly left: readonly string[] }> {
    const { signal } = options
    const left: string[] = []
    this.#patience = Math.max(...cases.map(longest)) * 1000 * options.timeoutFactor
    const turns = inTurn(cases)
    this.#reader.expect(turns)
    const stop = () => this.#stop()
    signal?.addEventListener('abort', stop)
    try {
      signal?.throwIfAborted()
      this.#write(programPieces(turns, options)).catch(error => {
        this.#unsendable = error
        this.#giveUp()
      })
      for await (const answer of this.#answers) {
        if (answer.kind === 'transcript') give(answer.transcript)
        else if (answer.kind === 'left') left.push(answer.what)
        else if (answer.kind === 'done') break
      }
      return { left }
    } catch (error) {
      throw signal?.aborted ? signal.reason : error
    } finally {
      signal?.removeEventListener('abort', stop)
      await this.close()
    }
  }

  /** End of input tells the probe to clean up and go; one that does not is given up. */
  async close(): Promise<void> {
    this.channel.stdin.end()
    // What nobody reads would keep it from ending.
    void this.#drain()
    if (!(await within(this.channel.done, CLEANUP))) this.channel.abandon()
  }

  #stop(): void {
    this.channel.stdin.end()
    setTimeout(() => {
      this.channel.abandon()
      this.#giveUp()
    }, CLEANUP).unref()
  }

  async #drain(): Promise<void> {
    while (!(await this.#nextChunk()).done);
  }

  #nextChunk(): Promise<IteratorResult<Buffer>> {
    return this.#chunks.next().catch(() => ({ done: true, value: undefined }))
  }

  /** The probe plays what it has while we make the rest. */
  async #write(program: Iterable<string>): Promise<void> {
    const { stdin, done } = this.channel
    for (const piece of inPieces(program)) {
      if (!stdin.writable) return
      if (stdin.write(piece)) continue
      const ended = await Promise.race([once(stdin, 'drain').catch(() => 'ended'), done])
      if (!Array.isArray(ended)) return
    }
  }

  async *#read(): AsyncGenerator<Answer, void> {
    for (;;) {
      const next = Promise.race([this.#nextChunk(), this.#givenUp])
      const chunk = await within(next, this.#patience)
      if (chunk === undefined || chunk === 'given up') throw await this.#silence()
      if (chunk.done) break
      yield* this.#reader.feed(chunk.value)
    }
    throw await this.#tooEarly()
  }

  async #silence(): Promise<unknown> {
    if (this.#unsendable !== undefined) return this.#unsendable
    const known = await this.channel.fate?.()
    if (known) return known
    const seconds = Math.round(this.#patience / 1000)
    const when = this.#reader.stage === 'program' ? 'during the run' : 'before it was ready'
    return trouble(
      'host',
      `${this.label}: no word from the probe for ${seconds} s ${when}${this.#heard()}`,
    )
  }

  async #tooEarly(): Promise<ImplementationError> {
    const ending = await within(this.channel.done, 5000)
    const what = this.#reader.missing() ?? 'the probe said done and then ended'
    const { status, signal } = ending ?? { status: null, signal: null }
    const lost = ending !== undefined && status === null && signal === null
    const known = lost ? await this.channel.fate?.() : undefined
    if (known) return known
    const how = [
      ending === undefined && 'it closed its output and did not end',
      lost && 'the connection was lost',
      signal !== null && `it was killed by ${signal}`,
      status !== null && `it ended with status ${status}`,
    ].find(Boolean)
    return trouble(lost ? 'network' : 'host', `${this.label}: ${what}: ${how}${this.#heard()}`)
  }

  /** What it said that was no answer. */
  #heard(): string {
    const { banner, stage } = this.#reader
    const errors = visible(this.#stderr())
    const instead = stage === 'banner' && banner !== '' ? `; instead came "${banner}"` : ''
    return `${instead}${errors === '' ? '' : `; on its error output: "${errors}"`}`
  }
}

function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  yield piece
}
