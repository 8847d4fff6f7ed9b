import { EXIT, type Status } from '../status.js'

/** The first signal ends the play in good order; a second one ends the program at once. */
export function onSignals(stop: AbortController) {
  let got: Status | undefined
  const statuses = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const
  const handler = (signal: 'SIGINT' | 'SIGTERM') => {
    if (got) process.exit(statuses[signal])
    got = { code: statuses[signal], meaning: `stopped by ${signal}; the results so far are kept` }
    process.stderr.write('\nstopping; once more to leave at once\n')
    stop.abort()
  }
  process.on('SIGINT', handler)
  process.on('SIGTERM', handler)
  return {
    signal: () => got,
    stop: () => {
      process.off('SIGINT', handler)
      process.off('SIGTERM', handler)
    },
  }
}
