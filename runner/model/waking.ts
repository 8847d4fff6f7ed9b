/** Who wants to know what is the case at an end of a pair. */

/** Which call asks, and whether it does so asleep: then it may not hear of all that one who asks is told. */
export interface Asking {
  readonly by: 'poll' | 'select' | 'epoll' | 'kqueue'
  readonly isAsleep: boolean
}

export const askingNow: Asking = { by: 'poll', isAsleep: false }
