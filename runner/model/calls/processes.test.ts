/** Limits, programs and signals: what one process does with others. */
import t from 'tap'
import { shown, shownOnce } from '../../../fixtures/model-cases.js'
import { linux } from '../profiles/linux.js'

t.test('limits are set one by one, and those of the host are not known', t => {
  const seen = shownOnce(
    `setrlimit(RLIMIT_NOFILE, {rlim_cur=9, rlim_max=20}) = 0
setrlimit(RLIMIT_NOFILE, {rlim_max=10, ...}) = 0
getrlimit(RLIMIT_NOFILE) = ?`,
    linux,
  )
  t.equal(seen.at(-1), '{rlim_cur=9, rlim_max=10}')
  t.throws(() => shownOnce('setrlimit(RLIMIT_NPROC, {rlim_cur=9}) = ?', linux), /RLIMIT_NPROC/)
  t.end()
})

t.test('of several signals sigwait() may take any', t => {
  const ways = shown(
    `sigprocmask(SIG_BLOCK, {SIGUSR1, SIGUSR2}) = 0
getpid() = me
kill(me, SIGUSR1) = 0
kill(me, SIGUSR2) = 0
sigwait({SIGUSR1, SIGUSR2}) = ?`,
    linux,
  )
  t.same(ways.map(way => way.at(-1)).sort(), ['SIGUSR1', 'SIGUSR2'])
  t.end()
})

t.test('execve() is for the program of the case', t => {
  t.match(shownOnce('execve(NULL) = ?', linux), [/refused .*SELF/])
  t.end()
})

t.test('of a process that is gone procinfo() knows nothing', t => {
  const seen = shownOnce(
    `fork() = p
p: _exit(0) = ?
waitpid(p, 0) = {pid=p, ...}
procinfo(p) = ?`,
    linux,
  )
  t.equal(seen.at(-1), '-1 ESRCH')
  t.end()
})

t.test('a fork() that failed leaves nobody to take the steps of the child', t => {
  const seen = shownOnce(
    `setrlimit(RLIMIT_NPROC, {rlim_cur=0}) = 0
pipe() = [r, _]
fork() = p
p: sigaction(SIGHUP, record) = 0
p: read(r, 1) <unfinished ...>
p: <... read unfinished>
p: --- no SIGHUP ---
p: <... read resumed> = ?
p: +++ exited with 0 +++`,
    linux,
  )
  t.equal(seen[2], '-1 EAGAIN')
  t.same(seen.slice(3), new Array(6).fill('not-reached'))
  t.end()
})
