/** Packet mode: the master is told of what the slave's side does to its terminal, one byte ahead of data. */
import { certain } from './certain.js'
import { NotModelled } from './failure.js'
import type { Profile } from './profile.js'
import type { Terminal } from './terminal.js'
import type { Termios } from './termios.js'

/** Bytes of c_iflag, a tcflag_t. */
const INPUT_FLAGS_SIZE = 4

const bytes: Readonly<Record<string, number>> = {
  TIOCPKT_FLUSHREAD: 1,
  TIOCPKT_FLUSHWRITE: 2,
  TIOCPKT_STOP: 4,
  TIOCPKT_START: 8,
  TIOCPKT_NOSTOP: 16,
  TIOCPKT_DOSTOP: 32,
  TIOCPKT_IOCTL: 64,
}

const opposites: Readonly<Record<string, string>> = {
  TIOCPKT_STOP: 'TIOCPKT_START',
  TIOCPKT_START: 'TIOCPKT_STOP',
  TIOCPKT_NOSTOP: 'TIOCPKT_DOSTOP',
  TIOCPKT_DOSTOP: 'TIOCPKT_NOSTOP',
}

export class Packets {
  #isOn = false
  #isUserControl = false
  #command = 0
  /** Whether STOP and START were ^S and ^Q and in force when that was looked at last. */
  #toldFlow = true
  readonly #news: Set<string>

  constructor(
    private readonly terminal: Terminal,
    private readonly profile: Profile,
  ) {
    this.#news = new Set(profile.packetNewsAtStart)
  }

  get isOn(): boolean {
    return this.#isOn
  }

  /** TIOCUCNTL: the master gets what the slave asks by UIOCCMD(n), one byte ahead of data. */
  get isUserControl(): boolean {
    return this.#isUserControl
  }

  turnUserControl(on: boolean): void {
    this.#isUserControl = on
    this.#command = 0
  }

  /** UIOCCMD(n) on the slave; it takes the place of one that was not read, but for UIOCCMD(0), which does nothing. */
  command(number: number): void {
    if (number > 0) this.#command = number
  }

  /** Turning it on or off forgets what was not read. */
  turn(on: boolean): void {
    if (on !== this.#isOn && this.profile.packetNewsBefore === 'forgotten') this.#news.clear()
    this.#isOn = on
  }

  tell(what: string): void {
    const { packetNews, packetNewsBefore, packetStart } = this.profile
    if (packetNews === 'never' || (!this.#isOn && packetNewsBefore === 'forgotten')) return
    if (what === 'TIOCPKT_START' && packetStart === 'replaces') this.#news.clear()
    const opposite = opposites[what]
    if (opposite !== undefined) this.#news.delete(opposite)
    this.#news.add(what)
  }

  /** The last slave's close flushed both ways. */
  slaveClosed(): void {
    if (this.profile.packetNewsOfClose === 'none') return
    this.tell('TIOCPKT_FLUSHREAD')
    this.tell('TIOCPKT_FLUSHWRITE')
  }

  get hasNews(): boolean {
    const { packetNewsOfClose } = this.profile
    if (packetNewsOfClose === 'with-next-slave' && this.terminal.ends.lacksSlave) return false
    return this.#command > 0 || (this.#isOn && this.#news.size > 0)
  }

  /** What goes ahead of data. */
  get header(): number[] {
    const isThere =
      this.profile.packetHeader === 'always' || this.terminal.termios.oflag.names.has('ONLCR')
    return (this.#isOn || this.#isUserControl) && isThere ? [0] : []
  }

  /** The status byte, all that happened since the last, and what is sent with it; as much as there is room for. */
  takeNews(count: number): number[] {
    if (this.#command > 0) {
      const command = this.#command
      this.#command = 0
      return [command]
    }
    const byte = [...this.#news].reduce((sum, what) => sum | certain(bytes[what]), 0)
    const isSent = this.profile.packetParameters === 'sent' && this.#news.has('TIOCPKT_IOCTL')
    this.#news.clear()
    return isSent ? [byte, ...leadingBytes(this.terminal.termios, count - 1)] : [byte]
  }

  /** TIOCEXT: who edits has changed. */
  editorChanged(): void {
    if (this.#isOn) this.tell('TIOCPKT_IOCTL')
  }

  /** Somebody asks something of the terminal, which may be when it is seen that its flow is another. */
  requested(): void {
    if (this.profile.packetFlowSettings === 'at-requests') this.#tellFlow(this.#toldFlow)
  }

  #tellFlow(before: boolean): void {
    const hasFlow = hasUsualFlow(this.terminal.termios)
    if (before !== hasFlow || this.profile.packetFlowSettings === 'always')
      this.tell(hasFlow ? 'TIOCPKT_DOSTOP' : 'TIOCPKT_NOSTOP')
    this.#toldFlow = hasFlow
  }

  /** Whether STOP and START are ^S and ^Q and in force, and who edits. */
  termiosChanged(before: Termios): void {
    const { termios } = this.terminal
    const isLate = this.profile.packetFlowSettings === 'at-requests'
    this.#tellFlow(isLate ? this.#toldFlow : hasUsualFlow(before))
    if (before.lflag.names.has('EXTPROC') || termios.lflag.names.has('EXTPROC'))
      this.editorChanged()
  }
}

/** The begin of struct termios is c_iflag, whose number is known where no flag is set. */
function leadingBytes({ iflag }: Termios, count: number): number[] {
  if (count > 0 && (iflag.names.size > 0 || iflag.number !== 0n || count > INPUT_FLAGS_SIZE))
    throw new NotModelled('the bytes of struct termios')
  return new Array<number>(count).fill(0)
}

function hasUsualFlow({ iflag, control }: Termios): boolean {
  return iflag.names.has('IXON') && control['VSTOP'] === 0x13 && control['VSTART'] === 0x11
}
