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
import { tmpdir } from 'node:os'
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
  execFileSync(compiler, [...strict, '-o', program, join(folder, 'probe.c'), '-lutil'])
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

/** The program of these cases: fields stand two blanks apart, and steps get their index. */
function program(cases: readonly string[], options = 'option  jobs  4'): string {
  const text = cases.map((steps, number) => {
    let step = 0
    const lines = steps.split('\n').flatMap(line => {
      const [word = '', ...fields] = line.trim().split(/ {2,}/)
      if (word === '') return []
      return [[word, ...(word === 'need' ? [] : [String(step++)]), ...fields].join('\t')]
    })
    return [`case\t${number}\t2\t0`, ...lines, `over\t${number}`].join('\n')
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
  t.match(out, /^ptycheck-probe\t1\tnonce\n(identity\t.*\n|setting\t.*\n)+ready\n/)
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
      act  -  -  1  close  -  -  nothing`,
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
      ].join('\n'),
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
    t.notOk(somethingLeft())
  })
}

t.test('what a hostile suite asks for is refused', async t => {
  const probe = join(folder, 'probe-gcc')
  const records = await play(probe, [
    // A constant that only shares its number with F_SETOWN makes nobody the owner of a signal.
    `act  -  g  1  pipe  r:0,w:1  -
    act  -  -  1  fcntl  -  -  r  ENOEXEC  1
    act  -  -  1  fcntl  -  -  r  9`,
    'act  -  -  1  open  -  -  "x"  O_RDWR|O_CREAT  04755',
    'act  -  -  1  poll  -  -  {208=POLLIN}  0',
    `act  -  g  1  open  d  -  "/dev"  O_RDONLY
    act  -  -  1  fchmod  -  -  d  0755`,
    `act  -  g  1  open  n  -  "/dev/null"  O_RDWR
    act  -  -  1  fchmod  -  -  n  0666`,
  ])
  t.equal(from(1, records[0]), '1 - value 0\n2 - value 0', 'no owner was set')
  for (const record of records.slice(1)) t.match(record, /refused/)
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
    SIGKILL: child => child.kill('SIGKILL'),
    'a conductor is killed': child => {
      const conductors = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
      process.kill(Number(conductors.split(' ')[0]), 'SIGKILL')
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
    const waiting = `${misbehaving}\nact  -  -  1  sleep  -  -  1`
    child.stdin.write(program([waiting, waiting]))
    for (let i = 0; i < 500 && marked().length < 11; i++) await pause(10)
    t.equal(
      marked().length,
      11,
      `${name}: the probe, and two conductors, keepers and three of a case`,
    )
    t.equal(scratchFolders().length, 2)
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
