/** From a path to a node, and what a process may do there (XBD 4.7 and 4.16). */
import { certain } from './certain.js'
import { type Credentials, isCapableOf, owns } from './credentials.js'
import { fail } from './failure.js'
import type { Inode, Location } from './mounts.js'
import { isFound } from './prison.js'
import type { Process } from './process.js'

const DEEPEST_LINKS = 40

/** What a path leads to: its directory, the last name, and the node where there is one. */
export interface Found {
  readonly directory: Location
  readonly name: string
  readonly location?: Location
}

/** Follows a path; the last link only where `follow`. Throws ENOENT, ENOTDIR, EACCES, ELOOP for what lies before. */
export function lookUp(
  process: Process,
  path: string,
  follow = true,
  { depth, from }: { depth: number; from: Location } = { depth: 0, from: process.directory },
): Found {
  if (path === '') fail('ENOENT')
  if (depth > DEEPEST_LINKS) fail('ELOOP')
  const { namespace } = process
  const root = process.root ?? namespace.over(namespace.root)
  let at = path.startsWith('/') ? root : from
  const names = path.split('/').filter(name => name !== '')
  if (names.length === 0) return { directory: at, name: '.', location: at }
  let index = 0
  for (;;) {
    const name = certain(names[index++])
    const isLast = index === names.length
    const directory = at
    if (directory.node.kind !== 'S_IFDIR') fail('ENOTDIR')
    if (!may(process, directory.node, 'x')) fail('EACCES')
    const found = next(process, directory, name, root)
    if (!found) {
      if (!isLast) fail('ENOENT')
      return { directory, name }
    }
    if (found.node.kind === 'S_IFLNK' && (!isLast || follow)) {
      const rest = names.slice(index).join('/')
      const target = `${found.node.target}${rest === '' ? '' : `/${rest}`}`
      return lookUp(process, target, follow, { depth: depth + 1, from: directory })
    }
    if (isLast) return { directory, name, location: found }
    at = found
  }
}

/** What a path leads to; ENOENT where nothing is. */
export function locate(process: Process, path: string, follow = true): Location {
  const { location } = lookUp(process, path, follow)
  if (!location) fail('ENOENT')
  if (path.endsWith('/') && location.node.kind !== 'S_IFDIR') fail('ENOTDIR')
  return location
}

function next(
  process: Process,
  directory: Location,
  name: string,
  root: Location,
): Location | undefined {
  if (name === '.') return directory
  return name === '..' ? up(directory, root) : entry(process, directory, name)
}

function entry(process: Process, directory: Location, name: string): Location | undefined {
  const named = directory.node.entries.get(name)
  const node = named?.clone ? named.clone(process) : named
  if (!node || !isFound(process, node)) {
    directory.node.missed.add(name)
    return undefined
  }
  return process.namespace.over({ mount: directory.mount, node, parent: directory, name })
}

function up(directory: Location, root: Location): Location {
  const isRoot = directory.node === root.node && directory.mount === root.mount
  return isRoot ? directory : (directory.parent ?? directory)
}

/** The path by which a location was reached, from `root` on where it is given and was passed. */
export function pathOf(location: Location, root?: Location): string {
  const names: string[] = []
  for (let at = location; at.parent && at.node !== root?.node; at = at.parent)
    names.unshift(certain(at.name))
  return `/${names.join('/')}`
}

const bits = { r: 4, w: 2, x: 1 } as const

/** XBD 4.7: may the process read, write or search it? */
export function may(
  { credentials }: { readonly credentials: Credentials },
  node: Inode,
  how: keyof typeof bits,
): boolean {
  const { euid, egid, groups } = credentials
  const isMember = node.gid === egid || groups.includes(node.gid)
  const shift = node.uid === euid ? 6 : isMember ? 3 : 0
  if (((node.mode >> shift) & bits[how]) !== 0) return true
  const isPossible = how !== 'x' || node.kind === 'S_IFDIR' || (node.mode & 0o111) !== 0
  return isPossible && isCapableOf(credentials, node)
}

/** As its owner or root; EPERM. */
export function mustOwn({ credentials }: Process, node: Inode): void {
  if (!owns(credentials, node)) fail('EPERM')
}
