/** What a kernel file is: which release, and where its modules are. */
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { execa } from 'execa'
import { visible } from '../answers.js'
import { trouble } from '../transport.js'
import type { Entry } from './initramfs.js'
import { FILE } from './initramfs.js'

export interface Image {
  /** The bzImage. */
  readonly file: string
  /** As `uname -r` will say. */
  readonly release: string
  /** The folder of its modules, where there is one. */
  readonly modules?: string
}

/** What our port's driver may need, in the order in which they are loaded. */
const MODULES = [
  'virtio',
  'virtio_ring',
  'virtio_pci_legacy_dev',
  'virtio_pci_modern_dev',
  'virtio_pci',
  'virtio_console',
]

/**
 * A bzImage, or a Debian package (`linux-image-*.deb`), which is unpacked into a folder that `makeFolder` makes. Modules
 * are looked for where a package or an installation has them beside the kernel. Throws `ImplementationError`.
 */
export async function imageOf(
  file: string,
  modules: string | undefined,
  makeFolder: () => Promise<string>,
): Promise<Image> {
  if (!existsSync(file)) throw unfit(file, 'there is no such file')
  if (statSync(file).isDirectory()) throw unfit(file, 'it is a folder; name the bzImage in it')
  const kernel = file.endsWith('.deb') ? await unpacked(file, await makeFolder()) : resolve(file)
  const release = releaseOf(kernel, file)
  const [folder] = [
    ...(modules === undefined ? [] : [modules]),
    join(dirname(kernel), '..', 'lib', 'modules', release),
    join(dirname(kernel), '..', 'usr', 'lib', 'modules', release),
    join('/lib/modules', release),
  ].filter(existsSync)
  return { file: kernel, release, ...(folder !== undefined && { modules: folder }) }
}

function unfit(file: string, why: string) {
  return trouble('host', `${file}: no kernel to boot: ${why}`, 'unreachable')
}

/** The path of the only kernel in it. */
async function unpacked(file: string, folder: string): Promise<string> {
  const { failed, stderr, shortMessage } = await execa('dpkg-deb', ['-x', file, folder], {
    reject: false,
  })
  if (failed)
    throw unfit(
      file,
      `dpkg-deb cannot unpack it: ${visible((stderr || shortMessage || '').slice(0, 500))}`,
    )
  const boot = join(folder, 'boot')
  const kernels = existsSync(boot)
    ? readdirSync(boot).filter(name => name.startsWith('vmlinuz'))
    : []
  const [kernel] = kernels
  if (kernel === undefined)
    throw unfit(
      file,
      'the package has no boot/vmlinuz-*; take linux-image-VERSION, which the other depends on',
    )
  return join(boot, kernel)
}

/** The first word of the version in the header of a bzImage (kernel: Documentation/arch/x86/boot.rst, kernel_version). */
function releaseOf(kernel: string, file: string): string {
  const head = Buffer.alloc(0x8000)
  const fd = openSync(kernel, 'r')
  const length = readSync(fd, head, 0, head.length, 0)
  closeSync(fd)
  if (length < 0x210 || head.toString('latin1', 0x202, 0x206) !== 'HdrS')
    throw unfit(
      file,
      'it is no bzImage (arch/x86/boot/bzImage of a built kernel, /boot/vmlinuz-* of an installed one)',
    )
  const at = head.readUInt16LE(0x20e) + 0x200
  const text = head.toString('latin1', at, Math.min(length, at + 256))
  const [release = ''] = text.split(/[ \0]/)
  return /^[\w.+~-]{1,100}$/.test(release) ? release : 'unknown'
}

/** The modules that our port may need, as files of the initramfs that are loaded in the order of their names. */
export function modulesFor({ modules }: Image): Entry[] {
  if (modules === undefined) return []
  const drivers = join(modules, 'kernel', 'drivers')
  const places = ['virtio', 'char'].map(folder => join(drivers, folder)).filter(existsSync)
  const files = places.flatMap(folder => readdirSync(folder).map(name => ({ folder, name })))
  return MODULES.flatMap((module, n) => {
    const found = files.find(({ name }) => name.replace(/\.ko(\.\w+)?$/, '') === module)
    if (!found) return []
    const path = `modules/${n}-${found.name}`
    return [{ path, mode: FILE, content: readFileSync(join(found.folder, found.name)) }]
  })
}
