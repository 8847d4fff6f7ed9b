/** The programs a case may run, as far as their end or output can be told from the kernel alone. */
import { Failure, Interrupted, NotModelled } from './failure.js'
import { type OpenFile, terminalEnd } from './file.js'
import type { Kernel } from './kernel.js'
import { locate, pathOf } from './paths.js'
import type { Process } from './process.js'
import { type Blocking, sleepUntil } from './sleep.js'
import { NullDevice } from './streams.js'

export type Program = (
  kernel: Kernel,
  process: Process,
  words: readonly string[],
) => number | Blocking<number>

/** What each exits with, once it has done its work. */
export const programs: Readonly<Record<string, Program>> = {
  true: () => 0,

  *sleep(kernel, process, [, seconds = '0']) {
    const until = (process.call?.begun ?? kernel.clock) + Number(seconds)
    const wake = yield* sleepUntil(() => false, until)
    if (wake === 'interrupted') throw new Interrupted('always')
    return 0
  },

  *cat(kernel, process) {
    const { files } = kernel.world
    try {
      for (;;) {
        let bytes = yield* files.read(process, 0, 1 << 17)
        if (bytes.length === 0) return 0
        while (bytes.length > 0) bytes = bytes.slice(yield* files.write(process, 1, bytes))
      }
    } catch (error) {
      if (error instanceof Failure) return complain(process)
      throw error
    }
  },

  *tty(kernel, process, words) {
    const file = process.descriptors.get(0)?.file
    const isTerminal = file !== undefined && terminalEnd(file) !== undefined && !file.isHungUp
    if (words.includes('-s')) return isTerminal ? 0 : 1
    const name = isTerminal ? nameOf(process, file) : 'not a tty'
    const bytes = [...`${name}\n`].map(letter => letter.charCodeAt(0))
    yield* kernel.world.files.write(process, 1, bytes)
    return isTerminal ? 0 : 1
  },
}

/** In what words a program complains is its own; that it does, only its status tells. */
function complain({ descriptors }: Process): number {
  if (!(descriptors.get(2)?.file.object instanceof NullDevice))
    throw new NotModelled('the words in which a program complains')
  return 1
}

/** The name of a slave that was opened by it, where that still leads there. */
function nameOf(process: Process, { node, opened }: OpenFile): string {
  if (!node.terminal || !opened) throw new NotModelled('the name of what was not opened by one')
  const name = pathOf(opened, process.root)
  if (locate(process, name).node !== node) throw new NotModelled('a terminal of another name')
  return name
}
