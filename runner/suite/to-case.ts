/** A case's lines -> the case, with what its keys say wrongly reported. */
import { digestOf } from './digest.js'
import type { Draft, Key } from './draft.js'
import { limits } from './limits.js'
import { didYouMean } from './mistake.js'
import { isNeed, needWords } from './needs.js'
import { type Case, type Level, risks, type Step, type Suite } from './suite.js'

export interface CaseContext {
  readonly file: string
  /** `linux/devpts`, of which the ids are made. */
  readonly topic: string
  /** The situations; none for a suite of situations itself. */
  readonly given: Suite | undefined
  readonly isSituation: boolean
  report(line: number, at: number, message: string): void
}

/** What the draft says; where that is a mistake, it is reported and the usual stands in its place. */
export function toCase(draft: Draft, context: CaseContext): Case {
  const { report, isSituation, file, topic } = context
  const words = (key: string) => draft.values(key).flatMap(wordsOf)
  const texts = (key: string) => draft.values(key).map(({ value }) => value)
  const lacks = (key: string) => !draft.has(key) && !draft.meant.has(key)
  const reportHead = (message: string) => report(draft.line, draft.column - 1, message)
  if (lacks('title')) reportHead('the case has no title')
  if (lacks('cite') && !isSituation)
    reportHead("the case has no cite; where no text speaks of it, say 'cite   none'")
  if (lacks('level') && !isSituation)
    reportHead("the case has no level: 'shall', 'should' or 'open'")
  if (draft.steps.length === 0 && !draft.isBroken) reportHead('the case has no steps')
  const situations = situationsOf(draft, context)
  const known = <T extends string>(entries: readonly Key[], all: readonly T[], what: string) =>
    entries.flatMap(({ value, line, at }) => {
      const found = all.find(word => word === value)
      if (found === undefined) report(line, at, `${what} '${value}', expected ${listed(all)}`)
      return found === undefined ? [] : [found]
    })
  const number = (key: string, least: number, most: number, what: string) => {
    const [entry] = draft.values(key)
    if (!entry) return undefined
    const value = /^\d{1,6}$/.test(entry.value) ? Number(entry.value) : Number.NaN
    if (value >= least && value <= most) return value
    report(entry.line, entry.at, `${what} from ${least} to ${most}`)
    return undefined
  }
  for (const { value, line, at } of words('needs'))
    if (!isNeed(value)) report(line, at, `unknown need '${value}'${didYouMean(value, needWords)}`)
  const levels: readonly Level[] = ['shall', 'should', 'open']
  const [level = 'open'] = known(draft.values('level'), levels, 'level')
  const [replaces] = texts('replaces')
  const optional = {
    repeat: number('repeat', 1, limits.rounds, 'repeat takes a number of rounds'),
    load: number('load', 0, limits.load, 'load takes a number of busy processes per processor,'),
    deadline: number('deadline', 1, 600, 'a deadline is a whole number of seconds'),
    replaces,
  }
  const steps = stepsOf(situations, draft.steps)
  if (steps.length > limits.steps)
    reportHead(`a case has at most ${limits.steps} steps, its situations' included`)
  const without = {
    id: `${topic}/${draft.name}`,
    title: texts('title')[0] ?? '',
    cites: texts('cite').filter(cite => cite !== 'none'),
    level,
    needs: unique([
      ...situations.flatMap(({ needs }) => needs),
      ...words('needs').map(({ value }) => value),
    ]),
    givens: words('given').map(({ value }) => value),
    alone: draft.has('alone'),
    risks: unique(known(words('risk'), risks, 'risk')),
    covers: words('covers').map(({ value }) => value),
    tags: words('tags').map(({ value }) => value),
    steps,
    place: { file, line: draft.line, column: draft.column },
    ...withoutAbsent(optional),
  }
  return { ...without, digest: digestOf(without) }
}

function situationsOf(draft: Draft, { given, report }: CaseContext): Case[] {
  const known = given?.cases ?? []
  const before = new Set<string>()
  return draft.values('given').flatMap(entry =>
    wordsOf(entry).flatMap(({ value, line, at }) => {
      if (before.has(value)) {
        report(line, at, `situation '${value}' is given already`)
        return []
      }
      before.add(value)
      const found = known.find(({ id }) => situationName(id) === value)
      if (found) return [found]
      const names = known.map(({ id }) => situationName(id))
      report(line, at, `no situation '${value}' in given.pty${didYouMean(value, names)}`)
      return []
    }),
  )
}

/** The situations' steps first; braces are counted through the whole case. */
function stepsOf(situations: readonly Case[], own: readonly Step[]): Step[] {
  const steps: Step[] = []
  const parts = [
    ...situations.map(({ id, steps }) =>
      steps.map(step => ({ given: situationName(id), ...step })),
    ),
    own,
  ]
  for (const part of parts) {
    const before = 1 + Math.max(-1, ...steps.map(({ together = -1 }) => together))
    for (const step of part)
      steps.push(step.together === undefined ? step : { ...step, together: before + step.together })
  }
  return steps
}

function situationName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}

function wordsOf({ value, at, line }: Key): Key[] {
  return [...value.matchAll(/\S+/g)].map(word => ({ value: word[0], at: at + word.index, line }))
}

/** `a, b or c` */
function listed(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/, ' or $1')
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function withoutAbsent<T extends object>(of: T): Present<T> {
  return Object.fromEntries(
    Object.entries(of).filter(([, value]) => value !== undefined),
  ) as Present<T>
}

function unique<T>(words: readonly T[]): T[] {
  return [...new Set(words)]
}
