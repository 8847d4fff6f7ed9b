/** Running other programs (XSH exec, posix_spawn). */

import type { CallContext, CallFamily } from '../call.js'
import { fail, NotModelled, Refused } from '../failure.js'
import { members, setForeground } from '../jobs.js'
import type { Kernel } from '../kernel.js'
import { end, exec, fork, reap } from '../lives.js'
import type { Process } from '../process.js'
import { type Program, programs } from '../programs.js'
import { type Answer, number, zero } from '../show.js'
import type { Blocking } from '../sleep.js'

export const programCalls: CallFamily = {
  execve({ kernel, process, args }) {
    if (args.word(0) !== 'SELF') throw new Refused('execve() is for SELF, the program of the case')
    exec(kernel, process)
    return zero
  },

  execvp(context) {
    const { kernel, process } = context
    const run = programOf(context)
    exec(kernel, process, () => run(process))
    return zero
  },

  posix_spawn(context) {
    const { kernel, process, args } = context
    const run = programOf(context)
    const { fields } = args.struct(2)
    const isAsked = fields.some(({ name }) => name === 'tcsetpgrp')
    if (isAsked && kernel.profile.spawnIntoForeground === 'ENOSYS') fail('ENOSYS')
    const child = fork(kernel, process)
    try {
      for (const { name, value } of fields) {
        const wanted = args.numberOf(value)
        if (name === 'setpgroup') joinGroup(context, child, wanted)
        else if (name === 'close') {
          if (child.descriptors.has(wanted)) kernel.world.files.close(child, wanted)
        } else takeForeground(context, child, wanted)
      }
    } catch (error) {
      end(kernel, child, { kind: 'exited', detail: '127' })
      reap(kernel, child)
      throw error
    }
    exec(kernel, child, () => run(child))
    return number(child.id)
  },
}

/** What the named program does in a process, and how that ends. */
function programOf({ kernel, args }: CallContext) {
  const name = args.text(0)
  const program = programs[name]
  const words = args.texts(1)
  if (!program) throw new NotModelled(`the model lacks the program ${name}`)
  if (words[0] !== name) throw new Refused("a program's first word is its name")
  return (process: Process) => runProgram(kernel, process, program, words)
}

function* runProgram(
  kernel: Kernel,
  process: Process,
  program: Program,
  words: readonly string[],
): Blocking<Answer> {
  const ended = program(kernel, process, words)
  const status = typeof ended === 'number' ? ended : yield* ended
  end(kernel, process, { kind: 'exited', detail: `${status}` })
  return { value: zero }
}

function joinGroup({ kernel }: CallContext, child: Process, group: number): void {
  const isThere = members(kernel, group).some(({ session }) => session === child.session)
  if (group !== 0 && group !== child.id && !isThere) fail('EPERM')
  child.group = group === 0 ? child.id : group
}

/** With all its signals blocked: a child in the background is not stopped by it. */
function takeForeground({ kernel }: CallContext, child: Process, descriptor: number): void {
  const { end } = kernel.world.files.terminal(child, descriptor)
  setForeground(kernel, child, end.terminal, child.group)
}
