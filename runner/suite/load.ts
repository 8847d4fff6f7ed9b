/** Suites from a folder or from files. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Mistake } from './mistake.js'
import { readSuite } from './read.js'
import type { Suite } from './suite.js'

export interface Loaded {
  /** All suites but the situations, by path. */
  readonly suites: readonly Suite[]
  /** The situations among the files. */
  readonly situations: readonly Suite[]
  readonly mistakes: readonly Mistake[]
}

/** A file of suites as it stands there. */
export interface SuiteText {
  /** The path as results show it. */
  readonly file: string
  readonly text: string
  /** The file of the situations that its cases may begin with. */
  readonly given?: SuiteText
}

/**
 * Reads all `.pty` files at the paths (files, or folders with all below them). The situations come from the
 * `given.pty` nearest above each file. Throws what the file system throws when a path cannot be read.
 */
export async function loadSuites(paths: readonly string[]): Promise<Loaded> {
  return readTexts(await suiteTexts(paths))
}

/** All `.pty` files at the paths, by path. Throws what the file system throws when a path cannot be read. */
export async function suiteTexts(paths: readonly string[]): Promise<SuiteText[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat().sort()
  const givens = new Map<string, Promise<SuiteText | undefined>>()
  const texts: SuiteText[] = []
  for (const file of files) {
    const given = await situationsFor(file, givens)
    texts.push({ ...(await suiteText(file)), ...(given && { given }) })
  }
  return texts
}

/** The suites that these texts are; a function of the texts alone. */
export function readTexts(texts: readonly SuiteText[]): Loaded {
  const suites: Suite[] = []
  const situations: Suite[] = []
  const mistakes: Mistake[] = []
  const givens = new Map<SuiteText, Suite>()
  for (const { file, text, given } of texts) {
    if (given && !givens.has(given)) givens.set(given, readSuite(given.text, given.file).suite)
    const reading = readSuite(text, file, given && givens.get(given))
    mistakes.push(...reading.mistakes)
    const list = basename(file) === 'given.pty' ? situations : suites
    list.push(reading.suite)
  }
  return { suites, situations, mistakes }
}

/** The suites at a path: the file itself, or all below a folder. */
export async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.pty'))
    .map(entry => join(entry.parentPath, entry.name))
}

/** The situations of the nearest `given.pty` in the file's folder or above it, up to `suites`. */
async function situationsFor(
  file: string,
  givens: Map<string, Promise<SuiteText | undefined>>,
): Promise<SuiteText | undefined> {
  if (basename(file) === 'given.pty') return undefined
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    const path = join(folder, 'given.pty')
    const known = givens.get(path) ?? readGiven(path)
    givens.set(path, known)
    const found = await known
    if (found) return found
    if (basename(folder) === 'suites' || dirname(folder) === folder) return undefined
  }
}

async function readGiven(path: string): Promise<SuiteText | undefined> {
  try {
    return await suiteText(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** A path for messages and results: from here, else from `suites` on, else from the home folder: no result names a user. */
export function shownPath(file: string): string {
  const near = relative(process.cwd(), file)
  if (!near.startsWith('..')) return near
  const below = file.lastIndexOf('/suites/')
  if (below >= 0) return file.slice(below + 1)
  const home = process.env['HOME']
  return home && file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file
}

/** Bytes that are no UTF-8 become U+FFFD, which the reader reports with its place. */
async function suiteText(file: string): Promise<SuiteText> {
  return { file: shownPath(file), text: new TextDecoder('utf-8').decode(await readFile(file)) }
}
