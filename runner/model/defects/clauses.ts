/** Defects that nobody is known to have shipped, as in `imagined.ts`: each breaks one clause of `suites/clauses.md`. */
import type { Defect } from './defect.js'

const seen = 'nowhere that is known'

export const ofClauses: readonly Defect[] = [
  {
    id: 'tc-closed-descriptor-is-enotty',
    title: 'the calls of terminals say ENOTTY of a descriptor that is not open',
    seen,
    cite: 'XSH tcgetattr, ERRORS, EBADF',
    change: { noDescriptor: 'ENOTTY' },
  },
  {
    id: 'window-of-no-descriptor-is-enotty',
    title: 'so do tcgetwinsize() and tcsetwinsize()',
    seen,
    cite: 'XSH tcsetwinsize, ERRORS, EBADF',
    profile: 'freebsd',
    change: { noDescriptor: 'ENOTTY' },
  },
  {
    id: 'window-of-no-terminal-is-einval',
    title: 'tcgetwinsize() and tcsetwinsize() say EINVAL of what is no terminal',
    seen,
    cite: 'XSH tcsetwinsize, ERRORS, ENOTTY',
    profile: 'freebsd',
    change: { noTerminal: 'EINVAL' },
  },
  {
    id: 'open-cloexec-ignored',
    title: 'open() does not heed O_CLOEXEC',
    seen,
    cite: 'XSH open, DESCRIPTION, O_CLOEXEC',
    change: { openMarks: 'ignored' },
  },
  {
    id: 'open-clofork-ignored',
    title: 'open() does not heed O_CLOFORK',
    seen,
    cite: 'XSH open, DESCRIPTION, O_CLOFORK',
    profile: 'freebsd',
    change: { openMarks: 'ignored' },
  },
  {
    id: 'fork-keeps-clofork',
    title: 'a child has descriptors with FD_CLOFORK, too',
    seen,
    cite: 'XSH posix_openpt, DESCRIPTION, O_CLOFORK',
    profile: 'posix',
    change: { closeOnFork: 'ignored' },
  },
  {
    id: 'open-access-mode-ignored',
    title: 'a slave opened for reading can be written, and one opened for writing read',
    seen,
    cite: 'XSH open, DESCRIPTION, O_RDONLY',
    change: { accessModes: 'ignored' },
  },
  {
    id: 'poll-not-interrupted',
    title: 'poll() and select() go on waiting when a handler has run',
    seen,
    cite: 'XSH poll, ERRORS, EINTR',
    change: { interruptedPoll: 'goes-on' },
  },
  {
    id: 'drain-not-interrupted',
    title: 'tcdrain() goes on waiting when a handler has run, whatever that asked for',
    seen,
    cite: 'XSH tcdrain, ERRORS, EINTR',
    profile: 'freebsd',
    change: { interruptedDrain: 'goes-on' },
  },
  {
    id: 'jc-sigttou-ignored-is-eio',
    title:
      'calls from the background fail with EIO where SIGTTOU is ignored or blocked, as reads do for SIGTTIN',
    seen,
    cite: 'XBD 11.1.4, write, SIGTTOU blocked or ignored',
    change: { callWithoutSigttou: 'EIO' },
  },
  {
    id: 'jc-orphan-goes-on',
    title:
      'an orphaned group in the background reads and changes the terminal as one in the foreground',
    seen,
    cite: 'XBD 11.1.4, write, orphaned',
    change: { orphanInBackground: 'goes-on' },
  },
  {
    id: 'jc-break-from-background',
    title: 'tcsendbreak() is not kept from the background',
    seen,
    cite: 'XSH tcsendbreak, DESCRIPTION, background',
    change: {
      backgroundStops: ['read', 'write', 'tcsetattr', 'tcflush', 'tcdrain', 'tcflow', 'tcsetpgrp'],
    },
  },
  {
    id: 'jc-foreground-for-anyone',
    title: 'tcgetpgrp() answers for the terminal of another session',
    seen,
    cite: 'XSH tcgetpgrp, ERRORS, ENOTTY',
    change: { foregroundForOthers: 'anyone' },
  },
  {
    id: 'flush-both-is-output',
    title: 'TCIOFLUSH throws away output alone',
    seen,
    cite: 'XSH tcflush, DESCRIPTION, TCIOFLUSH',
    change: { flushSelectors: 'both-is-output' },
  },
  {
    id: 'flush-output-is-both',
    title: 'TCOFLUSH throws away input, too',
    seen,
    cite: 'XSH tcflush, DESCRIPTION, TCOFLUSH',
    change: { flushSelectors: 'output-is-both' },
  },
  {
    id: 'set-parmrk-ignored',
    title: 'PARMRK cannot be set',
    seen,
    cite: 'XBD 11.2.2, PARMRK',
    change: { fixedModes: ['PARMRK'] },
  },
  {
    id: 'set-onlret-ignored',
    title: 'ONLRET cannot be set',
    seen,
    cite: 'XBD 11.2.3, ONLRET',
    change: { fixedModes: ['ONLRET'] },
  },
  {
    id: 'set-all-or-nothing',
    title: 'tcsetattr() fails as a whole where one wish cannot be met',
    seen,
    cite: 'XSH tcsetattr, DESCRIPTION, success',
    change: { characterSize: 'EINVAL' },
  },
]
