/** Dispositions and masks of signals (XSH 2.4). */

import type { CallFamily } from '../call.js'
import { certain } from '../certain.js'
import { fail, Interrupted } from '../failure.js'
import type { Disposition } from '../process.js'
import { type Answer, constant, set, zero } from '../show.js'
import { type Blocking, sleepUntil } from '../sleep.js'

const actions: Readonly<Record<string, Disposition['action']>> = {
  record: 'record',
  SIG_IGN: 'ignore',
  SIG_DFL: 'default',
}

export const signalCalls: CallFamily = {
  sigaction({ process, args }) {
    const signal = args.word(0)
    const action = actions[args.word(1)]
    if (!action || !signal.startsWith('SIG')) fail('EINVAL')
    if ((signal === 'SIGKILL' || signal === 'SIGSTOP') && action !== 'default') fail('EINVAL')
    process.dispositions.set(signal, { action, restarts: args.flags(2).names.has('SA_RESTART') })
    if (action === 'ignore') process.pending.delete(signal)
    return zero
  },

  sigprocmask({ process, args }) {
    const signals = args.set(1).map(value => args.wordOf(value))
    const how = args.word(0)
    if (!['SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK'].includes(how)) fail('EINVAL')
    if (how === 'SIG_SETMASK') process.blocked.clear()
    for (const signal of signals)
      if (how === 'SIG_UNBLOCK') process.blocked.delete(signal)
      else process.blocked.add(signal)
    return zero
  },

  sigwait: function* ({ kernel, process, args }): Blocking<Answer> {
    const wanted = args.set(0).map(value => args.wordOf(value))
    const found = () => wanted.filter(signal => process.pending.has(signal))
    while (found().length === 0) {
      const wake = yield* sleepUntil(() => found().length > 0)
      if (wake === 'interrupted') throw new Interrupted('always')
    }
    const several = found()
    const signal = certain(several[several.length > 1 ? kernel.choose(several.length) : 0])
    process.pending.delete(signal)
    return { value: constant(signal) }
  },

  sigpending({ process }) {
    const pending = [...process.pending].filter(signal => process.blocked.has(signal))
    return set(pending.sort().map(constant))
  },
}
