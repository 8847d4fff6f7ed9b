/** The way to another machine by the `ssh` command: what ssh_config(5) can say holds, jumps and certificates too. */
import type { ImplementationError } from '../implementation.js'
import { visible } from './answers.js'
import { OpenChannels, startProgram } from './program.js'
import type { SshOptions, SshTarget } from './ssh-config.js'
import { type Channel, keep, type Transport, trouble, within } from './transport.js'

/** The status ssh itself fails with. */
const SSH_FAILED = 255

/** How ssh says at the end that the connection, not the program there, is why it ends. */
const LOST =
  /^(client_loop:|Connection (to|closed|reset)|Timeout, server|Received disconnect|Disconnected from|ssh_dispatch_run|packet_write_wait|ssh:|kex_exchange|Bad packet|Corrupted MAC)/m

export class OpensshTransport implements Transport {
  readonly label: string
  #starts = 0
  #patience = 20_000
  readonly #open = new OpenChannels()

  constructor(
    private readonly target: SshTarget,
    private readonly options: SshOptions = {},
  ) {
    this.label = target.name
  }

  get starts(): number {
    return this.#starts
  }

  /** Each program has a connection of its own; this one shows that there can be one. */
  async connect(timeout: number): Promise<void> {
    this.#patience = timeout
    const channel = await this.#ssh('exit 0')
    const stderr = keep(channel.stderr, 8192)
    keep(channel.stdout, 0)
    channel.stdin.end()
    const ending = await within(channel.done, timeout)
    channel.abandon()
    if (ending?.status === SSH_FAILED || !ending) throw this.#failed(stderr(), !ending)
  }

  async start(command: string): Promise<Channel> {
    this.#starts++
    const channel = await this.#ssh(command)
    const stderr = keep(channel.stderr, 65536)
    const done = channel.done.then(ending =>
      ending.status === SSH_FAILED && LOST.test(stderr()) ? { status: null, signal: null } : ending,
    )
    return { ...channel, done }
  }

  async close(): Promise<void> {
    this.#open.abandon()
  }

  async #ssh(command: string): Promise<Channel> {
    const { words } = this.target
    const settings = [
      ...always,
      `ConnectTimeout=${Math.ceil(this.#patience / 1000)}`,
      ...asked(this.target, this.options),
    ].flatMap(setting => ['-o', setting])
    // Without a terminal there is nobody to ask, and nobody is to be asked by a window either.
    const environment = { SSH_ASKPASS_REQUIRE: 'never' }
    const line = ['ssh', '-T', ...settings, ...words, command] as const
    return this.#open.add(await startProgram(this.label, line, environment))
  }

  #failed(stderr: string, late: boolean): ImplementationError {
    const { target } = this
    const where = `${target.name} (by the ssh command)`
    const text = stderr.trim() === '' ? '' : `: ${visible(stderr.trim())}`
    if (late)
      return trouble(
        'network',
        `${where}: no login in ${this.#patience / 1000} s${text}`,
        'unreachable',
      )
    if (/Host key verification failed|host key is revoked|REVOKED HOST KEY/i.test(stderr))
      return trouble(
        'network',
        `${where}: the host key is not trusted${text}. Compare its fingerprint with the host's, then connect once with ssh`,
        'refused',
      )
    if (
      /Permission denied|Too many authentication failures|No supported authentication/i.test(stderr)
    )
      return trouble(
        'host',
        `${where}: login refused${text}. Try: ssh -o BatchMode=yes ${target.words.join(' ')} true`,
        'refused',
      )
    if (
      /Bad configuration option|terminating, \d+ bad configuration|Bad owner or permissions/.test(
        stderr,
      )
    )
      return trouble('host', `${where}: ssh cannot use its configuration${text}`)
    return trouble(
      'network',
      `${where}: no connection${text || ', and ssh did not say why'}`,
      'unreachable',
    )
  }
}

/** What goes before the user's own configuration. */
const always = [
  'BatchMode=yes',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=4',
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'PermitLocalCommand=no',
  'RemoteCommand=none',
  // A shared connection may be one whose host key was never checked, and may stay behind.
  'ControlMaster=no',
  'ControlPath=none',
  'LogLevel=INFO',
]

/** What was said in place of the configuration, as settings of it. */
function asked({ acceptNew, pin }: SshTarget, options: SshOptions): string[] {
  const { knownHostsFiles, identityFiles, agent } = options
  const files = (paths: readonly string[]) => paths.map(path => `"${path}"`).join(' ') || 'none'
  return [
    ...(identityFiles ?? []).map(path => `IdentityFile=${files([path])}`),
    ...(agent === undefined ? [] : [`IdentityAgent=${files(agent === '' ? [] : [agent])}`]),
    ...(pin === undefined ? [] : pinned(pin)),
    ...(knownHostsFiles === undefined
      ? []
      : [`UserKnownHostsFile=${files(knownHostsFiles)}`, 'GlobalKnownHostsFile=none']),
    `StrictHostKeyChecking=${acceptNew && pin === undefined ? 'accept-new' : 'yes'}`,
  ]
}

/** Known is the key that has this fingerprint, and no other. */
function pinned(pin: string): string[] {
  return [
    `KnownHostsCommand=/bin/sh -c "test %f != ${pin} || echo '%H' %t %K"`,
    'UserKnownHostsFile=none',
    'GlobalKnownHostsFile=none',
    // Nobody is to learn further keys of the host from a connection with this one.
    'UpdateHostKeys=no',
  ]
}
