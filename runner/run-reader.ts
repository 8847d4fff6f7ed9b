/** How a run folder is read, whoever wrote it; `run-writer.ts` writes it, `folder.ts` trusts nobody. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { errorText, FolderError } from './folder-error.js'
import type {
  Evidence,
  PlayedEvidence,
  Result,
  Run,
  RunRecord,
  StoredLine,
  TranscriptRecord,
} from './result.js'

/** What is done with each part before it is used; it throws `FolderError` where a part is not what it should be. */
export interface Checks {
  run(value: unknown, where: string): void
  line(value: unknown, where: string): void
}

/** A run's results, as reports want them: transcripts are passed over. */
export function resultsIn(folder: string, checks: Checks): Run {
  const { played, ...record } = evidenceIn(folder, checks, line =>
    line.startsWith('{"type":"transcript"'),
  )
  return { ...record, played: played.map(({ transcripts: _, ...rest }) => rest) }
}

/** The results of a run that this process has written itself, for which no schema has to be loaded. */
export function readWritten(folder: string): Run {
  return resultsIn(folder, { run() {}, line() {} })
}

/** A run with its transcripts, but for lines that `passesOver` is true of. */
export function evidenceIn(
  folder: string,
  checks: Checks,
  passesOver: (line: string) => boolean = () => false,
): Evidence {
  const path = join(folder, 'run.json')
  if (!existsSync(path)) throw new FolderError(noRun(folder), 66)
  const value = parse(readText(path), path)
  checks.run(value, path)
  const record = value as RunRecord
  return {
    ...record,
    played: record.implementations.map(({ name, file }) => {
      if (/[/\\]/.test(file))
        throw new FolderError(`${path}: '${file}' is no file of this folder`, 65)
      return playedIn(join(folder, file), name, checks, passesOver)
    }),
  }
}

/** Why there is no run: people name its file, or the folder of all their runs. */
function noRun(folder: string): string {
  if (!existsSync(folder)) return `no run in ${folder}: no such folder`
  if (existsSync(join(dirname(folder), 'run.json')) && !statSync(folder).isDirectory())
    return `${folder} is a part of a run; name the folder: ${dirname(folder)}`
  const runs = statSync(folder).isDirectory()
    ? readdirSync(folder).filter(name => existsSync(join(folder, name, 'run.json')))
    : []
  const newest = runs.sort().at(-1)
  return `no run in ${folder}: it has no run.json${newest === undefined ? '' : `; its newest run is ${join(folder, newest)}`}`
}

/** A file may have been gone on with, after a header of its own: the last result of a case counts. */
function playedIn(
  path: string,
  name: string,
  checks: Checks,
  passesOver: (line: string) => boolean,
): PlayedEvidence {
  const results = new Map<string, Result>()
  const transcripts = new Map<string, TranscriptRecord>()
  const left = new Set<string>()
  const found: { -readonly [K in 'identity' | 'trouble']?: PlayedEvidence[K] } = {}
  let complete = false
  // What has no result yet was cut off between the two.
  let pending: TranscriptRecord | undefined
  const lines = existsSync(path) ? readText(path).split('\n') : []
  // What stands behind the last newline was cut off while it was written.
  lines.pop()
  for (const [i, line] of lines.entries()) {
    if (passesOver(line)) continue
    const where = `${path}:${i + 1}`
    const value = parse(line, where)
    checks.line(value, where)
    const one = value as StoredLine
    switch (one.type) {
      case 'header':
        complete = false
        delete found.trouble
        break
      case 'identity':
        found.identity = one.identity
        break
      case 'transcript':
        pending = one.transcript
        break
      case 'result': {
        const { case: id } = one.result
        results.set(id, one.result)
        if (pending?.case === id) transcripts.set(id, pending)
        else transcripts.delete(id)
        pending = undefined
        break
      }
      case 'trouble':
        found.trouble = one.trouble
        break
      case 'footer':
        complete = true
        for (const what of one.left) left.add(what)
    }
  }
  return { name, ...found, results: [...results.values()], transcripts, left: [...left], complete }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new FolderError(`cannot read ${path}: ${errorText(error)}`, 66)
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FolderError(`${where} is not JSON; is this a ptycheck run?`, 65)
  }
}
