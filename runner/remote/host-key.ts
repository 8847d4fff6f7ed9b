/** What becomes of the key a host shows: taken, or refused with what to do about it. */
import type { ServerHostKeyAlgorithm } from 'ssh2'
import type { ImplementationError } from '../implementation.js'
import { addHostKey, checkHostKey, fingerprint, type HostLine, keyType } from './known-hosts.js'
import type { SshTarget } from './ssh-config.js'
import { trouble } from './transport.js'

/** Why this host key is refused; undefined where it is not. */
export function judgeHostKey(
  target: SshTarget,
  name: string,
  lines: readonly HostLine[],
  key: Buffer,
): ImplementationError | undefined {
  const shown = `${keyType(key) ?? 'unreadable'} key ${fingerprint(key)}`
  const refused = (reason: string) => trouble('network', `${target.name}: ${reason}`, 'refused')
  if (target.pin !== undefined) {
    if (fingerprint(key) === target.pin) return undefined
    return refused(
      `the host key is not the one pinned in the inventory: ${name} shows ${shown}, not ${target.pin}. Somebody may stand in between; if the host has a new key, write its fingerprint there`,
    )
  }
  const trust = checkHostKey(lines, name, key)
  switch (trust.kind) {
    case 'known':
      return undefined
    case 'revoked':
      return refused(
        `the host key is revoked: ${name} shows ${shown}, which ${at(trust.line)} marks @revoked. Do not connect until the host has a new key`,
      )
    case 'changed':
      return refused(
        `the host key has changed: ${name} shows ${shown}, but ${at(trust.line)} has ${trust.line.type} ${fingerprint(trust.line.key)}. Somebody may stand in between. If the host was installed anew, remove the old key with: ssh-keygen -R "${name}" -f ${trust.line.file}`,
      )
    case 'unknown': {
      const [other] = trust.others
      const file = target.knownHostsFiles[0]
      // A host that is known by a key of another type and shows none of its own is not new.
      if (target.acceptNew && !other && file !== undefined) return accept(target, file, name, key)
      const known = other ? `, only ${other.type} in ${at(other)}` : ''
      const authority = trust.authority ? ' (host certificates need the openssh transport)' : ''
      return refused(
        `the host key is unknown: ${name} shows ${shown}, and no line of ${target.knownHostsFiles.join(', ') || 'a known_hosts file'} has it${known}${authority}. Compare the fingerprint with the host's, then connect once with ssh, or set StrictHostKeyChecking accept-new for this host`,
      )
    }
  }
}

function accept(
  target: SshTarget,
  file: string,
  name: string,
  key: Buffer,
): ImplementationError | undefined {
  try {
    addHostKey(file, name, key, target.hashKnownHosts)
    return undefined
  } catch (error) {
    return trouble('host', `${target.name}: cannot write ${file}: ${error}`, 'refused', error)
  }
}

function at({ file, line }: HostLine): string {
  return `${file}:${line}`
}

const hostKeyAlgorithms: readonly (readonly [type: string, ...ServerHostKeyAlgorithm[]])[] = [
  ['ssh-ed25519', 'ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp256'],
  ['ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp384'],
  ['ecdsa-sha2-nistp521', 'ecdsa-sha2-nistp521'],
  ['ssh-rsa', 'rsa-sha2-512', 'rsa-sha2-256'],
]

/** The host key algorithms to offer: all, those of the known types first. */
export function preferred(known: readonly string[]): ServerHostKeyAlgorithm[] {
  const rank = (type: string) => (known.includes(type) ? 0 : 1)
  return [...hostKeyAlgorithms]
    .sort(([a], [b]) => rank(a) - rank(b))
    .flatMap(([, ...algorithms]) => algorithms)
}
