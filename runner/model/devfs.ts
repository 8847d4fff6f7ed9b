/** Slaves in the file system of all devices, where they come and go with their pairs (FreeBSD devfs(5)). */
import type { Kernel } from './kernel.js'
import type { FileSystem, Inode } from './mounts.js'
import { handOut } from './new-slave.js'
import { Numbers } from './numbers.js'
import type { Opener, PairTable } from './pair-table.js'
import { slaveName } from './slave-names.js'
import type { Terminal } from './terminal.js'

export class Devfs implements PairTable {
  readonly terminals = new Map<number, Terminal>()
  readonly #numbers: Numbers
  readonly #nodes = new Map<number, Inode>()

  constructor(
    private readonly kernel: Kernel,
    private readonly dev: FileSystem,
  ) {
    this.#numbers = new Numbers(kernel)
  }

  get count(): number {
    return this.#numbers.count
  }

  takeNumber(): number {
    return this.#numbers.take()
  }

  freeNumber(number: number): void {
    this.#numbers.free(number)
  }

  /** Devices have the numbers of their files: devfs_getattr(). */
  addNode(number: number, opener: Opener): Inode {
    const node = this.dev.make('S_IFCHR', 0, 0, 0)
    node.device = 'slave'
    node.rdev = node.number
    node.prison = opener.prison
    handOut(this.kernel, node, opener)
    const { directory, name } = this.#place(number)
    directory.entries.set(name, node)
    this.#nodes.set(number, node)
    return node
  }

  /** An empty directory goes with its last entry. */
  removeNode(number: number): void {
    const node = this.#nodes.get(number)
    if (!node) return
    this.#nodes.delete(number)
    node.links = 0
    const { directory, name, folder } = this.#place(number)
    directory.entries.delete(name)
    if (folder && directory.entries.size === 0) this.dev.root.entries.delete(folder)
  }

  nameOf(number: number): string {
    return `/dev/${slaveName(this.kernel.profile, number)}`
  }

  *slaves(): Iterable<readonly [string, Inode]> {
    for (const [number, node] of this.#nodes) yield [this.nameOf(number), node]
  }

  #place(number: number): { directory: Inode; name: string; folder?: string } {
    const [first = '', second] = slaveName(this.kernel.profile, number).split('/')
    const { root } = this.dev
    if (second === undefined) return { directory: root, name: first }
    const directory = root.entries.get(first) ?? this.dev.make('S_IFDIR', 0o755, 0, 0)
    root.entries.set(first, directory)
    return { directory, name: second, folder: first }
  }
}
