/** The way to a host by any command that runs a program there: docker exec -i NAME, nsenter, chroot, adb shell. */
import { ImplementationError } from '../implementation.js'
import { visible } from './answers.js'
import { nonce, readMarked } from './marked.js'
import { OpenChannels, startProgram } from './program.js'
import { shCommand } from './scripts.js'
import { type Channel, keep, type Transport, trouble, within } from './transport.js'

/** The word of a command that stands for the command line, for what hands its words to a login shell there. */
const LINE = '{}'

export class CommandTransport implements Transport {
  #starts = 0
  readonly #open = new OpenChannels()

  /** The command's words; a shell and the command line are appended, unless one of them is `{}`. */
  constructor(
    readonly label: string,
    private readonly words: readonly [string, ...string[]],
  ) {}

  get starts(): number {
    return this.#starts
  }

  /** Each program is a command of its own; this one shows that there can be one, and what it would find. */
  async connect(timeout: number): Promise<void> {
    const mark = nonce()
    const channel = await this.#run(shCommand(helloScript(mark))).catch(error => {
      throw this.#failed(error instanceof ImplementationError ? error.message : `${error}`)
    })
    const stdout = keep(channel.stdout, 8192)
    const stderr = keep(channel.stderr, 8192)
    channel.stdin.end(`${mark}\n`)
    const ending = await within(channel.done, timeout)
    if (!ending) channel.abandon()
    const said = readMarked(stdout(), mark)
    if (said.has('terminal')) throw this.#failed(TERMINAL)
    const heard = said.get('heard')
    if (heard !== undefined && heard !== mark) throw this.#failed(DEAF)
    // What has answered and then does not end would be given up each time.
    if (heard !== undefined && ending) return
    const { status, signal } = ending ?? {}
    const how = ending
      ? `it ended with ${signal ? `signal ${signal}` : `status ${status}`}`
      : `no ${heard === undefined ? 'answer' : 'end'} in ${timeout / 1000} s`
    const words = (stderr().trim() || stdout().trim()).slice(0, 1000)
    throw this.#failed(
      words === '' ? `${how}, and nothing was said` : `${how}: "${visible(words)}"`,
    )
  }

  async start(command: string): Promise<Channel> {
    this.#starts++
    return this.#run(command)
  }

  async close(): Promise<void> {
    this.#open.abandon()
  }

  async #run(line: string): Promise<Channel> {
    const [program, ...others] = this.words
    const words = others.includes(LINE)
      ? others.map(word => (word === LINE ? line : word))
      : [...others, '/bin/sh', '-c', line]
    return this.#open.add(await startProgram(this.label, [program, ...words]))
  }

  #failed(why: string): ImplementationError {
    return trouble('host', `${this.label}: no program can be started there: ${why}`, 'unreachable')
  }
}

const TERMINAL =
  'it puts a terminal before the program there, which changes what is said and knows no end of input. ' +
  'Say it without one: -i and no -t (docker, podman, kubectl), systemd-run -M NAME --pipe --wait -q in place of machinectl shell; ' +
  'to a console only ptycheck pack and import lead'

const DEAF =
  'the program there does not get its input. Say so to the command: -i (docker, podman, kubectl), --pipe (systemd-run)'

/** Says `terminal`, or `heard` and the line that came. */
function helloScript(mark: string): string {
  return `m=${mark}; if [ -t 0 ] || [ -t 1 ]; then echo $m terminal there; else read -r x; echo $m heard "$x"; fi`
}
