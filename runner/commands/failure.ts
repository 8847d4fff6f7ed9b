/** A command that cannot go on: what to say, and the exit status that says it to the shell. */
export class Failure extends Error {
  override readonly name = 'Failure'
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** What the file system says, for people. */
export function fileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `${path ?? 'it'}: no such file or folder`
  if (code === 'EACCES') return `${path ?? 'it'}: permission denied`
  return error.message
}

/** `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
