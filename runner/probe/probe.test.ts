import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { probeSource } from '../remote/source.js'

const strict = ['-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Werror']
const isRoot = process.getuid?.() === 0

/** An ordinary user nobody else is, so that pairs of this test are known by their owner. */
const ordinary = 61_234
const marker = `PTYCHECK_TEST=${process.pid}`

const folder = mkdtempSync(join(tmpdir(), 'probe-test-'))
chmodSync(folder, 0o755)
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'probe.c'), probeSource())

function build(compiler: string): string {
  const program = join(folder, `probe-${compiler}`)
  execFileSync(compiler, [...strict, '-o', program, join(folder, 'probe.c'), '-lutil', '-pthread'])
  return program
}

const pair = `
  act  -  g  1  posix_openpt  m  -  O_RDWR|O_NOCTTY
  act  -  g  1  grantpt  -  -  m
  act  -  g  1  unlockpt  -  -  m
  act  -  g  1  ptsname  name  -  m
  act  -  g  1  open  s  -  name  O_RDWR|O_NOCTTY`
const session = `
  act  -  g  1  posix_openpt  m  -  O_RDWR|O_NOCTTY
  act  -  g  1  unlockpt  -  -  m
  act  -  g  1  ptsname  name  -  m
  act  -  g  1  fork  leader  -
  act  leader  g  1  setsid  -  -
  act  leader  g  1  open  s  -  name  O_RDWR|O_NOCTTY
  act  leader  g  1  ioctl  -  -  s  TIOCSCTTY  0
  act  leader  g  1  close  -  -  m`

/** The program of these cases: fields stand two blanks apart, and steps get their index. One may begin with `rounds N LOAD`. */
function program(cases: readonly string[], options = 'option  jobs  4'): string {
  const text = cases.map((steps, number) => {
    let step = 0
    const [, rounds = '1', load = '0'] = /^rounds {2}(\d+) {2}(\d+)\n/.exec(steps) ?? []
    const lines = steps
      .replace(/^rounds.*\n/, '')
      .split('\n')
      .flatMap(line => {
        const [word = '', ...fields] = line.trim().split(/ {2,}/)
        if (word === '') return []
        const head = /^(need|together|apart|vary)$/.test(word) ? [word] : [word, String(step++)]
        return [[...head, ...fields].join('\t')]
      })
    return [`case\t${number}\t2\t0\t${rounds}\t${load}`, ...lines, `over\t${number}`].join('\n')
  })
  const head = [`option  user  ${ordinary}:${ordinary}`, options].join('\n').replaceAll('  ', '\t')
  return `${head}\n${text.join('\n')}\n`
}

function start(probe: string): ChildProcessWithoutNullStreams {
  const env = { ...process.env, TMPDIR: folder, PTYCHECK_TEST: String(process.pid) }
  const child = spawn(probe, ['play', 'nonce'], { env })
  child.stdin.on('error', () => {})
  return child
}

/** Plays them to the end; the records by number, with times, numbers of processes and `line` left out. */
async function play(probe: string, cases: readonly string[], options?: string): Promise<string[]> {
  const child = start(probe)
  let out = ''
  child.stdin.write(`${program(cases, options)}go\n`)
  for await (const chunk of child.stdout) {
    out += chunk
    if (out.endsWith('\ndone\n')) child.stdin.end()
  }
  t.match(out, /^ptycheck-probe\t2\tnonce\n(identity\t.*\n|setting\t.*\n|alias\t.*\n)+ready\n/)
  t.notMatch(out, /\nleft\t/)
  const records = new Map<number, string>()
  for (const [, number, lines = ''] of out.matchAll(/^case\t(\d+)\n([\s\S]*?)^over\t\1$/gm)) {
    records.set(
      Number(number),
      lines
        .replace(/^line\t(\d+)\t(\w+)\t(\S+)\t\S+\t/gm, '$1\t$2\t$3\t')
        .replace(/\bstep\t/g, '')
        .replaceAll('\t', ' ')
        .trimEnd(),
    )
  }
  return cases.map((_, number) => records.get(number) ?? 'no record')
}

/** The lines of a record from this step on. */
function from(step: number, record: string | undefined): string {
  const lines = (record ?? '').split('\n')
  return lines.slice(lines.findIndex(line => line.startsWith(`${step} `))).join('\n')
}

function marked(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(pid => {
      if (!(pid > 0) || pid === process.pid) return false
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(marker)
      } catch {
        return false
      }
    })
}

function pairs(): string[] {
  return readdirSync('/dev/pts').filter(name => {
    const path = join('/dev/pts', name)
    return existsSync(path) && statSync(path).uid === ordinary
  })
}

/** The first child of a process. */
function childOf(pid: number | undefined): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0])
}

const scratchFolders = () => readdirSync(folder).filter(name => name.startsWith('ptycheck-'))
const somethingLeft = () => marked().length + scratchFolders().length + pairs().length > 0

for (const compiler of ['gcc', 'clang']) {
  t.test(`built by ${compiler}`, async t => {
    const probe = build(compiler)
    t.match(execFileSync(probe, ['calls'], { encoding: 'utf8' }), /^posix_openpt$/m)

    const plain = await play(probe, [
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

    const sessions = await play(probe, [
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
    t.equal(from(10, sessions[2]), '10 leader signal SIGINT', 'a late ^C is not missed')

    const others = await play(
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
      ],
      'option  timeout-factor  0.1',
    )
    t.match(others[0], /^trouble harness /)
    t.match(others[1], /^unsupported .*no-such-need.*\nunsupported call no_such_call\n/)
    t.match(others[1], /\nunsupported constant NO_SUCH_CONSTANT$/)
    t.equal(others[2], '0 - value -1 ENOENT\n1 - not-reached')
    t.equal(others[3], '0 - value [3, 4]\n1 - unfinished\n2 - not-reached\n3 - not-reached')
    t.match(others[4], /\n2 c unfinished\n3 c unfinished\n4 - not-reached$/, 'two deadlines missed')
    t.match(others[5], /^trouble harness .*COUNT/)
    t.equal(others[6], `0 - value ${isRoot ? ordinary : process.getuid?.()}`)

    if (isRoot) {
      const rights = await play(probe, [
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
      t.equal(from(5, rights[1]), `5 other value ${ordinary}`)
    }

    const many = await play(
      probe,
      Array.from({ length: 40 }, () => `${pair}\nact  -  -  1  read  -  -  s  0`),
    )
    t.equal(many.filter(record => from(5, record) === '5 - value ""').length, 40)
    for (let i = 0; i < 500 && somethingLeft(); i++) await pause(10)
    t.notOk(somethingLeft())
  })
}

/** The console by anything but its name, and line disciplines that do more than lines. */
const forbidden =
  process.platform === 'linux' ? ['0x541d', '0x10000541d', 'TIOCSETD  5', '0x5423  5'] : []

t.test('what a hostile suite asks for is refused', async t => {
  const probe = join(folder, 'probe-gcc')
  const records = await play(probe, [
    // Written as F_SETOWN or as a constant that only shares its number: no stranger is made the owner of a signal.
    `act  -  g  1  pipe  r:0,w:1  -
    act  -  -  1  fcntl  -  -  r  ENOEXEC  1
    act  -  -  1  fcntl  -  -  r  9`,
    'act  -  -  1  open  -  -  "x"  O_RDWR|O_CREAT  04755',
    'act  -  -  1  poll  -  -  {208=POLLIN}  0',
    `act  -  g  1  open  d  -  "/dev"  O_RDONLY
    act  -  -  1  fchmod  -  -  d  0755`,
    `act  -  g  1  open  n  -  "/dev/null"  O_RDWR
    act  -  -  1  fchmod  -  -  n  0666`,
    ...forbidden.map(request => `${pair}\nact  -  -  1  ioctl  -  -  s  ${request}`),
    'act  -  -  1  ftruncate  -  -  0  1048577',
  ])
  t.match(from(1, records[0]), /^1 - refused .*\n2 - value 0$/m, 'no owner was set')
  for (const record of records.slice(1)) t.match(record, /refused/)
})

t.test('steps in braces start together', async t => {
  const probe = join(folder, 'probe-gcc')
  const records = await play(
    probe,
    [
      // One after the other, the first of them would wait for ever.
      `act  -  g  1  pipe  r:0,w:1  -
      act  -  g  1  fork  a  -
      act  -  g  1  fork  b  -
      together
      act  a  -  1  readn  -  -  r  2
      act  b  -  1  write  -  -  w  "b"
      act  -  -  1  write  -  -  w  "-"
      apart`,
      `act  -  g  1  pipe  r:0,w:1  -
      act  -  g  1  fork  a  -
      act  a  g  1  sigaction  -  -  SIGUSR1  record
      act  -  g  1  fork  b  -
      together
      signal  a  SIGUSR1
      act  a  u  1  read  -  -  r  1
      act  b  -  1  kill  -  -  a  SIGUSR1
      act  b  -  1  getuid  -  -
      act  nobody  -  1  getuid  -  -
      act  -  -  1  fork  c  -
      state  b  exited  0
      apart
      act  c  -  1  write  -  -  w  "x"
      end  a  -  read  -`,
      `act  -  g  1  pipe  r:0,w:1  -
      act  -  g  1  fork  a  -
      together
      act  a  -  1  read  -  -  r  1
      act  -  -  1  getuid  _uid  -
      apart
      still  a  read`,
      'together\nact  -  -  1  getuid  -  -',
      'act  -  -  1  getuid  -  -\napart',
    ],
    'option  timeout-factor  0.1',
  )
  t.match(records[0], /\n3 a value "(b-|-b)"\n4 b value 1\n5 - value 1$/)
  t.match(
    from(4, records[1]),
    /^4 a signal SIGUSR1\n5 a (value -1 EINTR|unfinished)\n6 b value 0\n7 b not-reached\n8 nobody not-reached\n9 - value \d+\n10 b running\n11 c value 1\n12 a value (-1 EINTR|"x")$/,
    'lines come in the order of the steps, and no process has two at once',
  )
  t.match(from(2, records[2]), /^2 a unfinished\n3 - value \d+\n4 a unfinished$/)
  t.match(records[3], /^trouble harness .*no .apart. before/)
  t.match(records[4], /^trouble harness .*braces that do not match/)
})

t.test('a case that takes too long beyond its own waits goes on no further', async t => {
  const looks = Array.from({ length: 4000 }, () => 'nosignal  -  SIGUSR1')
  const [record = ''] = await play(
    join(folder, 'probe-gcc'),
    [['act  -  -  1  sigaction  -  -  SIGUSR1  record', ...looks].join('\n')],
    'option  timeout-factor  0.01',
  )
  t.match(
    record,
    /\n4000 - not-reached\ntrouble host the case took more than 60 s beyond its own waits$/,
  )
})

t.test('rounds of a repeated case', async t => {
  const random = '/proc/sys/kernel/random/uuid'
  const [alike, different, ended, any, named, timed] = await play(join(folder, 'probe-gcc'), [
    `rounds  25  1
    ${pair.replace('name  -  m', '$&\n  vary  .  0')}
    act  -  -  1  fork  a  -
    vary  .  0
    act  a  -  1  getpid  -  -
    vary  .  0
    act  -  -  1  tcgetattr  -  -  s
    act  -  -  1  fstat  -  -  0
    vary  st_ino,st_atime,st_mtime,st_ctime  0
    act  -  -  1  dup2  -  -  s  9
    act  a  -  1  _exit  -  -  0
    act  -  -  1  waitpid  a:pid  -  a  0
    vary  pid  0
    act  -  -  1  writen  -  -  m  "abc\\n"
    act  -  -  1  read  -  -  s  10
    act  -  -  1  mkdir  -  -  "made"  0700`,
    `rounds  1030  0
    act  -  -  1  readfile  -  -  "${random}"`,
    `rounds  20  0
    act  -  -  1  open  -  -  "/etc/passwd"  O_RDONLY`,
    `rounds  20  0
    act  -  -  1  readfile  -  -  "${random}"
    vary  .  0
    act  -  -  1  getpid  me  -
    vary  .  0
    act  -  -  1  getpid  -  -
    vary  .  0
    act  -  -  1  read  -  -  9  1
    vary  .  0
    act  -  -  3  dup  d:*  -  0
    vary  *  0`,
    `rounds  5  0
    act  -  -  1  getpid  me  -`,
    `rounds  5  0
    act  -  -  1  getuid  -  -
    vary  -  1`,
  ])
  t.match(alike, /\n14 - value 0\nrounds 25 25$/, 'each has a fresh stage')
  t.match(different, /^0 - value "[-0-9a-f]+\\n"\nrounds 1030 1\nround 2 1\n0 - value "/)
  t.equal(different?.match(/^round \d+ 1$/gm)?.length, 1024)
  t.match(different, /\nround 0 5$/)
  t.match(ended, /^0 - refused .*\nrounds 1 1\ntrouble case /)
  t.match(any, /\n3 - value -1 EBADF\n4 - value \[3, 4, 5\]\nrounds 20 20$/)
  t.match(named, /\nrounds 5 1\nround 2 1\n/, 'what the client does not know to vary, differs')
  t.match(timed, /\nrounds 5 [1-4]\nround /, 'where times are judged, each stands for itself')
})

t.test('a process executes the probe and goes on', async t => {
  const [record] = await play(join(folder, 'probe-gcc'), [
    `act  -  g  1  pipe  r:0,w:1  -
    act  -  g  1  getpid  me  -
    act  -  g  1  mkdir  -  -  "made"  0700
    act  -  g  1  sigaction  -  -  SIGUSR1  record
    act  -  g  1  sigaction  -  -  SIGUSR2  SIG_IGN
    act  -  -  1  open  f  -  "."  O_RDONLY|O_CLOEXEC
    act  -  -  1  execve  -  -  SELF
    act  -  -  1  getpid  me  -
    act  -  -  1  fcntl  -  -  f  F_GETFD
    act  -  -  1  kill  -  -  me  SIGUSR2
    act  -  -  1  fork  c  -
    act  c  -  1  execve  -  -  SELF
    act  c  u  1  read  -  -  r  1
    act  -  -  1  rmdir  -  -  "made"
    act  -  -  1  write  -  -  w  "x"
    end  c  -  read  -
    act  -  -  1  open  -  -  "/etc/passwd"  O_RDONLY
    act  -  -  1  kill  -  -  me  SIGUSR1
    state  -  killed  SIGUSR1`,
  ])
  const me = /^1 - value (\d+)$/m.exec(record ?? '')?.[1]
  t.match(
    from(6, record).split('\n'),
    [
      '6 - value 0',
      `7 - value ${me}`,
      '8 - value -1 EBADF',
      '9 - value 0',
      /^10 - value \d+$/,
      '11 c value 0',
      '12 c unfinished',
      '13 - value 0',
      '14 - value 1',
      '15 c value "x"',
      /^16 - refused /,
      '17 - killed SIGUSR1',
      '18 - killed SIGUSR1',
      /^trouble case /,
    ],
    'same process, same descriptors, what it ignores, and the same guard; what it recorded is gone',
  )
})

t.test('threads take steps of their own', async t => {
  const [plain, stopped, guarded, executed] = await play(join(folder, 'probe-gcc'), [
    `need  threads
    act  -  g  1  pipe  r:0,w:1  -
    act  -  g  1  thread  t  -
    act  -  g  1  thread  u  -
    act  t  u  1  readn  -  -  r  2
    act  -  -  1  write  -  -  w  "x"
    still  t  readn
    act  u  -  1  write  -  -  w  "y"
    end  t  -  readn  -
    act  -  g  1  getpid  me  -
    act  t  -  1  getpid  me  -
    act  -  -  1  sigaction  -  -  SIGUSR1  record
    act  t  -  1  kill  -  -  me  SIGUSR1
    signal  u  SIGUSR1
    nosignal  -  SIGUSR1
    together
    act  t  -  1  readn  -  -  r  2
    act  u  -  1  write  -  -  w  "1"
    act  -  -  1  write  -  -  w  "2"
    apart
    act  u  -  1  fork  c  -
    act  c  -  1  dup2  -  -  r  9
    act  t  -  1  fcntl  -  -  9  F_GETFD`,
    `act  -  g  1  fork  p  -
    act  p  g  1  thread  t  -
    act  p  -  1  kill  -  -  p  SIGSTOP
    state  t  stopped  SIGSTOP
    act  -  -  1  kill  -  -  p  SIGCONT
    act  t  -  1  _exit  -  -  3
    state  p  exited  3
    state  t  exited  3
    act  p  -  1  getuid  -  -`,
    `act  -  g  1  open  f  -  "x"  O_RDWR|O_CREAT  0600
    act  -  g  1  thread  t  -
    act  t  -  1  fchmod  -  -  f  0600
    act  -  -  1  unlink  -  -  "x"`,
    `act  -  g  1  thread  t  -
    act  t  u  1  sleep  -  -  20
    act  -  -  1  execve  -  -  SELF
    act  t  -  1  getuid  -  -
    act  -  -  1  thread  n  -
    act  n  -  1  getuid  -  -`,
  ])
  t.match(
    from(3, plain),
    /^3 t unfinished\n4 - value 1\n5 t unfinished\n6 u value 1\n7 t value "xy"\n8 - value (\d+)\n9 t value \1\n/,
  )
  t.match(plain, /\n12 u signal SIGUSR1\n13 - nosignal SIGUSR1\n14 t value "(12|21)"\n/)
  t.match(plain, /\n17 u value \d+\n18 c value 9\n19 t value -1 EBADF$/)
  t.match(from(2, stopped), /^2 p stopped SIGSTOP\n3 t stopped SIGSTOP\n4 - value 0\n/)
  t.match(stopped, /\n5 t value \?\n6 p exited 3\n7 t exited 3\n8 p not-reached$/)
  t.match(
    guarded,
    /\n2 t refused .*\n3 - refused .*\ntrouble case /,
    'another might swap what it names',
  )
  t.match(
    from(1, executed),
    /^1 t unfinished\n2 - value 0\n3 t not-reached\n4 - value \d+\n5 n value \d+$/,
  )
})

t.test('a thousand at once', async t => {
  const limited = join(folder, '400-files')
  const script = `#!/bin/sh\nulimit -n 400\nexec ${join(folder, 'probe-gcc')} "$@"\n`
  writeFileSync(limited, script, { mode: 0o755 })
  const opened = 'act  -  -  1000  dup  d:*  -  0'
  const [many, long] = await play(join(folder, 'probe-gcc'), [
    `${opened}\nact  -  -  1  close  -  -  d[]\nact  -  -  2000  getuid  -  -`,
    `act  -  -  1  open  f  -  "/proc/self/maps"  O_RDONLY
    act  -  -  1  pipe  r:0,w:1  -
    act  -  -  1  open  u  -  "/dev/urandom"  O_RDONLY
    act  -  -  100  read  -  -  u  65536`,
  ])
  t.match(many, /^0 - value \[3, 4, .*\]\n1 - value 0\n2 - value \d+$/)
  t.equal(many?.split(',').length, 1000)
  t.match(long, /\n3 - refused the results of a counted step are larger than 4 MiB\ntrouble case /)
  const [few] = await play(limited, [opened])
  t.match(few, /\ntrouble host a process may not have as many open files .*ulimit -Hn/)
})

t.test('what cannot be found out is no missing need', async t => {
  const nowhere = join(folder, 'nowhere')
  const script = `#!/bin/sh\nTMPDIR=/proc exec ${join(folder, 'probe-gcc')} "$@"\n`
  writeFileSync(nowhere, script, { mode: 0o755 })
  const uid = 'act  -  -  1  getuid  -  -'
  const [program, none, setting] = await play(join(folder, 'probe-gcc'), [
    `need  program:true\nneed  kernel=linux\n${uid}`,
    `need  program:rm\n${uid}`,
    `need  kernel=hurd\n${uid}`,
  ])
  t.match(program, /^0 - value \d+$/)
  t.equal(none, 'unsupported program:rm')
  t.equal(setting, 'unsupported kernel=hurd')
  const [unknown] = await play(nowhere, [`need  mount-namespace\n${uid}`])
  t.match(unknown, /^trouble host no process or folder/)
})

t.test('a folder of many levels is removed', async t => {
  const levels = Array.from({ length: 300 }, (_, depth) => '/a'.repeat(depth + 1).slice(1))
  const deep = levels.map(path => `act  -  -  1  mkdir  -  -  "${path}"  0700`).join('\n')
  const [record] = await play(join(folder, 'probe-gcc'), [deep])
  t.match(record, /^299 - value 0$/m)
  t.same(scratchFolders(), [])
})

t.test('a host that gives no process, file or user is said to be the trouble', async t => {
  const probe = join(folder, 'probe-gcc')
  const limited = join(folder, 'few-files')
  writeFileSync(limited, `#!/bin/sh\nulimit -n 64\nexec ${probe} "$@"\n`, { mode: 0o755 })
  const [files] = await play(limited, ['act  -  -  1  getuid  -  -'])
  t.match(files, /^trouble host .*open files/)
  if (!isRoot) return
  const [user] = await play(probe, ['act  -  -  1  getuid  -  -'], 'option  user  0:0')
  t.match(user, /^trouble host there is no ordinary user/)
})

t.test('nothing is left of rounds and load', async t => {
  const probe = join(folder, 'probe-gcc')
  const waiting = 'rounds  100  2\nact  -  -  1  sleep  -  -  3'
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const child = start(probe)
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.stdin.write(program([waiting]))
    const busy = () =>
      marked().filter(pid =>
        / R /.test(readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/\n/, '')),
      )
    const enough = 2 * availableParallelism()
    for (let i = 0; i < 500 && marked().length < 4 + enough; i++) await pause(10)
    t.ok(marked().length >= 4 + enough, 'the probe, a conductor, a keeper, a process, and the load')
    t.ok(busy().length > 0)
    child.kill(signal)
    await gone
    for (let i = 0; i < 500 && somethingLeft(); i++) await pause(10)
    t.same([marked(), scratchFolders()], [[], []], signal)
  }
})

t.test('nothing is left', async t => {
  const probe = join(folder, 'probe-gcc')
  const misbehaving = `${pair}
    act  -  -  1  fork  a  -
    act  a  -  1  sigaction  -  -  SIGTERM  SIG_IGN
    act  a  -  1  sigaction  -  -  SIGHUP  SIG_IGN
    act  a  -  1  setsid  -  -
    act  a  -  1  fork  b  -
    act  b  -  1  setsid  -  -
    act  b  -  1  mkdir  -  -  "deep"  0700
    act  a  -  1  _exit  -  -  0
    act  -  -  1  kill  -  -  b  SIGSTOP
    act  -  -  1  fork  w  -
    act  w  u  1  writen  -  -  s  seq(0, 65536)`
  const ends: Record<string, (child: ChildProcessWithoutNullStreams) => void> = {
    'input ends': child => child.stdin.end(),
    'output is gone': child => child.stdout.destroy(),
    SIGTERM: child => child.kill('SIGTERM'),
    SIGHUP: child => child.kill('SIGHUP'),
    'the warden is killed': child => child.kill('SIGKILL'),
    'the probe is killed': child => process.kill(childOf(child.pid), 'SIGKILL'),
    'a conductor is killed': child => {
      process.kill(childOf(childOf(child.pid)), 'SIGKILL')
      child.stdin.write('go\n')
    },
  }
  for (const [name, end] of Object.entries(ends)) {
    const child = start(probe)
    const gone = new Promise(resolve => child.once('exit', resolve))
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('latin1')
      if (out.endsWith('\ndone\n')) child.stdin.end()
    })
    const waiting = `${misbehaving}
      act  -  -  1  mkdir  -  -  "ready"  0700
      act  -  -  1  sleep  -  -  4`
    child.stdin.write(program([waiting, waiting], 'option  jobs  4\noption  timeout-factor  3'))
    const ready = () => scratchFolders().filter(at => existsSync(join(folder, at, 'ready')))
    for (let i = 0; i < 500 && ready().length < 2; i++) await pause(10)
    t.equal(
      marked().length,
      12,
      `${name}: warden and probe, and two conductors, keepers and three of a case`,
    )
    t.equal(ready().length, 2)
    if (isRoot) t.equal(pairs().length, 2)
    end(child)
    await gone
    for (let i = 0; i < 500 && somethingLeft(); i++) await pause(10)
    t.same(marked(), [], `${name}: no process is left`)
    t.same(scratchFolders(), [], `${name}: no scratch folder is left`)
    t.same(pairs(), [], `${name}: no pair is left`)
    if (name === 'a conductor is killed') {
      t.match(out, /\ntrouble\tharness\tthe conductor of the case died\n/)
      t.equal(out.match(/^over\t/gm)?.length, 2, 'the other case was played')
    }
  }
})
