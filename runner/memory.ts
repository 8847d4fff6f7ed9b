/**
 * What profiles foresaw in earlier runs, so that no run need play the model for what is known: a prediction follows from
 * case, profile, settings and our own program alone. One file for each of the last three taken together.
 */
import { Kept } from './kept.js'
import type { Foreseen, ForeseenMemory, Host } from './predict.js'
import { programDigest } from './program.js'
import type { Case } from './suite/suite.js'

/** Of so many hosts or editions of the program: more than a farm has kinds of hosts. */
const MOST_KEPT = 200

/** By a case's id: which case that was, and what was foreseen of it. */
type KeptCases = Record<string, readonly [edition: string, foreseen: Foreseen]>

export class Memory {
  readonly #files = new Map<string, KeptFile>()
  readonly #kept: Kept

  /** Without a folder, in the user's cache folder. */
  constructor(folder?: string) {
    this.#kept = new Kept('foreseen', MOST_KEPT, folder)
  }

  /** What is remembered of this profile on hosts like this one. */
  of(profile: string, { settings, aliases = [] }: Host): ForeseenMemory {
    const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))
    const key = JSON.stringify([programDigest(), profile, sorted, aliases])
    const file = this.#files.get(key) ?? new KeptFile(this.#kept, key)
    this.#files.set(key, file)
    return file
  }

  /** Writes down what is new. */
  keep(): void {
    for (const file of this.#files.values()) file.write()
  }
}

class KeptFile implements ForeseenMemory {
  readonly #cases: KeptCases
  #isNew = false

  constructor(
    private readonly kept: Kept,
    private readonly key: string,
  ) {
    this.#cases = JSON.parse(kept.get(key)?.toString() ?? '{}')
  }

  recall(of: Case): Foreseen | undefined {
    const [edition, foreseen] = Object.hasOwn(this.#cases, of.id) ? (this.#cases[of.id] ?? []) : []
    return edition === editionOf(of) ? foreseen : undefined
  }

  learn(of: Case, foreseen: Foreseen): void {
    this.#cases[of.id] = [editionOf(of), foreseen]
    this.#isNew = true
  }

  /** What another wrote meanwhile and this did not know is foreseen anew some other time. */
  write(): void {
    if (this.#isNew) this.kept.put(this.key, JSON.stringify(this.#cases))
  }
}

/** All of a case that a prediction rests on, given the program that reads its steps. */
function editionOf({ digest, deadline = 0, steps }: Case): string {
  return `${digest} ${deadline} ${steps.filter(({ given }) => given !== undefined).length}`
}
