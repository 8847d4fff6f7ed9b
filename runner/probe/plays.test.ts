/** What a step may be besides a call that one process makes: refused, at the same time as others, again, of a thread. */
import t from 'tap'
import { DirectProbe, from, pair } from '../../fixtures/lab/direct-probe.js'

const direct = new DirectProbe(t, 61_235)
const probe = direct.build()

/** The console by anything but its name, and line disciplines that do more than lines. */
const forbidden =
  process.platform === 'linux' ? ['0x541d', '0x10000541d', 'TIOCSETD  5', '0x5423  5'] : []

t.test('what a hostile suite asks for is refused', async t => {
  const records = await direct.play(probe, [
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
  const records = await direct.play(
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
    'option  timeout-factor  0.5',
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

t.test('rounds of a repeated case', async t => {
  const random = '/proc/sys/kernel/random/uuid'
  const [alike, different, ended, any, named, timed] = await direct.play(probe, [
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
  const [record] = await direct.play(probe, [
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
  const [plain, stopped, guarded, executed] = await direct.play(probe, [
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
