/**
 * The lines of a packed suite by what they are about. It says, before and after what the probe does:
 *
 *   packed  1  VERSION  PROBE  COUNT      the notation's edition, ptycheck's version, the digest of the probe's source
 *   asks    N  ID                         for each case
 *   ...                                   the probe's hello and facts
 *   plays   N  ID  DIGEST  PROGRAM        before each record: the digests of the case and of what it asks a host for
 *   ...                                   the record, and all others; what is left; done
 *   ...                                   the hello and facts once more
 *   end     STATUS  [REASON]              0: played to its end
 */
import type { LogItem } from './packed-log.js'
import { HELLO } from './protocol.js'
import { whole } from './transcript-line.js'

/** The edition that is read here. */
export const EDITION = 1

const MOST_CASES = 100_000
const MOST_LEFT = 1024

type Gap = Extract<LogItem, { kind: 'gap' }>

/** What came of one case. */
export interface PackedRecord {
  id?: string
  digest?: string
  program?: string
  /** From `case` to `over`; nothing where a line between is missing. */
  lines?: readonly string[]
  /** What is missing where its lines should be. */
  gap?: Gap
}

export class PackedRecords {
  readonly cases = new Map<number, PackedRecord>()
  /** What was there when all was over. */
  readonly left: string[] = []
  readonly gaps: Gap[] = []
  /** The first line; nothing where that did not come. */
  head: { readonly edition: number; readonly probe: string; readonly count: number } | undefined
  end: { readonly status: number; readonly reason: string } | undefined
  /** The probe's hello and facts, each once. */
  readonly facts = new Set<string>()
  /** Whether nothing is missing from one of the two times that facts were told. */
  identified = false

  #record: { readonly number: number; readonly lines: string[] } | undefined
  #factsLack = true
  /** The gap behind which no line has told yet where it led to. */
  #lost: Gap | undefined

  constructor(items: readonly LogItem[]) {
    for (const item of items) {
      if (item.kind === 'gap') this.#gap(item)
      else if (this.#record) this.#recordLine(this.#record, item.text)
      else this.#line(item.text)
    }
  }

  #of(number: number): PackedRecord {
    const found = this.cases.get(number) ?? {}
    this.cases.set(number, found)
    return found
  }

  #gap(gap: Gap): void {
    this.gaps.push(gap)
    this.#factsLack = true
    this.#lost = gap
    if (this.#record) this.#of(this.#record.number).gap ??= gap
    this.#record = undefined
  }

  #recordLine({ number, lines }: { number: number; lines: string[] }, text: string): void {
    lines.push(text)
    if (!text.startsWith('over\t')) return
    this.#of(number).lines ??= lines
    this.#record = undefined
  }

  #line(text: string): void {
    const [word = '', first = '', second = '', ...rest] = text.split('\t')
    const number = whole(first)
    const lost = this.#lost
    if (landmarks.includes(word)) this.#lost = undefined
    if (word === HELLO) this.#factsLack = false
    if (facts.includes(word)) this.facts.add(text)
    if (word === 'ready') this.identified ||= !this.#factsLack
    if (word === 'left' && this.left.length < MOST_LEFT) this.left.push(first)
    if (number === undefined || number >= MOST_CASES) return
    if (word === 'packed')
      this.head ??= { edition: number, probe: rest[0] ?? '', count: whole(rest[1] ?? '') ?? 0 }
    if (word === 'end') this.end ??= { status: number, reason: second }
    if (word === 'asks') this.#of(number).id ??= second
    if (word === 'plays') {
      const [digest = '', program = ''] = rest
      Object.assign(this.#of(number), { id: second, digest, program })
    }
    if (word === 'case') this.#record = { number, lines: [text] }
    // It began behind the gap, or its first line lies in it.
    if ((word === 'case' || word === 'over') && lost) this.#of(number).gap ??= lost
  }
}

const facts = [HELLO, 'identity', 'setting', 'alias', 'ready']

/** Words that say where we are; others may belong to a record whose head is missing. */
const landmarks = [...facts, 'packed', 'asks', 'plays', 'case', 'over', 'done', 'end']
