/** What of an ssh configuration only the `ssh` command can do: its meaning would be lost silently elsewhere. */
import { existsSync, readFileSync } from 'node:fs'
import { hasAuthority, knownHostName, readKnownHosts } from './known-hosts.js'
import type { SshTarget } from './ssh-config.js'

/** Keywords as `ssh -G` prints them, with the values that ask for nothing. */
const keywords: Readonly<Record<string, readonly string[]>> = {
  proxyjump: ['none'],
  proxycommand: ['none'],
  certificatefile: ['none'],
  knownhostscommand: ['none'],
  revokedhostkeys: ['none'],
  pkcs11provider: ['none'],
  securitykeyprovider: ['internal', 'none'],
  verifyhostkeydns: ['no', 'false'],
  hostbasedauthentication: ['no', 'false'],
  bindaddress: ['none'],
  bindinterface: ['none'],
}

/** Why this target can be reached by the `ssh` command only, in a few words; undefined where it can without. */
export function needsOpenssh(
  values: ReadonlyMap<string, readonly string[]>,
  target: SshTarget,
): string | undefined {
  for (const [key, idle] of Object.entries(keywords)) {
    const value = values.get(key)?.[0]
    if (value !== undefined && !idle.includes(value)) return `${key} ${value}`
  }
  const certificate = target.identityFiles.map(file => `${file}-cert.pub`).find(existsSync)
  if (certificate !== undefined) return `the certificate ${certificate}`
  const token = target.identityFiles.find(isOnToken)
  if (token !== undefined) return `${token}, a key on a hardware token`
  return knowsAuthority(target) ? 'a host certificate (@cert-authority in known_hosts)' : undefined
}

function isOnToken(file: string): boolean {
  try {
    return readFileSync(`${file}.pub`, 'latin1').startsWith('sk-')
  } catch {
    return false
  }
}

/** Files that cannot be read are the transport's to complain about. */
function knowsAuthority({ hostKeyAlias, host, port, knownHostsFiles, pin }: SshTarget): boolean {
  if (pin !== undefined) return false
  try {
    const lines = readKnownHosts(knownHostsFiles)
    return hasAuthority(lines, hostKeyAlias ?? knownHostName(host, port))
  } catch {
    return false
  }
}
