/** Which program this is. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What reads suites, foresees and judges, below this folder. */
const PLACES = ['.', 'model', 'suite']

let known: string | undefined

/** A digest of every file that has a part in reading, foreseeing or judging a case, as it runs here: from source or from `dist`. */
export function programDigest(): string {
  known ??= digest()
  return known
}

function digest(): string {
  const own = fileURLToPath(import.meta.url)
  const ending = own.slice(own.lastIndexOf('.'))
  const hash = createHash('sha256')
  for (const place of PLACES) {
    const folder = join(dirname(own), place)
    const files = readdirSync(folder, { recursive: place !== '.', encoding: 'utf8' })
    for (const name of files.filter(name => name.endsWith(ending)).sort())
      hash.update(`${place}/${name}\n`).update(readFileSync(join(folder, name)))
  }
  return hash.digest('hex')
}
