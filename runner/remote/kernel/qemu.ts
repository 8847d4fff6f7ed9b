/** A machine for one kernel: its command line, and the processes and files it is made of. */
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { ignore, keep, trouble } from '../transport.js'
import { splitWords } from '../words.js'
import { Console } from './console.js'
import { type KernelOptions, USUAL_DEVPTS } from './options.js'

/** `own`: what `qemu` says. */
export type Accelerator = 'kvm' | 'tcg' | 'own'

const QEMU = 'qemu-system-x86_64'

export interface Machine {
  readonly console: Console
  readonly accelerator: Accelerator
  /** What qemu itself said, when it has ended; never rejects. */
  readonly ended: Promise<{ readonly status: number | undefined; readonly said: string }>
  stop(): void
}

/** Boots; `port` gets each of the machine's ports when it is connected. `folder` is ours alone. */
export async function boot(
  image: string,
  initrd: string,
  { append = '', memory = 512, qemu = QEMU, devpts = USUAL_DEVPTS }: KernelOptions,
  {
    folder,
    accelerator,
    port,
  }: { folder: string; accelerator: Accelerator; port(socket: Socket): void },
): Promise<Machine> {
  const path = join(folder, `port-${accelerator}`)
  const server = await listen(path, port)
  const split = splitWords(qemu)
  const [program = QEMU, ...own] = 'words' in split ? split.words : []
  const line = [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...(accelerator === 'own' ? [] : ['-accel', accelerator]),
    ...(accelerator === 'kvm' ? ['-cpu', 'host'] : []),
    ...['-smp', '2', '-m', String(memory)],
    ...['-kernel', image, '-initrd', initrd],
    ...['-append', `${USUAL} ${append} -- ${devpts}`.replace(/ +/g, ' ')],
    ...['-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console'],
    ...['-chardev', `socket,id=serial,path=${path}`, '-serial', 'chardev:serial'],
    ...['-chardev', `socket,id=virtio,path=${path}`, '-device', 'virtio-serial-pci'],
    ...['-device', 'virtserialport,chardev=virtio,name=ptycheck'],
    ...own,
  ]
  const child = execa('/bin/sh', ['-c', WITH_US, 'sh', program, ...line], {
    stdin: 'pipe',
    buffer: false,
    reject: false,
    // Ctrl-C is ours to pass on, and a machine must not outlive us.
    detached: true,
    cleanup: true,
  })
  const console = new Console()
  child.stdout.on('data', bytes => console.hear(bytes))
  child.stdin.on('error', ignore)
  const said = keep(child.stderr, 8192)
  const ended = child.then(({ exitCode }) => {
    server.close()
    child.stdin.destroy()
    const absent = `there is no ${program}: install qemu (Debian: qemu-system-x86)`
    return { status: exitCode, said: exitCode === NOT_THERE ? absent : said() }
  })
  return { console, accelerator, ended, stop: () => child.stdin.destroy() }
}

/** A machine that ends when its input does, and so when we do, however that is. */
const WITH_US =
  'exec 3<&0; "$@" </dev/null 3<&- & q=$!; { cat <&3; kill -9 $q; } >/dev/null 2>&1 & exec 3<&-; wait $q'

/** What a shell ends with where there is no such program. */
const NOT_THERE = 127

/** An oops is a panic, and a panic the end: whoever waits is told at once. */
const USUAL =
  'console=ttyS0,115200 earlyprintk=serial,ttyS0,115200 loglevel=6 oops=panic panic=-1 rdinit=/init'

async function listen(path: string, take: (socket: Socket) => void): Promise<Server> {
  const server = createServer(take)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  }).catch(error => {
    throw trouble('harness', `no socket for the machine's port: ${error}`)
  })
  return server
}
