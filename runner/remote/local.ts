/** The way to this machine. */
import { execa } from 'execa'
import { type Channel, ignore, type Transport, trouble } from './transport.js'

export class LocalTransport implements Transport {
  readonly label: string = 'local'
  #starts = 0
  readonly #running = new Set<Channel>()

  /** `environment` adds to the own one. */
  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {}

  get starts(): number {
    return this.#starts
  }

  async connect(): Promise<void> {}

  async start(command: string): Promise<Channel> {
    this.#starts++
    // A session of its own: an interrupt typed at us is ours to pass on, so that it can clean up.
    const child = execa('/bin/sh', ['-c', command], {
      env: this.environment,
      buffer: false,
      detached: true,
      reject: false,
      cleanup: false,
      stdin: 'pipe',
    })
    if (child.pid === undefined) {
      const { message } = await child
      throw trouble('host', `local: cannot start /bin/sh: ${message}`)
    }
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', ignore)
    const channel: Channel = {
      stdin: child.stdin,
      stdout: child.stdout,
      stderr: child.stderr,
      done: child.then(({ exitCode, signal }) => {
        this.#running.delete(channel)
        return { status: exitCode ?? null, signal: signal ?? null }
      }),
      abandon: () => child.kill('SIGKILL'),
    }
    this.#running.add(channel)
    return channel
  }

  async close(): Promise<void> {
    for (const channel of this.#running) channel.abandon()
  }
}
