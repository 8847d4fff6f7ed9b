/** The probe and the program of some cases as one C file, for a host that nobody can reach from here. */
import { createHash } from 'node:crypto'
import type { Case } from '../suite/suite.js'
import { longest } from './conversation.js'
import { encodeProgram } from './protocol.js'
import { packedParts, probeDigest, probeSource } from './source.js'
import { inTurn } from './turns.js'

export interface Packing {
  /** Of ptycheck. */
  readonly version: string
  readonly jobs: number
  readonly timeoutFactor: number
  /** The ordinary user to be where the program is root: a name, or UID:GID. */
  readonly user?: string | undefined
  /** How often a case with an upper bound is played again (language 5.8): nobody is there to ask for it. */
  readonly morePlays: number
}

/** C99 promises no more than 4095 bytes for one string literal (5.2.4.1). */
const PIECE = 4000

/** What a case asks a host for, in a word: cases that differ in what they expect only have it in common. */
export function programDigest(of: Case): string {
  const { deadline: _, ...rest } = of
  const program = encodeProgram([rest], { jobs: 1, timeoutFactor: 1 })
  return createHash('sha256').update(program).digest('hex').slice(0, 16)
}

/** The whole file. Same cases and choices in, same bytes out. */
export function packedSource(chosen: readonly Case[], packing: Packing): string {
  const probe = probeSource()
  const again = Array.from({ length: 1 + packing.morePlays })
  const bounded = chosen.filter(isBounded).flatMap(of => again.map(() => of))
  const cases = [...inTurn(chosen.filter(of => !isBounded(of))), ...bounded]
  return [
    head(chosen.length, packing.version),
    '#define main probe_main\n',
    probe,
    '#undef main\n',
    packedParts('.h'),
    `#line 1 "data"\n${data(cases, probeDigest(probe), packing)}\n`,
    packedParts('.c'),
  ].join('\n')
}

function head(count: number, version: string): string {
  return `/*
 * ptycheck ${version}: ${count} ${count === 1 ? 'case' : 'cases'} on pseudo-terminals and the probe that plays them, in one file, for a host without
 * SSH, network or shell. Compile it for that host, run it there, keep what it prints, and bring that back:
 *
 *	cc -o suite suite.c
 *	./suite >host.log
 *	ptycheck import host.log --as host
 *
 * Linked statically, for a host that has nothing else, or as all that a small init starts:
 *
 *	cc -static -o suite suite.c
 *
 * Where the linker misses openpty() or pthread_create(), add -lutil -pthread: glibc before 2.34 has them in libraries
 * of their own, and so have FreeBSD and OpenBSD, to whose own cc this file names them.
 *
 * The log may be that of a serial console, with other lines before, between and in the midst of ours. Nothing is
 * read from standard input; what is said to people goes to standard error; ./suite --help names the options.
 * As root it plays as nobody where a case needs no right; after each case nothing of it is left.
 */
`
}

function data(cases: readonly Case[], probe: string, packing: Packing): string {
  const { version, jobs, timeoutFactor, user } = packing
  const names = cases.map(of => `${of.id}\t${of.digest}\t${programDigest(of)}`)
  const patience = Math.max(...cases.map(longest))
  return [
    `const char *const packed_version = ${literal(version)};`,
    `const char *const packed_probe = ${literal(probe)};`,
    `struct packed_options packed_options = { ${jobs}, ${timeoutFactor}, ${patience}, ${
      user === undefined ? 'NULL' : literal(user)
    }, NULL, 200 };`,
    ...array('packed_cases', names),
    ...array('packed_program', programOf(cases).flatMap(pieces)),
  ].join('\n')
}

/** The lines of the cases; the options before them are for the program to say when it runs. */
function programOf(cases: readonly Case[]): string[] {
  const plays = cases.map(of => (isBounded(of) ? { ...of, alone: true } : of))
  const lines = encodeProgram(plays, { jobs: 1, timeoutFactor: 1 }).match(/.*\n/g) ?? []
  return lines.filter(line => !line.startsWith('option\t'))
}

/** Whether a busy host can make it fail. */
function isBounded({ steps }: Case): boolean {
  return steps.some(step => 'wanted' in step && step.wanted.took?.most !== undefined)
}

function pieces(line: string): string[] {
  return line.match(new RegExp(`[^]{1,${PIECE}}`, 'g')) ?? []
}

function array(name: string, texts: readonly string[]): string[] {
  return [
    `const char *const ${name}[] = {`,
    ...texts.map(text => `\t${literal(text)},`),
    '\tNULL',
    '};',
  ]
}

/** A question mark after another could begin a trigraph. */
function literal(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(/\?(?=\?)/g, '\\?')
  return `"${escaped.replace(/\t/g, '\\t').replace(/\n/g, '\\n')}"`
}
