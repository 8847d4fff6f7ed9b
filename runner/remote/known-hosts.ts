/** Which host keys are trusted: known_hosts files read as OpenSSH reads them (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** One line of a known_hosts file. */
export interface HostLine {
  readonly file: string
  readonly line: number
  readonly marker: 'revoked' | 'cert-authority' | undefined
  /** The first field: patterns joined by commas, or one hashed name. */
  readonly hosts: string
  readonly type: string
  /** The key in the form of RFC 4253, 6.6. */
  readonly key: Buffer
}

/** What the files say about a key that a host has shown. */
export type Trust =
  | { readonly kind: 'known' }
  /** No line names the host with this key or its type; `others` hold its keys of other types. */
  | { readonly kind: 'unknown'; readonly others: readonly HostLine[]; readonly authority: boolean }
  | { readonly kind: 'changed' | 'revoked'; readonly line: HostLine }

/** The name known_hosts files use: `host`, or `[host]:port` where the port is not 22. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/** Files that do not exist have no lines; lines that are none are passed over, as OpenSSH does. */
export function readKnownHosts(files: readonly string[]): HostLine[] {
  return files.flatMap(file => {
    const text = readIfThere(file)
    return text.split('\n').flatMap((line, index) => parseLine(line, file, index + 1) ?? [])
  })
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

function parseLine(text: string, file: string, line: number): HostLine | undefined {
  const words = text.trim().split(/[ \t]+/)
  const mark = words[0]?.startsWith('@') ? words.shift() : undefined
  const [hosts, type, key] = words
  if (!hosts || hosts.startsWith('#') || !type || !key) return undefined
  if (mark !== undefined && mark !== '@revoked' && mark !== '@cert-authority') return undefined
  const marker = mark === undefined ? undefined : mark === '@revoked' ? 'revoked' : 'cert-authority'
  const blob = Buffer.from(key, 'base64')
  return keyType(blob) === type ? { file, line, marker, hosts, type, key: blob } : undefined
}

/** The type a key names itself, as in `ssh-ed25519`; undefined for bytes that are no key. */
export function keyType(key: Buffer): string | undefined {
  if (key.length < 4) return undefined
  const length = key.readUInt32BE(0)
  if (length > 64 || key.length < 4 + length) return undefined
  const type = key.toString('latin1', 4, 4 + length)
  return /^[a-z0-9@.-]+$/.test(type) ? type : undefined
}

/** As `ssh-keygen -l` shows it: `SHA256:` and base64 without padding. */
export function fingerprint(key: Buffer): string {
  const hash = createHash('sha256').update(key).digest('base64')
  return `SHA256:${hash.replace(/=+$/, '')}`
}

/** Whether the key that the host of this name has shown is to be trusted. */
export function checkHostKey(lines: readonly HostLine[], name: string, key: Buffer): Trust {
  const ours = lines.filter(line => hostMatches(line.hosts, name))
  const revoked = ours.find(line => line.marker === 'revoked' && line.key.equals(key))
  if (revoked) return { kind: 'revoked', line: revoked }
  const plain = ours.filter(line => line.marker === undefined)
  if (plain.some(line => line.key.equals(key))) return { kind: 'known' }
  const type = keyType(key)
  const changed = plain.find(line => line.type === type)
  if (changed) return { kind: 'changed', line: changed }
  return {
    kind: 'unknown',
    others: plain,
    authority: ours.some(line => line.marker === 'cert-authority'),
  }
}

/** The key types known for a host: to be asked for first, so that a host with several keys can be recognised. */
export function knownTypes(lines: readonly HostLine[], name: string): string[] {
  const ours = lines.filter(line => line.marker === undefined && hostMatches(line.hosts, name))
  return [...new Set(ours.map(line => line.type))]
}

/** Whether a certificate could make this host known. */
export function hasAuthority(lines: readonly HostLine[], name: string): boolean {
  return lines.some(line => line.marker === 'cert-authority' && hostMatches(line.hosts, name))
}

/** One matching negated pattern, and the whole line is not about that host. */
function hostMatches(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return hashMatches(hosts, name)
  const matches = (pattern: string) => wildcardMatches(pattern, name.toLowerCase())
  const patterns = hosts.toLowerCase().split(',')
  if (patterns.some(pattern => pattern.startsWith('!') && matches(pattern.slice(1)))) return false
  return patterns.some(pattern => !pattern.startsWith('!') && matches(pattern))
}

function hashMatches(hosts: string, name: string): boolean {
  const [empty, version, salt, hash, ...more] = hosts.split('|')
  if (empty !== '' || version !== '1' || !salt || !hash || more.length > 0) return false
  const wanted = Buffer.from(hash, 'base64')
  const actual = hashName(Buffer.from(salt, 'base64'), name)
  return wanted.length === actual.length && timingSafeEqual(wanted, actual)
}

function hashName(salt: Buffer, name: string): Buffer {
  return createHmac('sha1', salt).update(name).digest()
}

/** Without a regular expression: a hostile or clumsy line of many stars must not take for ever. */
function wildcardMatches(pattern: string, text: string): boolean {
  let at = 0
  let inText = 0
  let star = -1
  let starText = 0
  while (inText < text.length) {
    if (pattern[at] === '*') {
      star = at++
      starText = inText
    } else if (pattern[at] === '?' || pattern[at] === text[inText]) {
      at++
      inText++
    } else if (star >= 0) {
      at = star + 1
      inText = ++starText
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

/** Adds a key for a host; hashed, the file does not tell which hosts its owner knows. */
export function addHostKey(file: string, name: string, key: Buffer, hashed: boolean): void {
  const salt = randomBytes(20)
  const hosts = hashed
    ? `|1|${salt.toString('base64')}|${hashName(salt, name).toString('base64')}`
    : name
  const before = readIfThere(file)
  const newline = before === '' || before.endsWith('\n') ? '' : '\n'
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  appendFileSync(file, `${newline}${hosts} ${keyType(key)} ${key.toString('base64')}\n`, {
    mode: 0o600,
  })
}
