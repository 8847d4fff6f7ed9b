import { EXIT } from '../status.js'
import { formatMistake, type Mistake } from '../suite/mistake.js'

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

/** Fails the command where there is a mistake, with all of them; `where` says in what: ` in suites`. */
export function refuse(mistakes: readonly Mistake[], where = ''): void {
  if (mistakes.length === 0) return
  const count = `${plural(mistakes.length, 'mistake')}${where}`
  throw new Failure(EXIT.badInput, [...mistakes.map(formatMistake), count].join('\n'))
}

/** `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
