/** A way to a host on which programs run as root, though the login is another's. */
import { type Channel, type Transport, trouble } from './transport.js'

export type Becoming = 'sudo' | 'doas'

/** Never with a password: where one is asked for, the command says so and fails. */
const prefixes: Readonly<Record<Becoming, string>> = {
  sudo: 'exec sudo -n -- ',
  doas: 'exec doas -n -- ',
}

export class BecomeTransport implements Transport {
  constructor(
    private readonly way: Transport,
    private readonly becoming: Becoming,
  ) {}

  get label(): string {
    return this.way.label
  }

  get starts(): number {
    return this.way.starts
  }

  connect(timeout: number): Promise<void> {
    return this.way.connect(timeout)
  }

  async start(command: string): Promise<Channel> {
    if (!command.startsWith('exec '))
      throw trouble('harness', `${this.label}: a command that is no program: ${command}`)
    return this.way.start(prefixes[this.becoming] + command.slice('exec '.length))
  }

  close(): Promise<void> {
    return this.way.close()
  }
}
