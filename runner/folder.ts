/** The run folder, read back without trusting it; `run-writer.ts` writes it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { z } from 'zod'
import { errorText, FolderError } from './folder-error.js'
import { entry, runRecord } from './records.js'
import type { Evidence, PlayedEvidence, Result, Run, TranscriptRecord } from './result.js'

/** Reads a run's results back, as reports want them: transcripts are passed over. */
export function readRun(folder: string): Run {
  const { played, ...record } = read(folder, line => line.startsWith('{"type":"transcript"'))
  return { ...record, played: played.map(({ transcripts: _, ...rest }) => rest) }
}

/**
 * Reads a run back with its transcripts. A last line that was cut off is passed over; anything else that is no result
 * is an error.
 */
export function readEvidence(folder: string): Evidence {
  return read(folder, () => false)
}

function read(folder: string, passesOver: (line: string) => boolean): Evidence {
  const path = join(folder, 'run.json')
  if (!existsSync(path)) throw new FolderError(noRun(folder), 66)
  const record = parse(runRecord, readText(path), path)
  return {
    ...record,
    played: record.implementations.map(({ name, file }) => {
      if (/[/\\]/.test(file))
        throw new FolderError(`${path}: '${file}' is no file of this folder`, 65)
      return readPlayed(join(folder, file), name, passesOver)
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
function readPlayed(
  path: string,
  name: string,
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
    const one = parse(entry, line, `${path}:${i + 1}`)
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
