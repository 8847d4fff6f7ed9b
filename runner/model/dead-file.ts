/** What is left of a device that was revoked: its readers find the end, nothing else works (dead_vnops.c). */
import { fail } from './failure.js'
import type { FileObject } from './file.js'

export class DeadFile implements FileObject {
  readonly isStream = true

  constructor(private readonly writing: 'EIO' | 'ENXIO') {}

  read(): Uint8Array {
    return new Uint8Array()
  }

  write(): number {
    return fail(this.writing)
  }

  poll(): readonly string[] {
    return ['POLLIN', 'POLLRDNORM', 'POLLHUP']
  }
}
