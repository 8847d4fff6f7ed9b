/** What a case finds: /dev with its multiplexor and devpts, /proc, a scratch folder, and how the host is set up. */

import { certain } from './certain.js'
import type { Credentials } from './credentials.js'
import { Devfs } from './devfs.js'
import { deviceNumber } from './device-numbers.js'
import { Devpts, readOptions } from './devpts.js'
import { DiscNodes } from './disc-nodes.js'
import { Files } from './file.js'
import type { Kernel } from './kernel.js'
import { makeMultiplexor } from './masters.js'
import { type Device, FileSystem, type Inode, type Mount, MountNamespace } from './mounts.js'
import type { PairTable } from './pair-table.js'
import { UserNamespace } from './users.js'

/** Where a case may make files. */
export const SCRATCH = '/tmp/ptycheck'

export class World {
  readonly files: Files
  readonly namespace: MountNamespace
  /** The initial namespace of users. */
  readonly users = new UserNamespace()
  /** What is mounted at /dev/pts, where slaves have a file system of their own. */
  readonly devpts: Devpts | undefined
  /** The instance that is there before anything is mounted. */
  readonly first: Devpts | undefined
  /** The pairs that the system itself gives. */
  readonly table: PairTable
  readonly instances: Devpts[] = []
  /** The folder of the case, and everything made below it. */
  readonly scratch: Inode
  /** Where nodes of masters without multiplexor live. */
  readonly anonymous: FileSystem
  #devices = 0
  #folders = 0
  #prisons = 0

  constructor(private readonly kernel: Kernel) {
    this.files = new Files(kernel)
    const root = this.#fileSystem('tmpfs')
    const types = { devpts: 'devtmpfs', devfs: 'devfs', disc: 'ffs' }
    const dev = this.#fileSystem(types[kernel.profile.nodes])
    const rootMount: Mount = { fileSystem: root, root: root.root, flags: new Set() }
    this.namespace = new MountNamespace([rootMount], true, this.users)
    this.anonymous = this.#fileSystem('anonymous')
    for (const name of ['dev', 'proc']) this.#folder(root.root, name, 0o755)
    const tmp = this.#folder(root.root, 'tmp', 0o1777)
    this.scratch = this.#folder(tmp, 'ptycheck', 0o700)
    const devMount = this.#mountAt(this.namespace.root, 'dev', dev.root)
    this.#device(dev.root, 'null', 0o666, 'null', deviceNumber(1, 3))
    this.#device(dev.root, 'tty', 0o666, 'own-terminal', deviceNumber(5, 0))
    const { nodes } = kernel.profile
    this.first = nodes === 'devpts' ? this.#hostInstance() : undefined
    const isOther = kernel.optionalSetting('devpts.newinstance') === 'yes'
    this.devpts = this.first && isOther ? this.#hostInstance() : this.first
    this.table =
      this.first ?? (nodes === 'devfs' ? new Devfs(kernel, dev) : new DiscNodes(kernel, dev.root))
    if (this.devpts) {
      this.#folder(dev.root, 'pts', 0o755)
      this.#mountAt({ mount: devMount, node: dev.root }, 'pts', this.devpts.fileSystem.root)
    }
    if (kernel.profile.master === 'management-device')
      this.#device(dev.root, 'ptm', 0o666, 'management', deviceNumber(81, 0))
    this.#multiplexor(devMount)
    this.#helper(root.root)
  }

  /** All pairs of the case: what devpts_new_index() adds to pty_count. */
  get pairs(): number {
    const tables = new Set<PairTable>([this.table, ...this.instances])
    return [...tables].reduce((sum, { count }) => sum + count, 0)
  }

  /** Slaves that can be found below /dev, by path. */
  slaves(): Iterable<readonly [string, Inode]> {
    return (this.devpts ?? this.table).slaves()
  }

  /** Of Linux' instances all but those that came later. */
  mayUseReserve(table: PairTable): boolean {
    return !(table instanceof Devpts) || table.mayUseReserve
  }

  /** A devpts instance of its own, as each mount makes one. */
  makeInstance(
    text: string,
    isInitial: boolean,
    by: Pick<Credentials, 'namespace' | 'euid' | 'egid'>,
  ): Devpts {
    const options = readOptions(this.kernel, text, by.namespace)
    const instance = new Devpts(this.kernel, options, this.nextDevice(), isInitial, by)
    this.instances.push(instance)
    return instance
  }

  /** A name that mkdtemp() has not given before. */
  folderName(): string {
    return `folder${this.#folders++}`
  }

  nextPrison(): number {
    return ++this.#prisons
  }

  nextDevice(): number {
    return ++this.#devices
  }

  #fileSystem(type: string): FileSystem {
    return new FileSystem(type, this.nextDevice(), 0o755, { namespace: this.users, uid: 0, gid: 0 })
  }

  #hostInstance(): Devpts {
    const { kernel } = this
    const option = (key: string) => {
      const value = kernel.optionalSetting(`devpts.${key}`) ?? 'unset'
      return value === 'unset' ? [] : [`${key}=${value}`]
    }
    const keys = ['uid', 'gid', 'mode']
    if (kernel.profile.instanceOptions === 'known') keys.push('ptmxmode', 'max')
    const options = keys.flatMap(option).join(',')
    return this.makeInstance(options, true, { namespace: this.users, euid: 0, egid: 0 })
  }

  #folder(directory: Inode, name: string, mode: number): Inode {
    const node = directory.entries.get(name) ?? directory.fileSystem.make('S_IFDIR', mode, 0, 0)
    node.mode = mode
    directory.entries.set(name, node)
    return node
  }

  #device(directory: Inode, name: string, mode: number, device: Device, rdev: number): Inode {
    const node = directory.fileSystem.make('S_IFCHR', mode, 0, 0)
    node.device = device
    node.rdev = rdev
    directory.entries.set(name, node)
    return node
  }

  #mountAt(directory: { mount: Mount; node: Inode }, name: string, root: Inode): Mount {
    const node = certain(directory.node.entries.get(name))
    const point = { mount: directory.mount, node, parent: directory, name }
    const mount: Mount = { fileSystem: root.fileSystem, root, flags: new Set(), point }
    this.namespace.add(mount)
    return mount
  }

  /** The program that makes a slave the caller's for him. */
  #helper(root: Inode): void {
    const { grantHelper } = this.kernel.profile
    if (grantHelper === 'none') return
    const [, ...folders] = grantHelper.split('/')
    const name = certain(folders.pop())
    const folder = folders.reduce((at, name) => this.#folder(at, name, 0o755), root)
    folder.entries.set(name, root.fileSystem.make('S_IFREG', 0o4755, 0, 0))
  }

  /** /dev/ptmx as the host has it: a node, a link into devpts, that file bound over it, or none. */
  #multiplexor(devMount: Mount): void {
    const { root } = devMount
    const how = this.kernel.setting('ptmx')
    if (how === 'link') {
      const link = root.fileSystem.make('S_IFLNK', 0o777, 0, 0)
      link.target = 'pts/ptmx'
      root.entries.set('ptmx', link)
    } else if (how !== 'none') {
      const mode = Number.parseInt(this.kernel.setting('ptmx.mode'), 8)
      const node = this.#device(root, 'ptmx', mode, 'multiplexor', deviceNumber(5, 2))
      makeMultiplexor(this.kernel, node, () => this.table)
      if (how === 'bind' && this.devpts)
        this.#mountAt({ mount: devMount, node: root }, 'ptmx', this.devpts.multiplexor)
    }
  }
}
