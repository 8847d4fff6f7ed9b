/** Calls that wait are generators: they yield what they sleep for, and go on where they were. */

/** Why a sleeper runs again. */
export type Wake = 'ready' | 'interrupted' | 'timeout'

/** What a call sleeps for: it runs again when `ready`, at `deadline` (seconds), or when a signal comes. */
export interface Sleep {
  readonly ready: () => boolean
  readonly deadline?: number
}

export type Blocking<T> = Generator<Sleep, T, Wake>

export function* sleepUntil(ready: () => boolean, deadline?: number): Blocking<Wake> {
  return yield deadline === undefined ? { ready } : { ready, deadline }
}
