/** A way to a host: starts programs there. What is said to them is no business of the way. */
import type { Readable, Writable } from 'node:stream'
import { ImplementationError, type TroubleClass } from '../implementation.js'
import type { Prepared, Wanted } from './prepare.js'

/** A program there, with its input and output. */
export interface Channel {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** How it ended; neither status nor signal: the connection ended first. Never rejects. */
  readonly done: Promise<Ending>
  /** Gives it up, without waiting for it to clean up. */
  abandon(): void
  /** Of a connection that ended, or fell silent: what is known of why, where that is more than that. */
  fate?(): Promise<ImplementationError | undefined>
}

export interface Ending {
  readonly status: number | null
  readonly signal: string | null
}

export interface Transport {
  /** What messages call the host. */
  readonly label: string
  /** Throws `ImplementationError`, also when that takes longer than these milliseconds. */
  connect(timeout: number): Promise<void>
  /** Starts a command line of the login shell there. */
  start(command: string): Promise<Channel>
  close(): Promise<void>
  /** Where the probe comes with the way: starts the system that is to be tested, with it. */
  bring?(wanted: Wanted): Promise<Prepared | undefined>
  /** How many programs were started so far. */
  readonly starts: number
}

/** What a short program said, cut to `limit` bytes each, and how it ended. */
export interface Collected extends Ending {
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; gives it up and throws a trouble of the host after `timeout` milliseconds. */
export async function collect(
  transport: Transport,
  command: string,
  {
    input = '',
    timeout,
    limit = 65536,
  }: { input?: string | Buffer | undefined; timeout: number; limit?: number },
): Promise<Collected> {
  const channel = await transport.start(command)
  const stdout = keep(channel.stdout, limit)
  const stderr = keep(channel.stderr, limit)
  channel.stdin.on('error', ignore)
  channel.stdin.end(input)
  const ending = await within(channel.done, timeout)
  if (ending) return { ...ending, stdout: stdout(), stderr: stderr() }
  channel.abandon()
  const seconds = timeout / 1000
  throw trouble(
    'host',
    `${transport.label}: no end of "${command.slice(0, 60)}..." in ${seconds} s`,
  )
}

/** Reads a stream to its end and keeps what comes first; never fails. */
export function keep(stream: Readable, limit: number): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('error', ignore)
  stream.on('data', (chunk: Buffer) => {
    if (size < limit) chunks.push(chunk.subarray(0, limit - size))
    size += chunk.length
  })
  return () => Buffer.concat(chunks).toString('latin1')
}

/** The value, or undefined when it is not there after these milliseconds. */
export async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, milliseconds, undefined)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A stream's end is learnt from `done`; its errors say no more. */
export function ignore(): void {}

/** The error for what is in the way; `broken` where no other way of failing is named. */
export function trouble(
  where: TroubleClass,
  reason: string,
  how: ImplementationError['how'] = 'broken',
  cause?: unknown,
): ImplementationError {
  return new ImplementationError({ class: where, reason }, how, { cause })
}
