/** Characters that act as soon as they are typed, in whatever mode: DISCARD, STOP, START, and those that signal. */
import type { Characters } from './characters.js'
import type { Echo, Screen } from './echo.js'
import { NotModelled } from './failure.js'
import type { Profile } from './profile.js'

/** The terminal as its discipline sees it. */
export interface Attached extends Screen {
  readonly stopped: boolean
  stop(how?: 'typed'): void
  start(how?: 'typed'): void
  /** To the foreground process group. */
  signal(name: string): void
  /** Unless NOFLSH is set, a signal character drops input and output. */
  flushOutput(): void
  /** There was no room for a byte. */
  ring(): void
  inputFlushed(): void
  /** The kernel's own change of a local mode. */
  setLocal(flag: string, on: boolean): void
}

/** Characters that send a signal to the foreground process group. */
const signals = [
  ['VINTR', 'SIGINT'],
  ['VQUIT', 'SIGQUIT'],
  ['VSUSP', 'SIGTSTP'],
] as const

export class ControlCharacters {
  constructor(
    private readonly terminal: Attached,
    private readonly characters: Characters,
    private readonly echo: Echo,
    private readonly profile: Profile,
    private readonly flushInput: () => void,
  ) {}

  /** Whether the byte is one of them; it has acted then, and is no input. With IXANY all others start output. */
  take(byte: number): boolean {
    if (this.#discard(byte) || this.#flow(byte) || this.#signal(byte)) return true
    const { characters, terminal } = this
    if (terminal.stopped && characters.hasInput('IXON') && characters.hasInput('IXANY'))
      terminal.start()
    return false
  }

  /** What the slave writes is lost. */
  get discardsOutput(): boolean {
    return this.characters.hasLocal('FLUSHO') && this.characters.acts('VDISCARD')
  }

  #flow(byte: number): boolean {
    if (!this.characters.hasInput('IXON')) return false
    if (this.characters.is(byte, 'VSTART')) this.terminal.start('typed')
    else if (this.characters.is(byte, 'VSTOP')) this.terminal.stop('typed')
    else return false
    return true
  }

  /** DISCARD: what is written is lost until it, or any other character, comes (ttyinput(), FLUSHO). */
  #discard(byte: number): boolean {
    if (!this.characters.acts('VDISCARD')) return false
    const wasOn = this.characters.hasLocal('FLUSHO')
    const isIt = this.characters.is(byte, 'VDISCARD')
    if (isIt && !wasOn) {
      this.terminal.flushOutput()
      if (this.characters.hasLocal('ECHO')) this.echo.character(byte)
      this.echo.commit()
    }
    if (isIt || wasOn) this.terminal.setLocal('FLUSHO', isIt && !wasOn)
    return isIt
  }

  get #signalsAreOn(): boolean {
    const { signalCharacters } = this.profile
    if (signalCharacters === 'always') return true
    return (
      this.characters.hasLocal('ISIG') &&
      (signalCharacters === 'with-ISIG' || this.characters.hasLocal('ICANON'))
    )
  }

  #signal(byte: number): boolean {
    if (!this.#signalsAreOn) return false
    const found = signals.find(([name]) => this.characters.is(byte, name))
    if (!found) return this.#status(byte)
    const [name, signal] = found
    this.terminal.signal(signal)
    if (this.#isFlushedBySignal) {
      this.flushInput()
      const { suspendFlush } = this.profile
      if (name !== 'VSUSP' || suspendFlush === 'input-and-output') {
        this.terminal.flushOutput()
        this.terminal.inputFlushed()
      }
    }
    const isStarted = this.profile.signalStarts
      ? this.characters.hasInput('IXON')
      : this.characters.hasInput('IXANY')
    if (isStarted) this.terminal.start()
    if (this.characters.hasLocal('ECHO')) this.echo.character(byte)
    this.echo.commit()
    return true
  }

  get #isFlushedBySignal(): boolean {
    const { signalFlush } = this.profile
    return (
      signalFlush === 'always' ||
      (signalFlush === 'unless-NOFLSH' && !this.characters.hasLocal('NOFLSH'))
    )
  }

  /** VSTATUS: the foreground is asked how it does, and the kernel tells how the system does. */
  #status(byte: number): boolean {
    if (!this.characters.hasLocal('ICANON') || !this.characters.is(byte, 'VSTATUS')) return false
    this.terminal.signal('SIGINFO')
    if (!this.characters.hasLocal('NOKERNINFO')) throw new NotModelled('the load of a host')
    return true
  }
}
