/** An implementation as a host: an SSH server whose shell knows our scripts, and a probe that is no C program. */
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import ssh2, { type Connection, type ServerChannel } from 'ssh2'
import type { Implementation } from '../implementation.js'
import { fingerprint } from '../remote/known-hosts.js'
import { doneText, type Facts, helloText, transcriptText } from './answer.js'
import { type Fault, goWrong, type Speaker } from './fault.js'
import { END, readProgram } from './program.js'
import { lookText, readCommand } from './shell.js'

export interface ServeOptions {
  readonly implementation: Implementation
  readonly facts: Facts
  /** The address to listen at, and the port; 0: any that is free. */
  readonly address: string
  readonly port: number
  readonly fault?: Fault | undefined
}

export interface Served {
  readonly port: number
  /** Of the host key, which is new each time: `SHA256:...`. */
  readonly fingerprint: string
  close(): Promise<void>
}

/** A program that goes beyond this is no suite of ours. */
const MOST_BYTES = 2 ** 28
const COMPILER = 'cc (ptycheck serve)'

/** Listens until it is closed. Whoever comes is let in: there is nothing behind it but a model. */
export async function serve(options: ServeOptions): Promise<Served> {
  const key = ssh2.utils.generateKeyPairSync('ed25519').private
  const parsed = ssh2.utils.parseKey(key)
  if (parsed instanceof Error) throw parsed
  const connections = new Set<Connection>()
  const built = new Set<string>()
  const server = new ssh2.Server({ hostKeys: [key] }, connection => {
    connections.add(connection)
    connection.on('close', () => connections.delete(connection))
    connection.on('error', () => {})
    connection.on('authentication', login => login.accept())
    connection.on('session', accept => {
      const session = accept()
      session.on('env', accept => accept?.())
      session.on('exec', (accept, _reject, { command }) => {
        const channel = accept()
        channel.on('error', () => {})
        const host = { ...options, built, cut: () => connection.end() }
        run(command, channel, host).catch(error => exit(channel, 1, String(error)))
      })
    })
  })
  server.listen(options.port, options.address)
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    fingerprint: fingerprint(parsed.getPublicSSH()),
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const connection of connections) connection.end()
      await closed
    },
  }
}

type Host = ServeOptions & { readonly built: Set<string>; readonly cut: () => void }

async function run(command: string, channel: ServerChannel, host: Host): Promise<void> {
  const asked = readCommand(command)
  if (asked?.kind === 'look') {
    const { system = '', release = '', machine = '' } = host.facts.identity
    const isBuilt = asked.digest !== undefined && host.built.has(asked.digest)
    channel.write(lookText(asked.mark, `${system} ${release} ${machine}`, COMPILER, isBuilt))
    exit(channel, 0)
  } else if (asked?.kind === 'build') {
    const source = await textOf(channel)
    if (source.length !== asked.bytes) {
      exit(channel, 4, 'the source did not arrive whole')
      return
    }
    host.built.add(asked.digest)
    channel.write(`${asked.mark} built ${COMPILER}\n`)
    exit(channel, 0)
  } else if (asked?.kind === 'play' && host.built.has(asked.digest))
    await playTo(channel, asked.nonce, host)
  else exit(channel, 127, 'this host has no programs but ptycheck\u2019s probe')
}

function exit(channel: ServerChannel, status: number, why = ''): void {
  if (why !== '') channel.stderr.write(`${why}\n`)
  channel.exit(status)
  channel.end()
}

/** What comes until the input ends, or until it ends with these characters. */
function textOf(channel: ServerChannel, end?: string): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    channel.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
      if (end !== undefined && text.endsWith(end)) resolve(text)
      if (text.length > MOST_BYTES) reject(new Error('more than a program has'))
    })
    channel.once('end', () => resolve(text))
    channel.once('close', () => resolve(text))
  })
}

/** As the probe does: says what it is, takes one program, and tells each case as it is over. */
async function playTo(channel: ServerChannel, nonce: string, host: Host): Promise<void> {
  const { implementation, facts, fault } = host
  const say: Speaker = {
    async write(text) {
      if (channel.destroyed) return
      if (!channel.write(text)) await Promise.race([once(channel, 'drain'), once(channel, 'close')])
    },
    end: () => exit(channel, 0),
    cut: host.cut,
  }
  await say.write(helloText(nonce, facts))
  const text = await textOf(channel, `\n${END}\n`)
  // Whoever only wanted to know what this is has closed its input.
  if (!text.endsWith(`\n${END}\n`)) return exit(channel, 0)
  const program = readProgram(text)
  const left = new Set<string>()
  const half = Math.floor(program.cases.length / 2)
  for (const [i, of] of program.cases.entries()) {
    let text = ''
    const end = await implementation.play([of], program, transcript => {
      text = transcriptText(of.id, transcript, of.repeat)
    })
    for (const what of end.left) left.add(what)
    if (fault !== undefined && i === half) return goWrong(fault, text, say)
    await say.write(text)
    // Other connections have their turn, and this one learns that it was closed.
    await setImmediate()
    if (channel.destroyed) return
  }
  await say.write(doneText([...left]))
  exit(channel, 0)
}
