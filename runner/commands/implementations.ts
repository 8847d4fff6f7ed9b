/** Names of the command line -> implementations. */
import type { Command } from 'commander'
import type { Implementation } from '../implementation.js'
import type { Profile } from '../model/profile.js'
import { profiles } from '../model/profiles/index.js'
import { ADDRESSES, addressOfCommand, kernelOf, mistakeInAddress } from '../remote/address.js'
import { type KernelOptions, USUAL_DEVPTS } from '../remote/kernel/options.js'
import { type HostOptions, hostAt } from '../remote/remote.js'
import { usualJobs } from '../remote/turns.js'
import { EXIT } from '../status.js'
import { didYouMean } from '../suite/mistake.js'
import { Failure } from './failure.js'
import { type InventoryOptions, inventoryHost } from './inventory.js'
import { collect } from './select.js'

/** What the command line says of hosts; it comes before the inventory. */
export interface HostChoices extends InventoryOptions {
  readonly jobs?: number
  readonly timeoutFactor?: number
  readonly user?: string
  readonly profile?: string
  readonly acceptNew?: boolean
  readonly sshConfig?: string
  readonly append?: string
  readonly devpts?: string
  readonly memory?: number
  readonly modules?: string
  readonly qemu?: string
  /** Where hosts are that a run calls by another name. */
  readonly addresses?: ReadonlyMap<string, string>
}

/** What may stand for a host on the command line. */
export const HOST_WORDS = `${ADDRESSES}, a label or @group of the inventory`

/** The options of every command that goes to hosts. */
export function addHostOptions(command: Command): Command {
  return command
    .option('--inventory <file>', 'the inventory (default: ptycheck.yaml, where there is one)')
    .option('--label <word>', 'the hosts of the inventory with this label (repeatable)', collect)
    .option('--timeout-factor <n>', 'multiply all deadlines, for slow hosts (default: 1)', factor)
    .option('--user <user>', 'the ordinary user to be on hosts where we are root: NAME or UID:GID')
    .option('--accept-new', 'take and write down the key of a host that known_hosts does not name')
    .option('--ssh-config <file>', 'read this in place of ssh_config, as ssh -F does')
    .option('--kernel <file>', 'boot this bzImage or linux-image-*.deb (repeatable)', collect)
    .option('--append <words>', 'more for the command line of kernels')
    .option('--devpts <options>', `mount options of /dev/pts there (default: ${USUAL_DEVPTS})`)
    .option('--memory <mib>', 'MiB of memory of their machines (default: 512)', mebibytes)
    .option('--modules <folder>', 'their modules, where they do not lie beside the kernel')
    .option('--qemu <words>', 'the program that is their machine, and more options for it')
}

function factor(text: string): number {
  const n = Number(text)
  if (n >= 0.1 && n <= 1000) return n
  throw new Failure(EXIT.usage, `'${text}' is no factor from 0.1 to 1000`)
}

function mebibytes(text: string): number {
  const n = Number(text)
  if (Number.isInteger(n) && n >= 64 && n <= 65536) return n
  throw new Failure(EXIT.usage, `'${text}' is no number of MiB from 64 to 65536`)
}

/** `local`, `reference:PROFILE`, a label of the inventory, or what ssh knows by this name. */
export async function implementationNamed(
  name: string,
  choices: HostChoices,
): Promise<Implementation> {
  if (name.startsWith('reference:')) {
    const { reference } = await import('../model/reference.js')
    return reference(profileNamed(name.slice('reference:'.length)))
  }
  return hostAt(addressOf(name, choices), hostOptions(name, choices))
}

/** Where the host of this name is. */
export function addressOf(name: string, choices: HostChoices): string {
  const { address, command, kernel } = inventoryHost(name, choices)
  const byCommand = command === undefined ? undefined : addressOfCommand(command)
  const byKernel = kernel && `kernel:${kernel.file}`
  return choices.addresses?.get(name) ?? byKernel ?? byCommand ?? address ?? name
}

/** Throws a usage failure for names that can mean nothing, before anything is begun. */
export function checkNames(names: readonly string[], { profile }: HostChoices): void {
  if (profile !== undefined) profileNamed(profile)
  for (const name of names) {
    if (name.startsWith('reference:')) profileNamed(name.slice('reference:'.length))
    const mistake = mistakeInAddress(name)
    if (mistake !== undefined) throw new Failure(EXIT.usage, `'${name}': ${mistake}`)
  }
}

/** How the host of this name is reached. */
export function hostOptions(name: string, choices: HostChoices): HostOptions {
  const { transport, become, hostkey, user: usual, kernel } = inventoryHost(name, choices)
  const { acceptNew, sshConfig, user = usual } = choices
  const booting = kernelOf(addressOf(name, choices)) !== undefined && {
    ...kernel,
    ...kernelChoices(choices),
  }
  return {
    label: name,
    timeoutFactor: paceOf(name, choices).timeoutFactor,
    ...(booting && { kernel: booting }),
    ...(user === undefined ? {} : { user }),
    ...(acceptNew === undefined ? {} : { acceptNew }),
    ...(sshConfig === undefined ? {} : { configFile: sshConfig }),
    ...(transport === undefined ? {} : { transport }),
    ...(become === undefined ? {} : { become }),
    ...(hostkey === undefined ? {} : { pin: hostkey }),
  }
}

function kernelChoices({ append, devpts, memory, modules, qemu }: HostChoices): KernelOptions {
  return {
    ...(append !== undefined && { append }),
    ...(devpts !== undefined && { devpts }),
    ...(memory !== undefined && { memory }),
    ...(modules !== undefined && { modules }),
    ...(qemu !== undefined && { qemu }),
  }
}

/** An emulated machine takes so many times as long. */
const EMULATED = 4

/** How many cases at a time and how patiently an implementation is played. */
export function paceOf(name: string, choices: HostChoices) {
  const address = addressOf(name, choices)
  const usual = kernelOf(address) === undefined ? 1 : EMULATED
  const { timeoutFactor = usual, jobs = usualJobs(address) } = inventoryHost(name, choices)
  return {
    jobs: choices.jobs ?? jobs,
    timeoutFactor: choices.timeoutFactor ?? timeoutFactor,
  }
}

/** Throws a usage failure where there is no such profile. */
export function profileNamed(name: string): Profile {
  const found = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (found) return found
  const names = Object.keys(profiles)
  throw new Failure(
    EXIT.usage,
    `no profile '${name}'${didYouMean(name, names)}; there are: ${names.join(', ')}`,
  )
}
