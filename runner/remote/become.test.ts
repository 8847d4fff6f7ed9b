import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import t from 'tap'
import { BecomeTransport, type Becoming } from './become.js'
import { LocalTransport } from './local.js'
import { shCommand } from './scripts.js'
import { collect } from './transport.js'

const timeout = 20_000

/** This machine, where `sudo` and `doas` are scripts. */
function here(folder: string, script: string): LocalTransport {
  for (const name of ['sudo', 'doas']) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const { PATH = '' } = process.env
  return new LocalTransport({ PATH: [folder, PATH].join(delimiter) }, 'farm')
}

t.test('stand-in sudo and doas: a script runs by them, its input and status its own', async t => {
  const way = here(t.testdir({}), 'BY="$*" exec "$3" "$4" "$5"')
  for (const becoming of ['sudo', 'doas'] as const satisfies readonly Becoming[]) {
    const transport = new BecomeTransport(way, becoming)
    await transport.connect(timeout)
    t.equal(transport.label, 'farm')
    const said = await collect(transport, shCommand('echo "$BY"; cat; exit 3'), {
      input: 'input',
      timeout,
    })
    t.match(said, { stdout: /^-n -- \/bin\/sh -c echo .*\ninput$/s, status: 3 })
    await transport.close()
  }
  t.equal(way.starts, 2)
})

t.test('what is no program cannot be started so', async t => {
  const transport = new BecomeTransport(new LocalTransport(), 'sudo')
  await t.rejects(transport.start('echo a; echo b'), { message: /a command that is no program/ })
})
