/** One case -> one C program that a maintainer can read, compile and run. */
import { folded } from '../suite/folded.js'
import type { Case } from '../suite/suite.js'
import { isAlone } from './alone.js'
import { actsOf, namesOf, processesOf, sharedNames } from './cast.js'
import { header } from './header.js'
import { includesFor } from './includes.js'
import { filesFor, type Library, needed, type Piece, piecesOf, withoutComments } from './library.js'
import { linesOf, withoutTexts } from './lines.js'
import { declarations, Names } from './names.js'
import { needsOf, whenUnsupported } from './needs.js'
import { processWord } from './parents.js'
import { rendered, type Statement } from './statements.js'
import { quoted } from './values.js'

/** The program, with a newline at its end. Throws CannotReproduce where there is none for this case. */
export function reproducer(of: Case, library: Library, version: string): string {
  const alone = isAlone(of)
  const defined = Object.values(library)
    .flatMap(piecesOf)
    .flatMap(piece => piece.names)
  const names = new Names(namesOf(of), sharedNames(of), processesOf(of), defined)
  const body = linesOf(of, names, actsOf(of), alone)
  const start = alone ? aloneMain(of, body) : severalMain(of, body)
  const own = [declarations(names, alone), ...start]
  const pieces = needed(
    withoutTexts(own.join('\n')),
    filesFor(of, alone).flatMap(file => piecesOf(library[file])),
  )
  const tops = [claimOf(of)]
  if (!alone) tops.unshift(processList(of, names, pieces))
  return assembled(of, version, own, pieces, tops.join('\n\n'))
}

/** What is printed first: id and title. */
function claimOf({ id, title }: Case): string {
  const lines = [
    `${id}\n`,
    ...folded(`${title}.`, 84).map((line, i) => (i === 0 ? line : ` ${line}`)),
  ]
  return `static const char claim[] =\n${lines.map(line => `\t${quoted(line)}`).join('\n')};`
}

function functionOf(
  head: string,
  body: readonly (Statement | { readonly lines: string })[],
): string {
  const lines = body.flatMap(one =>
    typeof one === 'object' && 'lines' in one ? [one.lines] : rendered(one, 1),
  )
  return [head, '{', ...lines, '}'].join('\n')
}

function aloneMain(of: Case, lines: string): string[] {
  return [
    functionOf('int main(void)', [
      ...needsOf(of),
      ...(isForAll(of) ? ['become_nobody();'] : []),
      `limit_time(${2 * (of.deadline ?? 10)});`,
      'print_claim();',
      { lines },
      'return verdict();',
    ]),
  ]
}

/** Whether it is played as an ordinary user, also where root starts it. */
function isForAll({ needs }: Case): boolean {
  return !needs.some(need => keepsRoot.has(need))
}

const keepsRoot = new Set(['root', 'other-user', 'mount-namespace', 'user-namespace', 'jail'])

function severalMain(of: Case, lines: string): string[] {
  const become = isForAll(of) ? 'become_nobody' : 'NULL'
  const steps = functionOf('static void play(void)', [{ lines }])
  return [
    `/* Every process walks through these steps and takes its own; a keeper says whose turn it is. */\n${steps}`,
    functionOf('int main(void)', [
      ...needsOf(of),
      ...(of.load ? [`keep_busy(${of.load});`] : []),
      `return keep(play, ${of.repeat ?? 1}, ${become});`,
    ]),
  ]
}

/** The processes, and the memory that they share. */
function processList(of: Case, names: Names, pieces: readonly Piece[]): string {
  const words = [...processesOf(of).keys()].map(who => `P_${processWord(who)}`)
  const mentions = (field: string) => pieces.some(({ text }) => text.includes(`shared->${field}`))
  const named = names.sharedFields()
  return [
    `enum { ${words.join(', ')}, PROCESSES, KEEPER = -1 };`,
    '',
    `enum { DEADLINE = ${of.deadline ?? 10} };\t/* seconds that a step may take */`,
    '',
    '/* Memory that all processes share. */',
    'static struct {',
    '\tvolatile pid_t pid[PROCESSES];',
    ...(mentions('begun')
      ? ['\tvolatile int begun[PROCESSES];\t/* the step whose call is about to be made */']
      : []),
    ...(mentions('come')
      ? ['\tvolatile int come[PROCESSES][64];\t/* how many of each signal have come */']
      : []),
    ...(named.length > 0 ? ['\t/* Names that one binds and others use. */', ...named] : []),
    '} *shared;',
  ].join('\n')
}

/** The whole: what the steps use, the steps, and then the functions. */
function assembled(
  of: Case,
  version: string,
  own: readonly string[],
  pieces: readonly Piece[],
  top: string,
): string {
  const functions = pieces.filter(piece => piece.prototype)
  const others = pieces.filter(piece => !piece.prototype)
  const code = [
    top,
    ...others.map(piece => piece.text),
    ...own.map(withoutTexts),
    ...functions.map(piece => piece.text),
  ]
  const words = wordsOf([...own.map(withoutTexts), ...others.map(piece => piece.text)])
  const isWord = (piece: Piece) => piece.names.some(name => words.has(name))
  const parts = [
    header(of, version),
    `#define _GNU_SOURCE\n${includesFor(code.join('\n'))}`,
    ...whenUnsupported(of, code.join('\n'), [
      top,
      others.map(piece => piece.text).join('\n\n'),
      functions.filter(isWord).map(explained).join('\n'),
      ...own,
      functions
        .filter((piece, i) => !isWord(piece) && isMentioned(piece, functions.slice(0, i)))
        .map(piece => `${piece.prototype?.head};`)
        .join('\n'),
      ...functions.map(piece => piece.text),
    ]),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

/** A function's prototype below what its comment says. */
function explained({ prototype }: Piece): string {
  const comment = prototype?.comment ? `/* ${prototype.comment} */\n` : ''
  return `${comment}${prototype?.head};`
}

function isMentioned({ names }: Piece, by: readonly Piece[]): boolean {
  const words = wordsOf(by.map(piece => piece.text))
  return names.some(name => words.has(name))
}

function wordsOf(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap(text => withoutComments(text).match(/\w+/g) ?? []))
}
