/**
 * Text of a suite -> suite, or all mistakes at once. A line that cannot be understood is reported and passed over;
 * what a case means as a whole (names, processes, open calls) is `check.ts`'s to judge.
 */
import { checkCase, type Finding } from './check.js'
import { Cursor } from './cursor.js'
import { Draft } from './draft.js'
import { keyLine, splitComment } from './line.js'
import { didYouMean, type Mistake, Slip } from './mistake.js'
import { readStep } from './step.js'
import type { Case, Place, Suite } from './suite.js'
import { toCase } from './to-case.js'

export interface Reading {
  /** What could be read; cases with mistakes are left out. */
  readonly suite: Suite
  readonly mistakes: readonly Mistake[]
}

/** Longer lines mean nothing that a person wrote, and hostile text must not keep the reader busy. */
const LONGEST_LINE = 4096

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
  private readonly isGivenSuite: boolean

  constructor(
    text: string,
    private readonly file: string,
    private readonly given: Suite | undefined,
  ) {
    this.lines = text.split(/\r?\n/)
    this.isGivenSuite = topicOf(file) === 'given'
  }

  read(): Reading {
    for (const [index, line] of this.lines.entries()) {
      try {
        this.readLine(line, index + 1)
      } catch (error) {
        if (!(error instanceof Slip)) throw error
        this.report(index + 1, error.at, error.message)
        this.drafts.at(-1)?.addUnread(line.slice(0, LONGEST_LINE))
      }
    }
    this.endBraces()
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
      this.readStep(draft, line, number)
      return
    }
    const { key, value, at } = found
    if (key === 'case') this.startCase(value, at, number)
    else if (!draft) this.readTitle(key, value)
    else draft.addKey(key, { value, at, line: number })
  }

  private readTitle(key: string, value: string): void {
    if (key !== 'title')
      throw new Slip(0, `unknown word '${key}'${didYouMean(key, ['title', 'case'])}`)
    if (this.title !== '') throw new Slip(0, 'the suite has a title already')
    if (value === '') throw new Slip(key.length, 'the title is empty')
    this.title = value
  }

  private startCase(name: string, at: number, line: number): void {
    this.endBraces()
    const twin = this.drafts.find(other => other.name === name)
    this.drafts.push(new Draft(name, line, at + 1))
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
      throw new Slip(at, 'a case is named by its claim in lower-case words joined by hyphens')
    if (twin) throw new Slip(at, `case '${name}' stands in line ${twin.line} already`)
  }

  private readStep(draft: Draft, code: string, line: number): void {
    const [, blanks = '', brace, more = ''] = /^(\s*)([{}])\s*(.*?)\s*$/.exec(code) ?? []
    const at = blanks.length
    if (brace === '{' && !more.endsWith('}')) draft.open({ line, at })
    if (brace === '}') draft.close(at)
    if (brace !== undefined && more !== '') {
      draft.isBroken = true
      throw new Slip(at, 'braces stand alone on their lines')
    }
    if (brace === undefined) draft.addStep(readStep(new Cursor(code), { file: this.file, line }))
  }

  /** Braces end with their case. */
  private endBraces(): void {
    const draft = this.drafts.at(-1)
    const open = draft?.unclosed
    if (!draft || !open) return
    this.report(open.line, open.at, "'{' is never closed")
    draft.isBroken = true
  }

  private finish(): Case[] {
    const cases: Case[] = []
    for (const draft of this.drafts) {
      const before = this.mistakes.length
      const { given, file, isGivenSuite } = this
      const found = toCase(draft, {
        ...{ file, given, topic: topicOf(file), isSituation: isGivenSuite },
        report: (line, at, message) => this.report(line, at, message),
      })
      const isWhole = !draft.isBroken && this.mistakes.length === before
      const isComplete = found.givens.every(name => found.steps.some(step => step.given === name))
      const unknown = isGivenSuite || !isComplete ? 'all' : draft.unread
      this.reportFindings(draft, checkCase(found, { isSituation: isGivenSuite, unknown }))
      if (isWhole && this.mistakes.length === before) cases.push(found)
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
}

/** `suites/linux/devpts.pty` -> `linux/devpts`; a file that lies elsewhere -> its base name. */
export function topicOf(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/\.pty$/, '')
  const below = /(?:^|\/)suites\/(.+)$/.exec(path)
  return below?.[1] ?? path.slice(path.lastIndexOf('/') + 1)
}
