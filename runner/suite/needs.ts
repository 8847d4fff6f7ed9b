/** What a case may need besides the calls and constants that its steps show (language, section 1). */

/** What a user may or may not do on a host. */
export const rights = [
  ...['root', 'other-user', 'mount-namespace', 'user-namespace', 'pid-namespace', 'jail'],
  'threads',
]

const systems = [
  ...['linux', 'freebsd', 'openbsd', 'netbsd', 'dragonfly', 'darwin', 'macos'],
  ...['illumos', 'solaris', 'aix', 'hurd', 'cygwin'],
]

/** The only programs that a case may run (language 5.7). */
export const programs = ['cat', 'mesg', 'sleep', 'stty', 'true', 'tty']

/** Every need that is a plain word. */
export const needWords = [...rights, ...systems, ...programs.map(name => `program:${name}`)]

/** A system and the least release of it whose manual makes a promise: `linux>=4.13`. */
const sinceRelease = /^([a-z]+)>=\d{1,4}\.\d{1,4}$/

/** Whether there is such a need; `tiocsti=off` is a setting of the host with its value. */
export function isNeed(word: string): boolean {
  const [, system] = sinceRelease.exec(word) ?? []
  if (system !== undefined) return systems.includes(system)
  return needWords.includes(word) || /^[a-z][a-z0-9.-]*=[!-~]+$/.test(word)
}
