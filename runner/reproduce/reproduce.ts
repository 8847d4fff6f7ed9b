/** One case -> one C program that a maintainer can read, compile and run. */
import { type Case, FIRST_PROCESS, type Step } from '../suite/suite.js'
import { isAlone } from './alone.js'
import { actsOf, namesOf, processesOf, sharedNames } from './cast.js'
import { header, needsOf, whenUnsupported } from './frame.js'
import { includesFor, needed, type Piece, piecesOf, withoutComments } from './library.js'
import { linesOf, withoutTexts } from './lines.js'
import { declarations, Names } from './names.js'

/** The library's files, as they lie beside this one. */
export const libraryFiles = ['common', 'alone', 'several'] as const

export type Library = Readonly<Record<(typeof libraryFiles)[number], string>>

/** The program, with a newline at its end. Throws CannotReproduce where there is none for this case. */
export function reproducer(of: Case, library: Library, version: string): string {
  const alone = isAlone(of)
  const names = new Names(namesOf(of), sharedNames(of), processesOf(of))
  const body = linesOf(of, names, actsOf(of), alone)
  const start = alone ? aloneMain(of, body) : severalMain(of, body)
  const own = [declarations(names, alone), ...start]
  const pieces = needed(
    withoutTexts(own.join('\n')),
    [library.common, alone ? library.alone : library.several].flatMap(piecesOf),
  )
  return assembled(of, version, { own, pieces, processes: alone ? '' : processList(of, names) })
}

function aloneMain(of: Case, body: string): string[] {
  const most = 2 * (of.deadline ?? 10)
  return [
    [
      'int main(void)',
      '{',
      ...needsOf(of).map(line => `\t${line}`),
      ...(isForAll(of) ? ['\tbecome_nobody();'] : []),
      `\tlimit_time(${most});`,
      body,
      '\treturn conclusion();',
      '}',
    ].join('\n'),
  ]
}

/** Whether it is played as an ordinary user, also where root starts it. */
function isForAll({ needs }: Case): boolean {
  return !needs.some(need => keepsRoot.has(need))
}

const keepsRoot = new Set(['root', 'other-user', 'mount-namespace', 'user-namespace', 'jail'])

function severalMain(of: Case, body: string): string[] {
  const become = isForAll(of) ? 'become_nobody' : 'NULL'
  return [
    [
      '/* Every process walks through these steps and takes its own. */',
      'static void play(void)',
      '{',
      body,
      '}',
    ].join('\n'),
    [
      'int main(void)',
      '{',
      ...needsOf(of).map(line => `\t${line}`),
      ...(of.load ? [`\tkeep_busy(${of.load});`] : []),
      `\treturn keep(play, ${of.repeat ?? 1}, ${become});`,
      '}',
    ].join('\n'),
  ]
}

/** The processes, and the memory that they share. */
function processList(of: Case, names: Names): string {
  const words = [...processesOf(of).keys()].map(
    who => `P_${who === FIRST_PROCESS ? 'the_first' : who}`,
  )
  return [
    `enum { ${words.join(', ')}, PROCESSES, KEEPER = -1, DEADLINE = ${of.deadline ?? 10} };`,
    '',
    '/* Memory of all processes: their numbers, the signals that have come, and names that one binds for others. */',
    'static struct {',
    '\tvolatile pid_t pid[PROCESSES];',
    '\tvolatile int come[PROCESSES][64];',
    ...names.sharedFields(),
    '} *shared;',
  ].join('\n')
}

function assembled(
  of: Case,
  version: string,
  {
    own,
    pieces,
    processes,
  }: { own: readonly string[]; pieces: readonly Piece[]; processes: string },
): string {
  const functions = pieces.filter(piece => piece.prototype)
  const tops = pieces.filter(piece => !piece.prototype)
  const code = [
    processes,
    ...tops.map(piece => piece.text),
    ...own.map(withoutTexts),
    ...functions.map(piece => piece.text),
  ]
  const mentioned = new Set(withoutComments(withoutTexts(own.join('\n'))).match(/\w+/g))
  const legend = functions
    .filter(
      (piece, i) =>
        piece.names.some(name => mentioned.has(name)) ||
        mentions([...tops, ...functions.slice(0, i)], piece),
    )
    .map(
      ({ prototype }) =>
        `${prototype?.head};${prototype?.comment ? `	/* ${prototype.comment} */` : ''}`,
    )
  const parts = [
    header(of, version),
    `#define _GNU_SOURCE\n${includesFor(code.join('\n'))}`,
    ...whenUnsupported(of, code.join('\n'), [
      processes,
      tops.map(piece => piece.text).join('\n\n'),
      legend.join('\n'),
      ...own,
      ...functions.map(piece => piece.text),
    ]),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function mentions(tops: readonly Piece[], piece: Piece): boolean {
  const words = new Set(tops.flatMap(top => withoutComments(top.text).match(/\w+/g) ?? []))
  return piece.names.some(name => words.has(name))
}

export type { Step }
