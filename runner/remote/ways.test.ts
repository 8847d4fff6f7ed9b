/** What every transport must do. A transport's own test has what is its own. */
import { randomBytes } from 'node:crypto'
import t, { type Test } from 'tap'
import { until } from '../../fixtures/lab/until.js'
import { kinds, runningBy, type Way, type WayKind } from '../../fixtures/lab/ways.js'
import { LocalTransport } from './local.js'
import { shCommand } from './scripts.js'
import { type Channel, collect, type Transport } from './transport.js'

const timeout = 120_000

const tell = (transport: Transport, script: string, input: string | Buffer = '') =>
  collect(transport, shCommand(script), { input, timeout, limit: 1 << 24 })

/** Starts a program that lives as long as its input, and waits until it is there. */
async function begun(transport: Transport): Promise<Channel> {
  const channel = await transport.start(shCommand('echo on; exec cat'))
  await new Promise(resolve => channel.stdout.once('data', resolve))
  channel.stdout.resume()
  channel.stderr.resume()
  return channel
}

const allEnded = (way: Way) => until(() => runningBy(way).length === 0)

type Check = (t: Test, transport: Transport, way: Way, kind: WayKind) => Promise<void>

const checks: Readonly<Record<string, Check>> = {
  'input and output are whole, whatever bytes': async (t, transport) => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, n) => n))
    const input = Buffer.concat([all, randomBytes(3_000_000), all])
    const { stdout, status } = await tell(transport, 'cat', input)
    t.equal(status, 0)
    t.equal(stdout.length, input.length)
    t.ok(Buffer.from(stdout, 'latin1').equals(input), 'byte for byte')
  },
  'its error output is apart': async (t, transport) => {
    const said = await tell(transport, 'head -c 2000000 /dev/zero >&2; echo out; echo err >&2')
    t.match(said, { stdout: 'out\n', status: 0 })
    // Before it a login shell may have had something to say.
    t.equal(said.stderr.split('\0').length - 1, 2_000_000)
    t.match(said.stderr, /\0err\n$/)
  },
  'how it ended': async (t, transport, _, { killed }) => {
    for (const status of [0, 1, 3, 254])
      t.match(await tell(transport, `exit ${status}`), { status, signal: null })
    t.match(await tell(transport, 'kill -9 $$'), killed)
  },
  'a program that reads nothing of its input': async (t, transport) => {
    const said = await tell(transport, 'echo done; exit 0', 'x'.repeat(10 ** 6))
    t.match(said, { stdout: 'done\n', status: 0 })
  },
  'the end of its input is told': async (t, transport) => {
    t.match(await tell(transport, 'cat >/dev/null; echo over', ''), { stdout: 'over\n' })
  },
  'the command line comes as it is': async (t, transport) => {
    const script = 'printf "%s|" "a  b" "" $((6*7)) `echo x` "#;&*~%{}[]<>()?^" {} "$0" $#'
    const here = await tell(new LocalTransport(), script)
    t.match(here.stdout, /^a {2}b\|\|42\|x\|/)
    t.equal((await tell(transport, script)).stdout, here.stdout)
    const long = `echo ${'x'.repeat(990)}`
    t.equal((await tell(transport, long)).stdout.length, 991)
  },
  'many at once': async (t, transport, _, { atOnce = 8 }) => {
    const inputs = Array.from({ length: atOnce }, (_, n) => `${n}`.repeat(100_000))
    const said = await Promise.all(inputs.map(input => tell(transport, 'cat; echo e >&2', input)))
    for (const [n, { stdout }] of said.entries()) t.ok(stdout === inputs[n], `number ${n}`)
  },
  'one that is given up is gone, and another can be started': async (t, transport, way) => {
    const channel = await begun(transport)
    t.not(runningBy(way).length, 0, 'it is there')
    channel.abandon()
    await channel.done
    await allEnded(way)
    t.same(runningBy(way), [])
    t.match(await tell(transport, 'echo next'), { stdout: 'next\n' })
  },
  'close() ends what runs': async (t, transport, way) => {
    const channel = await begun(transport)
    await transport.close()
    await channel.done
    await allEnded(way)
    t.same(runningBy(way), [])
  },
}

t.test('each way', async t => {
  const only = process.env['PTYCHECK_WAY']
  for (const kind of kinds.filter(({ name }) => only === undefined || name === only))
    await t.test(kind.name, async t => {
      const way = await kind.begin(t)
      if (!way) return
      for (const [what, check] of Object.entries(checks)) {
        if (kind.lacks?.includes(what)) continue
        await t.test(what, async t => {
          const transport = await way.make()
          await transport.connect(timeout)
          await check(t, transport, way, kind)
          await transport.close()
          await allEnded(way)
          t.same(runningBy(way), [], 'nothing is left')
        })
      }
      const { drop } = way
      if (drop)
        await t.test('a way that is lost is told as lost, and nothing is left there', async t => {
          const transport = await way.make()
          await transport.connect(timeout)
          const channel = await begun(transport)
          drop()
          const lost = /^(runc|podman) exec$/.test(kind.name) ? 'SIGKILL' : null
          t.same(await channel.done, { status: null, signal: lost })
          await transport.close()
          await allEnded(way)
          t.same(runningBy(way), [])
        })
    })
})
