/** A tree of files: nodes, file systems, mounts of them, and the namespaces mounts are seen in. */

import { certain } from './certain.js'
import type { Credentials } from './credentials.js'
import type { Devpts } from './devpts.js'
import type { Prison } from './prison.js'
import type { Terminal } from './terminal.js'
import type { UserNamespace } from './users.js'

/** Who looks a name up. */
interface Looker {
  readonly credentials: Credentials
}

export type NodeKind = 'S_IFDIR' | 'S_IFREG' | 'S_IFLNK' | 'S_IFCHR' | 'S_IFIFO' | 'S_IFSOCK'

/** What opening a device node reaches. */
export type Device =
  | 'null'
  | 'own-terminal'
  | 'multiplexor'
  | 'management'
  | 'master'
  | 'slave'
  | 'none'

export class Inode {
  #entries: Map<string, Inode> | undefined
  #missed: Set<string> | undefined
  target = ''
  content: number[] = []
  links: number
  /** When it was written last, by the kernel's clock, in seconds. */
  modified = 0
  device: Device = 'none'
  /** makedev() of a device node. */
  rdev = 0
  /** What a look at its name leads to, where that is not this node itself; nothing where it could not be made. */
  clone?: (looker: Looker) => Inode | undefined
  /** The jail in which it was made. */
  prison: Prison | undefined
  /** The pair a slave node belongs to. */
  terminal: Terminal | undefined

  constructor(
    readonly kind: NodeKind,
    readonly fileSystem: FileSystem,
    readonly number: number,
    public mode: number,
    public uid: number,
    public gid: number,
  ) {
    this.links = kind === 'S_IFDIR' ? 2 : 1
  }

  /** What a directory holds, by name. Most nodes are devices and never asked. */
  get entries(): Map<string, Inode> {
    this.#entries ??= new Map()
    return this.#entries
  }

  /** Names that were looked up here and not found: the name cache knows them. */
  get missed(): Set<string> {
    this.#missed ??= new Set()
    return this.#missed
  }
}

export class FileSystem {
  readonly root: Inode
  readonly namespace: UserNamespace
  #next = 1

  constructor(
    readonly type: string,
    /** st_dev. */
    readonly device: number,
    mode: number,
    /** Whose file system it is: the namespace it was first mounted in, and the owner of its root. */
    { namespace, uid, gid }: { namespace: UserNamespace; uid: number; gid: number },
    readonly devpts?: Devpts,
  ) {
    this.namespace = namespace
    this.root = this.make('S_IFDIR', mode, uid, gid)
  }

  make(kind: NodeKind, mode: number, uid: number, gid: number, number = this.#next): Inode {
    this.#next = Math.max(this.#next, number + 1)
    return new Inode(kind, this, number, mode, uid, gid)
  }
}

/** `root` of a file system, or a node of it (a bind), seen at `point`. */
export interface Mount {
  readonly fileSystem: FileSystem
  readonly root: Inode
  /** MS_NODEV and the like; a remount changes them. */
  flags: ReadonlySet<string>
  /** lock_mnt_tree(): it came from a namespace of other users and stays, as do these flags of it. */
  readonly isLocked?: boolean
  readonly lockedFlags?: ReadonlySet<string>
  /** What it covers; absent for the root of the namespace. */
  readonly point?: Location
}

/** A node as it is reached: through which mount. */
export interface Location {
  readonly mount: Mount
  readonly node: Inode
  /** The directory it was found in, and its name there. */
  readonly parent?: Location
  readonly name?: string
}

export class MountNamespace {
  /** What is mounted here is not seen elsewhere; only then may a case mount. */
  isPrivate = false

  constructor(
    public mounts: readonly Mount[],
    readonly isInitial: boolean,
    /** Whose rights count for mounting here. */
    readonly owner: UserNamespace,
  ) {}

  get root(): Location {
    const mount = certain(this.mounts[0])
    return { mount, node: mount.root }
  }

  /** A copy with mounts of its own (CLONE_NEWNS); for other users one that passes nothing on (copy_mnt_ns()). */
  copy(owner: UserNamespace): MountNamespace {
    const copies = new Map<Mount, Mount>()
    const isForeign = owner !== this.owner
    for (const mount of this.mounts) {
      const { point } = mount
      const under = point && copies.get(point.mount)
      copies.set(mount, {
        ...mount,
        ...(point && under ? { point: { ...point, mount: under } } : {}),
        ...(isForeign ? { isLocked: point !== undefined, lockedFlags: mount.flags } : {}),
      })
    }
    const copy = new MountNamespace([...copies.values()], false, owner)
    copy.isPrivate = this.isPrivate || isForeign
    return copy
  }

  add(mount: Mount): void {
    this.mounts = [...this.mounts, mount]
  }

  remove(gone: Mount): void {
    this.mounts = this.mounts.filter(mount => mount !== gone)
  }

  /** Whatever is mounted on this node last, or the node itself. */
  over(location: Location): Location {
    let found = location
    for (;;) {
      const { mount, node } = found
      const upon = this.mounts.findLast(
        ({ point }) => point?.mount === mount && point.node === node,
      )
      if (!upon) return found
      found = { ...found, mount: upon, node: upon.root }
    }
  }
}
