/** Which headers a program includes. */
import { withoutComments } from './library.js'

/** Which header declares what; a header whose words do not occur is left out. */
const headers: readonly (readonly [header: string, words: RegExp])[] = [
  ['dirent.h', /\b(DIR|opendir|fdopendir)\b/],
  ['dlfcn.h', /\bdlsym\b/],
  ['errno.h', /\b(errno|E[A-Z]{3,})\b/],
  ['fcntl.h', /\b(open|fcntl|AT_FDCWD|O_[A-Z]+|F_[A-Z]+|splice)\b/],
  ['ftw.h', /\bnftw\b/],
  ['grp.h', /\b(setgroups|getgrnam)\b/],
  ['poll.h', /\b(poll|POLL[A-Z]+)\b/],
  ['sched.h', /\b(unshare|setns|CLONE_[A-Z]+)\b/],
  ['signal.h', /\b(SIG[A-Z0-9]+|kill|signal|sigset_t|sigaction)\b/],
  ['spawn.h', /\bposix_spawn/],
  ['stdarg.h', /\bva_list\b/],
  ['stdbool.h', /\bbool\b/],
  ['stdio.h', /\b(printf|snprintf|FILE)\b/],
  ['stdlib.h', /\b(posix_openpt|grantpt|unlockpt|ptsname|ptsname_r|exit|qsort|getpt|mkdtemp)\b/],
  ['string.h', /\b(mem[a-z]+|str[a-z]+)\b/],
  ['sys/ioctl.h', /\b(ioctl|winsize|TIOC[A-Z]+|FIO[A-Z]+|ptsname_r|ttyname_r)\b/],
  ['sys/mman.h', /\bmmap\b/],
  ['sys/param.h', /\b(revoke|jail_set)\(/], // defines BSD, and what sys/jail.h takes
  ['sys/resource.h', /\brlimit\b/],
  ['sys/select.h', /\bselect\b/],
  ['sys/socket.h', /\b(socketpair|sendmsg|recv|send)\b/],
  ['sys/stat.h', /\b(stat|fstat|lstat|chmod|utimensat|fchmod|mkdir|mknod|umask|S_I[A-Z]+)\b/],
  ['sys/time.h', /\btimeval\b/],
  ['sys/uio.h', /\biovec\b/],
  ['sys/utsname.h', /\butsname\b/],
  ['sys/wait.h', /\b(waitpid|waitid|W[A-Z]{6,})\b/],
  ['termios.h', /\b(termios|tc[a-z]+|cfmakeraw|TC[A-Z]+|_POSIX_VDISABLE)\b/],
  ['time.h', /\b(timespec|clock_gettime|nanosleep)\b/],
  ['unistd.h', /\b(close|read|write|fork|getpid|setsid|isatty|geteuid|_exit|alarm|dup2?)\b/],
]

/** Headers of one system each, under what asks for it. */
const own: readonly (readonly [header: string, condition: string, words: RegExp])[] = [
  ['sys/epoll.h', 'defined(__linux__)', /\bepoll_/],
  ['sys/mount.h', '', /\b(mount|umount2|unmount)\(/],
  ['sys/sendfile.h', 'defined(__linux__)', /\bsendfile\(/],
  ['sys/sysmacros.h', 'defined(__linux__)', /\b(makedev|major|minor)\(/],
  ['sys/prctl.h', 'defined(__linux__)', /\bprctl\(/],
  ['sys/procctl.h', 'defined(__FreeBSD__)', /\bprocctl\(/],
  ['sys/event.h', '!defined(__linux__)', /\bkevent\b/],
  ['sys/jail.h', 'defined(__FreeBSD__)', /\bjail_set\b/],
  ['sys/tty.h', 'defined(__OpenBSD__)', /\bptmget\b/],
]

const pty = `#if defined(__linux__)
#include <pty.h>
#include <utmp.h>
#elif defined(__FreeBSD__)
#include <libutil.h>
#else
#include <util.h>
#endif`

/** The lines that include what the text uses. */
export function includesFor(text: string): string {
  const code = withoutComments(text)
  const plain = headers.filter(([, words]) => words.test(code)).map(([header]) => header)
  const always = own.filter(([, on, words]) => on === '' && words.test(code)).map(([h]) => h)
  const lines = [...new Set([...plain, 'sys/types.h', ...always])]
    .sort()
    .map(header => `#include <${header}>`)
  for (const [header, on, words] of own)
    if (on !== '' && words.test(code)) lines.push(`#if ${on}`, `#include <${header}>`, '#endif')
  if (/\b(openpty|forkpty|login_tty)\(/.test(code)) lines.push(pty)
  return lines.join('\n')
}
