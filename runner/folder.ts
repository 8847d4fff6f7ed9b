/** The run folder: written line by line so that a crash loses nothing, read back without trusting it. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import {
  type CaseRecord,
  type Entry,
  entry,
  FORMAT,
  type Played,
  type Result,
  type Run,
  type RunRecord,
  runRecord,
} from './result.js'
import type { Case } from './suite/suite.js'

/** A run folder that cannot be read or written; the message says which file and what to do. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
  constructor(
    message: string,
    /** The exit status that says so: 66 missing, 65 not a run, 73 cannot be written. */
    readonly status: 65 | 66 | 73,
  ) {
    super(message)
  }
}

/** What a case looks like to those who have no suites at hand. */
export function caseRecordOf(of: Case): CaseRecord {
  return {
    id: of.id,
    digest: of.digest,
    title: of.title,
    cites: [...of.cites],
    level: of.level,
    needs: [...of.needs],
    givens: [...of.givens],
    covers: [...of.covers],
    tags: [...of.tags],
    place: { ...of.place },
    steps: of.steps.map(({ text, place, given }) => ({
      text,
      line: place.line,
      file: place.file,
      ...(given === undefined ? {} : { given }),
    })),
  }
}

/** A safe file name that still tells which implementation it is of; two never get the same. */
export function fileNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map(name => {
    const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|-+$/g, '') || 'host'
    let candidate = plain
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${plain}-${n}`
    taken.add(candidate.toLowerCase())
    return `${candidate}.ndjson`
  })
}

/** Writes `run.json` and gives a writer for each implementation. Refuses a folder that holds a run already. */
export function createRun(folder: string, run: RunRecord): RunWriter[] {
  try {
    mkdirSync(folder, { recursive: true })
    if (existsSync(join(folder, 'run.json')))
      throw new FolderError(`${folder} holds a run already; choose another folder with -o`, 73)
    writeFileSync(join(folder, 'run.json'), `${JSON.stringify(run, null, 1)}\n`)
  } catch (error) {
    throw error instanceof FolderError ? error : cannotWrite(folder, error)
  }
  return run.implementations.map(({ name, file }) => new RunWriter(join(folder, file), name))
}

/** Appends to one implementation's file. */
export class RunWriter {
  private readonly counts: Record<string, number> = {}

  constructor(
    private readonly path: string,
    readonly name: string,
  ) {
    this.append({ type: 'header', format: FORMAT, name })
  }

  append(line: Entry): void {
    if (line.type === 'result')
      this.counts[line.result.verdict] = (this.counts[line.result.verdict] ?? 0) + 1
    try {
      appendFileSync(this.path, `${JSON.stringify(line)}\n`)
    } catch (error) {
      throw cannotWrite(this.path, error)
    }
  }

  finish(left: readonly string[]): void {
    this.append({ type: 'footer', counts: this.counts, left: [...left] })
  }
}

function cannotWrite(path: string, error: unknown): FolderError {
  return new FolderError(`cannot write ${path}: ${errorText(error)}`, 73)
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Reads a run folder back. A last line that was cut off is passed over; anything else that is no result is an error. */
export function readRun(folder: string): Run {
  const path = join(folder, 'run.json')
  const run = parse(runRecord, readText(path), path)
  return {
    ...run,
    played: run.implementations.map(({ name, file }) => {
      if (file.includes('/') || file.includes('\\'))
        throw new FolderError(`${path}: '${file}' is no file of this folder`, 65)
      return readPlayed(join(folder, file), name)
    }),
  }
}

function readPlayed(path: string, name: string): Played {
  const results: Result[] = []
  let played: Played = { name, results, left: [], complete: false }
  if (!existsSync(path)) return played
  const lines = readText(path).split('\n')
  // What stands behind the last newline was cut off while it was written.
  lines.pop()
  for (const [i, line] of lines.entries()) {
    const found = parse(entry, line, `${path}:${i + 1}`)
    if (found.type === 'identity') played = { ...played, identity: found.identity }
    else if (found.type === 'result') results.push(found.result)
    else if (found.type === 'trouble') played = { ...played, trouble: found.trouble }
    else if (found.type === 'footer') played = { ...played, left: found.left, complete: true }
  }
  return played
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new FolderError(`cannot read ${path}: ${errorText(error)}`, 66)
  }
}

function parse<T extends z.ZodType>(schema: T, text: string, where: string): z.infer<T> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new FolderError(`${where} is not JSON; is this a ptycheck run?`, 65)
  }
  const found = schema.safeParse(json)
  if (found.success) return found.data
  const [issue] = found.error.issues
  throw new FolderError(
    `${where} is no result of this version: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    65,
  )
}
