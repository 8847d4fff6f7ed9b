import t from 'tap'
import { caseOf } from '../fixtures/small-suite.js'
import type { Line, Seen, Transcript } from './implementation.js'
import { judge } from './judge.js'
import { readSuite } from './suite/read.js'
import type { Case } from './suite/suite.js'

const given = readSuite(
  'title Situations\ncase pair\ntitle  A pair\nposix_openpt(O_RDWR) = m\nopen("/dev/null", O_RDWR) = s\n',
  'given.pty',
).suite

const read = (steps: string, keys = 'level shall') => caseOf(steps, { keys, situations: given })

function line(step: number, seen: Seen | string, more: Partial<Line> = {}): Line {
  const what: Seen = typeof seen === 'string' ? { kind: 'value', text: seen } : seen
  return { step, kind: 'step', who: '', seen: what, ...more }
}

function verdict(of: Case, lines: Line[], more: Partial<Transcript> = {}, strict = false) {
  return judge(of, { case: of.id, digest: of.digest, lines, ...more }, { strict })
}

const pairOpen = read('posix_openpt(O_RDWR) = m\ngrantpt(m) = 0\n')

t.test('a step that holds passes, one that does not fails and says where', async t => {
  t.match(verdict(pairOpen, [line(0, '3'), line(1, '0')]), { verdict: 'pass' })
  const failed = verdict(pairOpen, [line(0, '3'), line(1, '-1 EPERM')])
  t.match(failed, { verdict: 'fail', decided: 1 })
  t.equal(failed.reason, 'suites/x.pty:8: grantpt(m) = 0: got -1 EPERM')
})

t.test('levels: should notes, strict fails, open observes', async t => {
  const steps = 'posix_openpt(O_RDWR) = m\ngrantpt(m) = 0\n'
  const lines = [line(0, '3'), line(1, '-1 EPERM')]
  const should = read(steps, 'level should')
  t.match(verdict(should, lines), { verdict: 'pass', note: /not as recommended/ })
  t.match(verdict(should, lines, {}, true), { verdict: 'fail' })
  const observed = verdict(read(steps, 'level open'), lines)
  t.match(observed, { verdict: 'observed' })
  t.equal(observed.lines[1]?.holds, false, 'and still says that it does not hold')
})

t.test('a process that the host has no room for is no failure', async t => {
  for (const keys of ['level shall', 'level should', 'level open']) {
    const of = read('fork() = p\np: getpid() = p\n', keys)
    for (const errno of ['EAGAIN', 'ENOMEM'])
      t.match(verdict(of, [line(0, `-1 ${errno}`), line(1, { kind: 'not-reached' })]), {
        ...{ verdict: 'unresolved', class: 'host', decided: 0 },
        reason: /no room for another process: fork\(\) = p: got -1 E/,
      })
    t.not(verdict(of, [line(0, '-1 ENOSYS')]).verdict, 'unresolved', 'another error is told')
  }
  const about = read('fork() = -1 EAGAIN\n')
  t.match(verdict(about, [line(0, '-1 EAGAIN')]), { verdict: 'pass' }, 'where a case demands it')
})

t.test('what could not be carried out is never a failure', async t => {
  const of = read('grantpt(m) = 0\nclose(s) = 0\n', 'level shall\ngiven pair')
  t.match(verdict(of, [line(0, '-1 ENOENT')]), { verdict: 'unresolved', class: 'case' })
  const good = [line(0, '3'), line(1, '4')]
  t.match(verdict(of, good), { verdict: 'unresolved', reason: /no step that could be judged/ })
  t.match(verdict(of, [...good, line(2, { kind: 'no-time' })]), {
    verdict: 'unresolved',
    class: 'host',
  })
  t.match(verdict(of, [...good, line(2, { kind: 'refused', why: 'a stranger' })]), {
    verdict: 'unresolved',
    reason: /refuses: a stranger/,
  })
  t.match(verdict(of, [...good, line(2, 'rubbish(')]), { verdict: 'unresolved', class: 'harness' })
  t.match(
    verdict(of, [...good, line(2, 'm')]),
    { verdict: 'unresolved', class: 'harness' },
    'a name is no result',
  )
  t.match(verdict(of, [...good, line(9, '0')]), { verdict: 'unresolved', class: 'harness' })
  t.match(
    verdict(of, [...good, line(2, '-1 EPERM')], { trouble: { class: 'network', reason: 'gone' } }),
    { verdict: 'unresolved', class: 'network' },
  )
  t.match(verdict(of, [], { unsupported: ['root'] }), {
    verdict: 'unsupported',
    reason: 'needs root',
  })
})

t.test('steps that are not reached decide nothing', async t => {
  const of = read('posix_openpt(O_RDWR) = m\ngrantpt(m) = 0\n', 'level shall')
  t.match(verdict(of, [line(0, '-1 ENOENT'), line(1, { kind: 'not-reached' })]), {
    verdict: 'fail',
    decided: 0,
  })
})

const waiting = read(
  [
    'pipe() = [r, w]',
    'fork() = reader',
    'reader: read(r, 5) <unfinished ...>',
    'write(w, "x") = 1',
    'reader: <... read resumed> = "x" <0.1..>',
  ].join('\n'),
)
const start = [line(0, '[3, 4]'), line(1, '77')]

t.test('a call must wait, and return because of the last act', async t => {
  const asleep = line(2, { kind: 'unfinished' }, { who: 'reader' })
  const wrote = line(3, '1')
  const resumed = line(4, '"x"', { who: 'reader', took: 0.2 })
  t.match(verdict(waiting, [...start, asleep, wrote, resumed]), { verdict: 'pass' })
  const early = line(2, '"x"', { who: 'reader', kind: 'back' })
  t.match(verdict(waiting, [...start, asleep, early, wrote, resumed]), {
    verdict: 'fail',
    reason: /before the step that was to cause it/,
  })
  t.match(verdict(waiting, [...start, line(2, '"x"', { who: 'reader' }), wrote, resumed]), {
    verdict: 'fail',
    decided: 2,
  })
  t.match(
    verdict(waiting, [...start, asleep, wrote, line(4, { kind: 'unfinished' }, { who: 'reader' })]),
    {
      verdict: 'fail',
      decided: 4,
    },
  )
  const stopped = line(2, { kind: 'stopped', signal: 'SIGTTIN' }, { who: 'reader' })
  t.match(verdict(waiting, [...start, stopped, wrote, resumed]), { verdict: 'pass' })
})

t.test('times: a lower bound has 10 ms of tolerance', async t => {
  const asleep = line(2, { kind: 'unfinished' }, { who: 'reader' })
  const took = (seconds: number) =>
    verdict(waiting, [
      ...start,
      asleep,
      line(3, '1'),
      line(4, '"x"', { who: 'reader', took: seconds }),
    ])
  t.match(took(0.091), { verdict: 'pass' })
  t.match(took(0.05), { verdict: 'fail' })
})

t.test('signals and ends', async t => {
  const of = read(
    [
      'fork() = child',
      'child: sigaction(SIGHUP, record) = 0',
      'child: --- SIGHUP ---',
      'child: --- no SIGHUP ---',
      'child: --- stopped by SIGTTIN ---',
      'child: +++ exited with 3 +++',
    ].join('\n'),
  )
  const hup = (delivered: boolean): Seen => ({ kind: 'signal', signal: 'SIGHUP', delivered })
  const good: Seen[] = [
    hup(true),
    hup(false),
    { kind: 'stopped', signal: 'SIGTTIN' },
    { kind: 'exited', detail: '3' },
  ]
  const play = (seen: Seen[]) =>
    verdict(of, [
      line(0, '12'),
      line(1, '0'),
      ...seen.map((what, i) => line(2 + i, what, { who: 'child' })),
    ])
  t.match(play(good), { verdict: 'pass' })
  const bad: Seen[] = [
    hup(false),
    hup(true),
    { kind: 'stopped', signal: 'SIGTTOU' },
    { kind: 'exited', detail: '0' },
  ]
  for (const [i, seen] of bad.entries()) {
    const mixed = good.map((what, j) => (i === j ? seen : what))
    t.match(play(mixed), { verdict: 'fail', decided: 2 + i })
  }
  const unknown = good.with(2, { kind: 'stopped', signal: '' })
  t.match(play(unknown), { verdict: 'pass' }, 'a signal that cannot be known matches any')
})

t.test('a descriptor has its name only in the process that bound it', async t => {
  const of = read(
    'pipe() = [r, w]\nfork() = p\np: dup(r) = copy\np: close(copy) = 0\ndup(w) = ?',
    'level open',
  )
  const { lines } = verdict(of, [
    line(0, '[3, 4]'),
    line(1, '77'),
    line(2, '4', { who: 'p' }),
    line(3, '0', { who: 'p' }),
    line(4, '4'),
  ])
  t.match([lines[2]?.seen, lines[4]?.seen], ['4', '4, that is w'])
})

t.test('what is compared does not vary from run to run', async t => {
  const of = read(
    [
      'posix_openpt(O_RDWR) = m',
      'ptsname(m) = name',
      'fork() = child',
      'child: getsid(0) = ?',
      'fstat(m) = {st_ino=_, st_uid=?, ...}',
      'dup(m) = _',
      'write(m, "abc") = 3',
      'access(name, R_OK) = _',
      'sysctl("kernel.pty.nr") = 1..',
    ].join('\n'),
    'level open',
  )
  const compared = (fd: number, pid: number, path: string) =>
    verdict(of, [
      line(0, `${fd}`),
      line(1, `"${path}"`),
      line(2, `${pid}`),
      line(3, `${pid + 1}`, { who: 'child' }),
      line(4, `{st_ino=${pid}, st_uid=0}`),
      line(5, `${fd + 1}`),
      line(6, '3'),
      line(7, '0'),
      line(8, `${fd}`),
    ]).lines.map(judged => judged.compared)
  const one = compared(3, 100, '/dev/pts/4')
  t.same(one, compared(5, 222, '/dev/pts/17'))
  t.same(one, [
    ...['m', 'name', 'child', '<a process>', '{st_ino=_, st_uid=0}', '', '3', ''],
    '<a number of pairs>',
  ])
})

t.test('a path that stands in data is compared by its name', async t => {
  const steps = 'ptsname(m) = name\nread(0, 64) = ?\nread(0, 64) = "$name\\n"\nread(0, 64) = "b\\n"'
  const of = read(`posix_openpt(O_RDWR) = m\n${steps}`, 'level open')
  const compared = (number: number) =>
    verdict(of, [
      line(0, '3'),
      line(1, `"/dev/pts/${number}"`),
      line(2, `"on /dev/pts/${number}\\n"`),
      line(3, `"/dev/pts/${number}\\n"`),
      line(4, `"/dev/pts/${number} or /dev/pts/${number}0\\n"`),
    ]).lines.map(judged => judged.compared)
  t.same(compared(4).slice(2, 4), ['"on " "\u0024{name}" "\\n"', '"\u0024{name}\\n"'])
  t.equal(compared(4)[4], '"\u0024{name}" " or /dev/pts/40\\n"')
  t.same(compared(4).slice(0, 4), compared(17).slice(0, 4))
})

t.test('every round of a repeated case must hold, and the one that does not is named', async t => {
  const of = read('posix_openpt(O_RDWR) = m\ngrantpt(m) = 0\n', 'level shall\nrepeat 9')
  const good = [line(0, '3'), line(1, '0')]
  const bad = [line(0, '3'), line(1, '-1 EPERM')]
  const rounds = (same: number, ...others: { first: number; count: number; lines: Line[] }[]) => ({
    rounds: { played: 9, same, others },
  })
  t.match(verdict(of, good, rounds(9)), { verdict: 'pass', rounds: { played: 9, same: 9 } })
  const failed = verdict(of, good, rounds(7, { first: 4, count: 2, lines: bad }))
  t.match(failed, { verdict: 'fail', decided: 1, decidedRound: 4 })
  t.match(failed.reason, /^in round 4 of 9 \(2 rounds were like it\): .*: got -1 EPERM$/)
  t.equal(failed.lines[1]?.holds, true, 'the first round keeps its own lines')
  t.equal(failed.rounds?.others[0]?.lines[1]?.holds, false)
  const first = verdict(of, bad, rounds(1, { first: 2, count: 8, lines: good }))
  t.match(first, { verdict: 'fail', reason: /^in round 1 of 9: / })
  t.equal(first.decidedRound, undefined)
  const many = verdict(of, good, rounds(7, { first: 0, count: 2, lines: [] }))
  t.match(many, { verdict: 'unresolved', reason: /2 of 9 rounds looked too different/ })
})

t.test('trouble ends the rounds, and what an earlier round showed still counts', async t => {
  const of = read('posix_openpt(O_RDWR) = m\ngrantpt(m) = 0\n', 'level shall\nrepeat 9')
  const good = [line(0, '3'), line(1, '0')]
  const bad = [line(0, '3'), line(1, '-1 EPERM')]
  const trouble = { class: 'host', reason: 'no memory' } as const
  const after = (first: number) =>
    verdict(of, good, {
      trouble,
      rounds: { played: 4, same: 3, others: [{ first, count: 1, lines: bad }] },
    })
  t.match(after(2), { verdict: 'fail', decidedRound: 2 })
  t.match(after(4), { verdict: 'unresolved', class: 'host' })
  const broken = verdict(of, good, { trouble, rounds: { played: 4, same: 4, others: [] } })
  t.match(broken, { verdict: 'unresolved', reason: 'no memory' })
})

t.test('names that share a number on the host match each other', async t => {
  const of = read(
    [
      'posix_openpt(O_RDWR) = m',
      'read(m, 1) = -1 EWOULDBLOCK',
      'poll({m=POLLOUT}, 0) = {m=POLLOUT|POLLWRNORM}',
      'sigaction(SIGIO, record) = 0',
      '--- SIGIO ---',
    ].join('\n'),
  )
  const lines = [
    line(0, '3'),
    line(1, '-1 EAGAIN'),
    line(2, '{m=POLLOUT}'),
    line(3, '0'),
    line(4, { kind: 'signal', signal: 'SIGPOLL', delivered: true }),
  ]
  const transcript = { case: of.id, digest: of.digest, lines }
  const aliases = [
    ['EAGAIN', 'EWOULDBLOCK'],
    ['POLLOUT', 'POLLWRNORM'],
    ['SIGIO', 'SIGPOLL'],
  ]
  const judged = judge(of, transcript, { strict: false, aliases })
  t.match(judged, { verdict: 'pass' })
  t.equal(judged.lines[1]?.compared, '-1 EAGAIN')
  t.match(judge(of, transcript, { strict: false }), { verdict: 'fail', decided: 1 })
})
