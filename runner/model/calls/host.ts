/** What a host says of itself: limits, settings, and what it has. */
import { calls } from '../../suite/calls.js'
import { allConstants } from '../../suite/constants.js'
import type { Value } from '../../suite/suite.js'
import type { CallContext, CallFamily } from '../call.js'
import { fail, NotModelled } from '../failure.js'
import type { OpenFile } from '../file.js'
import type { Inode } from '../mounts.js'
import { locate } from '../paths.js'
import { number } from '../show.js'
import { isNodeless } from './looks.js'

export const hostCalls: CallFamily = {
  sysconf({ kernel, process, args }) {
    const name = args.word(0)
    if (name === '_SC_OPEN_MAX' && process.limit) return number(process.limit.soft)
    return limit(kernel.profile.limits, name)
  },

  pathconf(context) {
    const { kernel, process, args } = context
    const path = args.text(0)
    const { terminalLimits } = kernel.profile
    if (terminalLimits === 'of-terminals' || (terminalLimits === 'of-anything' && path === ''))
      return terminalLimit(context, locate(process, path).node)
    return terminalLimit(context)
  },

  fpathconf(context) {
    const { kernel, process, args } = context
    const descriptor = args.number(0)
    const { terminalLimits } = kernel.profile
    if (terminalLimits === 'of-terminals' || (terminalLimits === 'of-anything' && descriptor < 0))
      return limitOf(context, kernel.world.files.get(process, descriptor))
    return terminalLimit(context)
  },

  sysctl({ kernel, args }) {
    const name = args.text(0)
    const setting = settings[name]
    if (!setting) throw new NotModelled(`the model lacks the setting ${name}`)
    const value = kernel.optionalSetting(setting) ?? fail('ENOENT')
    if (name === 'kernel.pty.nr') return number(kernel.world.pairs + kernel.pairsOfOthers)
    return number(value === 'on' ? 1 : value === 'off' ? 0 : Number(value))
  },

  provides({ kernel, args }) {
    const name = args.text(0)
    const { lacks } = kernel.profile
    const isKnown = name in calls || allConstants.has(name)
    const isLacking = lacks.includes(`call ${name}`) || lacks.includes(`constant ${name}`)
    return number(isKnown && !isLacking ? 1 : 0)
  },
}

/** Settings that the model knows, by the name sysctl(8) has for them. */
const settings: Readonly<Record<string, string>> = {
  'kernel.pty.max': 'pty.max',
  // What there may be no more of.
  'kernel.pty.nr': 'pty.max',
  'kernel.pty.reserve': 'pty.reserve',
  'dev.tty.legacy_tiocsti': 'tiocsti',
}

function limit(limits: Readonly<Record<string, number>>, name: string): Value {
  if (/^\d+$/.test(name)) fail('EINVAL')
  const found = limits[name]
  if (found === undefined) throw new NotModelled(`the limit ${name}`)
  return number(found)
}

const ofTerminals = ['_PC_MAX_CANON', '_PC_MAX_INPUT', '_PC_VDISABLE']

/** Of this file, where the library looks at one. */
function limitOf(context: CallContext, file: OpenFile): Value {
  if (isNodeless(context.kernel, file)) fail('EOPNOTSUPP')
  return terminalLimit(context, file.node)
}

function terminalLimit({ kernel, args }: CallContext, node?: Inode): Value {
  const { limits, disabledCharacter } = kernel.profile
  const name = args.word(1)
  const isTerminal =
    !node || ['master', 'slave', 'own-terminal', 'multiplexor'].includes(node.device)
  if (!isTerminal && ofTerminals.includes(name)) fail('EINVAL')
  return name === '_PC_VDISABLE' ? number(disabledCharacter) : limit(limits, name)
}
