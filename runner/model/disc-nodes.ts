/**
 * Slaves whose nodes were made once and lie on a disc: they keep owner and mode from one pair to the next, and lead to
 * the pair that has their device number (4.3BSD and OpenBSD pty(4), System V pts(7)).
 */
import { deviceNumber } from './device-numbers.js'
import { fail } from './failure.js'
import type { Kernel } from './kernel.js'
import type { Inode } from './mounts.js'
import { handOut } from './new-slave.js'
import { Numbers } from './numbers.js'
import type { Opener, PairTable } from './pair-table.js'
import { masterName, slaveName } from './slave-names.js'
import { Terminal } from './terminal.js'

export class DiscNodes implements PairTable {
  readonly terminals = new Map<number, Terminal>()
  readonly #numbers: Numbers
  readonly #last: number

  constructor(
    private readonly kernel: Kernel,
    /** /dev. */
    private readonly dev: Inode,
  ) {
    const { profile } = kernel
    this.#numbers = new Numbers(kernel)
    this.#last = profile.firstNumber + Number(kernel.setting('pty.nodes')) - 1
    for (let number = profile.firstNumber; number <= this.#last; number++) this.#make(number)
  }

  get count(): number {
    return this.#numbers.count
  }

  /** ENOENT where the nodes end before the numbers do. */
  takeNumber(): number {
    const { next } = this.#numbers
    this.#slave(next)
    return this.#numbers.take(next)
  }

  /** The number of a master that was opened by its name; EIO where it is open. */
  claim(number: number): void {
    if (this.#numbers.isTaken(number)) fail('EIO')
    this.#numbers.take(number)
  }

  freeNumber(number: number): void {
    this.#numbers.free(number)
  }

  addNode(number: number, opener: Opener): Inode {
    const node = this.#slave(number)
    handOut(this.kernel, node, opener)
    return node
  }

  /** Nodes stay. */
  removeNode(): void {}

  nameOf(number: number): string {
    return `/dev/${slaveName(this.kernel.profile, number)}`
  }

  *slaves(): Iterable<readonly [string, Inode]> {
    const { firstNumber } = this.kernel.profile
    for (let number = firstNumber; number <= this.#last; number++) {
      const node = this.#find(slaveName(this.kernel.profile, number))
      if (node) yield [this.nameOf(number), node]
    }
  }

  /** The pair of a number, which may never have had a master; ENXIO for a number that no pair can have. */
  at(number: number): Terminal {
    const found = this.terminals.get(number)
    if (found) return found
    if (number < this.kernel.profile.firstNumber || number > this.#last) fail('ENXIO')
    return new Terminal(this.kernel, this, number, this.#slave(number))
  }

  #slave(number: number): Inode {
    return this.#find(slaveName(this.kernel.profile, number)) ?? fail('ENOENT')
  }

  #find(path: string): Inode | undefined {
    let at: Inode | undefined = this.dev
    for (const name of path.split('/')) at = at?.entries.get(name)
    return at
  }

  /** As MAKEDEV(8) makes them, for everybody. */
  #make(number: number): void {
    const { slaveMajor, masterMajor } = this.kernel.profile
    const slave = slaveName(this.kernel.profile, number)
    this.#add(slave, 'slave', deviceNumber(slaveMajor, number))
    const master = masterName(slave)
    if (master !== slave) this.#add(master, 'master', deviceNumber(masterMajor, number))
  }

  #add(path: string, device: 'master' | 'slave', rdev: number): void {
    const end = path.lastIndexOf('/')
    const [folders, name] = [path.slice(0, Math.max(0, end)).split('/'), path.slice(end + 1)]
    let directory = this.dev
    for (const folder of folders.filter(folder => folder !== '')) {
      const found =
        directory.entries.get(folder) ?? this.dev.fileSystem.make('S_IFDIR', 0o755, 0, 0)
      directory.entries.set(folder, found)
      directory = found
    }
    const node = this.dev.fileSystem.make('S_IFCHR', 0o666, 0, 0)
    node.device = device
    node.rdev = rdev
    directory.entries.set(name, node)
  }
}
