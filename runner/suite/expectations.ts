/** Whether what a step expects can come back from its call at all, and how its result ends or settles. */
import { calls, type Shows, showsOf, statFields, termiosFields, winsizeFields } from './calls.js'
import { namesOf } from './constants.js'
import { didYouMean } from './mistake.js'
import { printValue } from './print.js'
import type { Act, End, Outcome, Value } from './suite.js'

interface Unmeant {
  readonly message: string
  readonly word: string
}

/** What cannot be meant in the expectation of a step; `act` is the step that began its call. */
export function checkExpected(step: Act | End, act: Act): Unmeant[] {
  const { outcomes } = step.wanted
  const shows = showsOf(act)
  const found = outcomes.flatMap(outcome => [
    ...endings(outcome, act),
    ...(outcome.kind === 'value' ? misfits(outcome.value, shows, act) : []),
  ])
  if (step.kind === 'end' && outcomes.some(({ kind }) => kind === 'unfinished'))
    found.push({
      message: `a call that is resumed has ended; '<... ${step.call} unfinished>' says that it goes on waiting`,
      word: 'resumed',
    })
  return step.kind === 'act' && step.settles ? [...found, ...unsettled(step)] : found
}

function endings(outcome: Outcome, { call, count, args }: Act): Unmeant[] {
  if (outcome.kind === 'unfinished' || !outcome.ended) return []
  const isEach = args.some(value => value.kind === 'name' && value.each)
  if (calls[call]?.transfer || count !== undefined || isEach) return []
  return [
    {
      message: `${call}() is done once; 'then' stands behind what a counted step or a transfer gave`,
      word: 'then',
    },
  ]
}

/** Calls that change nothing, and so may be asked again. */
const askings: ReadonlySet<string> = new Set([
  ...['isatty', 'ttyname', 'ptsname', 'tcgetattr', 'tcgetwinsize', 'tcgetpgrp', 'tcgetsid'],
  ...['ioctl', 'fcntl', 'descriptors', 'stat', 'lstat', 'fstat', 'listdir', 'readlink', 'access'],
  ...['statfs', 'readfile', 'getpid', 'getppid', 'getpgrp', 'getsid', 'getuid', 'geteuid'],
  ...['getgid', 'getrlimit', 'procinfo', 'sigpending', 'poll', 'select', 'mountentry'],
  ...['sysconf', 'pathconf', 'fpathconf', 'sysctl', 'provides'],
])

function unsettled(step: Act): Unmeant[] {
  const { call, wanted } = step
  const asks = askings.has(call) && !['zero', 'fd'].includes(showsOf(step))
  if (!asks && call !== 'access')
    return [
      { message: `only a call that changes nothing is asked again until it settles`, word: call },
    ]
  const [first, second] = wanted.outcomes
  const isLiteral = first?.kind === 'value' && !first.ended && !second && isFixed(first.value)
  return isLiteral
    ? []
    : [{ message: 'a result settles at one value that is written out', word: 'settles' }]
}

function isFixed(value: Value): boolean {
  switch (value.kind) {
    case 'number':
    case 'failure':
      return true
    case 'data':
      return !value.head && !value.tail
    case 'flags':
      return !value.rest && value.flags.every(({ set }) => set)
    case 'list':
      return value.items.every(isFixed)
    case 'set':
      return !value.rest && value.items.every(isFixed)
    case 'struct':
      return !value.rest && value.fields.every(field => isFixed(field.value))
    default:
      return false
  }
}

type Kind = Value['kind']

const numbers: readonly Kind[] = ['number', 'range', 'flags', 'form']
const structures: readonly Kind[] = ['struct', 'set', 'number']

/** What may match a result besides names, failures, `?`, `_` and `not`. */
const kinds: Partial<Record<Shows, { readonly called: string; readonly are: readonly Kind[] }>> = {
  zero: { called: 'a number', are: numbers },
  number: { called: 'a number', are: numbers },
  index: { called: 'a number', are: numbers },
  user: { called: 'a number', are: numbers },
  group: { called: 'a number', are: numbers },
  fd: { called: 'a descriptor', are: numbers },
  process: { called: 'a process', are: numbers },
  path: { called: 'a path', are: ['data', 'flags'] },
  data: { called: 'data', are: ['data'] },
  flags: { called: 'flags', are: ['flags', 'number'] },
  termios: { called: 'a structure', are: structures },
  winsize: { called: 'a structure', are: structures },
  stat: { called: 'a structure', are: structures },
  struct: { called: 'a structure', are: structures },
  pair: { called: 'a list', are: ['list'] },
  pty: { called: 'a list', are: ['list'] },
  child: { called: 'a list', are: ['list'] },
  ready: { called: 'a list', are: ['list'] },
  fds: { called: 'a set', are: ['set'] },
  names: { called: 'a set', are: ['set'] },
  signals: { called: 'a set', are: ['set'] },
  pollset: { called: 'a set', are: ['set', 'struct', 'number'] },
  nothing: { called: "nothing, so write '= ?'", are: [] },
}

const always: readonly Kind[] = ['any', 'name', 'not', 'failure']

function misfits(value: Value, shows: Shows, act: Act): Unmeant[] {
  const { called = '', are = [value.kind] } = kinds[shows] ?? {}
  const isList = value.kind === 'list' && act.count !== undefined
  if (![...are, ...always].includes(value.kind) && !isList)
    return [{ message: `${act.call}() shows ${called}, never ${printValue(value)}`, word: '' }]
  const known = fieldsOf(shows, act)
  if (value.kind !== 'struct' || !known) return []
  return value.fields
    .filter(({ name }) => !known.includes(name))
    .map(({ name }) => ({ message: `no field '${name}'${didYouMean(name, known)}`, word: name }))
}

function fieldsOf(shows: Shows, { call, args }: Act): readonly string[] | undefined {
  if (shows === 'termios') return [...termiosFields, ...namesOf('control')]
  if (shows === 'winsize') return winsizeFields
  if (shows === 'stat') return statFields
  if (call === 'poll')
    return args[0]?.kind === 'struct' ? args[0].fields.map(({ name }) => name) : []
  return calls[call]?.fields
}
