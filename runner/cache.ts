/** The folder for what is made again where it is gone. */
import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownHome } from './own-user.js'

/** `$XDG_CACHE_HOME/ptycheck`, or for who has no home `$TMPDIR/ptycheck-UID`: where probes are kept, too (`remote/scripts.ts`). */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: wish } = process.env
  if (wish?.startsWith('/')) return join(wish, 'ptycheck')
  const home = ownHome()
  return home ? join(home, '.cache', 'ptycheck') : join(tmpdir(), `ptycheck-${process.getuid?.()}`)
}

/** Whether nobody else may have written it. Throws where it is not there. */
export function isOwn(path: string): boolean {
  const { uid, mode } = statSync(path)
  return uid === process.getuid?.() && (mode & 0o022) === 0
}
