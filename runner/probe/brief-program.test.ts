import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { DirectProbe } from '../../fixtures/lab/direct-probe.js'
import { needs, needsRoot } from '../../fixtures/lab/install.js'
import { withoutPtrace } from '../../fixtures/lab/root.js'

/** A look at a process of the case, which is younger than who looks, takes longer than a brief program. */
const SLOW = `
  #define _GNU_SOURCE
  #include <fcntl.h>
  #include <stdlib.h>
  #include <string.h>
  #include <sys/syscall.h>
  #include <unistd.h>
  int open(const char *path, int flags, ...) {
    if (!strncmp(path, "/proc/", 6) && strstr(path, "/stat") && atoi(path + 6) > getpid())
      usleep(200000);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
  }
`

t.test('a program that is over before anybody looks was executed all the same', async t => {
  if (!needsRoot(t)) return
  const [cc, setpriv] = [needs(t, 'gcc'), needs(t, 'setpriv')]
  if (cc === undefined || setpriv === undefined) return
  const direct = new DirectProbe(t, 61_238)
  const probe = direct.build()
  const library = join(direct.folder, 'slow.so')
  execFileSync(cc, ['-shared', '-fPIC', '-x', 'c', '-o', library, '-'], { input: SLOW })
  const slow = `${probe}-slow`
  const words = [setpriv, ...withoutPtrace, 'env', `LD_PRELOAD=${library}`, probe].join(' ')
  writeFileSync(slow, `#!/bin/sh\nexec ${words} "$@"\n`)
  chmodSync(slow, 0o755)
  // Nobody but its parent can say how a process of two users ended; that it goes by another name everybody sees.
  const [record] = await direct.play(slow, [
    `need  root
    act  -  g  1  fork  p  -
    act  p  g  1  seteuid  -  -  UID_OTHER
    act  p  g  1  execvp  -  -  "true"  ["true"]
    act  -  -  1  waitpid  -  -  p  0`,
  ])
  t.match(record, /^2 p value 0\n3 - value \{pid=\d+, status=exited 0\}$/m)
})
