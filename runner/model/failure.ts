/** How a modelled call ends when it does not give a result. */
import type { Blocking } from './sleep.js'

/** The call fails: -1 with this errno. No Error: a call that fails is an everyday thing, and a stack is dear. */
export class Failure {
  constructor(readonly errno: string) {}
}

export function fail(errno: string): never {
  throw new Failure(errno)
}

/** What was thrown, if a call failed with it; anything else is thrown on. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}

/**
 * A signal came while the call slept, or the call itself stopped its process group: it starts anew once the signals are
 * dealt with, unless a handler ran and says otherwise; `never-after-handler` is poll() and sleep(), `always` sigwait().
 * `ENOTTY-after-handler`: it fails so where the handler says that it starts anew.
 */
export class Interrupted {
  constructor(
    readonly restart: 'as-handler-says' | 'never-after-handler' | 'always' | 'ENOTTY-after-handler',
    /** What goes on in place of the call. */
    readonly instead?: () => Blocking<never>,
  ) {}
}

/** The call cannot go on before this is so, and is then begun again. */
export class NotYet extends Error {
  override readonly name = 'NotYet'
  constructor(readonly isReady: () => boolean) {
    super('not yet')
  }
}

/** The case asks for something that the model lacks: nothing is predicted. */
export class NotModelled extends Error {
  override readonly name = 'NotModelled'
}

/** What no implementation does, whatever a suite says (language 5.7). */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** An argument names what has no value. */
export class NoValue extends Error {
  override readonly name = 'NoValue'
}
