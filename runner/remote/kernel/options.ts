/** How a kernel is booted. */
export interface KernelOptions {
  /** More of its command line. */
  readonly append?: string | undefined
  /** MiB. */
  readonly memory?: number | undefined
  /** The program and options of its own, which come last. */
  readonly qemu?: string | undefined
  /** What /dev/pts is mounted with there; `none`: not at all. */
  readonly devpts?: string | undefined
  /** Milliseconds without a word from its first process after which it counts as hung (default: a minute). */
  readonly patience?: number
  /** The folder of its modules. */
  readonly modules?: string | undefined
}

/** As distributions mount it. */
export const USUAL_DEVPTS = 'gid=5,mode=620,ptmxmode=666'
