/** However it ends, the probe leaves nothing behind. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { DirectProbe, pair } from '../../fixtures/lab/direct-probe.js'
import { until } from '../../fixtures/lab/until.js'

const isRoot = process.getuid?.() === 0
const direct = new DirectProbe(t, 61_237)
const probe = direct.build()

/** No deadline is missed while the test looks around. */
const patient = 'option  jobs  4\noption  timeout-factor  10'

/** The first child of a process. */
function childOf(pid: number | undefined): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0])
}

t.test('nothing is left of rounds and load', async t => {
  const waiting = 'rounds  100  2\nact  -  -  1  sleep  -  -  60'
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const child = direct.start(probe)
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.stdin.write(direct.program([waiting], patient))
    const busy = () =>
      direct
        .marked()
        .filter(pid => / R /.test(readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/\n/, '')))
    const enough = 4 + 2 * availableParallelism()
    await until(() => direct.marked().length >= enough)
    const all = 'the probe, a conductor, a keeper, a process, and the load'
    t.ok(direct.marked().length >= enough, all)
    t.ok(busy().length > 0)
    child.kill(signal)
    await gone
    await until(() => !direct.isSomethingLeft())
    t.same([direct.marked(), direct.scratchFolders()], [[], []], signal)
  }
})

t.test('nothing is left', async t => {
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
    const child = direct.start(probe)
    const gone = new Promise(resolve => child.once('exit', resolve))
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('latin1')
      if (out.endsWith('\ndone\n')) child.stdin.end()
    })
    const waiting = `${misbehaving}
      act  -  -  1  mkdir  -  -  "ready"  0700
      act  -  -  1  sleep  -  -  ${end === ends['a conductor is killed'] ? 15 : 60}`
    child.stdin.write(direct.program([waiting, waiting], patient))
    const ready = () =>
      direct.scratchFolders().filter(at => existsSync(join(direct.folder, at, 'ready')))
    await until(() => ready().length === 2 && direct.marked().length === 12)
    t.equal(
      direct.marked().length,
      12,
      `${name}: warden and probe, and two conductors, keepers and three of a case`,
    )
    t.equal(ready().length, 2)
    if (isRoot) t.equal(direct.pairs().length, 2)
    end(child)
    await gone
    await until(() => !direct.isSomethingLeft())
    t.same(direct.marked(), [], `${name}: no process is left`)
    t.same(direct.scratchFolders(), [], `${name}: no scratch folder is left`)
    t.same(direct.pairs(), [], `${name}: no pair is left`)
    if (name === 'a conductor is killed') {
      t.match(out, /\ntrouble\tharness\tthe conductor of the case died\n/)
      t.equal(out.match(/^over\t/gm)?.length, 2, 'the other case was played')
    }
  }
})
