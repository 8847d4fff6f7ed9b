/** Defects of requests and descriptors as such. */
import type { Defect } from './defect.js'

export const requests: readonly Defect[] = [
  {
    id: 'io-splice-regression',
    title: 'splice() and sendfile() to and from terminals fail',
    seen: 'Linux 5.10',
    cite: 'Linux 9bb48c82aced "tty: implement write_iter", dd78b0c483e3 "tty: implement read_iter"',
    change: { copies: 'EINVAL' },
  },
  {
    id: 'ioctl-unknown-is-einval',
    title: 'a request that nobody knows fails with EINVAL',
    seen: 'Linux before 3.7, SerenityOS',
    cite: 'Linux bbb63c514a34 "drivers:tty:fix up ENOIOCTLCMD error handling", SerenityOS/serenity#5035',
    change: { unknownRequest: 'EINVAL' },
  },
  {
    id: 'io-splice-of-anything',
    title: 'splice() does not look whether one of its ends is a pipe',
    seen: 'OSv',
    cite: 'cloudius-systems/osv#1425',
    change: { copies: 'unchecked' },
  },
  {
    id: 'limit-of-descriptors-ignored',
    title: 'descriptors are given out beyond RLIMIT_NOFILE',
    seen: 'Occlum, LiteBox before 2025-10',
    cite: 'occlum/occlum#865, microsoft/litebox#400',
    change: { descriptorLimit: 'ignored' },
  },
  {
    id: 'isatty-of-no-terminal-is-einval',
    title: 'the calls of terminals say EINVAL of what is no terminal',
    seen: 'systems after POSIX.1-2001, which allowed it for isatty()',
    cite: 'Linux isatty(3), ERRORS, EINVAL',
    change: { noTerminal: 'EINVAL' },
  },
]
