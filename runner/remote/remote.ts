/** A host as an implementation: a probe there, and a way to it. */
import type {
  Aliases,
  Identity,
  Implementation,
  PlayOptions,
  Transcript,
} from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { commandOf, kernelOf, mistakeInCommand } from './address.js'
import { BecomeTransport, type Becoming } from './become.js'
import { CommandTransport } from './command.js'
import { Conversation } from './conversation.js'
import { KernelHost } from './kernel/host.js'
import type { KernelOptions } from './kernel/options.js'
import { LateTransport } from './late.js'
import { LocalTransport } from './local.js'
import { nonce } from './marked.js'
import { type Prepared, prepare } from './prepare.js'
import { probeDigest, probeSource } from './source.js'
import type { SshOptions } from './ssh-config.js'
import { type Transport, trouble } from './transport.js'
import { splitWords } from './words.js'

export interface RemoteOptions {
  /** Scales the waits of `open`. */
  readonly timeoutFactor?: number
  /** Milliseconds to wait for a probe's first words, where 30 s are not right; scaled like the others. */
  readonly patience?: number
  /** The ordinary user to be where the probe is root: a name, or UID:GID. */
  readonly user?: string
  /** The probe in C, where it is not our own. */
  readonly source?: string
  /** The folder of prebuilt probes, where it is not the package's. */
  readonly prebuilt?: string
}

export interface HostOptions extends RemoteOptions, SshOptions {
  /** How a kernel is booted. */
  readonly kernel?: KernelOptions
  /** The way to be root there, where the login is not. */
  readonly become?: Becoming
}

/** The host at this address, named by its label where it has one. */
export function hostAt(address: string, options: HostOptions = {}): Implementation {
  const { label = address } = options
  const make = () =>
    new Remote(label, new LateTransport(label, () => wayTo(address, options)), options)
  return kernelOf(address) === undefined ? make() : new KernelHost(label, make)
}

/** The way to this address, for the user that is wanted there. Throws `ImplementationError`. */
export async function wayTo(address: string, options: HostOptions = {}): Promise<Transport> {
  const way = await loginAt(address, options)
  return options.become === undefined ? way : new BecomeTransport(way, options.become)
}

/** Which transport an address means; how addresses are written is said in `address.ts`. */
async function loginAt(address: string, options: HostOptions): Promise<Transport> {
  if (address === 'local') return new LocalTransport({}, options.label)
  const command = commandOf(address)
  if (command !== undefined) return byCommand(command, options.label ?? address)
  // The ways to other machines are loaded where they are gone: no local run has to wait for what they are made of.
  const kernel = kernelOf(address)
  if (kernel !== undefined) {
    const { KernelTransport } = await import('./kernel/kernel.js')
    return new KernelTransport(kernel, options.label ?? address, options.kernel)
  }
  return ssh(address, options)
}

function byCommand(command: string, label: string): Transport {
  const split = splitWords(command)
  const [program, ...words] = 'words' in split ? split.words : []
  if (program !== undefined) return new CommandTransport(label, [program, ...words])
  throw trouble('host', `${label}: ${mistakeInCommand(command)}`)
}

async function ssh(address: string, options: SshOptions): Promise<Transport> {
  const { resolveHost } = await import('./ssh-config.js')
  const target = await resolveHost(address, options)
  if (target.openssh === undefined) return new (await import('./ssh.js')).SshTransport(target)
  return new (await import('./openssh.js')).OpensshTransport(target, options)
}

export class Remote implements Implementation {
  readonly #source: string
  readonly #digest: string
  readonly #factor: number
  #prepared: Prepared | undefined
  #conversation: Conversation | undefined

  constructor(
    readonly name: string,
    private readonly transport: Transport,
    private readonly options: RemoteOptions = {},
  ) {
    this.#source = options.source ?? probeSource()
    this.#digest = probeDigest(this.#source)
    this.#factor = options.timeoutFactor ?? 1
  }

  async open(): Promise<Identity> {
    await this.transport.connect(20_000 * this.#factor)
    const { prebuilt: folder } = this.options
    const wanted = {
      source: this.#source,
      digest: this.#digest,
      ...(folder !== undefined && { prebuilt: folder }),
    }
    this.#prepared =
      (await this.transport.bring?.(wanted)) ??
      (await prepare(this.transport, wanted, nonce(), this.#factor))
    const { compiler, prebuilt, facts } = this.#prepared
    const { conversation, ready } = await this.#start(this.#prepared)
    this.#conversation = conversation
    const said = remoteIdentity(this.name, this.#digest, compiler, ready)
    const identity = { ...said, settings: { ...said.settings, ...facts } }
    if (prebuilt === undefined) return identity
    return { ...identity, libc: `${identity.libc}, static`, prebuilt }
  }

  /** What no case can do without and is not there, once it is open; mostly nothing. */
  get lacks(): readonly string[] {
    return this.#prepared?.lacks ?? []
  }

  /** The probe that `open` started plays the first program; each later one has a probe of its own. */
  async play(
    cases: readonly Case[],
    options: PlayOptions,
    give: (transcript: Transcript) => void,
  ): Promise<{ readonly left: readonly string[] }> {
    if (cases.length === 0) return { left: [] }
    const prepared = this.#prepared
    if (!prepared) throw trouble('harness', `${this.name}: played before it was opened`)
    const unsupported = this.lacks
    if (unsupported.length > 0) {
      for (const { id, digest } of cases) give({ case: id, digest, lines: [], unsupported })
      return { left: [] }
    }
    const conversation = this.#conversation ?? (await this.#start(prepared)).conversation
    this.#conversation = undefined
    const { user } = this.options
    return conversation.play(cases, { ...options, ...(user !== undefined && { user }) }, give)
  }

  async close(): Promise<void> {
    await this.#conversation?.close()
    this.#conversation = undefined
    await this.transport.close()
  }

  #start({ play }: Prepared) {
    const word = nonce()
    const { patience = 30_000 } = this.options
    return Conversation.start(this.transport, play(word), word, patience * this.#factor)
  }
}

/** What the probe said of its host, as far as a citation needs it. */
export function remoteIdentity(
  name: string,
  probe: string,
  compiler: string,
  {
    identity,
    settings,
    aliases,
  }: {
    readonly identity: Readonly<Record<string, string>>
    readonly settings: Readonly<Record<string, string>>
    readonly aliases?: Aliases
  },
): Identity {
  const { system, release, machine, libc, compiler: itself = '' } = identity
  if (!system || !release || !machine || libc === undefined)
    throw trouble('harness', `${name}: the probe did not say system, release, machine and libc`)
  return {
    name,
    kind: 'host',
    system,
    release,
    machine,
    libc,
    compiler: compiler || itself,
    probe,
    settings,
    ...(aliases && aliases.length > 0 && { aliases }),
  }
}
