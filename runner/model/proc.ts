/** What a case opens in /proc: of a process its namespaces (Linux proc(5), user_namespaces(7)). */
import { fail, NotModelled } from './failure.js'
import { type FileObject, OpenFile, statusFlags } from './file.js'
import { MapFile, SetgroupsFile, TextFile } from './identity-files.js'
import type { Kernel } from './kernel.js'
import { MasterEnd } from './master.js'
import type { MountNamespace } from './mounts.js'
import { may } from './paths.js'
import type { Process } from './process.js'

/** What /proc/PID/ns/mnt is open on. */
export class NamespaceFile implements FileObject {
  readonly isStream = false
  constructor(readonly namespace: MountNamespace) {}
}

/** /proc/PID/fdinfo/N of a master (Linux proc_pid_fdinfo(5)). */
class MasterInfo extends TextFile {
  constructor(readonly text: string) {
    super()
  }

  protected take(): void {
    fail('EINVAL')
  }
}

/** Undefined for what is not in /proc. */
export function openProc(
  kernel: Kernel,
  process: Process,
  path: string,
  flags: ReadonlySet<string>,
): OpenFile | undefined {
  if (process.root || !path.startsWith('/proc/')) return undefined
  const found = /^\/proc\/(self|\d+)\/(.+)$/.exec(path)
  if (!found) throw new NotModelled(`what is in ${path}`)
  const [pid = '', name = ''] = found.slice(1)
  if (name.startsWith('fd/')) return undefined
  const of = pid === 'self' ? process : (kernel.find(Number(pid)) ?? fail('ENOENT'))
  const object = masterInfo(kernel, of, name) ?? objectOf(of, process, name)
  const isNamespace = object instanceof NamespaceFile
  const isLook = isNamespace || object instanceof MasterInfo
  const owner = of.isDumpable ? of.credentials : { euid: 0, egid: 0 }
  const { anonymous } = kernel.world
  const node = anonymous.make('S_IFREG', isLook ? 0o444 : 0o644, owner.euid, owner.egid)
  const writes = flags.has('O_WRONLY') || flags.has('O_RDWR')
  if (writes && isNamespace) fail('EPERM')
  if (writes && !may(process, node, 'w')) fail('EACCES')
  if (writes && name === 'setgroups' && !process.isCapableIn(of.credentials.namespace))
    fail('EACCES')
  return new OpenFile(object, node, statusFlags(flags))
}

/** tty_show_fdinfo(): the pair's number stands behind what /proc says of any descriptor. */
function masterInfo(kernel: Kernel, of: Process, name: string): MasterInfo | undefined {
  const [, number] = /^fdinfo\/(\d+)$/.exec(name) ?? []
  if (number === undefined) return undefined
  if (!of.descriptors.has(Number(number))) fail('ENOENT')
  const { object } = kernel.world.files.get(of, Number(number))
  if (!(object instanceof MasterEnd)) throw new NotModelled(`what is in /proc/PID/${name}`)
  const index = kernel.profile.numberInFdinfo ? `tty-index:\t${object.terminal.number}\n` : ''
  return new MasterInfo(`pos:\t0\nflags:\t02\n${index}`)
}

function objectOf(of: Process, opener: Process, name: string): FileObject {
  const { namespace } = of.credentials
  const by = { ...opener.credentials }
  switch (name) {
    case 'ns/mnt':
      return new NamespaceFile(of.namespace)
    case 'uid_map':
      return new MapFile(namespace, 'users', by)
    case 'gid_map':
      return new MapFile(namespace, 'groups', by)
    case 'setgroups':
      return new SetgroupsFile(namespace)
    default:
      throw new NotModelled(`what is in /proc/PID/${name}`)
  }
}
