/** The steps of a case as the lines of a function. */

import { eachName } from '../suite/mentions.js'
import { type Act, type Case, FIRST_PROCESS, type Step } from '../suite/suite.js'
import { processesOf } from './cast.js'
import type { Names } from './names.js'
import { bodyOf, newNames, perhapsUnbound, processWord, type Scene, textOf } from './steps.js'
import { CannotReproduce } from './values.js'

/** Beyond this column C goes on in the next line. */
const WIDTH = 120

/** Columns of the steps' texts: what C does stands behind. */
const TEXT = 56

type Acts = ReadonlyMap<Step, Act>

/** All steps, the situations first, each under its title. */
export function linesOf(of: Case, names: Names, acts: Acts, alone: boolean): string {
  const cast = new Cast(of)
  const lines: string[] = []
  for (const [i, step] of of.steps.entries()) {
    const before = of.steps[i - 1]
    const { given } = step
    if (given !== undefined && before?.given !== given) {
      if (i === 0) lines.push('\tgiven = true;')
      lines.push(`${i === 0 ? '' : '\n'}\t/* Given: ${given}. */`)
    }
    if (given === undefined && before?.given !== undefined)
      lines.push('', '\t/* The case itself. */', '\tgiven = false;')
    if (step.together !== undefined && before?.together !== step.together)
      lines.push(
        `\tTOGETHER(${of.steps.filter(other => other.together === step.together).length});`,
      )
    lines.push(lineOf(step, names, acts.get(step), cast, alone))
    cast.follow(step)
    const act = acts.get(step)
    if (!act) continue
    for (const name of perhapsUnbound(step, act)) if (names.isNew(name)) cast.perhaps.add(name)
    for (const name of newNames(step, act)) names.bind(name)
  }
  return [...(cast.needsKeeper ? ['\tadopt_orphans();'] : []), ...lines].join('\n')
}

function lineOf(
  step: Step,
  names: Names,
  act: Act | undefined,
  cast: Cast,
  alone: boolean,
): string {
  const who = step.who.map(processWord).join(', ')
  const [first = FIRST_PROCESS] = step.who
  if (step.kind === 'signal')
    return `\t${step.delivered ? 'SIGNAL' : 'NO_SIGNAL'}(${who}, ${step.signal});`
  if (step.kind === 'state') {
    const parent = cast.parentOf(first)
    const word = step.state.toUpperCase()
    if (parent === undefined) return `\tORPHAN_${word}(${first}, ${step.detail});`
    return `\t${word}(${parent}, ${first}, ${step.detail});`
  }
  const macro = macroOf(step, alone)
  const text = macro === 'STEP' ? textOf(step) : `${who}, ${textOf(step)}`
  if (step.kind === 'still') return `\t${macro}(${text});`
  if (!act) throw new CannotReproduce(`'${step.text}' is the end of no call`)
  const scene: Scene = {
    naming: names.naming,
    isNew: names.isNew,
    typeOf: names.typeOf,
    isText: names.isText,
    isShared: names.isShared,
  }
  const body = bodyOf(step, act, scene)
  const lacking =
    step.kind === 'act' ? namesUsed(step).find(name => cast.perhaps.has(name)) : undefined
  return laidOut(
    `\t${macro}(${text})`,
    lacking === undefined ? body : `WITH(${names.naming(lacking)}, ${body})`,
  )
}

/** The lines without the suite's texts in them, which C never looks at. */
export function withoutTexts(lines: string): string {
  return lines.replace(/^\t([A-Z_]+)\((.*)$/gm, (line, macro: string, rest: string) => {
    if (!stepMacros.includes(macro)) return line
    return `\t${macro}() ${rest.slice(closingAt(rest) + 1)}`
  })
}

const stepMacros = 'STEP BY WAITS MAY_WAIT BECOMES RETURNS EITHER_RETURNS STILL EITHER_STILL'.split(
  ' ',
)

/** Where the parenthesis closes that was open at the start. */
function closingAt(text: string): number {
  let depth = 1
  for (const found of text.matchAll(/"(?:[^"\\]|\\.)*"|[()]/g)) {
    if (found[0] === '(') depth++
    if (found[0] === ')' && --depth === 0) return found.index
  }
  return text.length
}

/** Names among the arguments of a call. */
function namesUsed({ args }: Act): string[] {
  const used: string[] = []
  for (const arg of args) eachName(arg, name => used.push(name))
  return used
}

/** A statement with braces of its own is no line's end. */
function laidOut(head: string, body: string): string {
  if (body.startsWith('{')) return `${head} ${body}`
  const columns = head.length + 7
  const gap = ' '.repeat(Math.max(2, TEXT - columns))
  const line = `${head}${gap}${body};`
  return line.length + 7 <= WIDTH ? line : `${head}\n\t\t${wrapped(body)};`
}

/** Joined by commas at the outer level, as many in a line as fit. */
function wrapped(body: string): string {
  const parts = outerParts(body)
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + part.length + 2 < WIDTH - 16)
      lines[lines.length - 1] = `${last}, ${part}`
    else lines.push(part)
  }
  return lines.join(',\n\t\t')
}

/** The parts of a comma expression. */
function outerParts(body: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const found of body.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[(){}]|, /g)) {
    const [token] = found
    if (token === '(' || token === '{') depth++
    else if (token === ')' || token === '}') depth--
    else if (token === ', ' && depth === 0) {
      parts.push(body.slice(start, found.index))
      start = found.index + 2
    }
  }
  return [...parts, body.slice(start)]
}

/** How this step is taken. */
function macroOf(step: Step, alone: boolean): string {
  if (step.kind === 'end') return step.who.length > 1 ? 'EITHER_RETURNS' : 'RETURNS'
  if (step.kind === 'still') return step.who.length > 1 ? 'EITHER_STILL' : 'STILL'
  if (alone || step.kind !== 'act') return 'STEP'
  const waits = step.wanted.outcomes.filter(outcome => outcome.kind === 'unfinished').length
  if (waits > 0) return waits === step.wanted.outcomes.length ? 'WAITS' : 'MAY_WAIT'
  if (step.call === 'execvp') return 'BECOMES'
  return step.who[0] === FIRST_PROCESS ? 'STEP' : 'BY'
}

/** Who is whose parent, and who can still tell what has become of a child. */
class Cast {
  private readonly parents: ReadonlyMap<string, string>
  private readonly busy = new Set<string>()
  private readonly gone = new Set<string>()
  /** Descriptors that need not be there: what names them is then not reached. */
  readonly perhaps = new Set<string>()
  /** Whether some orphan is told of. */
  needsKeeper = false

  constructor(of: Case) {
    this.parents = processesOf(of)
  }

  follow(step: Step): void {
    const [who = FIRST_PROCESS] = step.who
    const waits =
      step.kind === 'act' && step.wanted.outcomes.some(outcome => outcome.kind === 'unfinished')
    const ends =
      (step.kind === 'act' && step.call === '_exit') ||
      (step.kind === 'state' && step.state !== 'stopped')
    if (ends) this.gone.add(who)
    if (ends || waits || (step.kind === 'act' && step.call === 'execvp')) this.busy.add(who)
    if (step.kind === 'end') this.busy.delete(who)
  }

  /** The parent where it can tell what has become of a process; else only the keeper can. */
  parentOf(who: string): string | undefined {
    const parent = this.parents.get(who)
    if (who === FIRST_PROCESS || parent === undefined)
      throw new CannotReproduce('nobody could tell what has become of its first process')
    if (!this.busy.has(parent)) return processWord(parent)
    if (!this.gone.has(parent))
      throw new CannotReproduce(`the parent of '${who}' is in a call and cannot tell of it`)
    this.needsKeeper = true
    return undefined
  }
}
