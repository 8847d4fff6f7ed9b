/** What a host's address means: `ssh://user@host:port`, `openssh://` the same by the ssh command, or an alias of ssh_config(5) as `ssh -G` resolves it. */
import { execa } from 'execa'
import { ownHome, ownName } from '../own-user.js'
import { visible } from './answers.js'
import { needsOpenssh } from './needs-openssh.js'
import { trouble } from './transport.js'

/** What tests, the command line and the inventory set in place of the user's own. */
export interface SshOptions {
  /** What messages call the host, where that is not its address. */
  readonly label?: string
  /** ssh in this process, or the `ssh` command; without it the latter where only it will do. */
  readonly transport?: 'ssh2' | 'openssh'
  /** The fingerprint its host key must have, as in `SHA256:...`, whatever known_hosts files say. */
  readonly pin?: string
  readonly configFile?: string
  readonly knownHostsFiles?: readonly string[]
  readonly identityFiles?: readonly string[]
  /** Path of an agent's socket; the empty string: no agent. */
  readonly agent?: string
  /** Take the key of a host that no known_hosts file names, and write it down. */
  readonly acceptNew?: boolean
}

export interface SshTarget {
  /** What messages call it: its label, or the address as the user wrote it. */
  readonly name: string
  /** What to say to the ssh command to mean it; ends with `--` and the name or alias. */
  readonly words: readonly string[]
  readonly host: string
  readonly port: number
  readonly user: string
  /** HostKeyAlias: the name known_hosts files have for it. */
  readonly hostKeyAlias?: string
  readonly identityFiles: readonly string[]
  /** IdentitiesOnly: of the agent's keys only those that are named by `identityFiles`. */
  readonly identitiesOnly: boolean
  readonly agent?: string
  /** New keys go into the first. */
  readonly knownHostsFiles: readonly string[]
  readonly acceptNew: boolean
  readonly hashKnownHosts: boolean
  readonly family?: 4 | 6
  readonly pin?: string
  /** Where it is to be reached by the ssh command: why. */
  readonly openssh?: string
}

/** Throws `ImplementationError` where the address means nothing or needs what the wanted transport cannot do. */
export async function resolveHost(address: string, options: SshOptions = {}): Promise<SshTarget> {
  if (!/^[^\s-]\S*$/.test(address)) throw trouble('host', `"${address}" is no name of a host`)
  if (options.pin !== undefined && !/^SHA256:[A-Za-z0-9+/]{43}$/.test(options.pin))
    throw trouble('host', `"${options.pin}" is no fingerprint, as in SHA256:...`)
  const parts = readAddress(address)
  const words = sshWords(parts, options.configFile)
  const asked = await askSsh(address, words)
  const values = asked ?? defaultsFor(address, parts)
  const target = targetOf({ address, parts, words }, values, options)
  const { name } = target
  const wanted = options.transport ?? parts.transport
  const reason = wanted === 'openssh' ? 'as you said' : needsOpenssh(values, target)
  if (reason === undefined) return target
  if (wanted === 'ssh2')
    throw trouble(
      'host',
      `${name}: there is ${reason}, which needs the openssh transport: do not ask for ssh2`,
    )
  if (!asked)
    throw trouble('host', `${name}: there is no ssh program here: install the OpenSSH client`)
  return { ...target, openssh: reason }
}

interface Named {
  readonly address: string
  readonly parts: Address
  readonly words: readonly string[]
}

function targetOf(
  { address, parts, words }: Named,
  values: Values,
  options: SshOptions,
): SshTarget {
  const name = options.label ?? address
  const first = (key: string) => values.get(key)?.[0]
  const host = first('hostname') ?? parts.host
  const port = Number(first('port') ?? 22)
  const user = first('user') ?? ownName() ?? ''
  const expand = (path: string) =>
    expandPath(path, { host, port: `${port}`, user, name: parts.host })
  const files = (key: string) =>
    (values.get(key) ?? []).flatMap(value => value.split(' ').filter(file => file !== 'none'))
  const alias = first('hostkeyalias')
  const agent = options.agent ?? agentSocket(first('identityagent'), expand)
  const family = { inet: 4, inet6: 6 }[first('addressfamily') ?? ''] as 4 | 6 | undefined
  return {
    name,
    words,
    host,
    port,
    user,
    ...(alias && { hostKeyAlias: alias }),
    identityFiles: options.identityFiles ?? (values.get('identityfile') ?? []).map(expand),
    identitiesOnly: first('identitiesonly') === 'yes',
    ...(agent && { agent }),
    knownHostsFiles:
      options.knownHostsFiles ??
      [...files('userknownhostsfile'), ...files('globalknownhostsfile')].map(expand),
    acceptNew:
      options.acceptNew ??
      ['accept-new', 'no', 'off', 'false'].includes(first('stricthostkeychecking') ?? ''),
    hashKnownHosts: first('hashknownhosts') === 'yes',
    ...(family && { family }),
    ...(options.pin !== undefined && { pin: options.pin }),
  }
}

type Values = ReadonlyMap<string, readonly string[]>

interface Address {
  readonly user?: string
  /** May be an alias. */
  readonly host: string
  readonly port?: string
  readonly transport?: 'openssh'
}

/** OpenSSH reads such addresses too, but not those with an IPv6 address in brackets. */
function readAddress(name: string): Address {
  const [, command, rest] = /^(open)?ssh:\/\/(.*)$/s.exec(name) ?? []
  if (rest === undefined) return { host: name }
  const parts = /^(?:([^@/]+)@)?(\[[^\]/]+\]|[^[:/@]+)(?::(\d{1,5}))?\/?$/.exec(rest)
  if (!parts) throw trouble('host', `"${name}" is not of the form ssh://USER@HOST:PORT`)
  const [, user, host = '', port] = parts
  return {
    host: host.replace(/^\[|\]$/g, ''),
    ...(user && { user }),
    ...(port && { port }),
    ...(command && { transport: 'openssh' }),
  }
}

function sshWords({ user, host, port }: Address, configFile: string | undefined): string[] {
  return [
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', port]),
    '--',
    host,
  ]
}

/** Undefined where there is no `ssh` to ask. */
async function askSsh(name: string, words: readonly string[]): Promise<Values | undefined> {
  const answer = await execa('ssh', ['-G', ...words], {
    reject: false,
    stdin: 'ignore',
    timeout: 20_000,
  })
  if (answer.code === 'ENOENT') return undefined
  if (answer.failed)
    throw trouble('host', `ssh -G ${name}: ${visible(answer.stderr) || answer.shortMessage}`)
  const values = new Map<string, string[]>()
  for (const line of answer.stdout.split('\n')) {
    const [key = '', ...rest] = line.split(' ')
    const value = rest.join(' ')
    if (value !== '') values.set(key, [...(values.get(key) ?? []), value])
  }
  return values
}

function defaultsFor(name: string, { user, host, port }: Address): Values {
  if (!/^(open)?ssh:\/\//.test(name))
    throw trouble(
      'host',
      `"${name}" may be an alias of your ssh configuration, but there is no ssh program here to read it: install the OpenSSH client, or write ssh://USER@HOST:PORT`,
    )
  return new Map<string, readonly string[]>([
    ['hostname', [host]],
    ...(user ? ([['user', [user]]] as const) : []),
    ...(port ? ([['port', [port]]] as const) : []),
    ['identityfile', ['id_ed25519', 'id_ecdsa', 'id_rsa'].map(file => `~/.ssh/${file}`)],
    ['userknownhostsfile', ['~/.ssh/known_hosts ~/.ssh/known_hosts2']],
    ['globalknownhostsfile', ['/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2']],
  ])
}

function agentSocket(
  value: string | undefined,
  expand: (path: string) => string,
): string | undefined {
  if (value === 'none') return undefined
  const { SSH_AUTH_SOCK } = process.env
  if (value === undefined || value === 'SSH_AUTH_SOCK') return SSH_AUTH_SOCK
  return value.startsWith('$') ? process.env[value.slice(1)] : expand(value)
}

interface Tokens {
  readonly host: string
  readonly port: string
  readonly user: string
  readonly name: string
}

/** The tokens of ssh_config(5) that paths may hold; `ssh -G` leaves them as they are written. */
function expandPath(path: string, { host, port, user, name }: Tokens): string {
  const home = ownHome() ?? '~'
  const own = ownName() ?? ''
  const tokens: Record<string, string> = { d: home, h: host, p: port, r: user, n: name, u: own }
  return path
    .replace(/^~(?=\/|$)/, () => home)
    .replace(/\$\{(\w+)\}/g, (_, variable: string) => process.env[variable] ?? '')
    .replace(/%(.)/g, (whole, token: string) => (token === '%' ? '%' : (tokens[token] ?? whole)))
}
