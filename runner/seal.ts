/** What shows that evidence was not altered since it was written: SHA-256 over JSON in one order of keys. */
import { hash } from 'node:crypto'

/** The same text for the same value, however its keys are ordered; keys without value count as not there. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  let text = ''
  // A loop, for this is done with every line of a run.
  if (Array.isArray(value)) {
    for (const part of value) text += `${text && ','}${canonical(part)}`
    return `[${text}]`
  }
  for (const key of Object.keys(value).sort()) {
    const part: unknown = value[key as keyof typeof value]
    if (part !== undefined) text += `${text && ','}${quoted(key)}:${canonical(part)}`
  }
  return `{${text}}`
}

/** Nearly all texts: nothing in them needs an escape. */
const plain = /^[ !#-[\]-~]*$/

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text)
}

/** 64 hex digits. */
export function digestOf(value: unknown): string {
  return sha256(canonical(value))
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** A line of an implementation's file as it is written, or as it is read back. */
export type Line = { readonly type: string } & Readonly<Record<string, unknown>>

/**
 * The digests of a file's lines, one after the other. That of a result is also over the identity and the transcript that it
 * rests on; that of a footer over all digests before it.
 */
export class Seals {
  readonly #digests: string[] = []
  #identity: string | undefined
  /** Of the line before, if that is a transcript. */
  #transcript: string | undefined

  /** How many lines there are. */
  get count(): number {
    return this.#digests.length
  }

  /** The digest of this line as the next one; its own number and digest do not count. */
  next({ n: _, digest: __, ...line }: Line): string {
    return this.#digest(line.type, canonical(line))
  }

  /** Takes the line as the next one, with the digest that it has. */
  add({ type }: Line, digest: string): void {
    this.#digests.push(digest)
    if (type === 'identity') this.#identity = digest
    this.#transcript = type === 'transcript' ? digest : undefined
  }

  /** Takes the line as the next one, and gives it as it is written, with its number and its digest; made into text but once. */
  seal(line: Line): string {
    const parts = Object.entries(line)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, `${quoted(key)}:${canonical(value)}`] as const)
    const sorted = parts.toSorted(([a], [b]) => (a < b ? -1 : 1))
    const joined = (all: typeof parts) => all.map(([, text]) => text).join(',')
    const digest = this.#digest(line.type, `{${joined(sorted)}}`)
    this.add(line, digest)
    return `{${joined(parts)},"n":${this.count},"digest":"${digest}"}`
  }

  /** Over a line in canonical form, and what it rests on. */
  #digest(type: string, line: string): string {
    const [identity, transcript] =
      type === 'result' ? [this.#identity, this.#transcript] : [undefined, undefined]
    const before = identity === undefined ? '' : `"identity":${quoted(identity)},`
    const after = transcript === undefined ? '' : `,"transcript":${quoted(transcript)}`
    const lines = type === 'footer' ? `,"lines":${canonical(this.#digests)}` : ''
    return sha256(`{${before}"line":${line}${lines}${after}}`)
  }
}
