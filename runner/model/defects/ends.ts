/** Defects of either end as calls on any file find it: readiness, O_NONBLOCK, places, inheritance. */
import type { Defect } from './defect.js'

export const ends: readonly Defect[] = [
  {
    id: 'poll-no-hangup-on-master',
    title: 'nothing tells that the slave is gone',
    seen: 'Managarm before 2025-07, AIX 7.2, Cygwin 3.4, HP NonStop',
    cite: 'Managarm 16ab07124, mobile-shell/mosh#264, gnulib poll()',
    change: { masterPollWithoutSlave: ['POLLOUT', 'POLLWRNORM'] },
  },
  {
    id: 'poll-no-hangup-in-epoll',
    title: 'poll() tells that the slave is gone, and epoll does not',
    seen: 'elfuse',
    cite: 'sysprog21/elfuse#274',
    change: { hangupTold: ['poll', 'select', 'kqueue'] },
  },
  {
    id: 'poll-no-hangup-in-select',
    title: 'poll() tells that the slave is gone, and select() does not',
    seen: 'systems whose select() knows no hang-up',
    cite: 'gnulib select()',
    change: { hangupTold: ['poll', 'epoll', 'kqueue'] },
  },
  {
    id: 'poll-no-hangup-in-kqueue',
    title: 'poll() tells that the slave is gone, and kqueue does not',
    seen: 'FreeBSD 7 with pts',
    cite: 'FreeBSD old tty_pts.c, which has no filter for the end',
    profile: 'freebsd',
    change: { hangupTold: ['poll', 'select', 'epoll'] },
  },
  {
    id: 'nb-flag-before-slave-open-lost',
    title: 'O_NONBLOCK that was set on a master before the slave was opened is lost',
    seen: 'macOS before the fix of radar 121077498',
    cite: 'xnu tests/pty_121077498.c',
    change: { nonBlocking: 'forgotten-at-first-open' },
  },
  {
    id: 'io-blocking-write-eagain',
    title: 'a write() that may wait gives EAGAIN without room',
    seen: 'Linux before 2.4.19',
    cite: 'Linux n_tty.c, change of 2002/03/18',
    change: { fullWrite: 'EAGAIN' },
  },
  {
    id: 'io-seek-errno',
    title: 'reading or writing at a place fails with EINVAL, and nobody falls back',
    seen: 'gVisor',
    cite: 'google/gvisor#13737',
    change: { noPlaceToRead: 'EINVAL' },
  },
  {
    id: 'io-tcgetattr-master-hangs',
    title: 'tcgetattr() on a master waits behind the input that its slave does not read',
    seen: 'Solaris',
    cite: 'openssh 3980b6363 (bug 1528), d310d51ba (bug 1463)',
    change: { masterCallBehindInput: 'waits' },
  },
]
