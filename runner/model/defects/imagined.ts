/**
 * Defects that nobody is known to have shipped: each breaks a demand that no known defect breaks, so that the case which
 * holds it is seen to notice. Their `cite` is the demand.
 */
import { type Defect, nowhere } from './defect.js'

export const imagined: readonly Defect[] = [
  {
    id: 'ctty-without-foreground',
    title: 'a terminal that was just acquired has no foreground group',
    seen: nowhere,
    cite: 'XBD 11.1.3',
    change: { foregroundAtFirst: 'none' },
  },
  {
    id: 'setsid-by-group-leader',
    title: 'a process that leads a process group starts a session all the same',
    seen: nowhere,
    cite: 'XSH setsid, ERRORS, EPERM',
    change: { setsidByGroupLeader: 'starts-session' },
  },
  {
    id: 'hup-vhangup-needs-terminal',
    title: 'vhangup() fails for a process without controlling terminal',
    seen: nowhere,
    cite: 'Linux vhangup(2)',
    change: { hangUpWithoutTerminal: 'ENOTTY' },
  },
  {
    id: 'libc-login-tty-without-streams',
    title: 'login_tty() leaves the standard streams as they are',
    seen: nowhere,
    cite: 'Linux openpty(3), login_tty',
    change: { loginTty: 'without-streams' },
  },
  {
    id: 'libc-login-tty-keeps-argument',
    title: 'login_tty() leaves the descriptor open that it was given',
    seen: nowhere,
    cite: 'Linux openpty(3), login_tty',
    change: { loginTty: 'keeps-argument' },
  },
  {
    id: 'libc-forkpty-child-keeps-master',
    title: 'the child of forkpty() keeps the master open, and is never hung up',
    seen: nowhere,
    cite: 'Linux openpty(3), forkpty',
    change: { masterInForkptyChild: 'open' },
  },
  {
    id: 'race-one-number-twice',
    title: 'two processes that open a master at one moment get pairs of the same number',
    seen: nowhere,
    cite: 'XSH ptsname, DESCRIPTION',
    change: { numbersAtOnce: 'same' },
  },
  {
    id: 'race-close-not-counted',
    title: 'of closes at one moment one is lost count of: the last close of a master is none',
    seen: nowhere,
    cite: 'XSH close, DESCRIPTION',
    change: { closesAtOnce: 'one-lost' },
  },
  {
    id: 'perm-node-changed-by-anybody',
    title: "anybody changes mode and owner of any slave's node",
    seen: nowhere,
    cite: 'XSH chmod and chown, ERRORS, EPERM',
    change: { nodeChanges: 'by-anybody' },
  },
  {
    id: 'sec-hang-up-by-anybody',
    title: 'anybody hangs up any terminal that he has open',
    seen: nowhere,
    cite: 'Linux vhangup(2), ERRORS, EPERM',
    change: { hangUpBy: 'anybody' },
  },
  {
    id: 'sec-revoke-by-anybody',
    title: "anybody revokes any user's slave",
    seen: nowhere,
    cite: 'OpenBSD revoke(2), ERRORS, EPERM',
    profile: 'openbsd',
    change: { hangUpBy: 'anybody' },
  },
  {
    id: 'perm-umask-taken-off',
    title: "grantpt() takes the caller's umask off the slave's mode",
    seen: nowhere,
    cite: 'XSH grantpt, DESCRIPTION',
    profile: 'posix',
    change: { grantedMode: 'less-umask' },
  },
  {
    id: 'fs-write-leaves-times',
    title: 'a write to a slave does not move the times of its node',
    seen: nowhere,
    cite: 'XSH write, DESCRIPTION',
    change: { writeMarksNode: false },
  },
]
