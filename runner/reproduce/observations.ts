/** How C makes a call, what it notes of the result, and what is then expected of that. */
import { showsOf, statFields } from '../suite/calls.js'
import type { Act, FailureValue, StructValue, Value } from '../suite/suite.js'
import {
  both,
  dataIs,
  flagsAre,
  type Looking,
  maskOf,
  numberIs,
  statusIs,
  textIs,
} from './conditions.js'
import { argumentOf, bytesFor, CannotReproduce, flagsOf, stringOf } from './values.js'

/** A call in C, and how its result is looked at. */
export interface Observation {
  /** What is done before, joined by commas. */
  readonly before?: readonly string[]
  /** The call, which gives a number: `got()` notes it. Or all that notes a result of another kind. */
  readonly call?: string
  readonly notes?: string
  /** The condition that a value other than `?` and `not` stands for. */
  readonly matches: (value: Value, look: Looking) => string
  /** Where parts of the result lie, for names: the whole under '', elements and fields under their own. */
  readonly parts?: Readonly<Record<string, string>>
  /** Whether it may end `then`. */
  readonly transfers?: true
  /** Whether it gives bytes, in `data`. */
  readonly bytes?: true
}

type Build = (act: Act, look: Looking) => Observation

/** What an act does in C. Throws CannotReproduce. */
export function observationOf(act: Act, look: Looking): Observation {
  const why = refused[act.call]
  if (why !== undefined) throw new CannotReproduce(why)
  const build = builders[act.call]
  if (build) return build(act, look)
  return number(`${act.call}(${argumentsOf(act, look).join(', ')})`)
}

/** All arguments as C, modes in octal. */
function argumentsOf({ call, args }: Act, look: Looking): string[] {
  const modes = ['open', 'chmod', 'fchmod', 'mkdir', 'mknod', 'umask']
  return args.map((arg, i) => argumentOf(arg, look.naming, modes.includes(call) && i > 0))
}

export function failureIs({ returned, errno }: FailureValue): string {
  if (returned !== '0') return `failed(${errno})`
  return `result == 0 && error == ${errno}`
}

function number(call: string, more: Partial<Observation> = {}): Observation {
  return { call, parts: { '': 'result' }, matches: resultIs, ...more }
}

function resultIs(value: Value, look: Looking): string {
  if (value.kind === 'failure') return failureIs(value)
  const is = numberIs('result', value, look)
  if (value.kind === 'number') return value.value === -1n ? `${is} && !error` : is
  if (value.kind === 'flags' && !value.rest) return is
  return is === 'true' || !is.startsWith('result >= ') ? both('result != -1', is) : is
}

function text(call: string): Observation {
  return {
    notes: `got_text(${call})`,
    parts: { '': 'data' },
    matches: (value, look) => {
      if (value.kind === 'failure') return failureIs(value)
      if (value.kind === 'flags') return 'result == -1 && !error' // NULL, and no errno
      return both('result == 0', textIs('data', value, look))
    },
  }
}

function data(notes: string, more: Partial<Observation> = {}): Observation {
  return {
    notes,
    bytes: true,
    parts: { '': 'data' },
    matches: (value, look) => {
      if (value.kind === 'failure') return failureIs(value)
      if (value.kind !== 'data') return resultIs(value, look)
      return dataIs(value, look.naming)
    },
    ...more,
  }
}

/** A structure whose fields lie somewhere; `is` says how one of them is looked at. */
function structure(
  notes: string,
  of: Partial<Observation> & {
    readonly is: (field: string, value: Value, look: Looking) => string
    /** What must be so for the structure to be there at all. */
    readonly there?: string
  },
): Observation {
  const { is, there = 'result == 0', ...more } = of
  return {
    notes,
    matches: (value, look) => {
      if (value.kind === 'failure') return failureIs(value)
      if (value.kind === 'set' && value.items.length === 0) return 'result == 0'
      if (value.kind !== 'struct') throw new CannotReproduce(`a structure as a ${value.kind}`)
      return both(there, ...value.fields.map(field => is(field.name, field.value, look)))
    },
    ...more,
  }
}

function fieldsIn(variable: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map(name => [name, `${variable}.${name}`]))
}

const stats = [...statFields]

function stat(call: string): Observation {
  return structure(`got_stat(${call})`, {
    parts: fieldsIn('st', stats),
    is: (field, value, look) => numberIs(`st.${field}`, value, look),
  })
}

function modeIs(field: string, value: Value, look: Looking): string {
  if (field === 'ispeed' || field === 'ospeed')
    return numberIs(`cfget${field}(&modes)`, value, look)
  if (field.startsWith('c_')) return numberIs(`modes.${field}`, value, look)
  return numberIs(`modes.c_cc[${field}]`, characterOf(value), look)
}

/** A control character as the number it is. */
function characterOf(value: Value): Value {
  if (value.kind !== 'data') return value
  const [byte = 0] = plainCharacter(value)
  return { kind: 'number', value: BigInt(byte) }
}

function plainCharacter(value: Value & { kind: 'data' }): Uint8Array {
  const [piece] = value.pieces
  const part = piece?.kind === 'string' ? piece.parts[0] : undefined
  return part instanceof Uint8Array ? part : new Uint8Array()
}

/** Statements that put the fields into `modes`. */
function setModes(struct: StructValue, look: Looking): string[] {
  return struct.fields.flatMap(({ name, value }) => {
    if (name === 'ispeed' || name === 'ospeed')
      return [`cfset${name}(&modes, ${argumentOf(value, look.naming)})`]
    if (!name.startsWith('c_')) return [`modes.c_cc[${name}] = ${characterText(value, look)}`]
    const field = `modes.${name}`
    if (value.kind !== 'flags' || !value.rest)
      return [`${field} = ${argumentOf(value, look.naming)}`]
    const set = value.flags.filter(flag => flag.set).map(flag => flag.name)
    const clear = value.flags.filter(flag => !flag.set).map(flag => flag.name)
    const under = [...clear, ...new Set(set.flatMap(word => maskOf(word) ?? []))]
    return [
      ...(under.length > 0 ? [`${field} &= ~${bits(under)}`] : []),
      ...(set.length > 0 ? [`${field} |= ${set.join(' | ')}`] : []),
    ]
  })
}

function bits(words: readonly string[]): string {
  return words.length === 1 ? `(tcflag_t)${words[0]}` : `(tcflag_t)(${words.join(' | ')})`
}

/** `'\003'`, or a number. */
function characterText(value: Value, look: Looking): string {
  if (value.kind !== 'data') return argumentOf(value, look.naming)
  const [byte = 0] = plainCharacter(value)
  if (byte < 32 || byte > 126) return `'\\${byte.toString(8).padStart(3, '0')}'`
  return byte === 39 || byte === 92
    ? `'\\${String.fromCharCode(byte)}'`
    : `'${String.fromCharCode(byte)}'`
}

const windowFields = ['ws_row', 'ws_col', 'ws_xpixel', 'ws_ypixel']

function windowOf(call: string): Observation {
  return structure(`got_window(${call})`, {
    parts: fieldsIn('window', windowFields),
    is: (field, value, look) => numberIs(`window.${field}`, value, look),
  })
}

function setWindow(value: Value | undefined, look: Looking): string[] {
  if (value?.kind !== 'struct') return []
  return [
    'memset(&window, 0, sizeof window)',
    ...value.fields.map(field => `window.${field.name} = ${argumentOf(field.value, look.naming)}`),
  ]
}

function arg(act: Act, i: number): Value {
  const value = act.args[i]
  if (!value) throw new CannotReproduce(`${act.call}() without an argument ${i + 1}`)
  return value
}

function at(act: Act, i: number, look: Looking): string {
  return argumentOf(arg(act, i), look.naming)
}

/** A call that takes bytes as its i-th argument, and their length behind them. */
function withBytes(act: Act, i: number, look: Looking, make: (bytes: string) => Observation) {
  const value = arg(act, i)
  if (value.kind !== 'data') return make(`(void *)${argumentOf(value, look.naming)}, 1`)
  const { before, bytes, length } = bytesFor(value, look.naming)
  return { ...make(`${bytes}, ${length}`), before }
}

/** Names of descriptors as fields: `{s=POLLIN}`. */
function watchedFields(value: Value): StructValue['fields'] {
  if (value.kind === 'struct') return value.fields
  if (value.kind === 'set' && value.items.length === 0) return []
  throw new CannotReproduce(`descriptors as a ${value.kind}`)
}

const poll: Build = (act, look) => {
  const fields = watchedFields(arg(act, 0))
  const place = (name: string) => fields.findIndex(field => field.name === name)
  return {
    before: fields.map(
      ({ name, value }, i) =>
        `watch(${i}, "${name}", ${look.naming(name)}, ${argumentOf(value, look.naming)})`,
    ),
    notes: `got_poll(poll(polled, ${fields.length}, ${at(act, 1, look)}))`,
    matches: value => {
      if (value.kind === 'failure') return failureIs(value)
      const wanted = watchedFields(value)
      return both(
        ...(wanted.length === 0 && value.kind === 'set' ? ['result == 0'] : []),
        ...(wanted.length > 0 && !(value.kind === 'struct' && value.rest)
          ? [`result == ${wanted.length}`]
          : []),
        ...wanted.map(field => eventsAre(`polled[${place(field.name)}].revents`, field.value)),
      )
    },
  }
}

function eventsAre(subject: string, value: Value): string {
  if (value.kind === 'any') return `${subject} != 0`
  if (value.kind !== 'flags') throw new CannotReproduce(`events as a ${value.kind}`)
  return both(`${subject} != 0`, flagsAre(subject, value)).replace(
    /^.* != 0 && (?=[^(].* == [^0])/,
    '',
  )
}

const epollWait: Build = (act, look) => ({
  notes: `got_events(epoll_wait(${at(act, 0, look)}, happened, 8, ${at(act, 1, look)}))`,
  matches: value => {
    if (value.kind === 'failure') return failureIs(value)
    const wanted = watchedFields(value)
    return both(
      `result == ${wanted.length}`,
      ...wanted.map(field => eventsAre(`reported(${look.naming(field.name)})`, field.value)),
    )
  },
})

const sets = ['reading', 'writing', 'urgent']

function setItems(value: Value): readonly Value[] {
  if (value.kind === 'set') return value.items
  if (value.kind === 'struct' && value.fields.length === 0) return []
  throw new CannotReproduce(`a set of descriptors as a ${value.kind}`)
}

const select: Build = (act, look) => ({
  before: sets.flatMap((set, i) => [
    `clear(&${set})`,
    ...setItems(arg(act, i)).map(item => `add_to(&${set}, ${argumentOf(item, look.naming)})`),
  ]),
  notes: `got_select(${at(act, 3, look)})`,
  matches: value => {
    if (value.kind === 'failure') return failureIs(value)
    if (value.kind !== 'list') throw new CannotReproduce(`sets as a ${value.kind}`)
    const ready = value.items.map(setItems)
    return both(
      `result == ${ready.flat().length}`,
      ...ready.flatMap((items, i) =>
        items.map(item => `FD_ISSET(${argumentOf(item, look.naming)}, &${sets[i]})`),
      ),
    )
  },
})

/** Several descriptors at once: `[a, b]`. */
function list(
  notes: string,
  parts: readonly string[],
  before: readonly string[] = [],
): Observation {
  const lies = (i: number) => parts[i] ?? 'result'
  return {
    before,
    notes,
    parts: Object.fromEntries(parts.map((part, i) => [`${i}`, part])),
    matches: (value, look) => {
      if (value.kind === 'failure') return failureIs(value)
      if (value.kind !== 'list') throw new CannotReproduce(`a list as a ${value.kind}`)
      return both(
        'result != -1',
        ...value.items.map((item, i) =>
          lies(i).startsWith('masters') || lies(i).startsWith('pair')
            ? numberIs(lies(i), item, look)
            : textIs(lies(i), item, look),
        ),
      )
    },
  }
}

function openpty(act: Act, look: Looking): Observation {
  const [modes, size] = act.args
  const before = [
    ...(modes?.kind === 'struct'
      ? ['memset(&modes, 0, sizeof modes)', ...setModes(modes, look)]
      : []),
    ...setWindow(size, look),
  ]
  const t = modes?.kind === 'struct' ? '&modes' : 'NULL'
  const w = size?.kind === 'struct' ? '&window' : 'NULL'
  const where = ['masters[0]', 'masters[1]', 'data']
  if (act.call === 'openpty') return list(`got_openpty(${t}, ${w})`, where, before)
  if (t !== 'NULL') throw new CannotReproduce('forkpty() with modes')
  return list(`forked_pty(P_CHILD, ${w})`, where, before)
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
        : both('result != -1', members(value, 'result', 'has_name', look)),
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

const limitParts = fieldsIn('limit', ['rlim_cur', 'rlim_max'])

/** What each request of ioctl() takes: an int behind a pointer. */
const takesInt =
  /^(TIOCSPTLCK|TIOCPKT|TIOCSPGRP|TIOCEXT|TIOCREMOTE|FIONBIO|FIOASYNC|TIOCSETD|TIOCCONS|TIOCUCNTL)$/

const ioctl: Build = (act, look) => {
  const [fd, request] = [at(act, 0, look), at(act, 1, look)]
  const [, , value] = act.args
  const shows = showsOf(act)
  const isPointer = value?.kind === 'flags' && /^(BADPTR|NULL)$/.test(flagsOf(value))
  if (shows === 'winsize' && !isPointer) return windowOf(`ioctl(${fd}, ${request}, &window)`)
  if (request === 'TIOCGPTPEER') return number(`ioctl(${fd}, ${request}, ${at(act, 2, look)})`)
  if (shows !== 'zero' && !isPointer) return number(`int_of(${fd}, ${request})`)
  if (value?.kind === 'struct')
    return number(`ioctl(${fd}, ${request}, &window)`, {
      before: value.rest
        ? [`(void)ioctl(${fd}, TIOCGWINSZ, &window)`, ...setWindow(value, look).slice(1)]
        : setWindow(value, look),
    })
  if (value?.kind === 'data')
    return number(`ioctl(${fd}, ${request}, ${stringOf(value, look.naming)})`)
  if (!value)
    return number(`ioctl(${fd}, ${request}${takesInt.test(request) ? ', &(int){ 0 }' : ', 0'})`)
  const given = argumentOf(value, look.naming)
  return number(
    `ioctl(${fd}, ${request}, ${takesInt.test(request) && !isPointer ? `&(int){ ${given} }` : given})`,
  )
}

const fcntl: Build = (act, look) => {
  const [fd, command] = [at(act, 0, look), at(act, 1, look)]
  if (command === 'F_GETFL') return number(`flags_of(${fd})`)
  return number(
    `fcntl(${[fd, command, ...act.args.slice(2).map(a => argumentOf(a, look.naming))].join(', ')})`,
  )
}

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

const mountFields: Readonly<Record<string, string>> = { fstype: 'fstype', root: 'root' }

/** Calls for which there is none, and why. */
const refused: Readonly<Record<string, string>> = {
  execve:
    'it executes itself once more and goes on, which takes a program that finds its place again',
  thread: 'it has threads',
}

const builders: Readonly<Record<string, Build>> = {
  ptsname: (act, look) => text(`ptsname(${at(act, 0, look)})`),
  ttyname: (act, look) => text(`ttyname(${at(act, 0, look)})`),
  ctermid: () => text('ctermid(NULL)'),
  readlink: (act, look) => text(`link_text(${at(act, 0, look)})`),
  mkdtemp: () => text('new_folder()'),
  ptsname_r: named,
  ttyname_r: named,
  isatty: (act, look) => ({
    notes: `got_answer(isatty(${at(act, 0, look)}))`,
    matches: value => {
      if (value.kind === 'failure') return failureIs(value)
      return `result == ${argumentOf(value, look.naming)} && !error`
    },
  }),
  openpty,
  forkpty: openpty,
  tcgetattr: (act, look) =>
    structure(`got_modes(tcgetattr(${at(act, 0, look)}, &modes))`, {
      parts: fieldsIn('modes', ['c_iflag', 'c_oflag', 'c_cflag', 'c_lflag']),
      is: modeIs,
    }),
  tcsetattr: (act, look) => {
    const struct = arg(act, 2)
    if (struct.kind !== 'struct') throw new CannotReproduce('tcsetattr() without a structure')
    const [fd, when] = [at(act, 0, look), at(act, 1, look)]
    return number(`tcsetattr(${fd}, ${when}, &modes)`, {
      before: [
        struct.rest ? `get_modes(${fd})` : 'memset(&modes, 0, sizeof modes)',
        ...setModes(struct, look),
      ],
    })
  },
  utimensat: (act, look) => {
    const [path, time] = [at(act, 0, look), at(act, 1, look)]
    const times = `(struct timespec[2]){ { .tv_sec = ${time} }, { .tv_sec = ${time} } }`
    return number(`utimensat(AT_FDCWD, ${path}, ${times}, 0)`)
  },
  cfmakeraw: (act, look) => number(`make_raw(${at(act, 0, look)})`),
  tcgetwinsize: (act, look) => windowOf(`tcgetwinsize(${at(act, 0, look)}, &window)`),
  tcsetwinsize: (act, look) =>
    number(`tcsetwinsize(${at(act, 0, look)}, &window)`, { before: setWindow(arg(act, 1), look) }),
  ioctl,
  read: (act, look) => {
    const [fd, n] = [at(act, 0, look), at(act, 1, look)]
    return data(`got_data(read(${fd}, ${act.args[2] ? at(act, 2, look) : 'data'}, ${n}))`)
  },
  pread: (act, look) =>
    data(`got_data(pread(${at(act, 0, look)}, data, ${at(act, 1, look)}, ${at(act, 2, look)}))`),
  write: (act, look) =>
    withBytes(act, 1, look, bytes => number(`write(${at(act, 0, look)}, ${bytes})`)),
  pwrite: (act, look) =>
    withBytes(act, 1, look, bytes =>
      number(`pwrite(${at(act, 0, look)}, ${bytes}, ${at(act, 2, look)})`),
    ),
  readn: (act, look) =>
    data(`got_readn(${at(act, 0, look)}, ${at(act, 1, look)})`, { transfers: true }),
  drain: (act, look) => data(`got_drain(${at(act, 0, look)})`, { transfers: true }),
  writen: (act, look) =>
    withBytes(act, 1, look, bytes => noted(`got_writen(${at(act, 0, look)}, ${bytes})`)),
  fill: (act, look) => noted(`got_fill(${at(act, 0, look)})`),
  echo: (act, look) => noted(`got_echo(${at(act, 0, look)}, ${at(act, 1, look)})`),
  ping: (act, look) => noted(`got_ping(${at(act, 0, look)}, ${at(act, 1, look)})`),
  splice: (act, look) =>
    number(`splice(${at(act, 0, look)}, NULL, ${at(act, 1, look)}, NULL, ${at(act, 2, look)}, 0)`),
  sendfile: (act, look) =>
    number(`sendfile(${at(act, 0, look)}, ${at(act, 1, look)}, NULL, ${at(act, 2, look)})`),
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
  jail: (act, look) => number(`jail_me(${argumentsOf(act, look).join(', ')})`),
  ptmget: () => list('got_ptmget()', ['masters[0]', 'masters[1]', 'master_name', 'data']),
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
    structure(`(void)got(getrlimit(${at(act, 0, look)}, &limit))`, {
      parts: limitParts,
      is: (field, value, l) => numberIs(`limit.${field}`, value, l),
    }),
  setrlimit: (act, look) => {
    const struct = arg(act, 1)
    if (struct.kind !== 'struct') throw new CannotReproduce('setrlimit() without a structure')
    return number(`setrlimit(${at(act, 0, look)}, &limit)`, {
      before: [
        `(void)getrlimit(${at(act, 0, look)}, &limit)`,
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
  poll,
  select,
  epoll_ctl: (act, look) => {
    const [e, op, fd, events] = argumentsOf(act, look)
    return number(`epoll_ctl(${e}, ${op}, ${fd}, asked(${fd}, ${events}))`)
  },
  epoll_wait: epollWait,
  kevent: (act, look) => number(`kevent_change(${argumentsOf(act, look).join(', ')})`),
  kevent_wait: (act, look) =>
    structure(`got_kevent(${argumentsOf(act, look).join(', ')})`, {
      there: 'result == 1',
      parts: fieldsIn('event', ['ident', 'data']),
      is: (field, value, l) =>
        numberIs(field === 'ident' ? '(int)event.ident' : `event.${field}`, value, l),
    }),
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
  sysctl: (act, look) => {
    const name = at(act, 0, look).replaceAll('.', '/')
    return number(`setting(${name})`)
  },
  provides: (act, look) => number(`has_function(${at(act, 0, look)})`),
}

/** A transfer that gives a number. */
function noted(notes: string): Observation {
  return { notes, parts: { '': 'result' }, matches: resultIs, transfers: true }
}

function signalSet(value: Value, look: Looking): string {
  return `signals(${[...setItems(value).map(item => argumentOf(item, look.naming)), '0'].join(', ')})`
}
