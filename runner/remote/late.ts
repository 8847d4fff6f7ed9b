/** A way that is looked for when it is taken: one that cannot be found is trouble with that host alone. */
import type { Prepared, Wanted } from './prepare.js'
import { type Channel, type Transport, trouble } from './transport.js'

export class LateTransport implements Transport {
  #way: Transport | undefined

  constructor(
    readonly label: string,
    private readonly find: () => Promise<Transport>,
  ) {}

  get starts(): number {
    return this.#way?.starts ?? 0
  }

  async connect(timeout: number): Promise<void> {
    this.#way = await this.find()
    await this.#way.connect(timeout)
  }

  async start(command: string): Promise<Channel> {
    if (!this.#way) throw trouble('harness', `${this.label}: not connected`)
    return this.#way.start(command)
  }

  async bring(wanted: Wanted): Promise<Prepared | undefined> {
    return this.#way?.bring?.(wanted)
  }

  async close(): Promise<void> {
    await this.#way?.close()
  }
}
