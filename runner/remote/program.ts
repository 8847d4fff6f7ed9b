/** A program on this machine as a channel. */
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Channel, ignore, trouble } from './transport.js'

/** Starts it with pipes; `label` is what messages call the host, `environment` adds to the own one. */
export async function startProgram(
  label: string,
  [file, ...words]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<Channel> {
  const child = await started(file, words, environment).catch((error: NodeJS.ErrnoException) => {
    const { PATH = '' } = process.env
    const where = error.code === 'ENOENT' && !file.includes('/') ? ` (PATH=${PATH})` : ''
    throw trouble('host', `${label}: cannot start ${file}: ${error.message}${where}`)
  })
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', ignore)
  let isOver = false
  const done = once(child, 'close').then(([status, signal]) => {
    isOver = true
    return { status, signal }
  })
  // To what it runs as well, so that all of it can clean up. What it leaves may still hold its output.
  const end = (signal: NodeJS.Signals) => {
    if (!isOver) endGroup(child, signal)
  }
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    done,
    abandon: () => {
      end('SIGTERM')
      // What does not listen is killed.
      setTimeout(end, 5000, 'SIGKILL').unref()
    },
  }
}

/** Throws what spawn() fails with, whether it throws that itself or tells it afterwards. */
async function started(
  file: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcessWithoutNullStreams> {
  // Plain node, for every run starts programs by this and execa alone takes 0.2 s to load. A session of its own: an
  // interrupt typed at us is ours to pass on, so that it can clean up.
  const env = { ...process.env, ...environment }
  const child = spawn(file, words, { env, detached: true, stdio: 'pipe' })
  if (child.pid === undefined) throw (await once(child, 'error'))[0]
  return child
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It was gone already.
  }
}

/** The channels of a transport that have not ended yet, to be given up with it. */
export class OpenChannels {
  readonly #open = new Set<Channel>()

  add(channel: Channel): Channel {
    this.#open.add(channel)
    void channel.done.then(() => this.#open.delete(channel))
    return channel
  }

  abandon(): void {
    for (const channel of this.#open) channel.abandon()
  }
}
