/** The probe as both compilers make it: steps, sessions, needs, rights. */
import { execFileSync } from 'node:child_process'
import { type } from 'node:os'
import t from 'tap'
import { DirectProbe, from, pair, session } from '../../fixtures/lab/direct-probe.js'
import { until } from '../../fixtures/lab/until.js'

const isRoot = process.getuid?.() === 0
/** As a need calls this machine's system. */
const system = type().toLowerCase()
const direct = new DirectProbe(t, 61_234)

for (const compiler of ['gcc', 'clang']) {
  t.test(`built by ${compiler}`, async t => {
    const probe = direct.build(compiler)
    t.match(execFileSync(probe, ['calls'], { encoding: 'utf8' }), /^posix_openpt$/m)

    const plain = await direct.play(probe, [
      `${pair}
      act  -  -  1  write  -  -  m  "abc\\n"
      act  -  -  1  read  -  -  s  64
      act  -  -  1  read  -  -  m  64`,
      `${pair}
      act  -  -  1  fork  r  -
      act  r  u  1  read  -  -  s  64
      still  r  read
      act  -  -  1  write  -  -  m  "a"
      act  -  -  1  write  -  -  m  "b\\n"
      act  -  -  1  dup2  -  -  s  9
      end  r  -  read  -
      end  r  -  read  -`,
      `${pair}
      act  -  -  1  fork  a  -
      act  -  -  1  fork  b  -
      act  b  u  1  read  -  -  s  64
      act  a  u  1  read  -  -  s  64
      act  -  -  1  write  -  -  m  "1\\n"
      end  a|b  -  read  -
      still  a|b  read
      act  -  -  1  write  -  -  m  "2\\n"
      end  a|b  -  read  -`,
      `act  -  -  1  pipe  r:0,w:1  -
      act  -  -  2  dup  d:*  -  r
      act  -  -  1  close  -  -  d[]
      act  -  -  1  close  -  -  d[]
      act  -  -  1  setrlimit  -  -  RLIMIT_NOFILE  {rlim_cur=7, rlim_max=7}
      act  -  -  9  dup  e:*  -  w
      act  -  -  1  close  -  -  nothing
      act  -  -  3  umask  first  -  022
      act  -  -  1  umask  -  -  first
      act  -  -  2  umask  others  -  0
      act  -  -  1  umask  -  -  others`,
    ])
    t.equal(from(5, plain[0]), '5 - value 4\n6 - value "abc\\n"\n7 - value "abc\\r\\n"')
    t.equal(
      from(6, plain[1]),
      [
        '6 r unfinished',
        '7 r unfinished',
        '8 - value 1',
        '9 - value 2',
        '6 back r value "ab\\n"',
        '10 - value 9',
        '11 r value "ab\\n"',
        '12 r not-reached',
      ].join('\n'),
    )
    const [first, waits, second] = [10, 11, 13].map(n => from(n, plain[2]).split('\n')[0] ?? '')
    t.match(first, /^10 [ab] value "1\\n"$/)
    t.equal(waits, `11 ${first?.includes(' a ') ? 'b' : 'a'} unfinished`)
    t.equal(second, `13 ${first?.includes(' a ') ? 'b' : 'a'} value "2\\n"`)
    t.equal(
      plain[3],
      [
        '0 - value [3, 4]',
        '1 - value [5, 6]',
        '2 - value 0',
        '3 - value -1 EBADF',
        '4 - value 0',
        '5 - value [5, 6] then -1 EMFILE',
        '6 - not-reached',
        '7 - value 18',
        '8 - value 18',
        '9 - value [18, 0]',
        '10 - not-reached',
      ].join('\n'),
      'a name stands for the result that all of a counted step have in common',
    )

    const sessions = await direct.play(probe, [
      `${session}
      act  leader  -  1  sigaction  -  -  SIGHUP  record
      nosignal  leader  SIGHUP
      act  -  -  1  close  -  -  m
      signal  leader  SIGHUP
      nosignal  leader  SIGHUP
      act  leader  -  1  _exit  -  -  3
      state  leader  exited  3
      act  leader  -  1  getuid  -  -`,
      `${session}
      act  leader  -  1  fork  bg  -
      act  bg  -  1  setpgid  -  -  0  0
      act  bg  u  1  read  -  -  s  64
      state  bg  stopped  SIGTTIN
      act  leader  -  1  tcsetpgrp  -  -  s  bg
      act  -  -  1  kill  -  -  bg  SIGCONT
      still  bg  read
      act  -  -  1  write  -  -  m  "x\\n"
      end  bg  -  read  -
      act  -  -  1  kill  -  -  bg  SIGKILL
      state  bg  killed  SIGKILL`,
      `${session}
      act  leader  -  1  sigaction  -  -  SIGINT  record
      act  -  -  1  write  -  -  m  "\\x03"
      act  -  -  1  readn  -  -  m  2
      nosignal  leader  SIGINT`,
    ])
    t.equal(
      from(9, sessions[0]),
      [
        '9 leader nosignal SIGHUP',
        '10 - value 0',
        '11 leader signal SIGHUP',
        '12 leader nosignal SIGHUP',
        '13 leader value ?',
        '14 leader exited 3',
        '15 leader not-reached',
      ].join('\n'),
    )
    t.equal(
      from(10, sessions[1]),
      [
        '10 bg stopped SIGTTIN',
        '11 bg stopped SIGTTIN',
        '12 leader value 0',
        '13 - value 0',
        '14 bg unfinished',
        '15 - value 2',
        '16 bg value "x\\n"',
        '17 - value 0',
        '18 bg killed SIGKILL',
      ].join('\n'),
    )
    const echoed = '10 - value "^C"\n11 leader signal SIGINT'
    t.equal(from(10, sessions[2]), echoed, 'a signal that nobody expects is told')

    const others = await direct.play(
      probe,
      [
        'act  -  -  1  read  -  -  (((',
        'need  no-such-need\nact  -  -  1  no_such_call  -  -  NO_SUCH_CONSTANT',
        'act  -  g  1  open  x  -  "/dev/no-such"  O_RDWR\nact  -  -  1  getuid  -  -',
        `act  -  -  1  pipe  r:0,w:1  -
        act  -  -  1  read  -  -  r  1
        act  -  -  1  fork  c  -
        act  -  -  1  getuid  -  -`,
        `act  -  -  1  pipe  r:0,w:1  -
        act  -  -  1  fork  c  -
        act  c  -  1  read  -  -  r  1
        end  c  -  read  -
        act  -  -  1  getpgrp  -  -`,
        'act  -  -  999999999  getuid  -  -',
        'act  -  -  1  getuid  -  -',
        `need  ${system}>=0.1\nneed  ${system}>=9999.0\nneed  other>=0.1
        act  -  -  1  getuid  -  -`,
      ],
      'option  timeout-factor  0.5',
    )
    t.match(others[0], /^trouble harness /)
    t.match(others[1], /^unsupported .*no-such-need.*\nunsupported call no_such_call\n/)
    t.match(others[1], /\nunsupported constant NO_SUCH_CONSTANT$/)
    t.equal(others[2], '0 - value -1 ENOENT\n1 - not-reached')
    t.equal(others[3], '0 - value [3, 4]\n1 - unfinished\n2 - not-reached\n3 - not-reached')
    t.match(others[4], /\n2 c unfinished\n3 c unfinished\n4 - not-reached$/, 'two deadlines missed')
    t.match(others[5], /^trouble harness .*COUNT/)
    t.equal(others[6], `0 - value ${isRoot ? direct.ordinary : process.getuid?.()}`)
    t.equal(others[7], `unsupported ${system}>=9999.0\nunsupported other>=0.1`)

    if (isRoot) {
      const rights = await direct.play(probe, [
        `need  root
        need  mount-namespace
        act  -  g  1  unshare  -  -  CLONE_NEWNS
        act  -  g  1  mount  -  -  "none"  "/"  NULL  MS_REC|MS_PRIVATE  NULL
        act  -  g  1  mkdtemp  dir  -
        act  -  g  1  mount  -  -  "devpts"  dir  "devpts"  0  "ptmxmode=0666,mode=0620,max=2"
        act  -  -  8  open  p:*  -  "$dir/ptmx"  O_RDWR|O_NOCTTY
        act  -  -  1  close  -  -  p[]
        act  -  -  1  listdir  -  -  dir`,
        `need  root
        need  other-user
        act  -  -  1  getuid  -  -
        act  -  -  1  fork  other  -
        act  other  -  1  setgid  -  -  GID_OTHER
        act  other  -  1  setuid  -  -  UID_OTHER
        act  other  -  1  setsid  _sid  -
        act  other  -  1  getuid  -  -`,
      ])
      t.equal(
        from(4, rights[0]),
        '4 - value [3, 4] then -1 ENOSPC\n5 - value 0\n6 - value {"ptmx"}',
      )
      t.match(rights[1], '0 - value 0\n')
      t.equal(from(5, rights[1]), `5 other value ${direct.ordinary}`)
    }

    const many = await direct.play(
      probe,
      Array.from({ length: 40 }, () => `${pair}\nact  -  -  1  read  -  -  s  0`),
    )
    t.equal(many.filter(record => from(5, record) === '5 - value ""').length, 40)
    await until(() => !direct.isSomethingLeft())
    t.notOk(direct.isSomethingLeft())
  })
}
