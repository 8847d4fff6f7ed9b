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
