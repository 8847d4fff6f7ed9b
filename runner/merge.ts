/** Several runs -> one: shards of a run, or runs of different hosts. */
import { FolderError } from './folder-error.js'
import type { CaseRecord, Evidence, PlayedEvidence, Result, RunRecord } from './result.js'
import { fileNames } from './run-writer.js'
import { differenceOf } from './same-system.js'

/** A run and the folder it was read from, for messages. */
export interface From {
  readonly folder: string
  readonly run: Evidence
}

/** One implementation's part of one run. */
interface Part {
  readonly folder: string
  readonly played: PlayedEvidence
}

/**
 * All cases and implementations of the runs, which must be of one version and mean the same by each case. A case that was
 * not carried out in one run takes its result from the other; two results that say different things are an error.
 */
export function mergeRuns(runs: readonly [From, ...From[]]): Evidence {
  const [first, ...others] = runs
  for (const other of others) expectAlike(first, other)
  const names = [...new Set(runs.flatMap(({ run }) => run.played.map(({ name }) => name)))]
  const files = fileNames(names)
  return {
    ...first.run,
    ...(runs.some(({ run }) => run.identify) && { identify: true }),
    started: runs.map(({ run }) => run.started).sort()[0] ?? first.run.started,
    cases: mergeCases(runs),
    implementations: names.map((name, i) => {
      const { labels, named } = saidOf(runs, name)
      return {
        ...{ name, file: files[i] ?? `${i}.ndjson` },
        ...(labels && { labels }),
        ...(named && { named }),
      }
    }),
    played: names.map(name => {
      const parts = runs.flatMap(({ folder, run }) =>
        run.played.filter(one => one.name === name).map(played => ({ folder, played })),
      )
      return mergeParts(name, parts)
    }),
  }
}

/** What the first run says of it that played on it. */
function saidOf(
  runs: readonly From[],
  name: string,
): Partial<RunRecord['implementations'][number]> {
  const all = runs.flatMap(({ run }) => run.implementations)
  return all.find(one => one.name === name) ?? {}
}

function expectAlike(first: From, other: From): void {
  if (JSON.stringify(first.run.expectations ?? []) !== JSON.stringify(other.run.expectations ?? []))
    throw apart(
      `${first.folder} and ${other.folder} were judged by different expectations`,
      "bring both to one with 'ptycheck judge --expect FILE'",
    )
  for (const key of ['version', 'strict', 'profile'] as const) {
    const [one, two] = [first.run[key], other.run[key]].map(value => value || 'none')
    if (one !== two)
      throw apart(
        `${first.folder} and ${other.folder} differ in ${key}: ${one} and ${two}`,
        "bring both to one with 'ptycheck judge', or play one anew",
      )
  }
}

/** In the order of their files, as if they had been selected at once. */
function mergeCases(runs: readonly From[]): CaseRecord[] {
  const found = new Map<string, { folder: string; record: CaseRecord }>()
  for (const { folder, run } of runs)
    for (const record of run.cases) {
      const known = found.get(record.id)
      if (known && known.record.digest !== record.digest)
        throw apart(
          `case ${record.id} is not the same in ${known.folder} and ${folder}`,
          "bring both to one with 'ptycheck judge'",
        )
      if (!known) found.set(record.id, { folder, record })
    }
  const order = ({ id }: CaseRecord) => `${id.slice(0, id.lastIndexOf('/'))}.pty`
  return [...found.values()]
    .map(({ record }) => record)
    .sort((a, b) => compareTexts(order(a), order(b)) || a.place.line - b.place.line)
}

function mergeParts(name: string, parts: readonly Part[]): PlayedEvidence {
  const known = parts.find(({ played }) => played.identity)
  for (const { folder, played } of parts) {
    if (!played.identity || !known?.played.identity) continue
    const change = differenceOf(known.played.identity, played.identity)
    if (change !== undefined)
      throw apart(
        `${name} is one system in ${known.folder} and another in ${folder} (${change})`,
        'play them under different names, or keep the runs apart',
      )
  }
  const kept = new Map<string, { result: Result; part: Part }>()
  for (const part of parts)
    for (const result of part.played.results) {
      const other = kept.get(result.case)
      if (!other || better(name, { result, part }, other)) kept.set(result.case, { result, part })
    }
  const transcripts = new Map(
    [...kept].flatMap(([id, { part }]) => {
      const transcript = part.played.transcripts.get(id)
      return transcript ? [[id, transcript] as const] : []
    }),
  )
  // Trouble is over where others have played what it kept from being played.
  const troubled = parts.find(
    part =>
      part.played.trouble &&
      [...kept].some(([id, one]) => one.part === part && !transcripts.has(id)),
  )
  return {
    name,
    ...(known?.played.identity && { identity: known.played.identity }),
    ...(troubled?.played.trouble && { trouble: troubled.played.trouble }),
    results: [...kept.values()].map(({ result }) => result),
    transcripts,
    left: [...new Set(parts.flatMap(({ played }) => played.left))],
    complete: parts.every(({ played }) => played.complete),
  }
}

interface Found {
  readonly result: Result
  readonly part: Part
}

/** Whether the later of two results for one case is the one to keep: what was played stands over what was not. */
function better(name: string, later: Found, former: Found): boolean {
  const wasPlayed = ({ result, part }: Found) => part.played.transcripts.has(result.case)
  if (!wasPlayed(later) || !wasPlayed(former)) return wasPlayed(later) && !wasPlayed(former)
  if (gist(later.result) !== gist(former.result))
    throw apart(
      `case ${later.result.case} went differently on ${name} in ${former.part.folder} and ${later.part.folder}`,
      'keep the runs apart, or leave one out',
    )
  return false
}

/** A result without what may differ between two plays on one system. */
function gist({ verdict, missing, lines }: Result): string {
  const steps = lines.filter(({ kind }) => kind === 'step')
  return JSON.stringify([
    verdict,
    missing ?? [],
    steps.map(({ step, compared, holds }) => [step, compared, holds]),
  ])
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function apart(what: string, next: string): FolderError {
  return new FolderError(`these runs cannot be merged: ${what}; ${next}`, 65)
}
