/** Pipes, sockets, plain files and /dev/null: what cases need beside terminals. */
import { fail, Interrupted } from './failure.js'
import type { FileObject, OpenFile } from './file.js'
import type { Inode } from './mounts.js'
import type { Process } from './process.js'
import { Queue } from './queue.js'
import { type Blocking, sleepUntil } from './sleep.js'

const PIPE_BUFFER = 65536

/** One direction of a pipe or socket: bytes, and descriptions on their way (SCM_RIGHTS). */
export class Channel {
  readonly bytes = new Queue(PIPE_BUFFER)
  readonly files: OpenFile[] = []
  hasWriter = true
  hasReader = true
  /** The reader went away with bytes unread. */
  wasCutOff = false
}

/** What comes from `input` can be read, what is written goes to `output`. */
export class StreamEnd implements FileObject {
  readonly isStream = true

  constructor(
    readonly input: Channel | undefined,
    readonly output: Channel | undefined,
    private readonly drop: (file: OpenFile) => void,
  ) {}

  *read(file: OpenFile, _process: Process, count: number): Blocking<ArrayLike<number>> {
    const input = this.input ?? fail('EBADF')
    while (input.bytes.length === 0 && count > 0) {
      if (!input.hasWriter) return []
      if (file.isNonBlocking) fail('EAGAIN')
      const wake = yield* sleepUntil(() => input.bytes.length > 0 || !input.hasWriter)
      if (wake === 'interrupted') throw new Interrupted('as-handler-says')
    }
    return input.bytes.take(count)
  }

  *write(file: OpenFile, process: Process, bytes: Uint8Array): Blocking<number> {
    const output = this.output ?? fail('EBADF')
    let written = 0
    while (written < bytes.length) {
      if (!output.hasReader) refuse(process)
      written += output.bytes.put(bytes.subarray(written))
      if (written === bytes.length) break
      if (file.isNonBlocking) return written > 0 ? written : fail('EAGAIN')
      const wake = yield* sleepUntil(() => output.bytes.room > 0 || !output.hasReader)
      if (wake !== 'interrupted') continue
      if (written > 0) return written
      throw new Interrupted('as-handler-says')
    }
    return written
  }

  poll(): readonly string[] {
    const { input, output } = this
    const isReadable = input !== undefined && input.bytes.length > 0
    const isOver = input !== undefined && !input.hasWriter
    return [
      ...(isReadable || (isOver && output) ? ['POLLIN', 'POLLRDNORM'] : []),
      ...(output && (output.bytes.room > 0 || !output.hasReader) ? ['POLLOUT', 'POLLWRNORM'] : []),
      ...(output && !output.hasReader && (!input || output.wasCutOff) ? ['POLLERR'] : []),
      ...(isOver ? ['POLLHUP'] : []),
    ]
  }

  available(): number {
    return this.input?.bytes.length ?? 0
  }

  /** Descriptions that nobody can receive any more are closed. */
  release(): void {
    if (this.output) this.output.hasWriter = false
    if (!this.input) return
    this.input.hasReader = false
    this.input.wasCutOff = this.input.bytes.length > 0
    for (const file of this.input.files.splice(0)) this.drop(file)
  }
}

/** Nobody will ever read it. */
export function refuse(process: Process): never {
  process.pending.add('SIGPIPE')
  fail('EPIPE')
}

export class NullDevice implements FileObject {
  read(): number[] {
    return []
  }

  write(_file: OpenFile, _process: Process, bytes: Uint8Array): number {
    return bytes.length
  }
}

export class PlainFile implements FileObject {
  constructor(private readonly node: Inode) {}

  read(file: OpenFile, _process: Process, count: number): number[] {
    if (this.node.kind === 'S_IFDIR') fail('EISDIR')
    const bytes = this.node.content.slice(file.offset, file.offset + count)
    file.offset += bytes.length
    return bytes
  }

  write(file: OpenFile, _process: Process, bytes: Uint8Array): number {
    if (file.flags.has('O_APPEND')) file.offset = this.node.content.length
    this.node.content.splice(file.offset, bytes.length, ...bytes)
    file.offset += bytes.length
    return bytes.length
  }
}
