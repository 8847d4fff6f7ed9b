/** What Linux hides of other users' processes from a root without CAP_SYS_PTRACE, as containers have it. */
import { chmodSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { DirectProbe, session } from '../../fixtures/lab/direct-probe.js'
import { needs, needsRoot } from '../../fixtures/lab/install.js'
import { withoutPtrace } from '../../fixtures/lab/root.js'

/** By what is played; each is followed by what must be seen of it. */
const cases: Record<string, readonly [steps: string, seen: RegExp]> = {
  'a child that exits': [
    `act  -  g  1  fork  a  -
    act  a  -  1  _exit  -  -  3
    state  a  exited  3
    act  -  -  1  waitpid  -  -  a  0`,
    /^2 a exited 3\n3 - value \{pid=\d+, status=exited 3\}$/m,
  ],
  'a child that is killed': [
    `act  -  g  1  fork  a  -
    act  -  -  1  kill  -  -  a  SIGTERM
    state  a  killed  SIGTERM`,
    /^2 a killed SIGTERM$/m,
  ],
  'children of one that waits in a call': [
    `act  -  g  1  pipe  r:0,w:1  -
    act  -  g  1  fork  p  -
    act  p  g  1  fork  a  -
    act  p  g  1  fork  b  -
    act  p  g  1  fork  c  -
    act  p  u  1  read  -  -  r  1
    act  -  -  1  kill  -  -  a  SIGUSR1
    act  -  -  1  kill  -  -  c  SIGSTOP
    act  b  -  1  _exit  -  -  0
    state  a  killed  SIGUSR1
    state  b  exited  0
    state  c  stopped  SIGSTOP`,
    /^9 a killed SIGUSR1\n10 b exited 0\n11 c stopped SIGSTOP$/m,
  ],
  'a call that the end cuts short': [
    `act  -  g  1  pipe  r:0,w:1  -
    act  -  g  1  fork  a  -
    act  a  u  1  read  -  -  r  1
    act  -  -  1  kill  -  -  a  SIGKILL
    end  a  -  read  -`,
    /^4 a killed SIGKILL$/m,
  ],
  orphans: [
    `act  -  g  1  fork  p  -
    act  p  g  1  fork  a  -
    act  p  g  1  fork  b  -
    act  p  -  1  _exit  -  -  0
    act  a  -  1  _exit  -  -  7
    act  -  -  1  kill  -  -  b  SIGUSR2
    state  p  exited  0
    state  a  exited  7
    state  b  killed  SIGUSR2`,
    /^6 p exited 0\n7 a exited 7\n8 b killed SIGUSR2$/m,
  ],
  'the first process': ['act  -  -  1  _exit  -  -  5\nstate  -  exited  5', /^1 - exited 5$/m],
  'a hang-up': [
    `${session}
    act  leader  g  1  fork  bg  -
    act  bg  g  1  setpgid  -  -  0  0
    act  bg  u  1  read  -  -  s  1
    state  bg  stopped  SIGTTIN
    act  -  -  1  close  -  -  m
    state  leader  killed  SIGHUP`,
    /^11 bg stopped SIGTTIN\n12 - value 0\n13 leader killed SIGHUP$/m,
  ],
  'another program': [
    `act  -  g  1  fork  p  -
    act  p  g  1  execvp  -  -  "sleep"  ["sleep", "60"]
    act  -  -  1  kill  -  -  p  SIGINT
    state  p  killed  SIGINT`,
    /^3 p killed SIGINT$/m,
  ],
  'a process of root that becomes another user': [
    `need  root
    act  -  g  1  fork  a  -
    act  a  g  1  setuid  -  -  UID_OTHER
    act  a  -  1  _exit  -  -  4
    state  a  exited  4`,
    /^3 a exited 4$/m,
  ],
  'a process of two users, hidden from both': [
    `need  root
    act  -  g  1  fork  a  -
    act  a  g  1  seteuid  -  -  UID_OTHER
    act  a  -  1  kill  -  -  a  SIGTERM
    state  a  killed  SIGTERM`,
    /^3 a killed SIGTERM$/m,
  ],
}

/** Of neither user, and its parent cannot be asked. */
const unknown = `need  root
    act  -  g  1  pipe  r:0,w:1  -
    act  -  g  1  fork  p  -
    act  p  g  1  fork  a  -
    act  a  g  1  seteuid  -  -  UID_OTHER
    act  p  u  1  read  -  -  r  1
    act  -  -  1  kill  -  -  a  SIGTERM
    state  a  killed  SIGTERM`

t.test('what a root without CAP_SYS_PTRACE sees', async t => {
  if (!needsRoot(t)) return
  const setpriv = needs(t, 'setpriv')
  if (setpriv === undefined) return
  const direct = new DirectProbe(t, 61_237)
  const probe = direct.build()
  const without = `${probe}-without`
  const words = [setpriv, ...withoutPtrace, probe].join(' ')
  writeFileSync(without, `#!/bin/sh\nexec ${words} "$@"\n`)
  chmodSync(without, 0o755)
  const steps = Object.values(cases).map(([text]) => text)
  for (const program of [probe, without]) {
    const how = program === probe ? 'with it' : 'without it'
    const records = await direct.play(program, [unknown, ...steps])
    const last =
      program === probe ? '6 a killed SIGTERM' : '6 a not-reached\ntrouble host .*SYS_PTRACE.*'
    t.match(records[0], new RegExp(`^${last}$`, 'm'), `${how}: what cannot be known`)
    for (const [index, [what, [, seen]]] of Object.entries(cases).entries())
      t.match(records[index + 1], seen, `${how}: ${what}`)
  }
})
