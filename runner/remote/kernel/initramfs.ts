/** Files -> the archive a kernel unpacks as its first file system: cpio in the "newc" format (kernel: buffer-format.rst). */

export interface Entry {
  /** Without a slash at its start. */
  readonly path: string
  /** As in st_mode, with the type. */
  readonly mode: number
  /** Of a regular file. */
  readonly content?: Buffer
  /** Of a device node. */
  readonly device?: readonly [major: number, minor: number]
}

export const FOLDER = 0o040755
export const PROGRAM = 0o100755
export const FILE = 0o100644
export const CHARACTER = 0o020600

const END = 'TRAILER!!!'

/** Not compressed: then it does not matter what the kernel can unpack. Folders come before what is in them. */
export function initramfs(entries: readonly Entry[]): Buffer {
  return Buffer.concat(
    [...entries, { path: END, mode: 0 }].flatMap((entry, n) => pieces(entry, n + 1)),
  )
}

function pieces({ path, mode, content = Buffer.alloc(0), device = [0, 0] }: Entry, inode: number) {
  const name = Buffer.from(`${path}\0`)
  const links = path === END || (mode & FOLDER) !== FOLDER ? 1 : 2
  const owner = [0, 0]
  const fields = [inode, mode, ...owner, links, 0, content.length, 0, 0, ...device, name.length, 0]
  const head = Buffer.from(
    `070701${fields.map(field => field.toString(16).padStart(8, '0')).join('')}`,
  )
  return [head, name, filler(head.length + name.length), content, filler(content.length)]
}

function filler(length: number): Buffer {
  return Buffer.alloc((4 - (length % 4)) % 4)
}
