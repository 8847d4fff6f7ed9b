import { setMaxListeners } from 'node:events'
import { EXIT, type Status } from '../status.js'

/** The first signal ends the play in good order; a second one ends the program at once. */
export function onSignals(stop: AbortController, kept = 'the results so far are kept') {
  // Every host listens, and there may be many.
  setMaxListeners(0, stop.signal)
  let got: Status | undefined
  const statuses = {
    SIGHUP: EXIT.hungUp,
    SIGINT: EXIT.interrupted,
    SIGTERM: EXIT.terminated,
  } as const
  const names = Object.keys(statuses) as (keyof typeof statuses)[]
  const handler = (signal: keyof typeof statuses) => {
    // A terminal that goes away may say so more than once, as the last of it.
    if (got && signal === 'SIGHUP') return
    if (got) process.exit(statuses[signal])
    got = { code: statuses[signal], meaning: `stopped by ${signal}; ${kept}` }
    process.stderr.write('\nstopping; once more to leave at once\n')
    stop.abort()
  }
  for (const name of names) process.on(name, handler)
  return {
    signal: () => got,
    stop: () => {
      for (const name of names) process.off(name, handler)
    },
  }
}
