import t from 'tap'
import { casesOf } from '../../fixtures/small-suite.js'
import { ImplementationError } from '../implementation.js'
import type { Case } from '../suite/suite.js'
import { encodeProgram } from './protocol.js'

const read = (steps: string, keys = '') => casesOf({ a: `${keys}\n${steps}` })

function linesOf(cases: readonly Case[], word: string): string[] {
  const program = encodeProgram(cases, { jobs: 2, timeoutFactor: 1.5 })
  return program.split('\n').filter(line => line.startsWith(`${word}\t`))
}

t.test('a program, whole', async t => {
  const cases = read(
    [
      'posix_openpt(O_RDWR|O_NOCTTY) = m',
      'fork() = reader',
      'reader: sigaction(SIGHUP, record) = 0',
      'reader: read(m, 64) <unfinished ...>',
      'reader: <... read unfinished>',
      'write(m, "a\\tb\\xff") = 3',
      'reader: <... read resumed> = "a" or -1 EIO',
      'reader: --- SIGHUP ---',
      'reader: --- no SIGHUP ---',
      'reader: +++ killed by SIGKILL +++',
      'reader: +++ exited with 3 +++',
      'reader: --- stopped by SIGTTIN ---',
    ].join('\n'),
    'needs root mount-namespace\nalone\nrepeat 300\nload 2\ndeadline 15',
  )
  t.equal(
    encodeProgram(cases, { jobs: 2, timeoutFactor: 1.5, user: 'nobody' }),
    [
      'option\ttimeout-factor\t1.5',
      'option\tjobs\t2',
      'option\tuser\tnobody',
      'case\t0\t15\t1\t300\t2',
      'need\troot',
      'need\tmount-namespace',
      'act\t0\t-\t-\t1\tposix_openpt\tm\t-\tO_RDWR|O_NOCTTY',
      'vary\t.\t0',
      'act\t1\t-\t-\t1\tfork\treader\t-',
      'vary\t.\t0',
      'act\t2\treader\t-\t1\tsigaction\t-\t-\tSIGHUP\trecord',
      'act\t3\treader\tu\t1\tread\t-\t-\tm\t64',
      'still\t4\treader\tread',
      'act\t5\t-\t-\t1\twrite\t-\t-\tm\t"a\\tb\\xff"',
      'end\t6\treader\t-\tread\t-',
      'signal\t7\treader\tSIGHUP',
      'nosignal\t8\treader\tSIGHUP',
      'state\t9\treader\tkilled\tSIGKILL',
      'state\t10\treader\texited\t3',
      'state\t11\treader\tstopped\tSIGTTIN',
      'over\t0',
      'go',
      '',
    ].join('\n'),
  )
})

t.test('braces stand on lines of their own round their steps', async t => {
  const [one] = read('{\ngetpid() = 1\n}\n{\ngetpid() = 2\n}\ngetpid() = 3')
  if (!one) throw new Error('no case was read')
  const words = encodeProgram([one], { jobs: 1, timeoutFactor: 1 })
    .split('\n')
    .map(line => line.split('\t').slice(0, 2).join(' '))
  t.same(words.slice(2), [
    ...['case 0', 'together', 'act 0', 'apart', 'together', 'act 1', 'apart', 'act 2'],
    ...['over 0', 'go', ''],
  ])
})

t.test('what a step binds, and where', async t => {
  const table: [step: string, binds: string][] = [
    ['getpid() = p', 'p'],
    ['getpid() = 3', '-'],
    ['getpid() = _', '-'],
    ['getpid() = p:1..', 'p'],
    ['socketpair(AF_UNIX, SOCK_STREAM, 0) = [a, b]', 'a:0,b:1'],
    ['socketpair(AF_UNIX, SOCK_STREAM, 0) = [_, b]', 'b:1'],
    ['stat("/dev/ptmx") = {st_rdev=r, st_uid=u:0.., ...}', 'r:st_rdev,u:st_uid'],
    ['8x posix_openpt(O_RDWR) = p[] then -1 ENOSPC', 'p:*'],
    ['getpid() = p or -1 EIO', 'p'],
    ['getpid() = p or not p', 'p'],
  ]
  for (const [step, binds] of table) {
    const name = /\b[abpru]\b/.exec(binds)?.[0]
    const use = name === undefined ? '' : binds.includes('*') ? `close(${name}[]) = 0` : ''
    const uses = [...new Set(binds.match(/\b[abpru]\b/g) ?? [])].map(used => `umask(${used}) = ?`)
    const [first = ''] = linesOf(read([step, ...(use ? [use] : uses)].join('\n')), 'act')
    t.equal(first.split('\t')[6], binds, step)
  }
})

t.test('in what the rounds of a repeated case need not agree', async t => {
  const table: [step: string, vary: string][] = [
    ['getpid() = ?', '. 0'],
    ['getuid() = ?', ''],
    ['readfile("/proc/uptime") = _', '. 0'],
    ['getpid() = p:1..', ''],
    ['getpid() = p or not p', ''],
    ['getpid() = 3', ''],
    ['getpid() = _ or 3', ''],
    ['getpid() = ? or -1 EIO', '. 0'],
    ['3x dup(0) = ?', ''],
    ['3x dup(0) = _', '. 0'],
    ['3x dup(0) = d[] then -1 EMFILE', '* 0'],
    ['getuid() = 0 <..1>', '- 1'],
    ['pipe() = [_, w]', '0,1 0'],
    ['waitpid(0, 0) = {pid=_, status=exited 0}', 'pid 0'],
    [
      'fstat(0) = {st_rdev=makedev(1, 3), st_size=_, ...}',
      'st_size,st_dev,st_ino,st_atime,st_mtime,st_ctime 0',
    ],
  ]
  for (const [step, vary] of table) {
    const name = /\b[pdw]\b/.exec(step.replace(/.* = /, ''))?.[0]
    const use = name === 'd' ? 'close(d[]) = 0' : name ? `umask(${name}) = ?` : 'getgid() = ?'
    const [line = ''] = linesOf(read(`${step}\n${use}`, 'repeat 2'), 'vary')
    t.equal(line.split('\t').slice(1).join(' '), vary, step)
  }
  const measured = read('getpid() = p\ngetpid() = not p', 'repeat 2')
  t.same(linesOf(measured, 'vary'), [], 'a name that more than equality rests on')
  t.same(linesOf(read('getpid() = ?'), 'vary'), [], 'a case that is played once')
})

t.test('flags, counts and settling', async t => {
  const [open = '', inquiry = '', close = '', end = ''] = [
    ...linesOf(
      read(
        [
          '3x posix_openpt(O_RDWR) = m[] then -1 ENOSPC',
          'ioctl(m[], FIONREAD) = 0 <settles>',
          'close(m[]) = 0 or <unfinished ...>',
          '<... close resumed> = 0 or -1 EBADF',
        ].join('\n'),
      ),
      'act',
    ),
    ...linesOf(read('getpid() = 1 or <unfinished ...>\n<... getpid resumed> = 1'), 'end'),
  ]
  t.match(open, /^act\t0\t-\t-\t3\tposix_openpt\tm:\*\t-\t/)
  t.equal(inquiry, 'act\t1\t-\t-\t1\tioctl\t-\t0\tm[]\tFIONREAD')
  t.match(close, /^act\t2\t-\tm\t1\tclose\t/)
  t.equal(end, 'end\t1\t-\t-\tgetpid\t-')
})

t.test("a given's steps carry a flag, and processes are joined", async t => {
  const [one] = read('getpid() = 1')
  const [step] = one?.steps ?? []
  if (!one || !step) throw new Error('no step was read')
  const given: Case = { ...one, steps: [{ ...step, given: 'pair' }] }
  t.match(linesOf([given], 'act')[0], /^act\t0\t-\tg\t/)
  const { place, text } = step
  const still: Case = {
    ...one,
    steps: [{ kind: 'still', who: ['a', 'b'], call: 'read', place, text }],
  }
  t.equal(linesOf([still], 'still')[0], 'still\t0\ta|b\tread')
})

t.test('a word that would become a line of its own is not sent', async t => {
  const [one] = read('getpid() = 1')
  if (!one) throw new Error('no case was read')
  for (const need of ['root\ngo', 'root\tx', '', 'r\u00f6\u00f6t'])
    t.throws(
      () => encodeProgram([{ ...one, needs: [need] }], { jobs: 1, timeoutFactor: 1 }),
      ImplementationError,
    )
})
