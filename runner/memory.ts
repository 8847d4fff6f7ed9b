/**
 * What profiles foresaw in earlier runs, so that no run need play the model for what is known: a prediction follows from
 * case, profile, settings and our own program alone. One file for each of the last three taken together, in the user's
 * cache folder. A file that is damaged, of another program or not our own alone is as good as none, and so is a folder
 * that cannot be written.
 */
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder, isOwn } from './cache.js'
import type { Foreseen, ForeseenMemory, Host } from './predict.js'
import type { Case } from './suite/suite.js'

/** What a prediction is made by, below this folder: the model, the suite reader, and what judges. */
const PROGRAM = ['.', 'model', 'suite']

/** Files that nobody wrote for so many days are of programs and hosts that are no more. */
const DAYS_KEPT = 60

/** By a case's id: which case that was, and what was foreseen of it. */
type Kept = Record<string, readonly [edition: string, foreseen: Foreseen]>

export class Memory {
  readonly #files = new Map<string, KeptFile>()
  #program: string | undefined

  constructor(private readonly folder = cacheFolder()) {}

  /** What is remembered of this profile on hosts like this one. */
  of(profile: string, { settings, aliases = [] }: Host): ForeseenMemory {
    this.#program ??= programDigest()
    const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))
    const name = sha256(JSON.stringify([this.#program, profile, sorted, aliases])).slice(0, 32)
    const file = this.#files.get(name) ?? new KeptFile(join(this.folder, `foreseen-${name}.json`))
    this.#files.set(name, file)
    return file
  }

  /** Writes down what is new. */
  keep(): void {
    for (const file of this.#files.values()) file.write()
  }
}

class KeptFile implements ForeseenMemory {
  readonly #kept: Kept
  #isNew = false

  constructor(private readonly path: string) {
    this.#kept = read(path)
  }

  recall(of: Case): Foreseen | undefined {
    const [edition, foreseen] = Object.hasOwn(this.#kept, of.id) ? (this.#kept[of.id] ?? []) : []
    return edition === editionOf(of) ? foreseen : undefined
  }

  learn(of: Case, foreseen: Foreseen): void {
    this.#kept[of.id] = [editionOf(of), foreseen]
    this.#isNew = true
  }

  /** The last that writes wins; what it did not know is foreseen anew some other time. */
  write(): void {
    if (!this.#isNew) return
    const folder = dirname(this.path)
    const text = JSON.stringify(this.#kept)
    const unfinished = `${this.path}.${process.pid}`
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (!isOwn(folder)) return
      writeFileSync(unfinished, `${sha256(text)}\n${text}`, { mode: 0o600, flag: 'wx' })
      renameSync(unfinished, this.path)
      forgetOld(folder)
    } catch {
      // Where nothing can be kept, all is foreseen anew. What stands there unfinished goes when it is old.
    }
  }
}

/** All of a case that a prediction rests on, given the program that reads its steps. */
function editionOf({ digest, deadline = 0, steps }: Case): string {
  return `${digest} ${deadline} ${steps.filter(({ given }) => given !== undefined).length}`
}

function read(path: string): Kept {
  try {
    if (!isOwn(dirname(path)) || !isOwn(path)) return {}
    const [sum, text = ''] = readFileSync(path, 'utf8').split('\n')
    return sum === sha256(text) ? JSON.parse(text) : {}
  } catch {
    return {}
  }
}

function forgetOld(folder: string): void {
  const oldest = Date.now() - DAYS_KEPT * 86_400_000
  for (const name of readdirSync(folder).filter(one => one.startsWith('foreseen-')))
    if (statSync(join(folder, name)).mtimeMs < oldest) rmSync(join(folder, name), { force: true })
}

/** Of every file of the program that has a part in it, as it runs here: from source or from `dist`. */
function programDigest(): string {
  const own = fileURLToPath(import.meta.url)
  const ending = own.slice(own.lastIndexOf('.'))
  const hash = createHash('sha256')
  for (const place of PROGRAM) {
    const folder = join(dirname(own), place)
    const files = readdirSync(folder, { recursive: place !== '.', encoding: 'utf8' })
    for (const name of files.filter(name => name.endsWith(ending)).sort())
      hash.update(`${place}/${name}\n`).update(readFileSync(join(folder, name)))
  }
  return hash.digest('hex')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
