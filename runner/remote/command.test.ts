/** What is the command transport's own; what it shares with the other ways is in `ways.test.ts`. */
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { ImplementationError } from '../implementation.js'
import { CommandTransport } from './command.js'
import { shCommand } from './scripts.js'
import { collect } from './transport.js'

const timeout = 20_000

const by = (...words: [string, ...string[]]) => new CommandTransport('web', words)
/** A command that is a script here: `$0` is the line it is told to run. */
const script = (text: string) => by('/bin/sh', '-c', text, '{}')

t.test(
  'a shell and the line are appended, or the line is put where a word asks for it',
  async t => {
    for (const way of [
      by('env'),
      by('/bin/sh', '-c', '{}'),
      script('eval "$0"'),
      script('sh -c "$0"'),
    ]) {
      await way.connect(timeout)
      t.equal(way.starts, 0, 'connecting is no program')
      const said = await collect(way, shCommand('cat; exit 3'), { input: 'x', timeout })
      t.same(said, { stdout: 'x', stderr: '', status: 3, signal: null })
      t.equal(way.starts, 1)
      await way.close()
    }
  },
)

t.test('a banner before is passed over', async t => {
  await t.resolves(script('echo Welcome; printf "web> "; eval "$0"').connect(timeout))
})

t.test('where no program can be started, the host is out of reach, and why is told', async t => {
  const table: [what: string, way: CommandTransport, says: RegExp, patience?: number][] = [
    [
      'no such program',
      by('ptycheck-none', '-i'),
      /cannot start ptycheck-none: .*ENOENT \(PATH=\S+\)$/,
    ],
    ['a folder', by(t.testdir({})), /cannot start .*EACCES$/],
    ['no such file', by('./none', '-i'), /cannot start \.\/none: .*ENOENT$/],
    [
      'it ends at once',
      script('echo Error: No such container: web >&2; exit 125'),
      /it ended with status 125: "Error: No such container: web"$/,
    ],
    ['it says nothing', script('exit 1'), /it ended with status 1, and nothing was said$/],
    ['it is killed', script('kill -9 $$'), /it ended with signal SIGKILL, and nothing was said$/],
    [
      'it never answers',
      script('echo login:; exec sleep 1000'),
      /no answer in 1 s: "login:"$/,
      1000,
    ],
    ['its control bytes', script('printf "\\033[2J"'), /status 0: "\\x1b\[2J"$/],
    ['no input', script('eval "$0" </dev/null'), /does not get its input\. .* -i \(docker/],
  ]
  for (const [what, way, message, patience = timeout] of table) {
    await t.rejects(
      way.connect(patience),
      { constructor: ImplementationError, how: 'unreachable', trouble: { class: 'host' }, message },
      what,
    )
    await way.close()
  }
})

t.test('a terminal in between is refused, and the remedy named', async t => {
  if (needs(t, 'script') === undefined) return
  await t.rejects(by('script', '-qec', '{}', '/dev/null').connect(timeout), {
    how: 'unreachable',
    message: /it puts a terminal before the program there.* -i and no -t .*systemd-run .*--pipe/,
  })
})
