/** Files for a while: they are gone when we are, however that is. */
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { visible } from '../answers.js'
import { trouble } from '../transport.js'

export interface TemporaryFolder {
  readonly path: string
  /** Never rejects. */
  remove(): Promise<void>
}

/** Makes the folder, so that there is none without it, and removes it after us; a compiler may still write there then. */
const KEEPER = `umask 077; mkdir "$0" && echo || exit
cat >/dev/null
for try in 1 2 3 4 5 6 7 8 9; do rm -rf "$0" && exit; sleep 1; done`

/** A folder of our own in the machine's. Throws `ImplementationError` where none can be made. */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const path = join(tmpdir(), `${prefix}${randomUUID()}`)
  const keeper = execa('/bin/sh', ['-c', KEEPER, path], {
    stdin: 'pipe',
    reject: false,
    // Who ends us with our terminal must not end it before us.
    detached: true,
    cleanup: false,
  })
  const made = new Promise(resolve => keeper.stdout.once('data', () => resolve(true)))
  if ((await Promise.race([made, keeper])) !== true)
    throw trouble('harness', `no temporary folder: ${visible((await keeper).stderr.slice(0, 500))}`)
  return {
    path,
    remove: async () => {
      keeper.stdin.end()
      await keeper
    },
  }
}
