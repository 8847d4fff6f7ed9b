import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import t from 'tap'
import { find, needs } from '../../fixtures/lab/install.js'
import { ImplementationError } from '../implementation.js'
import { LocalTransport } from './local.js'
import { playCommand, prepare, shCommand } from './prepare.js'
import type { Channel } from './transport.js'

const { PATH: ownPath = '' } = process.env

const digest = '0123456789abcdef'.repeat(4)
const source = 'int main(void) { return 0; }\n'
const wanted = { source, digest }

/** A login with another shell: ssh servers hand every command to it. */
class Login extends LocalTransport {
  constructor(
    private readonly shell: string,
    environment: Record<string, string>,
  ) {
    super(environment)
  }

  override start(command: string): Promise<Channel> {
    return super.start(`exec ${this.shell} -c "$(cat <<'END'\n${command}\nEND\n)"`)
  }
}

/** Puts a few commands only into a folder, for PATH. */
function link(folder: string, names: readonly string[]): string {
  for (const name of names) {
    const path = ['/bin', '/usr/bin'].map(at => join(at, name)).find(at => existsSync(at))
    if (path !== undefined) symlinkSync(path, join(folder, name))
  }
  return folder
}

const basics = 'id mkdir ls uname cat rm mv wc sed'.split(' ')

t.test('the probe is built once, into a folder of its owner alone', async t => {
  if (needs(t, 'cc') === undefined) return
  const cache = join(t.testdir({}), 'deep', 'cache')
  const transport = new LocalTransport({ XDG_CACHE_HOME: cache })
  const first = await prepare(transport, wanted, 'mark', 1)
  t.equal(first.built, true)
  t.match(first.compiler, /\d/)
  const second = await prepare(transport, wanted, 'mark', 1)
  t.same(second, { compiler: first.compiler, built: false })
  t.equal(transport.starts, 3)
  const [probe = '', version = '', ...more] = readdirSync(join(cache, 'ptycheck')).sort()
  t.same(more, [], 'nothing else is left')
  t.match(probe, new RegExp(`^probe-${digest.slice(0, 32)}-\\w+-\\w+$`))
  t.equal(version, `${probe}.cc`)
  t.equal(statSync(join(cache, 'ptycheck')).mode & 0o777, 0o700)
})

t.test('a probe that does not run here is built anew', async t => {
  if (needs(t, 'cc') === undefined) return
  const cache = t.testdir({})
  const transport = new LocalTransport({ XDG_CACHE_HOME: cache })
  await prepare(transport, wanted, 'mark', 1)
  const [probe = ''] = readdirSync(join(cache, 'ptycheck')).sort()
  writeFileSync(join(cache, 'ptycheck', probe), 'of another machine')
  t.equal((await prepare(transport, wanted, 'mark', 1)).built, true)
})

t.test('where the cache folder is not ours alone, another is taken', async t => {
  if (needs(t, 'cc') === undefined) return
  const folder = t.testdir({ open: { ptycheck: {} }, tmp: {}, elsewhere: {} })
  chmodSync(join(folder, 'open', 'ptycheck'), 0o755)
  const environment = { XDG_CACHE_HOME: join(folder, 'open'), TMPDIR: join(folder, 'tmp') }
  await prepare(new LocalTransport(environment), wanted, 'mark', 1)
  t.same(readdirSync(join(folder, 'open', 'ptycheck')), [])
  const [taken = ''] = readdirSync(join(folder, 'tmp'))
  t.equal(taken, `ptycheck-${process.getuid?.()}`)
  t.equal(readdirSync(join(folder, 'tmp', taken)).length, 2)

  await t.test('and none where that is a trap', async t => {
    const trapped = t.testdir({ tmp: {}, theirs: {} })
    chmodSync(join(trapped, 'theirs'), 0o700)
    symlinkSync(join(trapped, 'theirs'), join(trapped, 'tmp', taken))
    const transport = new LocalTransport({ ...environment, TMPDIR: join(trapped, 'tmp') })
    await t.rejects(prepare(transport, wanted, 'mark', 1), { message: /no private cache folder/ })
    t.same(readdirSync(join(trapped, 'theirs')), [])
  })
})

t.test('a host without compiler', async t => {
  const folder = t.testdir({ bin: {}, cache: {} })
  const PATH = link(join(folder, 'bin'), basics)
  const environment = { XDG_CACHE_HOME: join(folder, 'cache'), PATH }
  await t.rejects(prepare(new LocalTransport(environment), wanted, 'mark', 1), {
    constructor: ImplementationError,
    trouble: { class: 'host' },
    message: /^local: no C compiler there \(\w+ .*\): install one that is called cc, gcc/,
  })
})

t.test('a source that does not compile', async t => {
  if (needs(t, 'cc') === undefined) return
  const cache = t.testdir({})
  const transport = new LocalTransport({ XDG_CACHE_HOME: cache })
  await t.rejects(prepare(transport, { digest, source: 'int main( {\n' }, 'mark', 1), {
    constructor: ImplementationError,
    trouble: { class: 'host' },
    message: /could not build the probe \(status 5\): ".*error/,
  })
  t.same(readdirSync(join(cache, 'ptycheck')), [])
})

t.test('a linker that knows no libutil', async t => {
  const cc = needs(t, 'cc')
  if (cc === undefined) return
  const folder = t.testdir({
    bin: { cc: `#!/bin/sh\ncase "$*" in *lutil*) exit 1;; esac\nexec ${cc} "$@"\n` },
    cache: {},
  })
  chmodSync(join(folder, 'bin', 'cc'), 0o755)
  const PATH = [join(folder, 'bin'), ownPath].join(delimiter)
  const transport = new LocalTransport({ XDG_CACHE_HOME: join(folder, 'cache'), PATH })
  t.equal((await prepare(transport, wanted, 'mark', 1)).built, true)
})

t.test('an account whose shell runs nothing', async t => {
  const folder = t.testdir({ nologin: '#!/bin/sh\necho This account is not available.\nexit 1\n' })
  chmodSync(join(folder, 'nologin'), 0o755)
  await t.rejects(prepare(new Login(join(folder, 'nologin'), {}), wanted, 'mark', 1), {
    trouble: { class: 'host' },
    message: /did not run a script \(status 1\): "This account is not available\."/,
  })
})

t.test('login shells of all kinds, and one that talks', async t => {
  if (needs(t, 'cc') === undefined) return
  const folder = t.testdir({
    chatty: '#!/bin/sh\nprintf "Welcome! "\nexec /bin/sh "$@"\n',
    cache: {},
  })
  chmodSync(join(folder, 'chatty'), 0o755)
  const environment = { XDG_CACHE_HOME: join(folder, 'cache') }
  const built = await prepare(new LocalTransport(environment), wanted, 'mark', 1)
  const optional = ['ksh', 'zsh', 'csh', 'tcsh', 'fish', 'yash', 'busybox'] as const
  const found = optional.filter(shell => needs(t, shell) !== undefined)
  const shells = ['sh', 'bash', ...found.map(shell => (shell === 'busybox' ? 'busybox sh' : shell))]
  for (const shell of [...shells, join(folder, 'chatty')])
    t.same(
      await prepare(new Login(shell, environment), wanted, 'mark', 1),
      { compiler: built.compiler, built: false },
      shell,
    )
})

t.test('scripts that not every shell can pass on', async t => {
  for (const script of ["echo 'a'", 'echo a!', 'echo a\\b', 'echo a\necho b', 'x'.repeat(1001)])
    t.throws(() => shCommand(script), ImplementationError)
  t.ok(playCommand(digest, 'f'.repeat(24)).length < 1024, 'old csh reads no longer words')
})

t.test('a home with blanks and quotes in its name', async t => {
  if (find('cc') === undefined) return
  const cache = join(t.testdir({}), `it's a $HOME "of" mine; ok`)
  mkdirSync(cache)
  const transport = new LocalTransport({ XDG_CACHE_HOME: cache })
  t.equal((await prepare(transport, wanted, 'mark', 1)).built, true)
  t.equal((await prepare(transport, wanted, 'mark', 1)).built, false)
})
