/** What addresses of hosts look like; which way each means is said in `remote.ts`. */
import { joinWords, splitWords } from './words.js'

/** How an address by each scheme is written, as help and errors show it. */
const schemes = {
  ssh: 'ssh://USER@HOST:PORT',
  openssh: 'openssh://...',
  exec: 'exec:COMMAND',
  kernel: 'kernel:FILE',
} as const

/** All that may stand as an address. */
export const ADDRESSES = `local, ${Object.values(schemes).join(', ')}, an alias of ssh_config`

/** What is wrong with an address that can mean nothing, else undefined; names are looked up later. */
export function mistakeInAddress(address: string): string | undefined {
  const command = commandOf(address)
  if (command !== undefined) return mistakeInCommand(command)
  if (kernelOf(address) === '') return 'no kernel: say which, a bzImage or a linux-image-*.deb'
  const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(address) ?? []
  if (scheme === undefined || scheme === 'ssh' || scheme === 'openssh') return undefined
  return `no way to a host is called ${scheme}; there are: ${Object.values(schemes).join(', ')}`
}

/** The text after `exec:`, or undefined where the address is no command's. */
export function commandOf(address: string): string | undefined {
  return address.startsWith('exec:') ? address.slice('exec:'.length) : undefined
}

/** The file after `kernel:`, or undefined where the address is no kernel's. */
export function kernelOf(address: string): string | undefined {
  return address.startsWith('kernel:') ? address.slice('kernel:'.length) : undefined
}

/** The address of a host that is reached by this command. */
export function addressOfCommand(command: string | readonly string[]): string {
  return `exec:${typeof command === 'string' ? command : joinWords(command)}`
}

/** What is wrong with a command, as a text or as words. */
export function mistakeInCommand(command: string | readonly string[]): string | undefined {
  const split = typeof command === 'string' ? splitWords(command) : { words: command }
  if ('wrong' in split) return `no command: ${split.wrong} (character ${split.at + 1})`
  const [program = ''] = split.words
  if (program === '' || program === '{}')
    return 'no command: say what runs a program there, as in exec:docker exec -i NAME'
  return undefined
}
