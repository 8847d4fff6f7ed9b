/** Calls about descriptors, files, folders and mounts. */
import { statFields } from '../suite/calls.js'
import type { Value } from '../suite/suite.js'
import { both, type Looking, numberIs, textIs } from './conditions.js'
import {
  argumentsOf,
  at,
  type Build,
  data,
  failureIs,
  fieldsIn,
  list,
  number,
  type Observation,
  setItems,
  structure,
  text,
} from './observation.js'
import { argumentOf, CannotReproduce, stringOf } from './values.js'

const stats = [...statFields]

function stat(call: string): Observation {
  return structure(`got_stat(${call})`, {
    parts: fieldsIn('st', stats),
    is: (field, value, look) => numberIs(`st.${field}`, value, look),
  })
}

/** A set of names or options: how many there are, and that each is one of them. */
function members(value: Value, count: string, has: string, look: Looking): string {
  if (value.kind !== 'set') throw new CannotReproduce(`names as a ${value.kind}`)
  return both(
    value.rest ? undefined : `${count} == ${value.items.length}`,
    ...value.items.map(item => {
      if (item.kind !== 'data') throw new CannotReproduce(`a name as a ${item.kind}`)
      return `${has}(${stringOf(item, look.naming)})`
    }),
  )
}

function names(notes: string): Observation {
  return {
    notes,
    matches: (value, look) =>
      value.kind === 'failure'
        ? failureIs(value)
        : both(
            value.kind === 'set' && value.rest ? 'result != -1' : undefined,
            members(value, 'result', 'has_name', look),
          ),
  }
}

const bufferIs = (field: string, value: Value, look: Looking): string => {
  if (field === 'ret') return numberIs('result', value, look)
  if (field === 'errno') return numberIs('error', value, look)
  if (value.kind === 'flags') return '*data == UNTOUCHED'
  return both('*data != UNTOUCHED', textIs('data', value, look))
}

const named: Build = (act, look) => ({
  ...structure(`got_name(${act.call}(${at(act, 0, look)}, untouched(), ${at(act, 1, look)}))`, {
    parts: { ret: 'result', errno: 'error', buf: 'data' },
    there: 'true',
    is: bufferIs,
  }),
})

const fcntl: Build = (act, look) => {
  const [fd, command] = [at(act, 0, look), at(act, 1, look)]
  if (command === 'F_GETFL') return number(`flags_of(${fd})`)
  return number(
    `fcntl(${[fd, command, ...act.args.slice(2).map(a => argumentOf(a, look.naming))].join(', ')})`,
  )
}

const mountFields: Readonly<Record<string, string>> = { fstype: 'fstype', root: 'root' }

/** How each of them is observed. */
export const fileBuilders: Readonly<Record<string, Build>> = {
  ptsname: (act, look) => text(`ptsname(${at(act, 0, look)})`),
  ttyname: (act, look) => text(`ttyname(${at(act, 0, look)})`),
  ctermid: () => text('ctermid(NULL)'),
  readlink: (act, look) => text(`link_text(${at(act, 0, look)})`),
  mkdtemp: () => text('new_folder()'),
  ptsname_r: named,
  ttyname_r: named,
  utimensat: (act, look) => {
    const [path, time] = [at(act, 0, look), at(act, 1, look)]
    const times = `(struct timespec[2]){ { .tv_sec = ${time} }, { .tv_sec = ${time} } }`
    return number(`utimensat(AT_FDCWD, ${path}, ${times}, 0)`)
  },
  fcntl,
  pipe: () => list('got_pair(pipe(pair))', ['pair[0]', 'pair[1]']),
  socketpair: (act, look) =>
    list(`got_pair(socketpair(${argumentsOf(act, look).join(', ')}, pair))`, [
      'pair[0]',
      'pair[1]',
    ]),
  sendfd: (act, look) => number(`send_fd(${argumentsOf(act, look).join(', ')})`),
  recvfd: (act, look) => number(`receive_fd(${at(act, 0, look)})`),
  descriptors: () => ({
    notes: 'got_descriptors()',
    matches: (value, look) => {
      const items = setItems(value)
      return both(
        value.kind === 'set' && value.rest ? undefined : `result == ${items.length}`,
        ...items.map(item => `fcntl(${argumentOf(item, look.naming)}, F_GETFD) != -1`),
      )
    },
  }),
  stat: (act, look) => stat(`stat(${at(act, 0, look)}, &st)`),
  lstat: (act, look) => stat(`lstat(${at(act, 0, look)}, &st)`),
  fstat: (act, look) => stat(`fstat(${at(act, 0, look)}, &st)`),
  listdir: (act, look) =>
    names(`got_names(opendir(${at(act, 0, look)}), ${act.args[1] ? at(act, 0, look) : 'NULL'})`),
  getdents: (act, look) => names(`got_names(fdopendir(dup(${at(act, 0, look)})), NULL)`),
  readfile: (act, look) => data(`got_data(read_file(${at(act, 0, look)}))`),
  writefile: (act, look) => number(`write_file(${argumentsOf(act, look).join(', ')})`),
  statfs: (act, look) =>
    structure(`got_mount(${at(act, 0, look)})`, {
      is: (_, value, l) => textIs('fstype', value, l),
    }),
  mountentry: (act, look) =>
    structure(`got_mount(${at(act, 0, look)})`, {
      is: (field, value, l) =>
        field === 'options'
          ? members(value, 'option_count()', 'has_option', l)
          : textIs(mountFields[field] ?? 'root', value, l),
    }),
  mount: (act, look) => {
    const [source, point, type, flags, options] = argumentsOf(act, look)
    return number(`mount(${source}, ${point}, ${type}, ${flags}, ${options})`)
  },
}
