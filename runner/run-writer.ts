/** Writes the run folder line by line, so that a crash loses nothing. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { errorText, FolderError } from './folder-error.js'
import {
  type Entry,
  type Evidence,
  FORMAT,
  type PlayedEvidence,
  type Result,
  type RunRecord,
} from './result.js'
import { digestOf, Seals } from './seal.js'

/** Characters of a file's name, so that every file system takes it. */
const MOST = 80

/** A safe file name that still tells which implementation it is of; two never get the same. */
export function fileNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map(name => {
    const safe = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|-+$/g, '')
    const plain = safe.slice(0, MOST) || 'host'
    let candidate = plain
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${plain}-${n}`
    taken.add(candidate.toLowerCase())
    return `${candidate}.ndjson`
  })
}

/** Writes `run.json` and gives a writer for each implementation. Refuses a folder that holds a run already. */
export function createRun(folder: string, { digest: _, ...record }: RunRecord): RunWriter[] {
  const run = { ...record, digest: digestOf(record) }
  guard(folder, () => {
    mkdirSync(folder, { recursive: true })
    if (existsSync(join(folder, 'run.json')))
      throw new FolderError(`${folder} holds a run already; choose another folder with -o`, 73)
    writeFileSync(join(folder, 'run.json'), `${JSON.stringify(run, null, 1)}\n`)
  })
  return run.implementations.map(
    ({ name, file }) => new RunWriter(join(folder, file), name, run.digest),
  )
}

/** Writes a whole run that was made from others. */
export function writeRun(folder: string, { played, ...record }: Evidence): void {
  const writers = createRun(folder, record)
  for (const [i, one] of played.entries()) {
    const writer = writers[i]
    if (one.identity) writer?.append({ type: 'identity', identity: one.identity })
    for (const result of one.results) {
      const transcript = one.transcripts.get(result.case)
      if (transcript) writer?.append({ type: 'transcript', transcript })
      writer?.append({ type: 'result', result })
    }
    if (one.trouble) writer?.append({ type: 'trouble', trouble: one.trouble })
    if (one.complete) writer?.finish(one.left)
    writer?.close()
  }
}

/** Goes on with an implementation's file, behind the last line that is whole. */
export function resumeWriter(
  path: string,
  { name, results }: PlayedEvidence,
  run?: string,
): RunWriter {
  const seals = new Seals()
  guard(path, () => {
    if (!existsSync(path)) return
    const text = readFileSync(path)
    const whole = text.subarray(0, text.lastIndexOf('\n') + 1)
    truncateSync(path, whole.length)
    for (const line of whole.toString().split('\n').slice(0, -1)) {
      const before = JSON.parse(line)
      seals.add(before, before.digest ?? '')
    }
  })
  return new RunWriter(path, name, run, { results, seals })
}

/** What stands in a file already. */
interface Before {
  readonly results: readonly Result[]
  readonly seals: Seals
}

/** Appends to one implementation's file, which stays open until all is written. */
export class RunWriter {
  private readonly verdicts: Map<string, Result['verdict']>
  private readonly seals: Seals
  readonly #file: number

  /** `run` is the digest of `run.json`. */
  constructor(
    private readonly path: string,
    readonly name: string,
    run?: string,
    { results, seals }: Before = { results: [], seals: new Seals() },
  ) {
    this.seals = seals
    this.verdicts = new Map(results.map(result => [result.case, result.verdict]))
    this.#file = guard(path, () => openSync(path, 'a'))
    this.append({ type: 'header', format: FORMAT, name, ...(run !== undefined && { run }) })
  }

  append(line: Entry): void {
    if (line.type === 'result') this.verdicts.set(line.result.case, line.result.verdict)
    const sealed = this.seals.seal(line)
    guard(this.path, () => writeFileSync(this.#file, `${sealed}\n`))
  }

  finish(left: readonly string[]): void {
    const counts: Record<string, number> = {}
    for (const verdict of this.verdicts.values()) counts[verdict] = (counts[verdict] ?? 0) + 1
    this.append({ type: 'footer', counts, left: [...left] })
  }

  /** To be called once, when nothing more is to be written. */
  close(): void {
    guard(this.path, () => closeSync(this.#file))
  }
}

function guard<T>(path: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    if (error instanceof FolderError) throw error
    throw new FolderError(`cannot write ${path}: ${errorText(error)}`, 73)
  }
}
