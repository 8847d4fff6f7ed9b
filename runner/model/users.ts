/** Namespaces of users: what numbers users and groups go by in each (Linux user_namespaces(7), kernel/user_namespace.c). */

/** DEFAULT_OVERFLOWUID: what is shown for a number that a namespace does not have. */
const OVERFLOW = 65534
/** INVALID_UID: a number that nobody has. */
const INVALID = -1
const ALL = 0xffffffff

/** So many numbers from `first` on stand for those from `lower` on, as the kernel itself counts. */
export interface Extent {
  readonly first: number
  readonly lower: number
  readonly count: number
}

/** Users or groups of a namespace; none before its map is written. */
export class IdMap {
  constructor(public extents: readonly Extent[]) {}

  get isWritten(): boolean {
    return this.extents.length > 0
  }

  /** make_kuid(): the kernel's number for one of this namespace. */
  inKernel(id: number): number | undefined {
    const found = this.extents.find(({ first, count }) => id >= first && id < first + count)
    return found && found.lower + id - found.first
  }

  /** from_kuid(): the other way. */
  of(kernelId: number): number | undefined {
    const found = this.extents.find(
      ({ lower, count }) => kernelId >= lower && kernelId < lower + count,
    )
    return found && found.first + kernelId - found.lower
  }

  has(kernelId: number): boolean {
    return this.of(kernelId) !== undefined
  }

  /** from_kuid_munged(): as processes of this namespace see it. */
  shown(kernelId: number): number {
    return this.of(kernelId) ?? OVERFLOW
  }

  get root(): number {
    return this.inKernel(0) ?? INVALID
  }
}

/** Who made a namespace, and whether with all rights of the one he came from. */
export interface Maker {
  readonly euid: number
  readonly isCapable: boolean
}

export class UserNamespace {
  readonly users: IdMap
  readonly groups: IdMap
  /** /proc/PID/setgroups. */
  allowsSetgroups: boolean

  /** The initial namespace has no parent. */
  constructor(
    readonly parent?: UserNamespace,
    readonly maker: Maker = { euid: 0, isCapable: true },
  ) {
    const extents = parent ? [] : [{ first: 0, lower: 0, count: ALL }]
    this.users = new IdMap(extents)
    this.groups = new IdMap(extents)
    this.allowsSetgroups = parent?.allowsSetgroups ?? true
  }

  /** The initial one, from which all others come. */
  get system(): UserNamespace {
    return this.parent?.system ?? this
  }
}
