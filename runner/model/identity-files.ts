/** /proc/PID/uid_map, gid_map and setgroups: who is who in a namespace of users (kernel/user_namespace.c). */
import { type Credentials, isCapableIn } from './credentials.js'
import { fail } from './failure.js'
import type { FileObject, OpenFile } from './file.js'
import type { Process } from './process.js'
import type { Extent, UserNamespace } from './users.js'

const PAGE = 4096
const MOST_EXTENTS = 340
const HIGHEST = 0xffffffff

/** A text that is made anew for each look, and taken whole. */
export abstract class TextFile implements FileObject {
  abstract readonly text: string

  read(file: OpenFile, _process: Process, count: number): number[] {
    const bytes = [...this.text].map(letter => letter.charCodeAt(0))
    const taken = bytes.slice(file.offset, file.offset + count)
    file.offset += taken.length
    return taken
  }

  write(file: OpenFile, process: Process, bytes: Uint8Array): number {
    if (file.offset !== 0 || bytes.length >= PAGE) fail('EINVAL')
    this.take(String.fromCharCode(...bytes), process.credentials)
    file.offset += bytes.length
    return bytes.length
  }

  protected abstract take(text: string, writer: Credentials): void
}

/** uid_map or gid_map; what may be written depends also on who opened it. */
export class MapFile extends TextFile {
  constructor(
    private readonly namespace: UserNamespace,
    private readonly kind: 'users' | 'groups',
    private readonly opener: Credentials,
  ) {
    super()
  }

  /** uid_m_show(): numbers outside as the opener sees them, from within as the parent does. */
  get text(): string {
    const { namespace, kind, opener } = this
    const seenFrom =
      opener.namespace === namespace ? (namespace.parent ?? namespace) : opener.namespace
    return namespace[kind].extents
      .map(({ first, lower, count }) => [first, seenFrom[kind].of(lower) ?? HIGHEST, count])
      .map(numbers => `${numbers.map(number => `${number}`.padStart(10)).join(' ')}\n`)
      .join('')
  }

  /** map_write(): once only, and only by who has all rights in the namespace. */
  protected take(text: string, writer: Credentials): void {
    const { namespace, kind, opener } = this
    const { parent } = namespace
    if (!parent || (opener.namespace !== namespace && opener.namespace !== parent)) fail('EPERM')
    if (namespace[kind].isWritten || !isCapableIn(opener, namespace)) fail('EPERM')
    const asked = extentsOf(text)
    if (!this.#isPermitted(asked, parent, writer)) fail('EPERM')
    namespace[kind].extents = asked.map(extent => {
      const { lower, count } = extent
      const inKernel = parent[kind].inKernel(lower) ?? fail('EPERM')
      if (parent[kind].inKernel(lower + count - 1) !== inKernel + count - 1) fail('EPERM')
      return { ...extent, lower: inKernel }
    })
  }

  /** new_idmap_permitted(): its maker may map himself; anything else asks for rights in the parent. */
  #isPermitted(asked: readonly Extent[], parent: UserNamespace, writer: Credentials): boolean {
    const { namespace, kind, opener } = this
    const { maker } = namespace
    if (kind === 'users' && asked.some(({ lower }) => lower === 0)) {
      const isFromWithin = opener.namespace === namespace
      if (isFromWithin ? !maker.isCapable : !isCapableIn(opener, parent)) return false
    }
    const [only, ...others] = asked
    if (only?.count === 1 && others.length === 0 && maker.euid === opener.euid) {
      const inKernel = parent[kind].inKernel(only.lower)
      if (kind === 'users' && inKernel === opener.euid) return true
      if (kind === 'groups' && !namespace.allowsSetgroups && inKernel === opener.egid) return true
    }
    return isCapableIn(writer, parent) && isCapableIn(opener, parent)
  }
}

/** EINVAL for what is no list of `first lower count` that do not overlap. */
function extentsOf(text: string): Extent[] {
  const extents = text.replace(/\n$/, '').split('\n').map(extentOf)
  if (extents.length > MOST_EXTENTS) fail('EINVAL')
  for (const [i, one] of extents.entries())
    for (const other of extents.slice(i + 1))
      if (overlap(one, other, 'first') || overlap(one, other, 'lower')) fail('EINVAL')
  return extents
}

function overlap(one: Extent, other: Extent, which: 'first' | 'lower'): boolean {
  return one[which] < other[which] + other.count && other[which] < one[which] + one.count
}

function extentOf(line: string): Extent {
  const words = line.trim().split(/\s+/)
  if (words.length !== 3 || !words.every(word => /^\d+$/.test(word))) fail('EINVAL')
  const [first = 0, lower = 0, count = 0] = words.map(Number)
  if (count === 0 || first + count > HIGHEST || lower + count > HIGHEST) fail('EINVAL')
  return { first, lower, count }
}

export class SetgroupsFile extends TextFile {
  constructor(private readonly namespace: UserNamespace) {
    super()
  }

  get text(): string {
    return this.namespace.allowsSetgroups ? 'allow\n' : 'deny\n'
  }

  /** proc_setgroups_write(): denied for good, and only before groups are mapped. */
  protected take(text: string): void {
    const word = /^(allow|deny)\s*$/.exec(text)?.[1]
    if (word === undefined || text.length >= 8) fail('EINVAL')
    if (word === 'allow' ? !this.namespace.allowsSetgroups : this.namespace.groups.isWritten)
      fail('EPERM')
    this.namespace.allowsSetgroups = word === 'allow'
  }
}
