/** What is in a file or folder: all of it at once. */
import type { CallContext, CallFamily } from '../call.js'
import { fail, NotModelled, Refused } from '../failure.js'
import { TextFile } from '../identity-files.js'
import type { Inode } from '../mounts.js'
import { openPath } from '../opening.js'
import { locate, may } from '../paths.js'
import { data, number, set, text, zero } from '../show.js'

const MOST = 1 << 20

export const contentCalls: CallFamily = {
  readfile({ kernel, process, args }) {
    const path = args.text(0)
    const file = openPath(kernel, process, path, new Set(['O_RDONLY', 'O_NOCTTY']), 0)
    const { node, object } = file
    if (object instanceof TextFile) return data(object.read(file, process, MOST))
    if (node.kind === 'S_IFDIR') fail('EISDIR')
    if (node.kind !== 'S_IFREG') throw new NotModelled('readfile() of what is no plain file')
    return data(node.content)
  },

  writefile(context) {
    const { kernel, process, args } = context
    const path = args.text(0)
    const flags = new Set(['O_WRONLY', 'O_CREAT', 'O_TRUNC', 'O_NOCTTY'])
    const file = openPath(kernel, process, path, flags, 0o644)
    const { object } = file
    if (object instanceof TextFile) return number(object.write(file, process, args.bytes(1)))
    const node = mayWrite(context, file.node)
    node.content = [...args.bytes(1)]
    return number(node.content.length)
  },

  truncate(context) {
    const { process, args } = context
    const length = args.number(1)
    const { node } = locate(process, args.text(0))
    if (length < 0) fail('EINVAL')
    if (node.kind === 'S_IFDIR') fail('EISDIR')
    if (!may(process, node, 'w')) fail('EACCES')
    if (node.kind !== 'S_IFREG') fail('EINVAL')
    const { content } = mayWrite(context, node)
    node.content = Array.from({ length }, (_, i) => content[i] ?? 0)
    return zero
  },

  /** What is left in an open folder. */
  getdents({ kernel, process, args }) {
    const file = kernel.world.files.usable(process, args.number(0))
    if (file.node.kind !== 'S_IFDIR') fail('ENOTDIR')
    const names = file.offset === 0 ? [...file.node.entries.keys()] : []
    file.offset = 1
    return set(names.sort().map(text))
  },
}

/** Language 5.7: files of the case's own, nothing else. */
function mayWrite({ kernel }: CallContext, node: Inode): Inode {
  if (node.kind !== 'S_IFREG') throw new NotModelled('writing to what is no file by its path')
  if (node.fileSystem !== kernel.world.scratch.fileSystem && node.fileSystem.type !== 'tmpfs')
    throw new Refused('files outside the scratch folder are not written')
  return node
}
