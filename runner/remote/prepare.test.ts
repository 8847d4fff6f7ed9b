import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import t from 'tap'
import { find, needs } from '../../fixtures/lab/install.js'
import { ImplementationError } from '../implementation.js'
import { LocalTransport } from './local.js'
import { digestOf, SHELF } from './prebuilt.js'
import { prepare } from './prepare.js'
import {
  buildScript,
  cacheFolders,
  compilers,
  locateScript,
  playScript,
  sendScript,
  shCommand,
  surveyScript,
} from './scripts.js'
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

/** Puts a program for this kind of host on a shelf of prebuilt ones, which ends with this status; gives its digest. */
function putOnShelf(shelf: string, cc: string, host: string, status: number): string {
  const file = join(shelf, 'program')
  const text = `const char *made = "${Math.random()}"; int main(void) { return ${status}; }\n`
  execFileSync(cc, ['-x', 'c', '-o', file, '-'], { input: text })
  const own = digestOf(readFileSync(file))
  const probes = [{ host, file: 'program', digest: own, compiler: 'a compiler' }]
  writeFileSync(join(shelf, SHELF), JSON.stringify({ source: digest, probes }))
  return own
}

/** A login in a private world of mounts. */
class Mounted extends LocalTransport {
  constructor(
    private readonly mounts: readonly string[],
    environment: Record<string, string>,
  ) {
    super(environment)
  }

  override start(command: string): Promise<Channel> {
    const script = [...this.mounts, 'eval "$1"'].join(' && ')
    return super.start(`exec unshare -m sh -c '${script}' sh "$(cat <<'END'\n${command}\nEND\n)"`)
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

const basics = 'id mkdir ls uname cat rm mv wc sed chmod'.split(' ')

t.test('the probe is built once, into a folder of its owner alone', async t => {
  if (needs(t, 'cc') === undefined) return
  const cache = join(t.testdir({}), 'deep', 'cache')
  const transport = new LocalTransport({ XDG_CACHE_HOME: cache })
  const first = await prepare(transport, wanted, 'mark', 1)
  t.equal(first.built, true)
  t.match(first.compiler, /\d/)
  const second = await prepare(transport, wanted, 'mark', 1)
  t.match(second, { compiler: first.compiler, built: false, prebuilt: undefined })
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

  await t.test('and none where that is a trap and the others are no better', async t => {
    if (process.getuid?.() !== 0) return void t.pass('needs root', { skip: true })
    const trapped = t.testdir({ tmp: {}, theirs: {} })
    chmodSync(join(trapped, 'theirs'), 0o700)
    symlinkSync(join(trapped, 'theirs'), join(trapped, 'tmp', taken))
    const mounts = ['mount -t tmpfs -o ro none /var/tmp', 'mount -t tmpfs -o noexec none /dev/shm']
    const transport = new Mounted(mounts, { ...environment, TMPDIR: join(trapped, 'tmp') })
    await t.rejects(prepare(transport, wanted, 'mark', 1), {
      trouble: { class: 'host' },
      message: new RegExp(
        `no private cache folder there \\(.*open/ptycheck: unwritable; .*tmp/${taken}: unwritable; /var/tmp/${taken}: unwritable; /dev/shm/${taken}: noexec\\): set XDG_CACHE_HOME`,
      ),
    })
    t.same(readdirSync(join(trapped, 'theirs')), [])
    t.equal(transport.starts, 1)
  })
})

t.test('a folder where no program may be started is passed over', async t => {
  if (process.getuid?.() !== 0) return void t.pass('needs root', { skip: true })
  if (needs(t, 'cc') === undefined) return
  const folder = t.testdir({ cache: {}, tmp: {} })
  const environment = { XDG_CACHE_HOME: join(folder, 'cache'), TMPDIR: join(folder, 'tmp') }
  const mounts = [`mount -t tmpfs -o noexec none ${join(folder, 'cache')}`]
  const transport = new Mounted(mounts, environment)
  t.equal((await prepare(transport, wanted, 'mark', 1)).built, true)
  t.equal((await prepare(transport, wanted, 'mark', 1)).built, false)
  const [taken = ''] = readdirSync(join(folder, 'tmp'))
  t.equal(readdirSync(join(folder, 'tmp', taken)).length, 2)
})

t.test('a host without compiler', async t => {
  const cc = needs(t, 'cc')
  if (cc === undefined) return
  const folder = t.testdir({ bin: {}, cache: {}, shelf: {} })
  const PATH = link(join(folder, 'bin'), basics)
  const transport = new LocalTransport({ XDG_CACHE_HOME: join(folder, 'cache'), PATH })
  const shelf = join(folder, 'shelf')
  const here = { ...wanted, prebuilt: shelf }

  await t.test('says what to do where nothing is prebuilt', async t => {
    const message =
      /^local: no C compiler there \(\w+ .*\): install one that is called cc, gcc, clang, tcc; this ptycheck has no prebuilt probes: build them/
    await t.rejects(prepare(transport, here, 'mark', 1), {
      constructor: ImplementationError,
      trouble: { class: 'host' },
      message,
    })
  })

  const kind = execFileSync('uname', ['-sm'], { encoding: 'utf8' }).trim()
  await t.test('is sent what is, once for each program', async t => {
    for (const status of [0, 0]) {
      const digest = putOnShelf(shelf, cc, kind, status)
      const before = transport.starts
      const first = await prepare(transport, here, 'mark', 1)
      t.match(first, { prebuilt: digest, built: true, compiler: 'a compiler' })
      t.equal(transport.starts - before, 2)
      t.match(await prepare(transport, here, 'mark', 1), { prebuilt: digest, built: false })
      t.equal(transport.starts - before, 3)
    }
    const kept = readdirSync(join(folder, 'cache', 'ptycheck')).sort()
    t.equal(kept.length, 2, 'a later one takes the place of the one before')
    t.match(kept[0], /^prebuilt-[0-9a-f]{32}-\w+-\w+$/)
  })

  await t.test('is not left with a program that does not run there', async t => {
    putOnShelf(shelf, cc, kind, 1)
    const before = transport.starts
    await t.rejects(prepare(transport, here, 'mark', 1), {
      trouble: { class: 'host' },
      message: /the prebuilt probe could not be kept and started there \(status 6\)/,
    })
    t.equal(transport.starts - before, 2)
  })

  await t.test('builds with the compiler it gets later', async t => {
    putOnShelf(shelf, cc, kind, 0)
    await prepare(transport, here, 'mark', 1)
    const later = new LocalTransport({ XDG_CACHE_HOME: join(folder, 'cache') })
    t.match(await prepare(later, here, 'mark', 1), { prebuilt: undefined, built: true })
    t.match(await prepare(transport, here, 'mark', 1), { prebuilt: undefined, built: false })
  })
})

t.test('a compiler that is there and fails', async t => {
  const cc = needs(t, 'cc')
  if (cc === undefined) return
  const folder = t.testdir({
    bin: { cc: '#!/bin/sh\necho "cc1: not today" >&2\nexit 1\n' },
    cache: {},
    shelf: {},
  })
  chmodSync(join(folder, 'bin', 'cc'), 0o755)
  const PATH = [join(folder, 'bin'), ownPath].join(delimiter)
  const transport = new LocalTransport({ XDG_CACHE_HOME: join(folder, 'cache'), PATH })
  const here = { ...wanted, prebuilt: join(folder, 'shelf') }
  await t.rejects(prepare(transport, here, 'mark', 1), {
    trouble: { class: 'host' },
    message: /cc could not build the probe \(status 5\): "cc1: not today"/,
  })
  const kind = execFileSync('uname', ['-sm'], { encoding: 'utf8' }).trim()
  const digest = putOnShelf(here.prebuilt, cc, kind, 0)
  const before = transport.starts
  t.match(await prepare(transport, here, 'mark', 1), { prebuilt: digest, built: true })
  t.equal(transport.starts - before, 3)
})

t.test('a compiler whose programs may not be started', async t => {
  const cc = needs(t, 'cc')
  if (cc === undefined) return
  const folder = t.testdir({
    bin: { cc: `#!/bin/sh\n${cc} "$@" && chmod 600 "$4"\n` },
    cache: {},
  })
  chmodSync(join(folder, 'bin', 'cc'), 0o755)
  const PATH = [join(folder, 'bin'), ownPath].join(delimiter)
  const transport = new LocalTransport({ XDG_CACHE_HOME: join(folder, 'cache'), PATH })
  const nothing = { ...wanted, prebuilt: join(folder, 'none') }
  await t.rejects(prepare(transport, nothing, 'mark', 1), {
    trouble: { class: 'host' },
    message:
      /cc could not build the probe \(status 6\): ".*[Pp]ermission denied.*it does not run in/,
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
    t.match(
      await prepare(new Login(shell, environment), wanted, 'mark', 1),
      { compiler: built.compiler, built: false },
      shell,
    )
})

t.test('scripts that not every shell can pass on', async t => {
  for (const script of ["echo 'a'", 'echo a!', 'echo a\\b', 'echo a\necho b', 'x'.repeat(1001)])
    t.throws(() => shCommand(script), ImplementationError)
})

t.test('ours can be passed on by every shell', async t => {
  const [mark, size] = ['f'.repeat(24), 9_999_999]
  const scripts = cacheFolders.flatMap((_, at) => [
    ...compilers.map(compiler => buildScript(digest, size, at + 1, compiler, mark)),
    sendScript(digest, size, at + 1, digest, mark),
    playScript('prebuilt', digest, at + 1, mark),
  ])
  for (const script of [...scripts, locateScript(digest, mark), surveyScript(mark)])
    t.ok(shCommand(script).length < 1024)
})

t.test('a home with blanks and quotes in its name', async t => {
  if (find('cc') === undefined) return
  const cache = join(t.testdir({}), `it's a $HOME "of" mine; ok`)
  mkdirSync(cache)
  const transport = new LocalTransport({ XDG_CACHE_HOME: cache })
  t.equal((await prepare(transport, wanted, 'mark', 1)).built, true)
  t.equal((await prepare(transport, wanted, 'mark', 1)).built, false)
})
