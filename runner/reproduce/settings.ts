/** Calls that set and show how a terminal is set, and those that make pairs. */
import { requestOf, showsOf } from '../suite/calls.js'
import type { Act, StructValue, Value } from '../suite/suite.js'
import { type Looking, maskOf, numberIs } from './conditions.js'
import {
  arg,
  at,
  type Build,
  failureIs,
  fieldsIn,
  list,
  number,
  type Observation,
  structure,
} from './observation.js'
import { argumentOf, CannotReproduce, flagsOf, quotedCharacter, stringOf } from './values.js'

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
    const mask = under.length === 1 ? `${under}` : `(${under.join(' | ')})`
    return [
      ...(under.length > 0 ? [`${field} &= ~${mask}`] : []),
      ...(set.length > 0 ? [`${field} |= ${set.join(' | ')}`] : []),
    ]
  })
}

/** `'\003'`, or a number. */
function characterText(value: Value, look: Looking): string {
  if (value.kind !== 'data') return argumentOf(value, look.naming)
  const [byte = 0] = plainCharacter(value)
  return quotedCharacter(byte)
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

/** What each request of ioctl() takes: an int behind a pointer. */
const takesInt =
  /^(TIOCSPTLCK|TIOCPKT|TIOCSPGRP|TIOCEXT|TIOCREMOTE|FIONBIO|FIOASYNC|TIOCSETD|TIOCCONS|TIOCUCNTL)$/

/** What TCSETS2 and its like are numbered. */
const numbers: Readonly<Record<string, string>> = {
  TCSETS2: '0x2b',
  TCSETSW2: '0x2c',
  TCSETSF2: '0x2d',
}

/** TCGETA, TCSETA, TCGETS2, TCSETS2 and their like: by way of `modes`, with speeds that are numbers. */
function termioOf(act: Act, look: Looking): Observation {
  const [fd, request, value] = [at(act, 0, look), requestOf(act), act.args[2]]
  const what = request.endsWith('2') ? 'speeds' : 'words'
  if (showsOf(act) === 'termios')
    return structure(`got_modes(get_${what}(${fd}))`, {
      is: (field, value, look) =>
        isSpeed(field)
          ? numberIs(`speeds[${field === 'ospeed' ? 1 : 0}]`, value, look)
          : modeIs(field, value, look),
    })
  if (value?.kind !== 'struct') throw new CannotReproduce(`${request} without a structure`)
  const set = value.fields.flatMap(field =>
    isSpeed(field.name)
      ? [`set_speed(${field.name === 'ospeed' ? 1 : 0}, ${argumentOf(field.value, look.naming)})`]
      : setModes({ ...value, fields: [field] }, look),
  )
  return number(`set_${what}(${fd}, ${numbers[request] ?? request})`, {
    before: [value.rest ? `get_${what}(${fd})` : 'memset(&modes, 0, sizeof modes)', ...set],
  })
}

const isSpeed = (field: string) => field === 'ispeed' || field === 'ospeed'

const ioctl: Build = (act, look) => {
  const [fd, request] = [at(act, 0, look), at(act, 1, look)]
  const [, , value] = act.args
  const shows = showsOf(act)
  if (/^TC[GS]ET(A[WF]?|S[WF]?2)$/.test(requestOf(act))) return termioOf(act, look)
  const isPointer = value?.kind === 'flags' && /^(BADPTR|NULL)$/.test(flagsOf(value))
  if (shows === 'winsize' && !isPointer) return windowOf(`ioctl(${fd}, ${request}, &window)`)
  if (request === 'TIOCGPTPEER') return number(`ioctl(${fd}, ${request}, ${at(act, 2, look)})`)
  if (shows !== 'zero' && !isPointer) return number(`int_of(${fd}, ${request})`)
  if (value?.kind === 'struct')
    return number(`ioctl(${fd}, ${request}, &window)`, {
      before: value.rest
        ? [`ioctl(${fd}, TIOCGWINSZ, &window)`, ...setWindow(value, look).slice(1)]
        : setWindow(value, look),
    })
  if (value?.kind === 'data')
    return number(`ioctl(${fd}, ${request}, ${stringOf(value, look.naming)})`)
  if (request === 'TIOCGICOUNT' || request === 'TIOCSSERIAL')
    return number(`ioctl(${fd}, ${request}, (char[256]){ 0 })`)
  if (!value)
    return number(`ioctl(${fd}, ${request}${takesInt.test(request) ? ', &(int){ 0 }' : ', 0'})`)
  const given = argumentOf(value, look.naming)
  return number(
    `ioctl(${fd}, ${request}, ${takesInt.test(request) && !isPointer ? `&(int){ ${given} }` : given})`,
  )
}

/** How each of them is observed. */
export const settingBuilders: Readonly<Record<string, Build>> = {
  isatty: (act, look) => ({
    notes: `got_answer(isatty(${at(act, 0, look)}))`,
    matches: value => {
      if (value.kind === 'failure') return failureIs(value)
      return `result == ${argumentOf(value, look.naming)} && !error`
    },
  }),
  openpty,
  forkpty: openpty,
  ptmget: () => list('got_ptmget()', ['masters[0]', 'masters[1]', 'master_name', 'data']),
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
  cfmakeraw: (act, look) => number(`make_raw(${at(act, 0, look)})`),
  tcgetwinsize: (act, look) => windowOf(`tcgetwinsize(${at(act, 0, look)}, &window)`),
  tcsetwinsize: (act, look) =>
    number(`tcsetwinsize(${at(act, 0, look)}, &window)`, { before: setWindow(arg(act, 1), look) }),
  ioctl,
}
