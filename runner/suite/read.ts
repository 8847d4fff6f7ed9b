/**
 * Text of a suite -> suite, or all mistakes at once. A line that cannot be understood is reported and passed over;
 * what a case means as a whole (names, processes, open calls) is `check.ts`'s to judge.
 */
import { checkCase, type Finding } from './check.js'
import { digestOf } from './digest.js'
import { keyLine, splitComment } from './line.js'
import { didYouMean, type Mistake, nearest, Slip } from './mistake.js'
import { Cursor } from './scan.js'
import { readStep } from './step.js'
import type { Case, Level, Place, Step, Suite } from './suite.js'

export interface Reading {
  /** What could be read; cases with mistakes are left out. */
  readonly suite: Suite
  readonly mistakes: readonly Mistake[]
}

/** The keys of a case, and whether each may stand more than once. */
const keys: Readonly<Record<string, 'once' | 'many'>> = {
  title: 'once',
  cite: 'many',
  level: 'once',
  needs: 'many',
  given: 'many',
  alone: 'once',
  deadline: 'once',
  covers: 'many',
  replaces: 'once',
  tags: 'many',
}

/** Keys of the language that no implementation plays yet. */
const laterKeys = ['repeat', 'load', 'risk']

/** Longer lines mean nothing that a person wrote, and hostile text must not keep the reader busy. */
const LONGEST_LINE = 4096

interface Key {
  readonly value: string
  readonly at: number
  readonly line: number
}

/** A case as its lines are gathered. */
interface Draft {
  readonly name: string
  readonly line: number
  readonly column: number
  readonly keys: Map<string, Key[]>
  /** Keys that an unknown one was probably meant to be: that they are missing is no second mistake. */
  readonly meant: Set<string>
  readonly steps: Step[]
  broken: boolean
}

/**
 * Reads one suite. `given` is the suite of situations (`given.pty`); without it, or for that suite itself, a case
 * of a situation needs no cite or level and may leave names unused.
 */
export function readSuite(text: string, file: string, given?: Suite): Reading {
  return new Reader(text, file, given).read()
}

class Reader {
  private readonly mistakes: Mistake[] = []
  private readonly lines: readonly string[]
  private title = ''
  private readonly drafts: Draft[] = []

  constructor(
    text: string,
    private readonly file: string,
    private readonly given: Suite | undefined,
  ) {
    this.lines = text.split(/\r?\n/)
  }

  read(): Reading {
    for (const [index, line] of this.lines.entries()) {
      try {
        this.readLine(line, index + 1)
      } catch (error) {
        if (!(error instanceof Slip)) throw error
        this.report(index + 1, error.at, error.message)
        const draft = this.drafts.at(-1)
        if (draft) draft.broken = true
      }
    }
    if (this.title === '' && this.mistakes.length === 0)
      this.report(1, 0, "a suite starts with its title: 'title  What the cases are about'")
    const cases = this.finish()
    if (this.drafts.length === 0 && this.mistakes.length === 0)
      this.report(this.lines.length, 0, "no case here; a case starts with 'case NAME'")
    const byPlace = (a: Mistake, b: Mistake) =>
      a.place.line - b.place.line || a.place.column - b.place.column
    return {
      suite: { file: this.file, title: this.title, cases },
      mistakes: this.mistakes.sort(byPlace),
    }
  }

  private report(line: number, at: number, message: string): void {
    const place = { file: this.file, line, column: at + 1 }
    const shown = (this.lines[line - 1] ?? '').slice(0, LONGEST_LINE)
    this.mistakes.push({ place, message, line: shown })
  }

  private readLine(whole: string, number: number): void {
    if (whole.length > LONGEST_LINE)
      throw new Slip(0, `a line has at most ${LONGEST_LINE} characters`)
    const line = splitComment(whole).code
    if (line.trim() === '') return
    const odd = /[^\t\x20-\x7e\u00a0-\u{10ffff}]|\ufffd/u.exec(line)
    if (odd) throw new Slip(odd.index, 'a suite is UTF-8 text without control characters')
    const draft = this.drafts.at(-1)
    const found = keyLine(line)
    if (!found) {
      if (!draft) throw new Slip(0, "expected 'title' or 'case' before the first step")
      this.addStep(draft, line, number)
      return
    }
    const { key, value, at } = found
    if (key === 'case') this.startCase(value, at, number)
    else if (!draft) this.readTitle(key, value)
    else this.addKey(draft, key, { value, at, line: number })
  }

  private readTitle(key: string, value: string): void {
    if (key !== 'title')
      throw new Slip(0, `unknown word '${key}'${didYouMean(key, ['title', 'case'])}`)
    if (this.title !== '') throw new Slip(0, 'the suite has a title already')
    if (value === '') throw new Slip(key.length, 'the title is empty')
    this.title = value
  }

  private startCase(name: string, at: number, line: number): void {
    const draft: Draft = {
      name,
      line,
      column: at + 1,
      keys: new Map(),
      meant: new Set(),
      steps: [],
      broken: false,
    }
    const twin = this.drafts.find(other => other.name === name)
    this.drafts.push(draft)
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
      throw new Slip(at, 'a case is named by its claim in lower-case words joined by hyphens')
    if (twin) throw new Slip(at, `case '${name}' stands in line ${twin.line} already`)
  }

  private addKey(draft: Draft, key: string, entry: Key): void {
    if (laterKeys.includes(key)) throw new Slip(0, `key '${key}' is not played yet`)
    const times = keys[key]
    if (times === undefined) {
      const known = [...Object.keys(keys), 'case']
      draft.meant.add(nearest(key, known) ?? '')
      throw new Slip(0, `unknown key '${key}'${didYouMean(key, known)}`)
    }
    if (draft.steps.length > 0)
      throw new Slip(0, `'${key}' stands after the first step; keys come first`)
    const before = draft.keys.get(key) ?? []
    if (times === 'once' && before.length > 0)
      throw new Slip(0, `'${key}' stands in line ${before[0]?.line} already`)
    if (entry.value === '' && key !== 'alone') throw new Slip(key.length, `'${key}' needs a value`)
    if (entry.value !== '' && key === 'alone') throw new Slip(entry.at, "'alone' takes no value")
    draft.keys.set(key, [...before, entry])
  }

  private addStep(draft: Draft, line: string, number: number): void {
    draft.steps.push(readStep(new Cursor(line), { file: this.file, line: number }))
  }

  private finish(): Case[] {
    const cases: Case[] = []
    for (const draft of this.drafts) {
      const before = this.mistakes.length
      const found = this.toCase(draft)
      if (!draft.broken && this.mistakes.length === before) {
        this.reportFindings(draft, checkCase(found, this.isGivenSuite()))
        if (this.mistakes.length === before) cases.push(found)
      }
    }
    return cases
  }

  /** The same finding again in one line is about the next place where its word stands, if there is one. */
  private reportFindings(draft: Draft, findings: readonly Finding[]): void {
    const times = new Map<string, number>()
    for (const { place, message, word } of findings) {
      const key = `${place.file}:${place.line}: ${message}`
      const before = times.get(key) ?? 0
      times.set(key, before + 1)
      if (place.file !== this.file) {
        if (before === 0) this.report(draft.line, draft.column - 1, key)
        continue
      }
      const found = this.offsetsOf(place, word)
      const at = before === 0 ? (found[0] ?? place.column - 1) : found[before]
      if (at !== undefined) this.report(place.line, at, message)
    }
  }

  /** Where a word stands in its line, from the step's start on. */
  private offsetsOf(place: Place, word = ''): number[] {
    if (word === '') return []
    const start = place.column - 1
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const whole = new RegExp(`(?<![A-Za-z0-9_])${escaped}(?![A-Za-z0-9_])`, 'g')
    const rest = splitComment(this.lines[place.line - 1] ?? '').code.slice(start)
    return [...rest.matchAll(whole)].map(found => start + found.index)
  }

  private isGivenSuite(): boolean {
    return topicOf(this.file) === 'given'
  }

  private toCase(draft: Draft): Case {
    const words = (key: string) =>
      (draft.keys.get(key) ?? []).flatMap(({ value, at, line }) =>
        [...value.matchAll(/\S+/g)].map(word => ({ word: word[0], at: at + word.index, line })),
      )
    const texts = (key: string) => (draft.keys.get(key) ?? []).map(entry => entry.value)
    const situations = words('given').flatMap(({ word, at, line }) => {
      const found = this.situation(word)
      if (!found) {
        const known = this.situations().map(({ id }) => situationName(id))
        this.report(line, at, `no situation '${word}' in given.pty${didYouMean(word, known)}`)
      }
      return found ? [found] : []
    })
    const level = this.levelOf(draft)
    const lacks = (key: string) => !draft.keys.has(key) && !draft.meant.has(key)
    if (lacks('title')) this.report(draft.line, draft.column - 1, 'the case has no title')
    if (lacks('cite') && !this.isGivenSuite())
      this.report(
        draft.line,
        draft.column - 1,
        "the case has no cite; where no text speaks of it, say 'cite   none'",
      )
    if (draft.steps.length === 0 && !draft.broken)
      this.report(draft.line, draft.column - 1, 'the case has no steps')
    const deadline = this.deadlineOf(draft)
    const replaces = texts('replaces')[0]
    const given = situations.flatMap(situation =>
      situation.steps.map(step => ({ given: situationName(situation.id), ...step })),
    )
    const without = {
      id: `${topicOf(this.file)}/${draft.name}`,
      title: texts('title')[0] ?? '',
      cites: texts('cite').filter(cite => cite !== 'none'),
      level,
      needs: unique([
        ...situations.flatMap(situation => situation.needs),
        ...words('needs').map(({ word }) => word),
      ]),
      givens: words('given').map(({ word }) => word),
      alone: draft.keys.has('alone'),
      ...(deadline === undefined ? {} : { deadline }),
      covers: words('covers').map(({ word }) => word),
      ...(replaces === undefined ? {} : { replaces }),
      tags: words('tags').map(({ word }) => word),
      steps: [...given, ...draft.steps],
      place: { file: this.file, line: draft.line, column: draft.column },
    }
    return { ...without, digest: digestOf(without) }
  }

  private situations(): readonly Case[] {
    return this.given?.cases ?? []
  }

  private situation(word: string): Case | undefined {
    return this.situations().find(({ id }) => situationName(id) === word)
  }

  private levelOf(draft: Draft): Level {
    const entry = draft.keys.get('level')?.[0]
    if (!entry) {
      if (!this.isGivenSuite() && !draft.meant.has('level'))
        this.report(
          draft.line,
          draft.column - 1,
          "the case has no level: 'shall', 'should' or 'open'",
        )
      return 'open'
    }
    const levels = ['shall', 'should', 'open'] as const
    const found = levels.find(level => level === entry.value)
    if (!found)
      this.report(entry.line, entry.at, `level '${entry.value}', expected shall, should or open`)
    return found ?? 'open'
  }

  private deadlineOf(draft: Draft): number | undefined {
    const entry = draft.keys.get('deadline')?.[0]
    if (!entry) return undefined
    const seconds = Number(entry.value)
    if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 600) return seconds
    this.report(entry.line, entry.at, 'a deadline is a whole number of seconds from 1 to 600')
    return undefined
  }
}

/** `suites/linux/devpts.pty` -> `linux/devpts`; a file that lies elsewhere -> its base name. */
export function topicOf(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/\.pty$/, '')
  const below = /(?:^|\/)suites\/(.+)$/.exec(path)
  return below?.[1] ?? path.slice(path.lastIndexOf('/') + 1)
}

function situationName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)]
}
