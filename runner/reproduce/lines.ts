/** The steps of a case as the lines of a function. */
import { eachName } from '../suite/mentions.js'
import { type Act, type Case, FIRST_PROCESS, type Step } from '../suite/suite.js'
import { newNames, perhapsUnbound } from './bindings.js'
import type { Names } from './names.js'
import { Parents, processWord } from './parents.js'
import { laidOut } from './statements.js'
import { bodyOf } from './steps.js'
import { CannotReproduce } from './values.js'

/** What is known while the lines are written. */
interface Writing {
  readonly of: Case
  readonly names: Names
  readonly acts: ReadonlyMap<Step, Act>
  /** Whether there is but one process. */
  readonly alone: boolean
  readonly parents: Parents
  /** Descriptors that need not be there: what names them is then not reached. */
  readonly perhaps: Set<string>
}

/** All steps, the situations first, each under its title. Throws CannotReproduce. */
export function linesOf(
  of: Case,
  names: Names,
  acts: ReadonlyMap<Step, Act>,
  alone: boolean,
): string {
  const writing = { of, names, acts, alone, parents: new Parents(of), perhaps: new Set<string>() }
  const lines = of.steps.flatMap((step, i) => {
    const written = [...titles(of, i), lineOf(step, writing)]
    follow(step, writing)
    return written
  })
  return [...(writing.parents.needsKeeper ? ['\tadopt_orphans();'] : []), ...lines].join('\n')
}

/** What stands above a step where something begins with it. */
function titles(of: Case, i: number): string[] {
  const step = of.steps[i]
  const before = of.steps[i - 1]
  if (!step) return []
  const { given, together } = step
  const lines: string[] = []
  if (given !== undefined && before?.given !== given)
    lines.push(...(i === 0 ? ['\tgiven = true;'] : ['']), `\t/* Given: ${given}. */`)
  if (given === undefined && before?.given !== undefined)
    lines.push('', '\t/* The case itself. */', '\tgiven = false;')
  if (together !== undefined && before?.together !== together)
    lines.push(`\tTOGETHER(${of.steps.filter(other => other.together === together).length});`)
  return lines
}

function follow(step: Step, { names, acts, parents, perhaps }: Writing): void {
  parents.follow(step)
  const act = acts.get(step)
  if (!act) return
  for (const name of perhapsUnbound(step, act)) if (names.isNew(name)) perhaps.add(name)
  for (const name of newNames(step, act)) names.bind(name)
}

function lineOf(step: Step, { names, acts, alone, parents, perhaps }: Writing): string {
  const who = step.who.map(processWord).join(', ')
  const [first = FIRST_PROCESS] = step.who
  if (step.kind === 'signal')
    return `\t${step.delivered ? 'SIGNAL' : 'NO_SIGNAL'}(${who}, ${step.signal});`
  if (step.kind === 'state') {
    const parent = parents.parentOf(first)
    const word = step.state.toUpperCase()
    if (parent === undefined) return `\tORPHAN_${word}(${first}, ${step.detail});`
    return `\t${word}(${parent}, ${first}, ${step.detail});`
  }
  const macro = macroOf(step, alone)
  const head = `${macro}(${macro === 'STEP' ? '' : `${who}, `}${textOf(step)})`
  if (step.kind === 'still') return `\t${head};`
  const act = acts.get(step)
  if (!act) throw new CannotReproduce(`'${step.text}' is the end of no call`)
  const body = bodyOf(step, act, names)
  const lacking = step.kind === 'act' ? namesUsed(step).find(name => perhaps.has(name)) : undefined
  if (lacking === undefined) return laidOut(head, body)
  const condition = `if (${names.naming(lacking)} == -1)`
  return laidOut(head, [{ head: condition, body: ['not_reached();'], otherwise: body }])
}

/** How this step is taken. */
function macroOf(step: Step, alone: boolean): string {
  if (step.kind === 'end') return step.who.length > 1 ? 'ONE_RETURNS' : 'RETURNS'
  if (step.kind === 'still') return step.who.length > 1 ? 'ONE_STILL_WAITS' : 'STILL_WAITS'
  if (alone || step.kind !== 'act') return 'STEP'
  const waits = step.wanted.outcomes.filter(outcome => outcome.kind === 'unfinished').length
  if (waits > 0) return waits === step.wanted.outcomes.length ? 'WAITS' : 'MAY_WAIT'
  if (step.call === 'execvp') return 'BECOMES'
  return step.who[0] === FIRST_PROCESS ? 'STEP' : 'BY'
}

/** The step's text without who takes it. */
function textOf(step: Step): string {
  return step.text.replace(/^[a-z][a-z0-9_]*(?:\|[a-z][a-z0-9_]*)*:\s+/, '')
}

/** Names among the arguments of a call. */
function namesUsed({ args }: Act): string[] {
  const used: string[] = []
  for (const arg of args) eachName(arg, name => used.push(name))
  return used
}

/** The lines without the suite's texts in them, which C never looks at. */
export function withoutTexts(lines: string): string {
  return lines.replace(/^\t([A-Z_]+)\((.*)$/gm, (line, macro: string, rest: string) => {
    if (!stepMacros.includes(macro)) return line
    return `\t${macro}() ${rest.slice(closingAt(rest) + 1)}`
  })
}

const stepMacros =
  'STEP BY WAITS MAY_WAIT BECOMES RETURNS ONE_RETURNS STILL_WAITS ONE_STILL_WAITS'.split(' ')

/** Where the parenthesis closes that was open at the start. */
function closingAt(text: string): number {
  let depth = 1
  for (const found of text.matchAll(/"(?:[^"\\]|\\.)*"|[()]/g)) {
    if (found[0] === '(') depth++
    if (found[0] === ')' && --depth === 0) return found.index
  }
  return text.length
}
