/** Defects of sessions, the controlling terminal, job control and signals. */
import { linux } from '../profiles/linux.js'
import type { Defect } from './defect.js'

const { backgroundStops } = linux

/** Those calls of a background process that stop it still. */
function allBut(...calls: readonly string[]): readonly string[] {
  return backgroundStops.filter(call => !calls.includes(call))
}

export const jobs: readonly Defect[] = [
  {
    id: 'ctty-not-acquired-or-noctty-ignored',
    title: 'O_NOCTTY is ignored: whoever looks at a terminal gets it as his own',
    seen: 'Haiku before 2022, Go programs on macOS',
    cite: 'haiku 685e124c99, creack/pty 3b1f648',
    change: { noctty: 'ignored' },
  },
  {
    id: 'ctty-not-acquired',
    title: 'a leader that opens a terminal does not get it as its controlling terminal',
    seen: 'gVisor before 2021-02, MINIX before 2012',
    cite: 'gvisor ae8d966f5, minix 4f78dfcab, openssh c437cda32',
    change: { openAcquires: 'never' },
  },
  {
    id: 'ctty-acquired-by-push',
    title: 'making a slave a terminal makes it the controlling one, in spite of O_NOCTTY',
    seen: 'Solaris up to 10, illumos',
    cite: 'openssh b30698662, df93529dd (bz#245)',
    profile: 'sysv',
    change: { openAcquires: 'always', noctty: 'ignored' },
  },
  {
    id: 'ctty-lost-when-helper-exits',
    title: 'the end of any member of the session takes the terminal from all of it',
    seen: 'gVisor before 2024-01',
    cite: 'gvisor f82d97c9e (#9898)',
    change: { terminalReleasedBy: 'any-member' },
  },
  {
    id: 'ctty-not-released-on-exit',
    title: 'a terminal stays with a session whose leader has ended',
    seen: 'gVisor before 2023-11',
    cite: 'gvisor 47db4119a (#9642, #3045)',
    change: { terminalReleasedBy: 'nobody' },
  },
  {
    id: 'ctty-held-until-waited-for',
    title: 'the master finds the end only when the ended process has been waited for',
    seen: 'SerenityOS before 2020',
    cite: 'serenity 07806d12732, 356abbb7ee9',
    change: { descriptorsOfEnded: 'held' },
  },
  {
    id: 'ctty-setsid-keeps-tty',
    title: 'a new session keeps the controlling terminal of the old one',
    seen: 'SerenityOS before 2020-01',
    cite: 'serenity 81ddd2dae0f',
    change: { terminalAtSetsid: 'kept' },
  },
  {
    id: 'ctty-dev-tty-missing',
    title: '/dev/tty does not open, although there is a controlling terminal',
    seen: 'MINIX before 2015, gVisor before 2024',
    cite: 'gvisor 97263e505, minix 4b12166f2',
    change: { ownTerminal: 'missing' },
  },
  {
    id: 'ctty-dev-tty-errno',
    title: '/dev/tty fails with EIO where there is no controlling terminal',
    seen: 'gVisor before 2025',
    cite: 'gvisor 72193f12c (#385, #421)',
    change: { noOwnTerminal: 'EIO' },
  },
  {
    id: 'ctty-master-as-ctty',
    title: 'a master is taken as controlling terminal, and /dev/tty never opens',
    seen: 'Linux',
    cite: 'Linux 5d93e748957, "tty: Clarify re-open behavior of master ptys"',
    change: { takenByMaster: 'EIO' },
  },
  {
    id: 'sec-ctty-theft',
    title: "TIOCSCTTY with the argument 1 takes another session's terminal without any right",
    seen: 'gVisor before 2020-06',
    cite: 'gvisor 9cfc15497',
    change: { stealing: 'anyone' },
  },
  {
    id: 'jc-tiocsctty-again-fails',
    title: 'TIOCSCTTY fails on the terminal that the caller has already',
    seen: 'gVisor before 2023-10',
    cite: 'gvisor b357d7182 (#3045)',
    change: { takenAgain: 'EPERM' },
  },
  {
    id: 'jc-background-read-ignored-sigttin',
    title: 'with SIGTTIN ignored or blocked a background read goes on',
    seen: 'FreeBSD 8-CURRENT, early Haiku',
    cite: 'FreeBSD tty.c, log: SIGTTIN must give EIO; haiku 923efaa872, b637ab846f',
    change: { readWithoutSigttin: 'goes-on' },
  },
  {
    id: 'jc-tcsetpgrp-background',
    title: 'a background process makes itself the foreground without being stopped',
    seen: 'gVisor before 2022-09 and before 2025-03',
    cite: 'gvisor a3a577249 (#7941), f9b1ce2f7',
    change: { backgroundStops: allBut('tcsetpgrp') },
  },
  {
    id: 'jc-settings-from-background',
    title: 'a background process changes the parameters of the terminal without being stopped',
    seen: 'gVisor 20221219',
    cite: 'gvisor, pkg/sentry/fsimpl/devpts/replica.go',
    change: { backgroundStops: allBut('tcsetattr') },
  },
  {
    id: 'jc-tcsetpgrp-foreign-group',
    title: 'any number is taken as foreground process group, also that of another session',
    seen: 'SerenityOS before 2020-02',
    cite: 'serenity 4e394862ced, cygwin 8a46b8ede',
    change: { foreignGroup: 'accepted', unknownGroup: 'accepted' },
  },
  {
    id: 'jc-blocked-reader-moved-to-background',
    title: 'a reader whose group is moved to the background sleeps on, whatever comes',
    seen: 'macOS (xnu)',
    cite: 'xnu tests/tty_hang.c',
    change: { readMovedToBackground: 'waits' },
  },
  {
    id: 'jc-setpgid-race',
    title: 'a background reader that is moved to another group meanwhile is not stopped',
    seen: 'FreeBSD before 2020-11',
    cite: 'FreeBSD bug 250701 (3cbf9dc81c04)',
    change: { backgroundSignal: 'after-it' },
  },
  {
    id: 'jc-signal-not-whole-group',
    title: 'the INTR character reaches one process of the foreground group alone',
    seen: 'gVisor before 2019-09, Haiku before 2007-09',
    cite: 'gvisor 0a8a75f3d, haiku 923efaa872',
    change: { terminalSignals: 'one-process' },
  },
  {
    id: 'poll-signals-background',
    title: 'poll() from the background raises SIGTTIN',
    seen: 'Cygwin before 2016-07',
    cite: 'cygwin 32b668d96',
    change: { backgroundStops: [...backgroundStops, 'poll'] },
  },
  {
    id: 'tcgetsid-missing',
    title: 'tcgetsid() fails always',
    seen: 'gVisor before 2026-09, FreeBSD 6, Cygwin 1.7.8',
    cite: 'gvisor#14067, gnulib, tcgetsid',
    change: { sessionIsTold: 'never' },
  },
  {
    id: 'ws-no-sigwinch',
    title: 'a new size of the window is told to nobody',
    seen: 'gVisor before 2026-06, banan-os, crun before 2023-08',
    cite: 'gvisor cfb7c0629 (#13317), banan-os 69137cdd',
    change: { windowSignal: 'never' },
  },
  {
    id: 'ws-no-signal-or-spurious',
    title: 'a size that differs in pixels only is told to nobody',
    seen: 'Cygwin before 2021-07',
    cite: 'cygwin 1290301b8',
    change: { windowSignal: 'cells-changed' },
  },
  {
    id: 'ws-spurious-signal',
    title: 'SIGWINCH is sent for a size that is no other',
    seen: 'terminals that sudo worked around in 2018',
    cite: 'sudo e2570307e',
    change: { windowSignal: 'always' },
  },
  {
    id: 'hup-crash-without-session-leader',
    title: 'job control in a session without leader ends the whole system',
    seen: 'gVisor before 2025-07',
    cite: 'gvisor 5f3d16e5b (#11943), 892ba3d7f',
    change: { withoutLeader: 'panics' },
  },
  {
    id: 'sec-tiocsti-open',
    title: 'anybody puts bytes into the input of his terminal, although the host forbids it',
    seen: 'Linux before 6.2',
    cite: 'CVE-2017-5226 (bubblewrap#142), CVE-2016-2779, OpenDoas#106',
    change: { forbiddenInput: 'allowed' },
  },
  {
    id: 'sec-tioccons-unprivileged',
    title: "any user moves the console's output to his terminal",
    seen: 'macOS before 2024',
    cite: 'xnu tests/tty_ioctl.c',
    change: { consoleOutput: 'granted' },
  },
]
