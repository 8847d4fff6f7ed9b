/** Calls that wait are generators: they yield what they sleep for, and go on where they were. */

/** Why a sleeper runs again. */
export type Wake = 'ready' | 'interrupted' | 'timeout'

/** What a call sleeps for: it runs again when `ready`, at `deadline` (seconds), or when a signal comes. */
export interface Sleep {
  readonly ready: () => boolean
  readonly deadline?: number
}

export type Blocking<T> = Generator<Sleep, T, Wake>

/** A result that is there at once, or how it is waited for. Most calls do not wait, and a generator costs. */
export type MayWait<T> = T | Blocking<T>

export function waits<T>(result: MayWait<T>): result is Blocking<T> {
  return typeof result === 'object' && result !== null && 'next' in result
}

/** The result, waited for where it must be. */
export function* resultOf<T>(result: MayWait<T>): Blocking<T> {
  return waits(result) ? yield* result : result
}

export function* sleepUntil(ready: () => boolean, deadline?: number): Blocking<Wake> {
  return yield deadline === undefined ? { ready } : { ready, deadline }
}
