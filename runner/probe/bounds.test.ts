/** What is too much: for a case, for the probe, for the host. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { DirectProbe } from '../../fixtures/lab/direct-probe.js'

const isRoot = process.getuid?.() === 0
const direct = new DirectProbe(t, 61_236)
const probe = direct.build()

t.test('a case that takes too long beyond its own waits goes on no further', async t => {
  // Each look waits a while after the act before it.
  const looks = Array.from(
    { length: 2000 },
    () => 'act  -  -  1  getuid  -  -\nnosignal  -  SIGUSR1',
  )
  const [record = ''] = await direct.play(
    probe,
    [['act  -  -  1  sigaction  -  -  SIGUSR1  record', ...looks].join('\n')],
    'option  timeout-factor  0.2',
  )
  t.match(
    record,
    /\n4000 - not-reached\ntrouble host the case took more than 60 s beyond its own waits$/,
  )
})

t.test('a thousand at once', async t => {
  const limited = join(direct.folder, '400-files')
  const script = `#!/bin/sh\nulimit -n 400\nexec ${probe} "$@"\n`
  writeFileSync(limited, script, { mode: 0o755 })
  const opened = 'act  -  -  1000  dup  d:*  -  0'
  const [many, long] = await direct.play(probe, [
    `${opened}\nact  -  -  1  close  -  -  d[]\nact  -  -  2000  getuid  -  -`,
    `act  -  -  1  open  f  -  "/proc/self/maps"  O_RDONLY
    act  -  -  1  pipe  r:0,w:1  -
    act  -  -  1  open  u  -  "/dev/urandom"  O_RDONLY
    act  -  -  100  read  -  -  u  65536`,
  ])
  t.match(many, /^0 - value \[3, 4, .*\]\n1 - value 0\n2 - value \d+$/)
  t.equal(many?.split(',').length, 1000)
  t.match(long, /\n3 - refused the results of a counted step are larger than 4 MiB\ntrouble case /)
  const [few] = await direct.play(limited, [opened])
  t.match(few, /\ntrouble host a process may not have as many open files .*ulimit -Hn/)
})

t.test('what cannot be found out is no missing need', async t => {
  const nowhere = join(direct.folder, 'nowhere')
  const script = `#!/bin/sh\nTMPDIR=/proc exec ${probe} "$@"\n`
  writeFileSync(nowhere, script, { mode: 0o755 })
  const uid = 'act  -  -  1  getuid  -  -'
  const [program, none, setting] = await direct.play(probe, [
    `need  program:true\nneed  kernel=linux\n${uid}`,
    `need  program:rm\n${uid}`,
    `need  kernel=hurd\n${uid}`,
  ])
  t.match(program, /^0 - value \d+$/)
  t.equal(none, 'unsupported program:rm')
  t.equal(setting, 'unsupported kernel=hurd')
  const [unknown] = await direct.play(nowhere, [`need  mount-namespace\n${uid}`])
  t.match(unknown, /^trouble host no process or folder/)
})

t.test('a folder of many levels is removed', async t => {
  const levels = Array.from({ length: 300 }, (_, depth) => '/a'.repeat(depth + 1).slice(1))
  const deep = levels.map(path => `act  -  -  1  mkdir  -  -  "${path}"  0700`).join('\n')
  const [record] = await direct.play(probe, [deep])
  t.match(record, /^299 - value 0$/m)
  t.same(direct.scratchFolders(), [])
})

t.test('a host that gives no process, file or user is said to be the trouble', async t => {
  const limited = join(direct.folder, 'few-files')
  writeFileSync(limited, `#!/bin/sh\nulimit -n 64\nexec ${probe} "$@"\n`, { mode: 0o755 })
  const [files] = await direct.play(limited, ['act  -  -  1  getuid  -  -'])
  t.match(files, /^trouble host .*open files/)
  if (!isRoot) return
  const [user] = await direct.play(probe, ['act  -  -  1  getuid  -  -'], 'option  user  0:0')
  t.match(user, /^trouble host there is no ordinary user/)
})
