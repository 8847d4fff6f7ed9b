/** How a kernel went down -> what is said of it. */
import { type Downfall, ImplementationError } from '../../implementation.js'
import type { Console } from './console.js'
import type { Image } from './image.js'

const words: Readonly<Record<Downfall['kind'], string>> = {
  panic: 'panicked',
  oops: 'oopsed',
  hang: 'hung',
}

/** What a line of the console says of a kernel that was configured without something we need. */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /Unable to mount root fs|No working init found|Failed to execute \/init/,
    'our initramfs was not taken; the kernel needs CONFIG_BLK_DEV_INITRD and CONFIG_BINFMT_ELF',
  ],
  [
    /no port to talk over/,
    'the kernel has no port for us; it needs CONFIG_VIRTIO_CONSOLE and CONFIG_VIRTIO_PCI, or CONFIG_SERIAL_8250',
  ],
  [/Out of memory|System is deadlocked on memory/, 'more memory may help: --memory 1024'],
]

/** Before the first case: no case is to blame. `qemu` is how the machine ended, where it did. */
export function atBoot(
  label: string,
  { release }: Image,
  console: Console,
  qemu: { readonly status: number | undefined; readonly said: string } | undefined,
): ImplementationError {
  const lines = console.last()
  const [, hint] = hints.find(([line]) => lines.some(text => line.test(text))) ?? []
  const advice = hint === undefined ? '' : ` (${hint})`
  const kind = console.downfall() ?? (qemu ? undefined : 'hang')
  if (kind === undefined) {
    const why =
      hint ?? (qemu?.said.trim() || 'it ended before the kernel said a word; give it more --memory')
    return error(`${label}: no machine for Linux ${release}: ${why}`)
  }
  const why =
    console.why() ?? (console.isSilent ? SILENT : 'its first process did not come to speak')
  return error(
    `${label}: Linux ${release} ${words[kind]} before a case was played: ${why}${advice}`,
    {
      kind,
      console: lines,
    },
  )
}

const SILENT =
  'not a word on its console; is it for this kind of machine, with CONFIG_SERIAL_8250_CONSOLE?'

/** While cases were played. Undefined where nothing shows that the kernel is to blame. */
export function inPlay(
  label: string,
  console: Console,
  isHung: boolean,
): ImplementationError | undefined {
  const kind = console.downfall() ?? (isHung ? 'hang' : undefined)
  if (kind === undefined) return undefined
  const why = console.why() ?? 'its first process does not answer any more'
  return error(
    `${label}: the kernel ${words[kind]}: ${why}`,
    { kind, console: console.last() },
    'broken',
  )
}

function error(
  reason: string,
  downfall?: Downfall,
  how: ImplementationError['how'] = 'unreachable',
): ImplementationError {
  return new ImplementationError({ class: 'host', reason, ...(downfall && { downfall }) }, how)
}
