/** The parameters of a terminal (XBD 11.2) and the size of its window. */

import { type FamilyName, namesOf } from '../suite/constants.js'
import { bytesOf } from '../suite/data.js'
import type { StructValue, Value } from '../suite/suite.js'
import { NotModelled } from './failure.js'
import { changeFlags, type Flags, flagsOf, showFlags } from './flags.js'
import type { Profile } from './profile.js'
import { constant, data, number } from './show.js'

export interface Termios {
  readonly iflag: Flags
  readonly oflag: Flags
  readonly cflag: Flags
  readonly lflag: Flags
  /** c_cc by name. */
  readonly control: Readonly<Record<string, number>>
  /** Names of speeds: B38400. One that was set as a number is that number: 12345. */
  readonly ispeed: string
  readonly ospeed: string
}

const fresh = new WeakMap<Profile, Termios>()

/** What a slave starts with: the same for each of a profile. */
export function freshTermios(profile: Profile): Termios {
  const known = fresh.get(profile) ?? {
    iflag: flagsOf(profile.inputModes),
    oflag: flagsOf(profile.outputModes),
    cflag: flagsOf(profile.controlModes),
    lflag: flagsOf(profile.localModes),
    control: profile.controlCharacters,
    ispeed: profile.speed,
    ospeed: profile.speed,
  }
  fresh.set(profile, known)
  return known
}

/** What cfmakeraw() leaves on: eight bits, byte by byte, and what it does not know of. */
export function rawTermios(from: Termios, { clearedForRaw, setForRaw }: Profile): Termios {
  const without = ({ names, number }: Flags, ...others: string[]): Flags => {
    return flagsOf(
      [...names].filter(name => ![...clearedForRaw, ...others].includes(name)),
      number,
    )
  }
  const set = (family: FamilyName) => setForRaw.filter(name => namesOf(family).includes(name))
  const iflag = without(from.iflag)
  const cflag = without(from.cflag, 'CS5', 'CS6', 'CS7')
  return {
    ...from,
    iflag: flagsOf([...iflag.names, ...set('iflag')], iflag.number),
    oflag: without(from.oflag),
    lflag: without(from.lflag),
    cflag: flagsOf([...cflag.names, ...set('cflag'), 'CS8'], cflag.number),
    control: { ...from.control, VMIN: 1, VTIME: 0 },
  }
}

/** As pty_set_termios() has it: eight bits, no parity, and always received. */
export function eightBits(from: Termios): Termios {
  const gone = ['CS5', 'CS6', 'CS7', 'PARENB']
  const names = [...from.cflag.names].filter(name => !gone.includes(name))
  return { ...from, cflag: flagsOf([...names, 'CS8', 'CREAD'], from.cflag.number) }
}

/** What tcsetattr() makes of a wish: what cannot be changed stays as it was. */
export function settable(asked: Termios, before: Termios, profile: Profile): Termios {
  const { characterSize, fixedModes, speedZero, inputSpeed } = profile
  const sized = characterSize === 'eight' ? eightBits(asked) : asked
  const fixed = (word: 'iflag' | 'oflag' | 'cflag' | 'lflag'): Flags => {
    if (fixedModes.length === 0) return sized[word]
    const changed = [...sized[word].names].filter(name => !fixedModes.includes(name))
    const kept = [...before[word].names].filter(name => fixedModes.includes(name))
    return flagsOf([...changed, ...kept], sized[word].number)
  }
  const atLeast = (speed: string) => (speedZero === 'least' && speed === 'B0' ? 'B50' : speed)
  const ospeed = atLeast(sized.ospeed)
  // An input speed of 0 is the output speed, where there is a least one.
  const own = speedZero === 'least' && sized.ispeed === 'B0' ? ospeed : sized.ispeed
  const isOwn = inputSpeed === 'own' || isNumber(own)
  return {
    ...sized,
    iflag: fixed('iflag'),
    oflag: fixed('oflag'),
    cflag: fixed('cflag'),
    lflag: fixed('lflag'),
    ospeed,
    ispeed: isOwn ? own : ospeed,
  }
}

/** Whether a speed was set as a number. */
export function isNumber(speed: string): boolean {
  return /^\d/.test(speed)
}

/** What is left of modes, and of MIN and TIME, that can be set and do nothing. */
export function actingOf(termios: Termios, { idleModes, idleCharacters }: Profile): Termios {
  if (idleModes.length === 0) return termios
  const left = (word: 'iflag' | 'oflag' | 'lflag') =>
    flagsOf(
      [...termios[word].names].filter(name => !idleModes.includes(name)),
      termios[word].number,
    )
  const { control } = termios
  const timing = Object.entries({ VMIN: 1, VTIME: 0 })
  const idle = timing.filter(([name]) => idleCharacters.includes(name))
  return {
    ...termios,
    iflag: left('iflag'),
    oflag: left('oflag'),
    lflag: left('lflag'),
    control: { ...control, ...Object.fromEntries(idle) },
  }
}

const words = { c_iflag: 'iflag', c_oflag: 'oflag', c_cflag: 'cflag', c_lflag: 'lflag' } as const

type Word = keyof typeof words

const isWord = (name: string): name is Word => name in words

/** The parameters a case asks for; what it does not name stays as it is, or is 0 where it ends without `...`. */
export function changeTermios(present: Termios, asked: StructValue): Termios {
  let next = asked.rest ? present : zeros(present)
  for (const { name, value } of asked.fields) {
    if (isWord(name)) next = { ...next, [words[name]]: changeWord(next[words[name]], value) }
    else if (name === 'ispeed' || name === 'ospeed') next = { ...next, [name]: speed(value) }
    else next = { ...next, control: { ...next.control, [name]: character(value) } }
  }
  return next
}

function zeros({ control }: Termios): Termios {
  const none = flagsOf([])
  return {
    iflag: none,
    oflag: none,
    cflag: none,
    lflag: none,
    control: Object.fromEntries(Object.keys(control).map(name => [name, 0])),
    ispeed: 'B0',
    ospeed: 'B0',
  }
}

function changeWord(present: Flags, value: Value): Flags {
  if (value.kind === 'number') return flagsOf([], value.value)
  if (value.kind === 'flags') return changeFlags(present, value)
  throw new NotModelled(`a termios word as ${value.kind}`)
}

function speed(value: Value): string {
  if (value.kind === 'flags' && value.flags[0]) return value.flags[0].name
  throw new NotModelled('a speed that is no constant')
}

function character(value: Value): number {
  if (value.kind === 'number') return Number(value.value)
  const byte = value.kind === 'data' ? bytesOf(value)[0] : undefined
  if (byte !== undefined) return byte
  throw new NotModelled(`a control character as ${value.kind}`)
}

/** What tcgetattr() gives. */
export function showTermios(termios: Termios): StructValue {
  const { fields } = showModes(termios)
  const speeds = (['ispeed', 'ospeed'] as const).map(name => ({
    name,
    value: isNumber(termios[name]) ? numberedSpeed : constant(termios[name]),
  }))
  return { kind: 'struct', fields: [...fields, ...speeds], rest: false }
}

/** Linux: cfgetospeed() gives CBAUDEX, which c_cflag says in place of a speed that has no name (BOTHER). */
const numberedSpeed = number(0o10000)

/** All but the speeds. */
export function showModes(termios: Termios): StructValue {
  const fields: { name: string; value: Value }[] = []
  for (const [name, word] of Object.entries(words))
    fields.push({ name, value: showFlags(termios[word], word) })
  for (const name of namesOf('control')) {
    const value = termios.control[name]
    if (value === undefined) continue
    const isNumber = name === 'VMIN' || name === 'VTIME'
    fields.push({ name, value: isNumber ? number(value) : data([value]) })
  }
  return { kind: 'struct', fields, rest: false }
}
