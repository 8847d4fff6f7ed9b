/** What the programs of a case do to its terminals, and how they end. */
import t from 'tap'
import { shown, shownOnce } from '../../fixtures/model-cases.js'
import { linux } from './profiles/linux.js'
import { posix } from './profiles/posix.js'

const ran = (program: string, words: string, look = '') =>
  shownOnce(
    `given pair
fork() = p
p: dup2(s, 0) = 0
p: execvp("${program}", ["${program}"${words}]) = 0
waitpid(p, 0) = {pid=p, status=?}
${look}`,
    linux,
  ).slice(3)

const ended = (status: number) => `{pid=102, status=exited ${status}}`

t.test('stty sets the modes and characters that its words name, and no others', t => {
  const look = 'tcgetattr(s) = {c_iflag=?, c_lflag=?, ...}'
  const [status, after = ''] = ran(
    'stty',
    ', "-echo", "-icanon", "-icrnl", "min", "7", "intr", "^a", "susp", "undef", "quit", "q"',
    look,
  )
  t.equal(status, ended(0))
  t.match(after, 'c_iflag=IXON, ')
  t.match(after, 'c_lflag=ISIG|ECHOE|ECHOK|ECHOCTL|ECHOKE|IEXTEN')
  t.match(after, 'VINTR="\\x01", VQUIT="q"')
  t.match(after, /VMIN=7,.* VSUSP="\\x00"/)
  t.end()
})

t.test('stty complains of what it could not set, and where there is no terminal', t => {
  t.same(ran('stty', ', "cs7"'), [ended(1)])
  const lines = 'execvp("stty", ["stty", "-echo"]) = 0\n+++ exited with 1 +++'
  t.same(shownOnce(lines, posix), ['0', 'exited 1'])
  t.throws(() => ran('stty', ''), /what stty says/)
  t.throws(() => ran('stty', ', "sane"'), /stty sane/)
  t.throws(() => ran('stty', ', "csize"'), /stty csize/)
  t.end()
})

t.test('stty in the background is stopped before it changes anything', t => {
  const lines = `given session background
bg: dup2(s, 0) = 0
bg: execvp("stty", ["stty", "-echo"]) = 0
bg: --- stopped by SIGTTOU ---
tcgetattr(m) = {c_lflag=?, ...}
leader: tcsetpgrp(s, bg) = 0
kill(bg, SIGCONT) = 0
bg: +++ exited with 0 +++
tcgetattr(m) = {c_lflag=?, ...}`
  const [, , stopped, before, , , end, after] = shownOnce(lines, linux)
  t.same([stopped, end], ['stopped SIGTTOU', 'exited 0'])
  t.match(before, '|ECHO|')
  t.notMatch(after, '|ECHO|')
  t.end()
})

t.test("mesg gives and takes the group's right, and says by its status what holds", t => {
  const mode = 'stat(name) = {st_mode=?, ...}'
  t.match(ran('mesg', ', "y"', mode), [ended(0), 'S_IFCHR|0620'])
  t.match(ran('mesg', ', "n"', mode), [ended(1), 'S_IFCHR|0600'])
  t.throws(() => ran('mesg', ''), /what mesg says/)
  t.same(shownOnce('execvp("mesg", ["mesg", "y"]) = 0\n+++ exited with 2 +++', linux), [
    '0',
    'exited 2',
  ])
  t.end()
})

t.test('mesg is for the owner of the slave', t => {
  const lines = `needs root
given pair
fork() = p
p: setuid(UID_OTHER) = 0
p: dup2(s, 0) = 0
p: execvp("mesg", ["mesg", "n"]) = 0
p: +++ exited with 2 +++
stat(name) = {st_mode=?, ...}`
  const [way = [], ...others] = shown(lines, linux)
  t.same(others, [])
  t.match(way.slice(-2), ['exited 2', 'S_IFCHR|0620'])
  t.end()
})

t.test('steps that do not wait for a program may come before all that it does', t => {
  const lines = `given pair canonical
fork() = p
p: close(m) = 0
p: dup2(s, 0) = 0
p: execvp("cat", ["cat"]) = 0
close(m) = 0
waitpid(p, 0) = {pid=p, status=?}`
  const ends = shown(lines, linux).map(way => way.at(-1))
  // Who waits to read is told EIO; who comes after the hang-up finds the end of the file (n_tty_read(), hung_up_tty_read()).
  t.same(ends.sort(), [ended(0), ended(1)])
  t.end()
})

t.test(
  'tty tells the name its input was opened by, or that it is none, and is silent with -s',
  t => {
    const tty = (input: string, words = '') =>
      shownOnce(
        `given pair
pipe() = [r, w]
fork() = p
p: close(0) = 0
p: ${input} = 0
p: dup2(w, 1) = 1
p: execvp("tty", ["tty"${words}]) = 0
p: +++ exited with 0 +++
fcntl(r, F_SETFL, O_NONBLOCK) = 0
read(r, 99) = ?`,
        linux,
      )
        .slice(-3)
        .filter(what => what !== '0')
    // The first descriptor that is free.
    const opened = 'open(name, O_RDWR|O_NOCTTY)'
    t.same(tty(opened), ['exited 0', '"/dev/pts/0\\n"'])
    t.same(tty('dup2(r, 0)'), ['exited 1', '"not a tty\\n"'])
    t.same(tty(opened, ', "-s"'), ['exited 0', '-1 EAGAIN'])
    t.same(tty('dup2(r, 0)', ', "-s"'), ['exited 1', '-1 EAGAIN'])
    t.throws(() => tty('dup2(m, 0)'), /not opened by one/)
    t.end()
  },
)

t.test('a terminal of another name is none that tty tells', t => {
  const lines = `given private-mounts instance
open("$pts/ptmx", O_RDWR|O_NOCTTY) = m
unlockpt(m) = 0
open("$pts/0", O_RDWR|O_NOCTTY) = s
umount2(pts, MNT_DETACH) = 0
mknod("$pts/0", S_IFREG|0600, 0) = 0
fork() = p
p: dup2(s, 0) = 0
p: execvp("tty", ["tty"]) = 0
p: +++ exited with 0 +++`
  t.throws(() => shownOnce(lines, linux), /a terminal of another name/)
  t.end()
})

t.test('sleep ends by itself', t => {
  const lines = 'fork() = p\np: execvp("sleep", ["sleep", "1"]) = 0\np: +++ exited with 0 +++'
  t.equal(shownOnce(lines, linux).at(-1), 'exited 0')
  t.end()
})

t.test('stty complains of one mode that was not set among others that were', t => {
  t.same(ran('stty', ', "cs7", "-echo"'), [ended(1)])
  t.end()
})

t.test('characters that stty knows, and those it does not', t => {
  const [, after] = ran('stty', ', "erase", "^?"', 'tcgetattr(s) = {VERASE=?, ...}')
  t.match(after, 'VERASE="\\x7f"')
  t.throws(() => ran('stty', ', "erase", "ab"'), /stty erase ab/)
  t.end()
})

t.test('the words of programs are not modelled, nor mesg of a terminal that is no node', t => {
  const loud = `given pair
fork() = p
p: dup2(m, 2) = 2
p: execvp("stty", ["stty", "-echo"]) = 0
p: +++ exited with 1 +++`
  t.throws(() => shownOnce(loud, linux), /in which a program complains/)
  const master = `given pair
fork() = p
p: dup2(m, 0) = 0
p: execvp("mesg", ["mesg", "y"]) = 0
p: +++ exited with 0 +++`
  t.throws(() => shownOnce(master, linux), /mesg of what is no slave/)
  t.end()
})
