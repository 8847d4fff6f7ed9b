/** Files by name or descriptor: what is there, and who may use it. */
import type { StructValue } from '../../suite/suite.js'
import type { CallFamily } from '../call.js'
import { DeadFile } from '../dead-file.js'
import { fail } from '../failure.js'
import { type OpenFile, terminalEnd } from '../file.js'
import { flagsOf, showFlags } from '../flags.js'
import type { Kernel } from '../kernel.js'
import type { Inode, NodeKind } from '../mounts.js'
import { openedLocation } from '../opening.js'
import { locate, may, pathOf } from '../paths.js'
import { isFound } from '../prison.js'
import type { Process } from '../process.js'
import { number, set, showDevice, struct, text, zero } from '../show.js'

export const lookCalls: CallFamily = {
  stat: ({ process, args }) => showStat(process, locate(process, args.text(0)).node),
  lstat: ({ process, args }) => showStat(process, locate(process, args.text(0), false).node),
  fstat({ kernel, process, args }) {
    const file = kernel.world.files.get(process, args.number(0))
    if (file.object instanceof DeadFile) fail('EBADF')
    const stat = showStat(process, file.node)
    if (!isNodeless(kernel, file)) return stat
    const fields = stat.fields.map(field => {
      return ofFileSystems.includes(field.name) ? { ...field, value: zero } : field
    })
    return { ...stat, fields }
  },

  listdir({ process, args }) {
    const { node } = locate(process, args.text(0))
    if (node.kind !== 'S_IFDIR') fail('ENOTDIR')
    if (!may(process, node, 'r')) fail('EACCES')
    const kind = args.count > 1 ? args.word(1) : ''
    const found = [...node.entries]
      .filter(([, entry]) => isFound(process, entry))
      .filter(([, entry]) => kind === '' || entry.kind === kinds[kind])
      .map(([name]) => name)
    const names = kind === 'DT_DIR' ? [...found, '.', '..'] : found
    return set(names.sort().map(text))
  },

  readlink({ kernel, process, args }) {
    const open = openedLocation(kernel, process, args.text(0))
    if (open) return text(pathOf(open, process.root))
    const { node } = locate(process, args.text(0), false)
    return node.kind === 'S_IFLNK' ? text(node.target) : fail('EINVAL')
  },

  access({ process, args }) {
    const { node } = locate(process, args.text(0))
    const { uid, gid, namespace } = process.credentials
    const isCapable = uid === namespace.users.root
    const asReal = { credentials: { ...process.credentials, euid: uid, egid: gid, isCapable } }
    for (const name of args.flags(1).names) {
      const how = ways[name]
      if (how && !may(asReal, node, how)) fail('EACCES')
    }
    return zero
  },

  statfs({ process, args }) {
    return struct({ fstype: text(locate(process, args.text(0)).node.fileSystem.type) })
  },
}

const kinds: Readonly<Record<string, NodeKind>> = { DT_CHR: 'S_IFCHR', DT_DIR: 'S_IFDIR' }
const ways = { R_OK: 'r', W_OK: 'w', X_OK: 'x' } as Readonly<Record<string, 'r' | 'w' | 'x'>>

/** st_blksize of what lies there, where it is not a page. */
const blockSizes: Readonly<Record<string, number>> = { devpts: 1024, ffs: 65536 }

/** ptsdev_stat(): a master without a node shows the slave's, as far as that is no matter of the file system. */
const ofFileSystems = ['st_dev', 'st_nlink', 'st_blksize']

/** When everything was made, in seconds: some moment that is no other number of a case. */
/** When every case begins. */
export const EPOCH = 1_700_000_000

function showStat({ credentials }: Process, node: Inode): StructValue {
  const { users, groups } = credentials.namespace
  const { fileSystem, kind } = node
  const time = number(EPOCH)
  return struct({
    st_mode: showFlags(flagsOf([kind], BigInt(node.mode)), 'mode'),
    st_uid: number(users.shown(node.uid)),
    st_gid: number(groups.shown(node.gid)),
    st_rdev: showDevice(node.rdev),
    st_dev: number(fileSystem.device),
    st_ino: number(node.number),
    st_nlink: number(node.links),
    st_size: number(node.content.length + node.target.length),
    st_blksize: number(blockSizes[fileSystem.type] ?? 4096),
    st_atime: time,
    st_mtime: number(EPOCH + Math.floor(node.modified)),
    st_ctime: time,
  })
}

/** A master that has shown its slave's node has none that could be changed through it (invfo_chmod()). */
export function isNodeless({ profile }: Kernel, file: OpenFile): boolean {
  return terminalEnd(file)?.side === 'master' && profile.masterNode === 'slave'
}
