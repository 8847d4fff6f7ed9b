import { ImplementationError } from '../implementation.js'
import { printValue } from '../suite/print.js'
import type { Case, Outcome, Step, Value, Wanted } from '../suite/suite.js'
import { withBraces } from '../suite/together.js'
import { Varying } from '../suite/varying.js'

/**
 * What goes to the probe and what comes back: lines of printable ASCII ended by "\n", fields separated by one tab.
 * Values are written in the notation of the language, where every other byte is an escape, so no field ever
 * holds a tab or a newline.
 *
 * The probe is started as `PROBE play NONCE` and says at once, before it reads anything:
 *
 *   ptycheck-probe  2  NONCE              what comes before this line (a shell's banner) is not ours
 *   identity  KEY  VALUE                  system, release, machine, libc, compiler
 *   setting   KEY  VALUE                  language 5.11: ptmx, devpts.mode, tty.gid, user, ...
 *   alias     NAME  NAME...               constants of one family that share a number there, the one that is shown first
 *   ready
 *
 * It then reads one program, its options first, and plays several cases at a time while it reads on:
 *
 *   option  timeout-factor  1.5
 *   option  jobs  4
 *   option  user  NAME-or-UID:GID         the ordinary user to be where the probe is root; else nobody
 *   case    N  DEADLINE  ALONE  REPEAT  LOAD
 *                                         N counts from 0; seconds a step may take; 0 or 1; rounds to play (1: once); busy
 *                                         processes per processor meanwhile (0: none)
 *   need    WORD                          linux, root, mount-namespace, ...; a call or constant needs no line
 *   act     STEP  WHO  FLAGS  COUNT  CALL  BINDS  SETTLES  ARG...
 *   end     STEP  WHO  FLAGS  CALL  BINDS
 *   still   STEP  WHO  CALL
 *   signal  STEP  WHO  SIGNAL
 *   nosignal STEP WHO  SIGNAL
 *   state   STEP  WHO  stopped|exited|killed  DETAIL
 *   vary    VARIES  TIMED                 only where REPEAT is not 1, behind an act or end: the places in its result in which
 *                                         rounds need not agree, or `-`; 1 where they must agree in its time
 *   together                              the steps up to `apart` start at one moment, each act in a process of its own;
 *   apart                                 signal and state lines among them may come true in any order
 *   over    N
 *   go                                    the program is complete
 *
 * STEP   the step's index in the case.
 * WHO    the process's name; `-` is the first process; `a|b` whichever has returned (or, for still, has not).
 * FLAGS  `-` or letters: g a given's step (when it fails, nothing after it is played), u must be found waiting,
 *        m may be found waiting.
 * COUNT  1, or how often at most: a number or a bound name.
 * BINDS  `-` or NAME[:WHERE] joined by commas. WHERE is the name of a field of the structure shown, the index of an element
 *        of the list shown, or `*` for all results of a counted step; without it the whole result is bound. A
 *        name is bound by the first result that is no failure, and never changes after.
 * VARIES places as WHERE, joined by commas; `.` is the whole result.
 * SETTLES `-`, or the text of the result until which the call is asked again.
 *
 * For each case, when it is over and everything of it is gone, all of this in one piece, in any order of cases:
 *
 *   case    N
 *   line    STEP  step|back  WHO  TOOK  SEEN  DETAIL     TOOK in seconds or `-`; DETAIL may be absent
 *   rounds  PLAYED  SAME                  of a repeated case: rounds played; how many looked like the first, it included
 *   round   K  COUNT                      another look, with its lines behind it: the first round that had it, counting
 *                                         from 1, and how many did; at most 1024, then K is 0 for all others, without lines
 *   unsupported  WHAT                     `constant TIOCGPTPEER`, `call revoke`, `root`, `/dev/tty`, ...: no line then
 *   trouble CLASS  REASON                 case, harness or host: not played to its end
 *   left    WHAT                          a pair, mount, node, or changed mode that is still there
 *   over    N
 *
 * SEEN is `value` TEXT, `unfinished`, `stopped` SIGNAL (may be empty), `signal` SIGNAL, `nosignal` SIGNAL, `exited` STATUS,
 * `killed` SIGNAL, `running`, `not-reached`, `refused` WHY or `no-time`. Lines of braces come in the order of their steps. Rounds
 * look alike when their lines agree in all but TOOK and what VARIES says, where only which names stand for it counts. A
 * round that ends in trouble is the last. After the last case:
 *
 *   left    WHAT                          as above, looked for when the whole run is over
 *   done
 *
 * End of input before `done` means: stop, clean up, go. So the client keeps the input open until `done` has come.
 */
export const PROTOCOL = 2

/** The name the probe says hello with. */
export const HELLO = 'ptycheck-probe'

/** Seconds a step may take where the case names none (language 5.4). */
export const DEFAULT_DEADLINE = 10

export interface ProgramOptions {
  readonly jobs: number
  readonly timeoutFactor: number
  /** The ordinary user to be where the probe is root: a name, or UID:GID. */
  readonly user?: string
}

/** All that goes to the probe for these cases: nothing of it depends on an answer. */
export function encodeProgram(cases: readonly Case[], options: ProgramOptions): string {
  return [...programPieces(cases, options)].join('')
}

/** The same piece by piece, each of whole lines: a probe that has a case begins it. */
export function* programPieces(cases: readonly Case[], options: ProgramOptions): Generator<string> {
  const { timeoutFactor, jobs, user } = options
  yield linesText([
    programLine('option', 'timeout-factor', timeoutFactor),
    programLine('option', 'jobs', jobs),
    ...(user === undefined ? [] : [programLine('option', 'user', user)]),
  ])
  for (const [number, of] of cases.entries()) yield linesText(encodeCase(of, number))
  yield linesText(['go'])
}

function linesText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}

function encodeCase(one: Case, number: number): string[] {
  const varying = (one.repeat ?? 1) > 1 ? new Varying(one) : undefined
  const linesOf = (step: Step, index: number) => [
    programLine(...stepFields(step, index)),
    ...(varying ? varyLines(step, varying) : []),
  ]
  return [
    programLine(
      ...['case', number, one.deadline ?? DEFAULT_DEADLINE, one.alone ? 1 : 0],
      ...[one.repeat ?? 1, one.load ?? 0],
    ),
    ...one.needs.map(need => programLine('need', need)),
    ...withBraces(one.steps, (step, index) => linesOf(step, index).join('\n'), [
      'together',
      'apart',
    ]),
    programLine('over', number),
  ]
}

function stepFields(step: Step, index: number): (string | number)[] {
  const who = step.who.map(name => name || '-').join('|')
  switch (step.kind) {
    case 'act':
      return [
        ...['act', index, who, flagsOf(step), step.count ?? 1, step.call],
        ...[bindsOf(step.wanted), settlesAt(step.wanted, step.settles)],
        ...step.args.map(printValue),
      ]
    case 'end':
      return ['end', index, who, flagsOf(step), step.call, bindsOf(step.wanted)]
    case 'still':
      return ['still', index, who, step.call]
    case 'signal':
      return [step.delivered ? 'signal' : 'nosignal', index, who, step.signal]
    case 'state':
      return ['state', index, who, step.state, step.detail]
  }
}

/** A line only where it says something. */
function varyLines(step: Step, varying: Varying): string[] {
  if (step.kind !== 'act' && step.kind !== 'end') return []
  const places = varying.places(step)
  const isTimed = step.wanted.took !== undefined
  if (places.length === 0 && !isTimed) return []
  return [programLine('vary', places.join(',') || '-', isTimed ? 1 : 0)]
}

function flagsOf({ given, wanted }: { given?: string; wanted: Wanted }): string {
  const waiting = wanted.outcomes.filter(outcome => outcome.kind === 'unfinished').length
  const must = waiting > 0 && waiting === wanted.outcomes.length
  return `${given === undefined ? '' : 'g'}${must ? 'u' : waiting > 0 ? 'm' : ''}` || '-'
}

function settlesAt({ outcomes }: Wanted, settles: boolean): string {
  const [first] = outcomes
  return settles && first?.kind === 'value' ? printValue(first.value) : '-'
}

function bindsOf({ outcomes }: Wanted): string {
  const binds = outcomes.flatMap(outcomeBinds)
  return binds.length === 0 ? '-' : [...new Set(binds)].join(',')
}

/** Names deeper down, or in a set, have no fixed place and are not bound. */
function outcomeBinds(outcome: Outcome): string[] {
  if (outcome.kind === 'unfinished') return []
  const { value } = outcome
  switch (value.kind) {
    case 'list':
      return value.items.flatMap((item, index) => nameBinds(item, `${index}`))
    case 'struct':
      return value.fields.flatMap(field => nameBinds(field.value, field.name))
    default:
      return nameBinds(value)
  }
}

function nameBinds(value: Value, where?: string): string[] {
  if (value.kind !== 'name' || value.group) return []
  const part = value.each ? '*' : where
  return [part === undefined ? value.name : `${value.name}:${part}`]
}

/** A field that could be taken for two would let a suite write lines of its own. */
function programLine(...fields: readonly (string | number)[]): string {
  const texts = fields.map(String)
  const bad = texts.find(text => !/^[ -~]+$/.test(text))
  if (bad !== undefined)
    throw new ImplementationError(
      {
        class: 'harness',
        reason: `cannot send ${JSON.stringify(bad)} to a probe: only printable ASCII goes over the wire`,
      },
      'broken',
    )
  return texts.join('\t')
}
