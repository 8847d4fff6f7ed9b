/** Calls about processes, their signals and rights, and about the system. */
import type { Value } from '../suite/suite.js'
import { both, type Looking, numberIs, statusIs } from './conditions.js'
import {
  arg,
  argumentsOf,
  at,
  type Build,
  fieldsIn,
  number,
  setItems,
  structure,
} from './observation.js'
import { argumentOf, CannotReproduce, stringOf } from './values.js'

const limitParts = fieldsIn('limit', ['rlim_cur', 'rlim_max'])

/** Words of a program, as execvp() takes them. */
function words(value: Value): string {
  if (value.kind !== 'list') throw new CannotReproduce(`words as a ${value.kind}`)
  const all = value.items.map(item => (item.kind === 'data' ? stringOf(item, () => '') : 'NULL'))
  return `(char *[]){ ${[...all, 'NULL'].join(', ')} }`
}

const spawn: Build = (act, look) => {
  const options = arg(act, 2)
  const field = (name: string) => {
    const found = options.kind === 'struct' ? options.fields.find(f => f.name === name) : undefined
    return found ? argumentOf(found.value, look.naming) : '-1'
  }
  const given = [
    at(act, 0, look),
    words(arg(act, 1)),
    'P_CHILD',
    field('setpgroup'),
    field('tcsetpgrp'),
    field('close'),
  ]
  return number(`spawn(${given.join(', ')})`)
}

function signalSet(value: Value, look: Looking): string {
  return `signals(${[...setItems(value).map(item => argumentOf(item, look.naming)), '0'].join(', ')})`
}

/** How each of them is observed. */
export const processBuilders: Readonly<Record<string, Build>> = {
  waitpid: (act, look) =>
    structure(`got_status(waitpid(${at(act, 0, look)}, &status, ${at(act, 1, look)}))`, {
      there: 'true',
      parts: { pid: 'result' },
      is: (field, value, l) =>
        field === 'pid' ? numberIs('result', value, l) : statusIs('status', value),
    }),
  setgroups: (act, look) => {
    const groups = setItems(arg(act, 0)).map(item => argumentOf(item, look.naming))
    const given = groups.length === 0 ? 'NULL' : `(gid_t[]){ ${groups.join(', ')} }`
    return number(`setgroups(${groups.length}, ${given})`)
  },
  getrlimit: (act, look) =>
    structure(`got(getrlimit(${at(act, 0, look)}, &limit))`, {
      parts: limitParts,
      is: (field, value, l) => numberIs(`limit.${field}`, value, l),
    }),
  setrlimit: (act, look) => {
    const struct = arg(act, 1)
    if (struct.kind !== 'struct') throw new CannotReproduce('setrlimit() without a structure')
    return number(`setrlimit(${at(act, 0, look)}, &limit)`, {
      before: [
        `getrlimit(${at(act, 0, look)}, &limit)`,
        ...struct.fields.map(f => `limit.${f.name} = ${argumentOf(f.value, look.naming)}`),
      ],
    })
  },
  execvp: (act, look) => number(`execvp(${at(act, 0, look)}, ${words(arg(act, 1))})`),
  posix_spawn: spawn,
  procinfo: (act, look) =>
    structure(`got_info(${at(act, 0, look)})`, {
      parts: fieldsIn('info', ['tty', 'pgrp', 'tpgid', 'sid']),
      is: (field, value, l) => numberIs(`info.${field}`, value, l),
    }),
  jail: (act, look) => number(`jail_me(${argumentsOf(act, look).join(', ')})`),
  sigaction: (act, look) => {
    const how = arg(act, 1)
    const handler = how.kind === 'name' ? 'count' : argumentOf(how, look.naming)
    return number(
      `action(${at(act, 0, look)}, ${handler}, ${act.args[2] ? at(act, 2, look) : '0'})`,
    )
  },
  sigprocmask: (act, look) =>
    number(`sigprocmask(${at(act, 0, look)}, ${signalSet(arg(act, 1), look)}, NULL)`),
  sigwait: (act, look) => number(`await_signal(${signalSet(arg(act, 0), look)})`),
  sigpending: () => ({
    notes: 'got_signals(sigpending(&pending))',
    matches: (value, look) => {
      const items = setItems(value)
      return both(
        `result == ${items.length}`,
        ...items.map(item => `sigismember(&pending, ${argumentOf(item, look.naming)})`),
      )
    },
  }),
  sysctl: (act, look) => {
    const name = at(act, 0, look).replaceAll('.', '/')
    return number(`setting(${name})`)
  },
  provides: (act, look) => number(`has_function(${at(act, 0, look)})`),
}
