/** When a call is found waiting, when it is noticed to have returned, and what is not reached (language, 5.2 to 5.7). */
import t, { type Test } from 'tap'
import { caseOf, shown, shownOnce } from '../../fixtures/model-cases.js'
import { readSuite } from '../suite/read.js'
import { certain } from './certain.js'
import { linux } from './profiles/linux.js'
import { posix } from './profiles/posix.js'
import { predict } from './reference.js'

/** `what` the case shows after the first `skipped` steps that only set it up. */
function shows(t: Test, lines: string, expected: readonly string[], skipped = 0): void {
  t.same(shownOnce(lines, linux).slice(skipped), expected)
  t.end()
}

t.test(
  'a call that waits is unfinished, and its end is told where it is noticed and where it is asked for',
  t =>
    shows(
      t,
      `given pair
fork() = reader
reader: read(s, 64) <unfinished ...>
write(m, "ab") = 2
reader: <... read unfinished>
write(m, "c\\n") = 2
getpid() = _
reader: <... read resumed> = "abc\\n"`,
      ['unfinished', '2', 'unfinished', '2', 'back "abc\\n"', '101', '"abc\\n"'],
      1,
    ),
)

t.test('a call that returns at once is noted before the next act', t =>
  shows(
    t,
    `given pair
fork() = reader
write(m, "x\\n") = 2
reader: read(s, 64) <unfinished ...>
reader: <... read resumed> = "x\\n"`,
    ['2', '"x\\n"', '"x\\n"'],
    1,
  ),
)

t.test('of two readers either may have the line', t => {
  const ways = shown(
    `given pair
fork() = a
fork() = b
a: read(s, 64) <unfinished ...>
b: read(s, 64) <unfinished ...>
write(m, "1\\n") = 2
a|b: <... read resumed> = "1\\n"
a|b: <... read unfinished>
write(m, "2\\n") = 2
a|b: <... read resumed> = "2\\n"`,
    linux,
  )
  const expected = ['unfinished', 'unfinished', '2', '"1\\n"', 'unfinished', '2', '"2\\n"']
  t.equal(ways.length, 2)
  for (const way of ways) t.same(way.slice(2), expected)
  t.end()
})

t.test(
  'a step that waits although it should not is found so at its deadline, and after two nothing is played',
  t =>
    shows(
      t,
      `given pair
fork() = a
fork() = b
a: read(s, 64) = ?
b: read(m, 64) = ?
getpid() = _`,
      ['unfinished', 'unfinished', 'not-reached'],
      2,
    ),
)

t.test(
  'no step for a process that is in a call, stopped or gone, nor with a name that has no value',
  t =>
    shows(
      t,
      `given pair
fork() = a
a: read(s, 64) <unfinished ...>
close(99) = nothing
close(nothing) = ?
kill(a, SIGSTOP) = 0
a: --- stopped by SIGSTOP ---
a: <... read unfinished>
kill(a, SIGKILL) = 0
a: +++ killed by SIGKILL +++
a: <... read resumed> = ?`,
      [
        'unfinished',
        '-1 EBADF',
        'not-reached',
        '0',
        'stopped SIGSTOP',
        'stopped SIGSTOP',
        '0',
        'killed SIGKILL',
        'killed SIGKILL',
      ],
      1,
    ),
)

t.test('a signal line takes one delivery; no signal line takes none', t =>
  shows(
    t,
    `sigaction(SIGUSR1, record) = 0
getpid() = me
kill(me, SIGUSR1) = 0
kill(me, SIGUSR1) = 0
--- no SIGUSR1 ---
--- SIGUSR1 ---
--- SIGUSR1 ---
--- no SIGUSR1 ---`,
    ['signal SIGUSR1 true', 'signal SIGUSR1 true', 'signal SIGUSR1 true', 'signal SIGUSR1 false'],
    4,
  ),
)

t.test(
  'a stopped reader starts anew when it goes on, and a handler without SA_RESTART ends the call',
  t =>
    shows(
      t,
      `given pair
fork() = r
r: sigaction(SIGUSR1, record) = 0
r: sigaction(SIGUSR2, record, SA_RESTART) = 0
r: read(s, 64) <unfinished ...>
kill(r, SIGSTOP) = 0
r: --- stopped by SIGSTOP ---
kill(r, SIGCONT) = 0
r: <... read unfinished>
kill(r, SIGUSR2) = 0
r: <... read unfinished>
kill(r, SIGUSR1) = 0
r: <... read resumed> = -1 EINTR
r: --- SIGUSR1 ---
r: --- SIGUSR2 ---`,
      [
        'unfinished',
        '0',
        'stopped SIGSTOP',
        '0',
        'unfinished',
        '0',
        'unfinished',
        '0',
        '-1 EINTR',
        'signal SIGUSR1 true',
        'signal SIGUSR2 true',
      ],
      3,
    ),
)

t.test('_exit() shows nothing, and its state line how it ended; one that runs on is running', t =>
  shows(
    t,
    'fork() = p\np: _exit(300) = ?\np: +++ exited with 44 +++\nfork() = q\nq: --- stopped by SIGSTOP ---',
    ['?', 'exited 44', '103', 'running'],
    1,
  ),
)

t.test('a counted step shows equal results once, others as a list, and how it ended', t =>
  shows(
    t,
    `3x getuid() = ?
3x dup(0) = d[]
close(d[]) = 0
setrlimit(RLIMIT_NOFILE, {rlim_cur=5, ...}) = 0
9x dup(0) = e[] then -1 EMFILE
dup(e[]) = ?`,
    ['65534', '[3, 4, 5]', '0', '0', '[3, 4] then -1 EMFILE', '-1 EMFILE'],
  ),
)

t.test('a step that settles is asked again until its deadline', t => {
  const [transcript] = transcripts('given pair\nioctl(m, FIONREAD) = 5 <settles>')
  t.match(transcript?.lines.at(-1), { seen: { kind: 'value', text: '0' }, took: Number })
  t.ok((transcript?.lines.at(-1)?.took ?? 0) >= 10)
  t.end()
})

t.test('what a transfer gave stands before how it ended', t =>
  shows(
    t,
    `given pair raw
write(s, "abc") = 3
close(s) = 0
readn(m, 9) = ?
readn(m, 9) = ?
drain(m) = ?`,
    ['3', '0', '"abc" then -1 EIO', '-1 EIO', '-1 EIO'],
  ),
)

t.test(
  'time passes only while nothing but a timer can end the awaited step, and durations are exact',
  t => {
    const [transcript] = transcripts(`given pair raw
tcsetattr(s, TCSANOW, {VMIN=3, VTIME=2, ...}) = 0
fork() = reader
reader: read(s, 16) <unfinished ...>
write(m, "ab") = 2
reader: <... read resumed> = "ab" <0.2..>
poll({s=POLLIN}, 100) = {} <0.1..>
sleep(3) = 0`)
    const took = transcript?.lines.slice(-5).map(({ took }) => took && Math.round(took * 1000))
    t.same(took, [undefined, 0, 200, 100, 3000])
    t.end()
  },
)

t.test('a given that fails ends the case', t => {
  const [transcript] = transcripts('given pair raw\nclose(m) = 0', { 'pty.max': '1' })
  t.same(new Set(transcript?.lines.slice(1).map(({ seen }) => seen.kind)), new Set(['not-reached']))
  t.end()
})

t.test('what no suite may do is refused, and the case is to blame', t => {
  const [transcript] = transcripts(
    'needs root mount-namespace\nmount("devpts", "/dev/pts", "devpts", 0, NULL) = 0',
  )
  t.match(transcript, {
    trouble: { class: 'case', reason: /namespace/ },
    lines: [{ seen: { kind: 'refused' } }],
  })
  t.end()
})

t.test('cases are played by the ordinary user unless they need a right', t => {
  const users = (lines: string, user: string) => shownOnce(lines, posix, { user })
  t.same(users('getuid() = ?', 'root'), ['65534'])
  t.same(users('needs root\ngetuid() = ?', 'root'), ['0'])
  t.same(users('needs root\ngetuid() = ?', '1000'), ['root'])
  t.same(users('getuid() = ?', '1000'), ['1000'])
  t.end()
})

function transcripts(lines: string, settings = {}) {
  const found = predict(caseOf(lines), linux, settings)
  return 'notPredicted' in found ? [] : found
}

t.test('steps in braces start together, and are told in their order', t =>
  shows(
    t,
    `given pair raw
fork() = writer
{
  writer: writen(s, seq(0, 65536)) = 65536
  readn(m, 65536) = seq(0, 65536)
}
write(s, "x") = 1`,
    ['65536', 'seq(0, 65536)', '1'],
    1,
  ),
)

t.test('which of the steps in braces comes first is open', t => {
  const ways = shown(
    `given pair raw
fork() = other
{
  write(s, "a") = 1
  other: write(s, "b") = 1
}
readn(m, 2) = ?`,
    linux,
  )
  t.same(ways.map(way => way.at(-1)).sort(), ['"ab"', '"ba"'])
  t.end()
})

t.test('what only looks stands anywhere in braces', t =>
  shows(
    t,
    `given session
leader: sigaction(SIGHUP, record) = 0
{
  leader: --- SIGHUP ---
  close(m) = 0
  leader: getsid(0) = leader
}`,
    ['signal SIGHUP true', '0', '102'],
    1,
  ),
)

t.test('a call in braces may go on waiting after them', t =>
  shows(
    t,
    `given pair
fork() = reader
{
  reader: read(s, 64) <unfinished ...>
  getppid() = _
}
write(m, "x\\n") = 2
reader: <... read resumed> = "x\\n"`,
    ['unfinished', '100', '2', '"x\\n"'],
    1,
  ),
)

t.test('what is done no times gives a list of nothing', t =>
  shows(t, 'pipe() = [r, _]\nioctl(r, FIONREAD) = n\nnx getpid() = ?', ['0', '[]'], 1),
)

t.test('what has returned is told where it should still wait', t =>
  shows(
    t,
    `given pair
fork() = reader
reader: read(s, 64) <unfinished ...>
write(m, "ab\\n") = 3
reader: <... read unfinished>`,
    ['unfinished', '3', '"ab\\n"'],
    1,
  ),
)

t.test('a process that could not be made takes no steps', t =>
  shows(
    t,
    `fork() = p
p: setuid(65534) = 0
p: setrlimit(RLIMIT_NPROC, {rlim_cur=1, ...}) = 0
p: fork() = child
child: getpid() = _`,
    ['0', '0', '-1 EAGAIN', 'not-reached'],
    1,
  ),
)

/** What a case shows that is given this one step, and asks for its number then. */
function given(step: string): unknown {
  const situation = `title  x\n\ncase situation\ntitle  x\n${step}\n`
  const text =
    'title  x\n\ncase c\ntitle  x\ncite   x\nlevel  open\ngiven  situation\ngetpid() = _\n'
  const { suite } = readSuite(text, 'x.pty', readSuite(situation, 'given.pty').suite)
  const found = predict(certain(suite.cases[0]), linux)
  return 'notPredicted' in found ? found : found.map(({ lines }) => lines.map(({ seen }) => seen))
}

t.test('a given step that is refused or waits is the last', t => {
  const why = 'signals are for processes of the case'
  t.same(given('kill(-1, SIGHUP) = 0'), [[{ kind: 'refused', why }, { kind: 'not-reached' }]])
  t.same(given('poll({}, -1) = {}'), [[{ kind: 'unfinished' }, { kind: 'not-reached' }]])
  t.end()
})
