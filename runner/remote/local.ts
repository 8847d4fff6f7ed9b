/** The way to this machine. */
import { OpenChannels, startProgram } from './program.js'
import type { Channel, Transport } from './transport.js'

export class LocalTransport implements Transport {
  #starts = 0
  readonly #open = new OpenChannels()

  /** `environment` adds to the own one. */
  constructor(
    private readonly environment: Readonly<Record<string, string>> = {},
    readonly label = 'local',
  ) {}

  get starts(): number {
    return this.#starts
  }

  async connect(): Promise<void> {}

  async start(command: string): Promise<Channel> {
    this.#starts++
    const words = ['/bin/sh', '-c', command] as const
    return this.#open.add(await startProgram(this.label, words, this.environment))
  }

  async close(): Promise<void> {
    this.#open.abandon()
  }
}
