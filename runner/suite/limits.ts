/** How much a case may be: what the probe makes room for before it starts (`probe/probe.h`, `engine.h`). */
export const limits = {
  steps: 4096,
  /** Bound by one case. */
  names: 96,
  /** Characters of a name. */
  name: 63,
  /** Of one case, the first included. */
  processes: 24,
  /** Processes of one `a|b:` line. */
  together: 8,
  /** Of a counted step. */
  times: 65_536,
  /** Of a `name[]`. */
  elements: 1024,
  rounds: 100_000,
  /** Busy processes per processor. */
  load: 64,
} as const
