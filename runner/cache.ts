/** The folder for what is made again where it is gone. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { ownHome } from './own-user.js'

/** `$XDG_CACHE_HOME/ptycheck`, where probes are kept, too. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: wish } = process.env
  return join(wish?.startsWith('/') ? wish : join(ownHome(), '.cache'), 'ptycheck')
}

/** Whether nobody else may have written it. Throws where it is not there. */
export function isOwn(path: string): boolean {
  const { uid, mode } = statSync(path)
  return uid === process.getuid?.() && (mode & 0o022) === 0
}
