/** What the probe answers, read piece by piece. Nothing in it is trusted: it comes from another machine. */
import {
  type Aliases,
  ImplementationError,
  type Line,
  type Transcript,
  type TroubleClass,
} from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { HELLO, PROTOCOL } from './protocol.js'
import { RoundsReader } from './rounds.js'
import { readLine, whole } from './transcript-line.js'

/** What a probe tells; `left` is for the run as a whole, a case's own stands in its transcript. */
export type Answer =
  | { readonly kind: 'hello' }
  | {
      readonly kind: 'ready'
      readonly identity: Readonly<Record<string, string>>
      readonly settings: Readonly<Record<string, string>>
      readonly aliases: Aliases
    }
  | { readonly kind: 'transcript'; readonly number: number; readonly transcript: Transcript }
  | { readonly kind: 'left'; readonly what: string }
  | { readonly kind: 'done' }

/** Bytes: of a line, of what came before the hello line, of the records of one case. */
const limits = { line: 8 * 2 ** 20, banner: 2 ** 20, record: 64 * 2 ** 20 }
const BANNER_KEPT = 2048
const MOST_FACTS = 256
const MOST_LEFT = 1024
const UNPRINTABLE = /[^\t -~]/

type Stage = 'banner' | 'facts' | 'program' | 'done'

/** The record of one case, while it comes. */
interface PartialTranscript {
  readonly number: number
  readonly of: Case
  readonly lines: Line[]
  readonly rounds: RoundsReader
  readonly unsupported: string[]
  readonly left: string[]
  trouble?: Transcript['trouble']
  size: number
}

export class AnswerReader {
  #stage: Stage = 'banner'
  #pending: Buffer[] = []
  #pendingSize = 0
  #banner = ''
  #bannerSize = 0
  readonly #identity = new Map<string, string>()
  readonly #settings = new Map<string, string>()
  readonly #aliases: string[][] = []
  #cases: readonly Case[] = []
  readonly #told = new Set<number>()
  #record: PartialTranscript | undefined
  #left = 0

  /** `label` is what messages call the host, `nonce` the word the probe was started with. */
  constructor(
    private readonly label: string,
    private readonly nonce: string,
  ) {}

  get stage(): Stage {
    return this.#stage
  }

  /** What came before the hello line, escaped, up to 2 KiB: a banner, or why there is no probe. */
  get banner(): string {
    return visible(this.#banner)
  }

  /** From here on answers are about these cases. */
  expect(cases: readonly Case[]): void {
    this.#cases = cases
  }

  /** Gives what these bytes complete; throws `ImplementationError` at the first that cannot be right. */
  *feed(chunk: Uint8Array): Generator<Answer> {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      let line: Buffer = rest.subarray(0, end)
      if (this.#pendingSize > 0) {
        line = Buffer.concat([...this.#pending, line])
        this.#pending = []
        this.#pendingSize = 0
      }
      rest = rest.subarray(end + 1)
      const answer = this.#line(line)
      if (answer) yield answer
    }
    if (rest.length === 0) return
    this.#pending.push(Buffer.from(rest))
    this.#pendingSize += rest.length
    const limit = this.#stage === 'banner' ? limits.banner : limits.line
    if (this.#pendingSize > limit) throw this.#garbage(`a line of more than ${limit} bytes`)
  }

  /** To be called when nothing more comes: why that is too early, or nothing where all was said. */
  missing(): string | undefined {
    switch (this.#stage) {
      case 'banner':
        this.#keepBanner(Buffer.concat(this.#pending))
        return 'the probe never said hello'
      case 'facts':
        return 'the probe stopped before it was ready'
      case 'program':
        return `the probe stopped after ${this.#told.size - (this.#record ? 1 : 0)} of ${this.#cases.length} cases`
      case 'done':
        return undefined
    }
  }

  /** What this line completes: most complete nothing. */
  #line(bytes: Buffer): Answer | undefined {
    if (bytes.length > limits.line) throw this.#garbage(`a line of more than ${limits.line} bytes`)
    if (this.#stage === 'banner') return this.#bannerLine(bytes)
    const text = bytes.toString('latin1')
    if (UNPRINTABLE.test(text))
      throw this.#garbage('a line with bytes that are not printable', text)
    const [word = '', ...fields] = text.split('\t')
    if (this.#record) {
      this.#record.size += bytes.length
      if (this.#record.size > limits.record)
        throw this.#garbage(`a case of more than ${limits.record} bytes`)
      return this.#recordLine(this.#record, word, fields, text)
    }
    if (this.#stage === 'facts') return this.#factLine(word, fields, text)
    if (this.#stage === 'program') return this.#programLine(word, fields, text)
    throw this.#garbage('more after "done"', text)
  }

  #bannerLine(bytes: Buffer): Answer | undefined {
    const text = bytes.toString('latin1').trimEnd()
    // A banner without newline may stand before it on the line; the nonce tells that it is ours.
    const hello = new RegExp(`${HELLO}\t(\\d{1,9})\t${this.nonce}$`).exec(text)
    if (!hello) {
      this.#keepBanner(bytes)
      if (this.#bannerSize > limits.banner)
        throw this.#trouble('host', `${limits.banner} bytes and no hello: "${this.banner}"`)
      return
    }
    if (Number(hello[1]) !== PROTOCOL)
      throw this.#garbage(`protocol ${hello[1]} where this ptycheck speaks ${PROTOCOL}`)
    this.#stage = 'facts'
    return { kind: 'hello' }
  }

  #keepBanner(bytes: Buffer): void {
    this.#bannerSize += bytes.length + 1
    const room = BANNER_KEPT - this.#banner.length
    if (room > 0) this.#banner += `${bytes.toString('latin1')}\n`.slice(0, room)
  }

  #factLine(word: string, fields: string[], text: string): Answer | undefined {
    const [key = '', value = ''] = fields
    if (word === 'ready' && fields.length === 0) {
      this.#stage = 'program'
      const identity = Object.fromEntries(this.#identity)
      const settings = Object.fromEntries(this.#settings)
      return { kind: 'ready', identity, settings, aliases: this.#aliases }
    }
    if (word === 'alias' && isAlias(fields) && this.#aliases.length < MOST_FACTS) {
      this.#aliases.push(fields)
      return
    }
    const known = word === 'identity' ? this.#identity : this.#settings
    const isFact = (word === 'identity' || word === 'setting') && fields.length === 2
    if (!isFact || !/^[a-z][a-z0-9._-]{0,63}$/.test(key) || value.length > 1024)
      throw this.#garbage('a line that is no fact about the host', text)
    if (known.size >= MOST_FACTS)
      throw this.#garbage(`more than ${MOST_FACTS} facts about the host`)
    known.set(key, value)
    return
  }

  #programLine(word: string, fields: string[], text: string): Answer | undefined {
    const [field = ''] = fields
    if (word === 'case' && fields.length === 1) {
      const number = whole(field)
      const of = number === undefined ? undefined : this.#cases[number]
      if (number === undefined || !of || this.#told.has(number))
        throw this.#garbage('a case that was not asked for', text)
      this.#told.add(number)
      const rounds = new RoundsReader(of.repeat ?? 1)
      this.#record = { number, of, lines: [], rounds, unsupported: [], left: [], size: 0 }
      return
    }
    if (word === 'left' && fields.length === 1) {
      if (++this.#left > MOST_LEFT) throw this.#garbage(`more than ${MOST_LEFT} things left over`)
      return { kind: 'left', what: field }
    }
    if (word === 'done' && fields.length === 0) {
      if (this.#told.size < this.#cases.length)
        throw this.#garbage(`"done" after ${this.#told.size} of ${this.#cases.length} cases`)
      this.#stage = 'done'
      return { kind: 'done' }
    }
    throw this.#garbage('a line that says nothing', text)
  }

  #recordLine(
    record: PartialTranscript,
    word: string,
    fields: string[],
    text: string,
  ): Answer | undefined {
    const [first = '', reason = ''] = fields
    switch (fields.length === 1 || longWords.includes(word) ? word : '') {
      case 'line': {
        const lines = record.rounds.lines ?? record.lines
        lines.push(readLine(fields, record.of) ?? this.#refuse(text))
        return
      }
      case 'rounds':
        if (!record.rounds.begin(fields)) this.#refuse(text)
        return
      case 'round':
        if (!record.rounds.next(fields)) this.#refuse(text)
        return
      case 'unsupported':
        record.unsupported.push(first)
        return
      case 'left':
        record.left.push(first)
        return
      case 'trouble':
        if (fields.length !== 2 || !/^(case|harness|host)$/.test(first)) this.#refuse(text)
        record.trouble ??= { class: first as TroubleClass, reason }
        return
      case 'over':
        if (whole(first) !== record.number || !record.rounds.addsUp) this.#refuse(text)
        this.#record = undefined
        return { kind: 'transcript', number: record.number, transcript: transcriptOf(record) }
      default:
        this.#refuse(text)
    }
  }

  #refuse(text: string): never {
    throw this.#garbage('a line that does not belong to a transcript', text)
  }

  #garbage(what: string, text?: string): ImplementationError {
    const shown = text === undefined ? '' : `: "${visible(text.slice(0, 200))}"`
    return this.#trouble('harness', `the probe sent ${what}${shown}`)
  }

  #trouble(where: TroubleClass, reason: string): ImplementationError {
    return new ImplementationError({ class: where, reason: `${this.label}: ${reason}` }, 'broken')
  }
}

/** Words of a record that have more than one field. */
const longWords = ['line', 'rounds', 'round', 'trouble']

function isAlias(names: readonly string[]): boolean {
  return names.length > 1 && names.every(name => /^[A-Z][A-Z0-9_]{0,31}$/.test(name))
}

function transcriptOf(record: PartialTranscript): Transcript {
  const { of, lines, unsupported, trouble, left } = record
  const { rounds } = record.rounds
  return {
    case: of.id,
    digest: of.digest,
    lines,
    ...(rounds && { rounds }),
    ...(unsupported.length > 0 && { unsupported }),
    ...(trouble && { trouble }),
    ...(left.length > 0 && { left }),
  }
}

/** Text from a host for a message: control and other bytes as escapes, so it can do nothing to a terminal. */
export function visible(text: string): string {
  return text.trimEnd().replace(/[^ -~]/g, character => {
    if (character === '\n') return '\\n'
    if (character === '\t') return '\\t'
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}
