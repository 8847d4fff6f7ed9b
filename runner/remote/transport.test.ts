/** What this machine's transport and the helpers of all do; what every transport must do is in `ways.test.ts`. */
import t from 'tap'
import { ImplementationError } from '../implementation.js'
import { LocalTransport } from './local.js'
import { collect, within } from './transport.js'

const timeout = 20_000

t.test('a program on this machine has our environment and more', async t => {
  const transport = new LocalTransport({ GREETING: 'hello' })
  await transport.connect()
  const { stdout } = await collect(transport, 'echo $GREETING $PATH', { timeout })
  t.equal(stdout, `hello ${process.env['PATH']}\n`)
  await collect(transport, 'exit 0', { timeout })
  t.equal(transport.starts, 2)
  await transport.close()
})

t.test('what a program says is cut, however much it is', async t => {
  const command = 'yes | head -c 3000000; yes | head -c 3000000 >&2'
  const { stdout, stderr, status } = await collect(new LocalTransport(), command, {
    timeout,
    limit: 100,
  })
  t.equal(stdout, 'y\n'.repeat(50))
  t.equal(stderr, 'y\n'.repeat(50))
  t.equal(status, 0)
})

t.test('a program without end is given up', async t => {
  const transport = new LocalTransport()
  await t.rejects(collect(transport, 'exec sleep 1000', { timeout: 50 }), {
    constructor: ImplementationError,
    trouble: { class: 'host' },
    message: /^local: no end of "exec sleep 1000/,
  })
  await transport.close()
})

t.test('closing ends also what does not listen to its input', async t => {
  const transport = new LocalTransport()
  const channel = await transport.start('exec sleep 1000')
  await transport.close()
  t.same(await channel.done, { status: null, signal: 'SIGTERM' })
})

t.test('what has time to clean up when it is closed has all its programs told', async t => {
  const transport = new LocalTransport()
  const script = 'trap "exit 3" TERM; trap "" INT; echo on; sleep 1000 & wait'
  const channel = await transport.start(script)
  const said = new Promise(resolve => channel.stdout.once('data', resolve))
  t.match(String(await said), 'on')
  await transport.close()
  t.same(await channel.done, { status: 3, signal: null })
})

t.test('what a program leaves behind is ended with it', async t => {
  const transport = new LocalTransport()
  const channel = await transport.start('trap "" TERM; sleep 1000 & echo on; exit 3')
  await new Promise(resolve => channel.stdout.once('data', resolve))
  await transport.close()
  t.match(await channel.done, { status: 3 })
})

t.test('waiting for a while', async t => {
  t.equal(await within(Promise.resolve(3), timeout), 3)
  t.equal(await within(new Promise(() => {}), 1), undefined)
  await t.rejects(within(Promise.reject(new Error('no')), timeout), { message: 'no' })
})
