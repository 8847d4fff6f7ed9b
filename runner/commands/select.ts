/** Which cases a command is about. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Option } from 'commander'
import { knownSuites } from '../known-suites.js'
import { EXIT } from '../status.js'
import { isLike } from '../suite/glob.js'

import { nearest } from '../suite/mistake.js'
import type { Case } from '../suite/suite.js'
import { Failure, fileError, refuse } from './failure.js'

/** The folder of the suites that came with the program. */
export function ownSuites(): string {
  return join(packageFolder(), 'suites')
}

/** The folder of this package, from source or from `dist`. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

export interface Selection {
  /** Folder or files to read in place of our own suites. */
  readonly suites?: string[]
  /** Ids, parts of ids, or globs; a case that fits any of them is taken. */
  readonly filter?: string[]
  readonly tag?: string[]
}

export const filterOption = repeatable(
  '--filter <pattern>',
  'only cases whose id contains or matches this',
)
export const tagOption = repeatable('--tag <word>', 'only cases with this tag')
export const suitesOption = repeatable(
  '--suites <path>',
  'read this in place of the suites that came along',
)

function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`).argParser(collect)
}

/** The selected cases in the order of their files. Bad suites and empty selections are failures of the command. */
export async function selectCases({ suites, filter, tag }: Selection): Promise<Case[]> {
  const paths = suites ?? [ownSuites()]
  const { suites: found, mistakes } = await load(paths)
  refuse(mistakes, ' in suites')
  const all = found.flatMap(suite => suite.cases)
  const selected = all.filter(
    of =>
      (!filter || filter.some(pattern => fits(of.id, pattern))) &&
      (!tag || tag.some(word => of.tags.includes(word))),
  )
  if (selected.length > 0) return selected
  throw new Failure(EXIT.nothingSelected, nothingFits(all, filter ?? []))
}

/** The case with this id, or the only one whose id ends with it. */
export function caseNamed<T extends Pick<Case, 'id'>>(id: string, cases: readonly T[]): T {
  const found = cases.filter(of => of.id === id)
  const ending = found.length > 0 ? found : cases.filter(of => of.id.endsWith(`/${id}`))
  const [only, ...others] = ending
  if (only && others.length === 0) return only
  throw new Failure(EXIT.nothingSelected, noCase(id, ending, cases))
}

type Named = readonly Pick<Case, 'id'>[]

function noCase(id: string, several: Named, all: Named): string {
  if (several.length > 0)
    return `'${id}' is the end of several ids: ${several.map(of => of.id).join(', ')}`
  const within = all.filter(of => of.id.includes(id)).map(of => of.id)
  if (within.length > 0)
    return `no case '${id}'; ids that contain it: ${within.slice(0, 8).join(', ')}`
  const near = nearest(
    id,
    all.map(of => of.id),
  )
  return `no case '${id}'${near ? `, did you mean '${near}'?` : "; 'ptycheck list' names all"}`
}

async function load(paths: readonly string[]) {
  try {
    return await knownSuites(paths)
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new Failure(EXIT.missingFile, `cannot read suites: ${fileError(error)}`)
    throw error
  }
}

/** A part of the id, or a pattern over the whole of it, in which `*` is anything. */
export function fits(id: string, pattern: string): boolean {
  if (!pattern.includes('*')) return id.includes(pattern)
  return isLike(id, pattern)
}

/** An option that may be given several times: the values in order. */
export function collect(value: string, all: readonly string[] = []): string[] {
  return [...all, value]
}

function nothingFits(all: readonly Case[], filter: readonly string[]): string {
  if (all.length === 0) return 'no case in these suites; the names of suites end in .pty'
  const near = filter.flatMap(pattern => {
    const byId = nearest(
      pattern,
      all.map(of => of.id),
    )
    const byClaim = nearest(
      pattern,
      all.map(of => claim(of.id)),
    )
    return [byId, ...all.filter(of => claim(of.id) === byClaim).map(of => of.id)]
  })
  const ids = [...new Set(near.filter(id => id !== undefined))]
  return ids.length > 0
    ? `no case fits; nearest: ${ids.join(', ')}`
    : `no case fits; 'ptycheck list' names all ${all.length}`
}

function claim(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}
