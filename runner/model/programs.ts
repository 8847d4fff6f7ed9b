/** The programs a case may run, as far as their end or output can be told from the kernel alone. */

import { Bindings } from '../suite/bindings.js'
import { Arguments } from './arguments.js'
import { reach, sameTermios, setAttributes, setWindowSize } from './calls/terminal.js'
import { certain } from './certain.js'
import { owns } from './credentials.js'
import { Failure, Interrupted, NotModelled } from './failure.js'
import { type OpenFile, terminalEnd } from './file.js'
import type { Kernel } from './kernel.js'
import { locate, pathOf } from './paths.js'
import type { Process } from './process.js'
import { number } from './show.js'
import { type Blocking, resultOf, sleepUntil } from './sleep.js'
import { NullDevice } from './streams.js'
import { askedOf } from './stty.js'
import { changeTermios } from './termios.js'

export type Program = (
  kernel: Kernel,
  process: Process,
  words: readonly string[],
) => number | Blocking<number>

/** What each exits with, once it has done its work. */
export const programs: Readonly<Record<string, Program>> = {
  true: () => 0,

  *sleep(_kernel, process, [, seconds = '0']) {
    const until = certain(process.call).begun + Number(seconds)
    const wake = yield* sleepUntil(() => false, until)
    if (wake === 'interrupted') throw new Interrupted('always')
    return 0
  },

  *cat(kernel, process) {
    const { files } = kernel.world
    try {
      for (;;) {
        let bytes = yield* resultOf(files.read(process, 0, 1 << 17))
        if (bytes.length === 0) return 0
        while (bytes.length > 0)
          bytes = bytes.subarray(yield* resultOf(files.write(process, 1, bytes)))
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
    yield* resultOf(kernel.world.files.write(process, 1, bytes))
    return isTerminal ? 0 : 1
  },

  /** XCU stty, of its input: complains too where it finds afterwards that not all was set. */
  *stty(kernel, process, [, ...operands]) {
    const { modes, window } = askedOf(operands, kernel.profile)
    const isAsked = modes.fields.length > 0
    if (!isAsked && window.fields.length === 0)
      throw new NotModelled('what stty says of a terminal')
    const args = new Arguments([number(0)], new Bindings(), {})
    const context = { kernel, process, args, begun: kernel.clock }
    try {
      if (isAsked)
        yield* setAttributes(context, 'TCSADRAIN', before => changeTermios(before, modes))
      const { end } = reach(context)
      if (window.fields.length > 0) setWindowSize(context, end, window)
      const { termios } = end.terminal
      return sameTermios(changeTermios(termios, modes), termios) ? 0 : complain(process)
    } catch (error) {
      if (error instanceof Failure) return complain(process)
      throw error
    }
  },

  /** XCU mesg: of the first of its standard files that is a terminal; its status says what holds afterwards. */
  mesg(_kernel, process, [, operand]) {
    if (operand !== 'y' && operand !== 'n') throw new NotModelled('what mesg says of a terminal')
    const files = [0, 1, 2].map(number => process.descriptors.get(number)?.file)
    const file = files.find(file => file && terminalEnd(file) && !file.isHungUp)
    if (!file) return NO_MESG
    const { node } = file
    if (!node.terminal) throw new NotModelled('mesg of what is no slave by its name')
    if (!owns(process.credentials, node)) return NO_MESG
    node.mode = operand === 'y' ? node.mode | 0o020 : node.mode & ~0o022
    return operand === 'y' ? 0 : 1
  },
}

/** More than 1: an error (XCU mesg, EXIT STATUS); the usual one. */
const NO_MESG = 2

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
