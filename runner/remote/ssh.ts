/** The way to another machine: ssh in this process. */
import { Client, type ClientChannel } from 'ssh2'
import type { ImplementationError } from '../implementation.js'
import { visible } from './answers.js'
import { judgeHostKey, preferred } from './host-key.js'
import { type Identities, identitiesOf } from './identities.js'
import { type HostLine, knownHostName, knownTypes, readKnownHosts } from './known-hosts.js'
import type { SshTarget } from './ssh-config.js'
import { type Channel, type Ending, ignore, type Transport, trouble, within } from './transport.js'

export class SshTransport implements Transport {
  readonly label: string
  #client: Client | undefined
  #closed: Promise<void> = Promise.resolve()
  #starts = 0

  constructor(private readonly target: SshTarget) {
    this.label = target.name
  }

  get starts(): number {
    return this.#starts
  }

  async connect(timeout: number): Promise<void> {
    // Who looked at the way before has connected it; a second connection would keep the program from ending.
    if (this.#client) return
    const { target } = this
    const client = new Client()
    const identities = identitiesOf(target)
    const name = target.hostKeyAlias ?? knownHostName(target.host, target.port)
    const lines = this.#knownHosts()
    let refusal: ImplementationError | undefined
    this.#closed = new Promise(resolve => client.once('close', () => resolve()))
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve)
      // Without a listener a later error would end the process; a broken agent is no reason to give up.
      client.on('error', (error: SshError) => {
        if (error.level !== 'agent') reject(refusal ?? connectTrouble(target, error, identities))
      })
      client.once('close', () => {
        const lost = new Error('the connection was closed before the login was over')
        reject(refusal ?? connectTrouble(target, lost, identities))
      })
      client.connect({
        host: target.host,
        port: target.port,
        username: target.user,
        readyTimeout: timeout,
        keepaliveInterval: 15_000,
        keepaliveCountMax: 4,
        algorithms: { serverHostKey: preferred(knownTypes(lines, name)) },
        hostVerifier: (key: Buffer) => {
          refusal = judgeHostKey(target, name, lines, key)
          return refusal === undefined
        },
        // A host that lets everybody in asks for nothing.
        authHandler: [...identities.methods, { type: 'none', username: target.user }],
        ...(target.family === 4 && { forceIPv4: true }),
        ...(target.family === 6 && { forceIPv6: true }),
      })
    }).catch(error => {
      client.destroy()
      throw error
    })
    this.#client = client
  }

  #knownHosts(): HostLine[] {
    try {
      return readKnownHosts(this.target.knownHostsFiles)
    } catch (error) {
      throw trouble('host', `${this.label}: cannot read known hosts: ${error}`, 'refused', error)
    }
  }

  async start(command: string): Promise<Channel> {
    const client = this.#client
    if (!client) throw trouble('harness', `${this.label}: not connected`)
    this.#starts++
    return await new Promise<Channel>((resolve, reject) => {
      // A server of one program for each connection refuses the next, or is gone by then: either way says what to do.
      const hint = this.#starts > 1 ? '; where it takes one program for each, say openssh://' : ''
      const failed = (why: string) => {
        const what = `cannot start a program there: ${visible(why)}${hint}`
        reject(trouble('network', `${this.label}: ${what}`))
      }
      const lost = () => failed('the connection was lost')
      client.once('close', lost)
      try {
        client.exec(command, (error, opened) => {
          client.removeListener('close', lost)
          if (error) failed(error.message)
          else resolve(this.#channel(opened))
        })
      } catch (error) {
        failed(`${error}`)
      }
    })
  }

  /** To be called at once: a program that ends at once says so in the packet behind the one that says it has begun. */
  #channel(opened: ClientChannel): Channel {
    return {
      stdin: opened,
      stdout: opened,
      stderr: opened.stderr,
      done: ending(opened, this.#closed),
      abandon: () => opened.close(),
    }
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    if (!client) return
    client.end()
    await within(this.#closed, 2000)
    client.destroy()
  }
}

/** Resolves when channel or connection has ended; without `exit` from the host it was the connection. */
function ending(channel: ClientChannel, lost: Promise<void>): Promise<Ending> {
  channel.on('error', ignore)
  return new Promise(resolve => {
    let end: Ending = { status: null, signal: null }
    channel.on('exit', (status: number | null, signal?: string) => {
      end = { status, signal: signal ?? null }
    })
    const over = () => resolve(end)
    channel.once('close', over)
    void lost.then(over)
  })
}

interface SshError extends Error {
  readonly level?: string
}

function connectTrouble(
  target: SshTarget,
  error: SshError,
  { methods, notes }: Identities,
): ImplementationError {
  const where = `${target.name} (${target.user}@${target.host} port ${target.port})`
  if (error.level !== 'client-authentication')
    return trouble('network', `${where}: ${visible(error.message)}`, 'unreachable', error)
  const tried = methods.length === 0 ? 'there was nothing to log in with' : 'no key was accepted'
  const passed = notes.length === 0 ? '' : ` (${notes.join('; ')})`
  return trouble(
    'host',
    `${where}: login refused, ${tried}${passed}. Try: ssh -o BatchMode=yes ${target.words.join(' ')} true`,
    'refused',
    error,
  )
}
