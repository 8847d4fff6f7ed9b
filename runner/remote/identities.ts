/** With what to log in: agent first, key files second, never a password. */
import { readFileSync, statSync } from 'node:fs'
import ssh2, {
  type AnyAuthMethod,
  BaseAgent,
  createAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2'
import type { SshTarget } from './ssh-config.js'

const { parseKey } = ssh2.utils

export interface Identities {
  readonly methods: AnyAuthMethod[]
  /** What was passed over and why, for the message where none of the rest is let in. */
  readonly notes: readonly string[]
}

/** What this target's configuration has to offer, in the order to try it. */
export function identitiesOf(target: SshTarget): Identities {
  const notes: string[] = []
  const { user: username, agent } = target
  const methods: AnyAuthMethod[] = []
  if (agent) {
    const only = target.identitiesOnly ? target.identityFiles.flatMap(publicKey) : undefined
    methods.push({ type: 'agent', username, agent: new ChosenAgent(agent, only) })
  } else notes.push('there is no agent')
  for (const file of target.identityFiles) {
    const key = privateKey(file)
    if (typeof key === 'string') notes.push(key)
    else if (key) methods.push({ type: 'publickey', username, key })
  }
  return { methods, notes }
}

/** The key; why it cannot be used; or nothing where there is no such file. */
function privateKey(file: string): ParsedKey | string | undefined {
  try {
    if (statSync(file).mode & 0o077)
      return `${file} may be read by others, so it is not used: chmod 600 it`
    const key = parseKey(readFileSync(file))
    if (!(key instanceof Error)) return key
    return /passphrase|encrypted/i.test(key.message)
      ? `${file} has a passphrase: add it to an agent with ssh-add`
      : `${file} cannot be used: ${key.message}`
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    return `${file} cannot be read: ${error instanceof Error ? error.message : error}`
  }
}

function publicKey(file: string): Buffer[] {
  for (const path of [`${file}.pub`, file]) {
    try {
      const key = parseKey(readFileSync(path))
      if (!(key instanceof Error)) return [key.getPublicSSH()]
    } catch {
      // No such file: it names no key of the agent.
    }
  }
  return []
}

/** An agent of which, with IdentitiesOnly, some keys alone are used. */
class ChosenAgent extends BaseAgent {
  readonly #agent: BaseAgent

  constructor(
    socket: string,
    private readonly only: readonly Buffer[] | undefined,
  ) {
    super()
    this.#agent = createAgent(socket)
  }

  override getIdentities(done: IdentityCallback): void {
    this.#agent.getIdentities((error, keys) => {
      const { only } = this
      if (!only || !keys) return done(error, keys)
      done(
        error,
        keys.filter(key => only.some(blob => publicBlob(key)?.equals(blob))),
      )
    })
  }

  override sign(
    key: string | Buffer | ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    done?: SignCallback,
  ): void {
    if (typeof options === 'function') this.#agent.sign(key, data, options)
    else this.#agent.sign(key, data, options, done)
  }
}

function publicBlob(key: unknown): Buffer | undefined {
  if (Buffer.isBuffer(key)) return key
  const parsed = parseKey(key as ParsedKey)
  return parsed instanceof Error ? undefined : parsed.getPublicSSH()
}
