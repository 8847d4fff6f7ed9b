/**
 * What earlier runs found out and this one need not: files in the user's cache folder. One that is damaged or may be somebody
 * else's is as good as none, and so is a folder that cannot be written.
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
import { join } from 'node:path'
import { cacheFolder, isOwn } from './cache.js'

/** Things of one kind, each by a key that says all it follows from. */
export class Kept {
  /** `kind` begins the files' names; all but the `most` newest are removed. */
  constructor(
    private readonly kind: string,
    private readonly most: number,
    private readonly folder = cacheFolder(),
  ) {}

  get(key: string): Buffer | undefined {
    const path = this.#path(key)
    try {
      if (!isOwn(this.folder) || !isOwn(path)) return undefined
      const whole = readFileSync(path)
      const end = whole.indexOf('\n')
      const bytes = whole.subarray(end + 1)
      return whole.subarray(0, end).toString() === sha256(bytes) ? bytes : undefined
    } catch {
      return undefined
    }
  }

  /** The last that writes wins. */
  put(key: string, bytes: string | Uint8Array): void {
    const path = this.#path(key)
    const unfinished = `${path}.${process.pid}`
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      if (!isOwn(this.folder)) return
      const file = Buffer.concat([Buffer.from(`${sha256(bytes)}\n`), Buffer.from(bytes)])
      writeFileSync(unfinished, file, { mode: 0o600, flag: 'wx' })
      renameSync(unfinished, path)
      this.#forgetOld()
    } catch {
      // Where nothing can be kept, all is found out anew. What stands there unfinished goes when it is old.
    }
  }

  #path(key: string): string {
    return join(this.folder, `${this.kind}-${sha256(key).slice(0, 32)}`)
  }

  #forgetOld(): void {
    const paths = readdirSync(this.folder)
      .filter(name => name.startsWith(`${this.kind}-`))
      .map(name => join(this.folder, name))
    if (paths.length <= this.most) return
    const times = new Map(paths.map(path => [path, statSync(path).mtimeMs]))
    const newestFirst = paths.sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0))
    for (const path of newestFirst.slice(this.most)) rmSync(path, { force: true })
  }
}

function sha256(of: string | Uint8Array): string {
  return createHash('sha256').update(of).digest('hex')
}
