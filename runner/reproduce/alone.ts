/** Which cases are one process that needs no keeper: nothing to end, to clean up, or to be kept from a terminal. */
import { eachConstant } from '../suite/mentions.js'
import type { Case, Step } from '../suite/suite.js'

/** Calls that neither wait for others, nor move a process, nor leave anything but descriptors. */
const quiet = new Set(
  [
    'posix_openpt grantpt unlockpt ptsname ptsname_r openpty getpt',
    'isatty ttyname ttyname_r tcgetattr tcsetattr cfmakeraw tcgetwinsize tcsetwinsize tcdrain tcflush tcflow tcsendbreak',
    'tcgetpgrp tcgetsid ioctl read write readn writen drain fill pread pwrite splice sendfile',
    'open dup close fcntl pipe lseek ftruncate stat lstat fstat access chmod fchmod utimensat fchown truncate',
    'getpid getppid getuid geteuid getgid sleep poll select epoll_create1 epoll_ctl epoll_wait kqueue kevent kevent_wait',
    'sysconf pathconf fpathconf sysctl provides',
  ]
    .join(' ')
    .split(' '),
)

/** Whether a case is one process that needs no keeper. */
export function isAlone(of: Case): boolean {
  return of.repeat === undefined && of.load === undefined && of.steps.every(isQuiet)
}

function isQuiet(step: Step): boolean {
  if (step.kind !== 'act' || !quiet.has(step.call) || step.together !== undefined) return false
  if (step.wanted.outcomes.some(outcome => outcome.kind === 'unfinished')) return false
  const words = new Set<string>()
  for (const arg of step.args) eachConstant(arg, word => words.add(word))
  if (step.call === 'open') return words.has('O_NOCTTY') && !words.has('O_CREAT')
  return !['TIOCSCTTY', 'TIOCNOTTY', 'F_SETOWN', 'O_ASYNC', 'TIOCSIG', 'FIOASYNC', 'TIOCCONS'].some(
    word => words.has(word),
  )
}
