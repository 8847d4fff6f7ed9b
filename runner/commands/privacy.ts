/** What a run calls its hosts, and what of this machine and its user gets into no run. */
import { hostname } from 'node:os'
import { basename, dirname, resolve } from 'node:path'
import type { Transcript } from '../implementation.js'
import { ownHome, ownName } from '../own-user.js'
import type { Word } from '../redact.js'
import { redacted } from '../redact.js'
import { commandOf, kernelOf } from '../remote/address.js'
import { splitWords } from '../remote/words.js'
import type { Result } from '../result.js'
import { EXIT } from '../status.js'
import { Failure } from './failure.js'
import type { HostChoices } from './implementations.js'
import { isLabel } from './inventory.js'

/** A host and what the run calls it. */
export interface Named {
  readonly name: string
  /** Where it is, when the name does not say so. */
  readonly address?: string
}

/**
 * `NAME=ADDRESS` names a host; one that is given by its address alone is called `host-1`, or as it stands with `identify`.
 * Labels, aliases and references are names already.
 */
export function nameHosts(
  words: readonly string[],
  { identify, ...choices }: HostChoices & { readonly identify?: boolean },
): Named[] {
  let unnamed = 0
  const named = words.map((word): Named => {
    const [, name, address] = /^([A-Za-z0-9_][\w.-]*)=(.+)$/.exec(word) ?? []
    if (name !== undefined && address !== undefined) return { name, address }
    const kernel = kernelOf(word)
    if (kernel !== undefined)
      return { name: basename(kernel).replace(/[^\w.-]/g, '-'), address: word }
    if (identify || isLabel(word, choices) || !isAddress(word)) return { name: word }
    return { name: `host-${++unnamed}`, address: word }
  })
  const twice = named.find(({ name }, n) => named.findIndex(one => one.name === name) !== n)
  if (twice)
    throw new Failure(EXIT.usage, `two hosts are called ${twice.name}; name them: NAME=ADDRESS`)
  return named
}

/** What only an address has: a scheme, a user, a domain, or a colon. */
function isAddress(word: string): boolean {
  return !word.startsWith('reference:') && /[@.:/]/.test(word)
}

/** The words of the command line, without addresses, names of users, and other people's folders. */
export function commandWords(identify = false, hosts: readonly Named[] = []): string[] {
  const words = process.argv.slice(2)
  if (identify) return words
  const called = (word: string) =>
    hosts.find(({ name, address }) => address && [address, `${name}=${address}`].includes(word))
  return words.map((word, n) => {
    if (words[n - 1] === '--user') return userWord(word)
    if (word.startsWith('--user=')) return `--user=${userWord(word.slice('--user='.length))}`
    const [, option = '', value = ''] = /^(--[\w-]+=)?(.*)$/s.exec(word) ?? []
    const host = called(word)
    if (host) return host.name
    const isElsewhere = /^(?:\/|~|\.\.(?:\/|$))/.test(value)
    return redacted(option + (isElsewhere ? basename(value) : value), own())
  })
}

function userWord(word: string): string {
  return /^\d+:\d+$/.test(word) ? word : 'USER'
}

/** Too common to name anybody, and used by the cases. */
const COMMON = ['root', 'nobody', 'localhost', 'local', 'linux', 'user', 'test', 'host', 'vm']

/** Names of this machine and its user. */
export function own(): Word[] {
  const words: Word[] = [
    [ownHome() ?? '', '~'],
    [hostname(), 'HOST'],
    [ownName() ?? '', 'USER'],
  ]
  return words.filter(([word]) => word.length > 2 && !COMMON.includes(word.toLowerCase()))
}

/** What takes a host's name, its user's and this machine's out of a text: for what people say, never for what a case shows. */
export async function redactorOf(
  name: string,
  address: string | undefined,
  choices: HostChoices & { readonly identify?: boolean },
): Promise<(text: string) => string> {
  if (choices.identify || name.startsWith('reference:')) return text => text
  const words = [...(await namesOf(name, address ?? name, choices)), ...own()]
  return text => redacted(text, words)
}

async function namesOf(name: string, address: string, choices: HostChoices): Promise<Word[]> {
  const kernel = kernelOf(address)
  if (kernel !== undefined) return [[dirname(resolve(kernel)), '...']]
  if (address === 'local') return []
  const command = commandOf(address)
  if (command !== undefined) return wordsOfCommand(command).map(word => [word, name])
  const { sshConfig } = choices
  const options = sshConfig === undefined ? {} : { configFile: sshConfig }
  const { resolveHost } = await import('../remote/ssh-config.js')
  const target = await resolveHost(address, options).catch(() => undefined)
  const names = [address, ...(target ? [`${target.user}@${target.host}`, target.host] : [])]
  const known = [...new Set(names)].filter(word => word !== name && word.length > 2)
  return known.sort((a, b) => b.length - a.length).map(word => [word, name])
}

/** Words of commands that name nobody: what runs programs, and what it is told to do. */
const PLAIN = /^(-.*|\{\}|exec|do|run|shell|env|sudo|doas|sh|\/bin\/\w+|..?)$/

/** A command as a whole, and what in it may name a machine; longer ones first. */
function wordsOfCommand(command: string): string[] {
  const split = splitWords(command)
  const words = 'words' in split ? split.words : []
  const parts = words.slice(1).flatMap(word => [word, word.slice(word.indexOf('=') + 1)])
  const telling = parts.filter(word => !PLAIN.test(word))
  const all = [`exec:${command}`, command, ...telling]
  return [...new Set(all)].sort((a, b) => b.length - a.length)
}

/** A result and its transcript with what people said in them redacted; what was seen stays as it was. */
export function redactedResult(
  transcript: Transcript | undefined,
  result: Result,
  redact: (text: string) => string,
): { readonly transcript: Transcript | undefined; readonly result: Result } {
  const { trouble, left } = transcript ?? {}
  const { reason, left: found } = result
  return {
    transcript: transcript && {
      ...transcript,
      ...(trouble && { trouble: { ...trouble, reason: redact(trouble.reason) } }),
      ...(left && { left: left.map(redact) }),
    },
    result: {
      ...result,
      ...(result.class && reason !== undefined && { reason: redact(reason) }),
      ...(found && { left: found.map(redact) }),
    },
  }
}
