/** The way into a kernel that is booted for nothing else, in a machine of its own without network or disc. */
import { accessSync, constants, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImplementationError } from '../../implementation.js'
import type { Prepared, Wanted } from '../prepare.js'
import { type Channel, ignore, type Transport, trouble, within } from '../transport.js'
import { atBoot, inPlay } from './downfall.js'
import { type Found, Guest } from './guest.js'
import { type Image, imageOf, modulesFor } from './image.js'
import { CHARACTER, FILE, FOLDER, initramfs, PROGRAM } from './initramfs.js'
import type { KernelOptions } from './options.js'
import { guestPrograms, type Program } from './programs.js'
import { type Accelerator, boot, type Machine } from './qemu.js'
import { type TemporaryFolder, temporaryFolder } from './temporary.js'

/** Milliseconds in which a kernel says its first word where its instructions need not be emulated, */
const FIRST_WORD = 3000
/** and in which it is up. */
const ACCELERATED_BOOT = 20_000
/** Milliseconds from the start to the first process, at most; emulated, on a machine with other work. */
const BOOT = 120_000

interface Running {
  readonly guest: Guest
  readonly machine: Machine
  readonly found: Found
}

export class KernelTransport implements Transport {
  #starts = 0
  #folder: Promise<TemporaryFolder> | undefined
  #image: Image | undefined
  #running: Running | undefined
  #factor = 1

  constructor(
    private readonly file: string,
    readonly label: string,
    private readonly options: KernelOptions = {},
  ) {}

  get starts(): number {
    return this.#starts
  }

  /** Looks whether there is a kernel; it is booted when the probe is known that goes with it. */
  async connect(timeout: number): Promise<void> {
    this.#factor = timeout / 20_000
    this.#image = await imageOf(this.file, this.options.modules, () => this.#ownFolder())
  }

  /** Boots it with the probe. */
  async bring(wanted: Wanted): Promise<Prepared> {
    const image = this.#image
    if (!image) throw trouble('harness', `${this.label}: not connected`)
    const { init, probe } = await guestPrograms(this.label, wanted)
    const initrd = join(await this.#ownFolder(), 'initramfs')
    writeFileSync(initrd, initramfs([...usual(init, probe), ...modulesFor(image)]))
    this.#running = await this.#boot(image, initrd)
    // It has read all that it needs.
    await this.#removeFolder()
    const { found, machine } = this.#running
    const { compiler, prebuilt } = probe
    return {
      compiler,
      built: false,
      facts: factsOf(machine.accelerator, found),
      ...(found.get('devpts') === 'ENODEV' && {
        lacks: ['devpts in the kernel (CONFIG_UNIX98_PTYS)'],
      }),
      ...(prebuilt !== undefined && { prebuilt }),
      play: nonce => `/probe play ${nonce}`,
    }
  }

  /** The words of a program there, apart by single blanks. */
  async start(command: string): Promise<Channel> {
    if (!this.#running) throw trouble('harness', `${this.label}: not booted`)
    this.#starts++
    const { guest, machine } = this.#running
    return { ...guest.start(command.split(' ')), fate: () => this.#fate(guest, machine) }
  }

  async close(): Promise<void> {
    this.#running?.machine.stop()
    await this.#running?.machine.ended
    await this.#removeFolder()
  }

  async #boot(image: Image, initrd: string): Promise<Running> {
    const [first, ...others] = acceleratorsFor(this.options)
    for (const accelerator of [first, ...others]) {
      const isLast = accelerator === others.at(-1) || others.length === 0
      const running = await this.#bootWith(accelerator, image, initrd, isLast)
      if (running) return running
      unfit.add(accelerator)
    }
    throw trouble('harness', `${this.label}: no accelerator is left`)
  }

  /** Undefined: not under this accelerator, and there is another: what goes wrong under this one is no kernel's fault. */
  async #bootWith(accelerator: Accelerator, image: Image, initrd: string, isLast: boolean) {
    const guest = new Guest(this.label, (this.options.patience ?? 60_000) * this.#factor)
    const machine = await boot(image.file, initrd, this.options, {
      folder: await this.#ownFolder(),
      accelerator,
      port: socket => guest.connect(socket),
    })
    const came = Promise.race([guest.greeting, machine.ended.then(() => 'ended' as const)])
    const isDumb = !isLast && !(await within(came, FIRST_WORD)) && machine.console.isSilent
    const patience = isLast ? BOOT * this.#factor : ACCELERATED_BOOT
    const found = isDumb ? undefined : await within(came, patience)
    void machine.ended.then(() => guest.lost())
    if (found instanceof Map) return { guest, machine, found }
    if (found === undefined) machine.stop()
    const { status, said } = await machine.ended
    if (!isLast) return undefined
    const ending = found === undefined ? undefined : { status, said }
    throw atBoot(this.label, image, machine.console, ending)
  }

  /** Why the channel ended, where that is the kernel's fault: waits for the machine's end. */
  async #fate(guest: Guest, machine: Machine): Promise<ImplementationError | undefined> {
    if (guest.isHung) machine.stop()
    if (!(await within(machine.ended, 5000))) return undefined
    return inPlay(this.label, machine.console, guest.isHung)
  }

  async #removeFolder(): Promise<void> {
    const folder = this.#folder
    this.#folder = undefined
    await folder?.then(({ remove }) => remove(), ignore)
  }

  async #ownFolder(): Promise<string> {
    this.#folder ??= temporaryFolder('ptycheck-kernel-')
    return (await this.#folder).path
  }
}

/** What is in every guest; who reads a name finds the users that cases need. */
function usual(init: Program, probe: Program) {
  const folders = ['dev', 'proc', 'sys', 'tmp', 'var', 'var/tmp', 'etc', 'root', 'run', 'modules']
  const passwd = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'
  const group = 'root:x:0:\ntty:x:5:\nnogroup:x:65534:\n'
  return [
    ...folders.map(path => ({ path, mode: path === 'root' ? 0o040700 : FOLDER })),
    { path: 'dev/console', mode: CHARACTER | 0o600, device: [5, 1] as const },
    { path: 'init', mode: PROGRAM, content: init.content },
    { path: 'probe', mode: PROGRAM, content: probe.content },
    { path: 'etc/passwd', mode: FILE, content: Buffer.from(passwd) },
    { path: 'etc/group', mode: FILE, content: Buffer.from(group) },
  ]
}

function factsOf(accelerator: Accelerator, found: Found): Record<string, string> {
  return { vm: `qemu ${accelerator}`, 'vm.port': found.get('port') ?? 'unknown' }
}

/** Under what nothing came up in this process: an accelerator that is there but does not work costs its time once. */
const unfit = new Set<Accelerator>()

/** Emulated where it must be, and where whoever runs us says how. */
function acceleratorsFor({ qemu = '' }: KernelOptions): [Accelerator, ...Accelerator[]] {
  if (/-accel\b|-enable-kvm|accel=/.test(qemu)) return ['own']
  if (unfit.has('kvm')) return ['tcg']
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
    return ['kvm', 'tcg']
  } catch {
    return ['tcg']
  }
}
