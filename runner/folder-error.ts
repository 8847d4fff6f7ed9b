/** What goes wrong with run folders. */

/** A run folder that cannot be read or written; the message says which file and what to do. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
  constructor(
    message: string,
    /** The exit status that says so: 66 missing, 65 not a run, 73 cannot be written. */
    readonly status: 65 | 66 | 73,
  ) {
    super(message)
  }
}

/** What an error says. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
