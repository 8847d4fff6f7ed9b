/** What our scripts said on a host, among whatever its login shell says besides. */
import { randomBytes } from 'node:crypto'
import { visible } from './answers.js'
import { cacheFolders } from './scripts.js'
import { type Collected, trouble } from './transport.js'

/** A word that nobody else says: what a shell prints by itself cannot be taken for ours. */
export function nonce(): string {
  return randomBytes(12).toString('hex')
}

/** The word after the mark -> the rest of its line. */
export type Said = ReadonlyMap<string, string>

/** The lines with the mark, a word nobody else says; a banner without newline may stand before it. */
export function readMarked(text: string, mark: string): Said {
  const said = new Map<string, string>()
  for (const line of text.split('\n')) {
    const at = line.indexOf(`${mark} `)
    if (at < 0) continue
    const [word = '', ...rest] = line.slice(at + mark.length + 1).split(' ')
    said.set(word, visible(rest.join(' ')).slice(0, 500))
  }
  return said
}

/** The error for a script that did not say what was wanted: how it ended, and its first words. */
export function failed(label: string, what: string, { status, signal, stdout, stderr }: Collected) {
  const lost = status === null && signal === null
  const how = lost ? 'the connection was lost' : signal ? `killed by ${signal}` : `status ${status}`
  const first = (stderr.trim() || stdout.trim()).split('\n').slice(0, 5).join('\n').slice(0, 1000)
  const words = first === '' ? 'and said nothing' : `"${visible(first)}"`
  return trouble(lost ? 'network' : 'host', `${label}: ${what} (${how}): ${words}`)
}

/** The cache folder a script has found. */
export interface Folder {
  /** In the list of `scripts.ts`, from 1; 0: there is none. */
  readonly place: number
  /** What is wrong with those before it, or with all. */
  readonly unfit: string
}

/** What a script said of it. */
export function folderOf(said: Said): Folder {
  const [place = '', ...unfit] = (said.get('folder') ?? '').split(' ')
  const known = cacheFolders[Number(place) - 1] !== undefined
  return { place: known ? Number(place) : 0, unfit: unfit.join(' ').replace(/;$/, '') }
}
