/** What a host's name means: `ssh://user@host:port`, or an alias of ssh_config(5) as `ssh -G` resolves it. */
import { homedir, userInfo } from 'node:os'
import { execa } from 'execa'
import { visible } from './answers.js'
import { trouble } from './transport.js'

/** What tests and the command line set in place of the user's own. */
export interface SshOptions {
  readonly configFile?: string
  readonly knownHostsFiles?: readonly string[]
  readonly identityFiles?: readonly string[]
  /** Path of an agent's socket; the empty string: no agent. */
  readonly agent?: string
  /** Take the key of a host that no known_hosts file names, and write it down. */
  readonly acceptNew?: boolean
}

export interface SshTarget {
  /** As the user wrote it. */
  readonly name: string
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
}

/** Throws `ImplementationError` where the name means nothing or needs what this way to a host cannot do. */
export async function resolveHost(name: string, options: SshOptions = {}): Promise<SshTarget> {
  if (!/^[^\s-]\S*$/.test(name)) throw trouble('host', `"${name}" is no name of a host`)
  const address = readAddress(name)
  const values = (await askSsh(name, address, options.configFile)) ?? defaultsFor(name, address)
  refuseUnsupported(name, values)
  const first = (key: string) => values.get(key)?.[0]
  const host = first('hostname') ?? name
  const port = Number(first('port') ?? 22)
  const user = first('user') ?? userInfo().username
  const expand = (path: string) => expandPath(path, { host, port: `${port}`, user, name })
  const files = (key: string) =>
    (values.get(key) ?? []).flatMap(value => value.split(' ').filter(file => file !== 'none'))
  const alias = first('hostkeyalias')
  const agent = options.agent ?? agentSocket(first('identityagent'), expand)
  const family = { inet: 4, inet6: 6 }[first('addressfamily') ?? ''] as 4 | 6 | undefined
  return {
    name,
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
  }
}

type Values = ReadonlyMap<string, readonly string[]>

interface Address {
  readonly user?: string
  /** May be an alias. */
  readonly host: string
  readonly port?: string
}

/** OpenSSH reads such addresses too, but not those with an IPv6 address in brackets. */
function readAddress(name: string): Address {
  if (!name.startsWith('ssh://')) return { host: name }
  const parts = /^ssh:\/\/(?:([^@/]+)@)?(\[[^\]/]+\]|[^[:/@]+)(?::(\d{1,5}))?\/?$/.exec(name)
  if (!parts) throw trouble('host', `"${name}" is not of the form ssh://USER@HOST:PORT`)
  const [, user, host = '', port] = parts
  return { host: host.replace(/^\[|\]$/g, ''), ...(user && { user }), ...(port && { port }) }
}

/** Undefined where there is no `ssh` to ask. */
async function askSsh(
  name: string,
  { user, host, port }: Address,
  configFile: string | undefined,
): Promise<Values | undefined> {
  const words = [
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', port]),
  ]
  const answer = await execa('ssh', [...words, '-G', '--', host], {
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
  if (!name.startsWith('ssh://'))
    throw trouble(
      'host',
      `"${name}" may be an alias of your ssh configuration, but there is no ssh program here to read it: install the OpenSSH client, or write ssh://USER@HOST:PORT`,
    )
  return new Map([
    ['hostname', [host]],
    ...(user ? ([['user', [user]]] as const) : []),
    ...(port ? ([['port', [port]]] as const) : []),
    ['identityfile', ['id_ed25519', 'id_ecdsa', 'id_rsa'].map(file => `~/.ssh/${file}`)],
    ['userknownhostsfile', ['~/.ssh/known_hosts ~/.ssh/known_hosts2']],
    ['globalknownhostsfile', ['/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2']],
  ])
}

/** Keywords whose meaning would be lost silently. */
function refuseUnsupported(name: string, values: Values): void {
  for (const key of ['proxyjump', 'proxycommand', 'revokedhostkeys']) {
    const value = values.get(key)?.[0]
    if (value !== undefined && value !== 'none')
      throw trouble(
        'host',
        `${name}: the ssh configuration sets ${key} (${value}), which needs the openssh transport; that is not there yet`,
      )
  }
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
  const home = homedir()
  const own = userInfo().username
  const tokens: Record<string, string> = { d: home, h: host, p: port, r: user, n: name, u: own }
  return path
    .replace(/^~(?=\/|$)/, () => home)
    .replace(/\$\{(\w+)\}/g, (_, variable: string) => process.env[variable] ?? '')
    .replace(/%(.)/g, (whole, token: string) => (token === '%' ? '%' : (tokens[token] ?? whole)))
}
