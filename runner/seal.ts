/** What shows that evidence was not altered since it was written: SHA-256 over JSON in one order of keys. */
import { createHash } from 'node:crypto'

/** The same text for the same value, however its keys are ordered; keys without value count as not there. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  let text = ''
  // A loop, for this is done with every line of a run.
  if (Array.isArray(value)) {
    for (const part of value) text += `${text && ','}${canonical(part)}`
    return `[${text}]`
  }
  for (const key of Object.keys(value).sort()) {
    const part: unknown = value[key as keyof typeof value]
    if (part !== undefined) text += `${text && ','}${JSON.stringify(key)}:${canonical(part)}`
  }
  return `{${text}}`
}

/** 64 hex digits. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
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

  /** What the digest of the next line is over. */
  next({ n: _, digest: __, ...line }: Line): string {
    const on =
      line.type === 'result'
        ? { identity: this.#identity, transcript: this.#transcript }
        : line.type === 'footer'
          ? { lines: this.#digests }
          : {}
    return digestOf({ ...on, line })
  }

  /** Takes the line as the next one, with the digest that it has. */
  add({ type }: Line, digest: string): void {
    this.#digests.push(digest)
    if (type === 'identity') this.#identity = digest
    this.#transcript = type === 'transcript' ? digest : undefined
  }
}
