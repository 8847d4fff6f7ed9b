import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { find, needs } from '../../fixtures/lab/install.js'
import { allMachines, prebuild } from '../../fixtures/lab/prebuild.js'
import { SshServer } from '../../fixtures/lab/sshd.js'
import { until } from '../../fixtures/lab/until.js'
import { casesOf } from '../../fixtures/small-suite.js'
import type { Transcript } from '../implementation.js'
import { type Check, examine } from './examine.js'
import { type HostOptions, hostAt, wayTo } from './remote.js'

/** A port where everybody is let in and then told this, or nothing. */
async function listening(t: Test, talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    talk(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return `ssh://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

const transports = ['ssh2', 'openssh'] as const

t.test('ports that speak no ssh', async t => {
  if (needs(t, 'ssh') === undefined) return
  const silent = await listening(t, () => {})
  const mute = await listening(t, socket => socket.end())
  const garbage = await listening(t, socket => socket.end(`${'\x1b[2J\0\xff'.repeat(9999)}\n`))
  for (const transport of transports)
    for (const [what, address] of Object.entries({ silent, mute, garbage })) {
      const way = await wayTo(address, { transport, configFile: 'none' })
      const error = await way.connect(2000).catch((reason: unknown) => reason)
      t.match(error, { how: 'unreachable', trouble: { class: 'network' } }, `${transport}: ${what}`)
      t.notMatch(String(error), /[\x00-\x08\x0b-\x1f]/, 'no control byte gets through')
      t.match(String(error), '127.0.0.1')
      await way.close()
    }
})

/** A cache folder that the first login fills, where the building is not what is looked at. */
const warm = mkdtempSync(join(tmpdir(), 'ptycheck-bad-host-cache-'))
chmodSync(warm, 0o755)
t.teardown(() => rmSync(warm, { recursive: true, force: true }))

/** A server of which each command goes through this first. */
async function loginThrough(t: Test, first: string): Promise<SshServer | undefined> {
  const program = needs(t, 'sshd')
  if (program === undefined || needs(t, 'ssh') === undefined) return undefined
  const config = [`ForceCommand ${first}; eval "$SSH_ORIGINAL_COMMAND"`]
  const server = await SshServer.start({ program, config })
  t.teardown(() => server.stop())
  writeFileSync(join(server.folder, 'known_hosts'), server.knownHost())
  return server
}

/** What doctor finds at such a login. Nothing is prebuilt, unless a folder is given. */
async function examined(
  t: Test,
  first: string,
  transport: 'ssh2' | 'openssh' = 'ssh2',
  prebuilt?: string,
) {
  const server = await loginThrough(t, first)
  if (server === undefined) return undefined
  return await examineAt(server, transport, prebuilt)
}

async function examineAt(
  server: SshServer,
  transport: 'ssh2' | 'openssh',
  prebuilt = join(server.folder, 'nothing'),
) {
  const options = { ...optionsFor(server, transport), prebuilt }
  const { ending, checks, identity } = await examine(server.name, options)
  const about = (what: string): Partial<Check> => checks.find(one => one.what === what) ?? {}
  return { ending, about, identity }
}

function optionsFor(server: SshServer, transport: 'ssh2' | 'openssh'): HostOptions {
  return {
    knownHostsFiles: [join(server.folder, 'known_hosts')],
    identityFiles: [server.identityFile],
    agent: '',
    configFile: 'none',
    label: 'lab',
    transport,
  }
}

/** A folder that everybody may enter, as cases are played by another user. */
function openFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'ptycheck-bad-host-'))
  chmodSync(folder, 0o755)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Commands of a login in mounts of its own, made by these lines; the folder is a place for the script. */
function amongMounts(folder: string, lines: readonly string[]): string {
  const script = join(folder, 'first')
  writeFileSync(script, [...lines, 'eval "$SSH_ORIGINAL_COMMAND"', ''].join('\n'))
  return `exec unshare -m sh -e ${script}`
}

/** The few commands that a host without compiler has. */
function withoutCompiler(bin: string): string {
  const basics =
    'for c in id mkdir ls uname cat rm mv wc sed date chmod; do ln -sf "$(command -v $c)"'
  return `${basics} ${bin}/$c; done; export PATH=${bin}`
}

for (const transport of transports)
  t.test(`logins where something is wrong, by ${transport}`, async t => {
    if (find('cc') === undefined) return
    const all = ['connection', 'login shell', 'cache folder', 'compiler', 'probe']

    t.test('a banner in the shell start-up does no harm', async t => {
      const found = await examined(
        t,
        `export XDG_CACHE_HOME=${warm}; echo Welcome; printf "$ "; echo careful >&2`,
        transport,
      )
      if (!found) return
      t.equal(found.ending, 'complete')
      for (const what of all) t.equal(found.about(what).state, 'ok', what)
    })

    t.test('no folder that can be written', async t => {
      if (process.getuid?.() !== 0) return void t.pass('needs root', { skip: true })
      const mounts = ['/var/tmp', '/dev/shm'].map(at => `mount -t tmpfs -o ro none ${at}`)
      const first = amongMounts(openFolder(t), mounts)
      const found = await examined(
        t,
        `export XDG_CACHE_HOME=/proc TMPDIR=/proc HOME=/proc; ${first}`,
        transport,
      )
      if (!found) return
      t.equal(found.ending, 'broken')
      t.match(found.about('cache folder'), { state: 'failed', advice: /writable/ })
      t.match(found.about('probe'), {
        state: 'failed',
        found:
          /^lab: no private cache folder there \(\/proc\/ptycheck: unwritable; .*\/dev\/shm\/ptycheck-0: unwritable\): set XDG_CACHE_HOME/,
      })
    })

    t.test('a full disk', async t => {
      if (process.getuid?.() !== 0) return void t.pass('needs root', { skip: true })
      const small = t.testdir({
        disk: {},
        first: `exec unshare -m sh -c 'mount -t tmpfs -o size=8k none "$1" && exec sh -c "$2"' sh "$1" "$2"\n`,
      })
      const disk = join(small, 'disk')
      const found = await examined(
        t,
        `export XDG_CACHE_HOME=${disk}; exec sh ${join(small, 'first')} ${disk} "$SSH_ORIGINAL_COMMAND"`,
        transport,
      )
      if (!found) return
      t.equal(found.ending, 'broken')
      t.match(found.about('cache folder'), { state: 'ok', found: join(disk, 'ptycheck') })
      t.match(found.about('probe'), { state: 'failed', found: /No space left on device/ })
    })

    t.test('no compiler', async t => {
      const found = await examined(t, withoutCompiler(t.testdir({})), transport)
      if (!found) return
      t.equal(found.ending, 'broken')
      t.match(found.about('compiler'), { state: 'missing', advice: /install one/ })
      t.match(found.about('probe'), { state: 'failed', found: /^lab: no C compiler there/ })
    })

    t.test('too few descriptors', async t => {
      const found = await examined(t, 'ulimit -n 5', transport)
      if (!found) return
      t.equal(found.ending, 'broken')
      t.ok(['login shell', 'probe'].some(what => found.about(what).state === 'failed'))
    })

    t.test('a login shell that runs nothing', async t => {
      const found = await examined(t, 'echo not today >&2; exit 1', transport)
      if (!found) return
      t.equal(found.ending, 'broken')
      t.match(found.about('login shell'), {
        state: 'failed',
        found: /^lab: its login shell did not run a script \(status 1\): ".*not today"$/s,
      })
    })
  })

t.test('a host without compiler plays on a prebuilt probe, and says so', async t => {
  const machine = allMachines.find(one => one.startsWith(process.arch === 'x64' ? 'x86' : 'aarch'))
  if (needs(t, 'musl-gcc') === undefined || machine === undefined) return
  const [shelf, bin] = [t.testdir({ shelf: {}, bin: {} }), 'bin']
  const { probes } = await prebuild(join(shelf, 'shelf'), [machine])
  const first = withoutCompiler(join(shelf, bin))
  const found = await examined(t, first, 'ssh2', join(shelf, 'shelf'))
  if (!found) return
  t.equal(found.ending, 'complete')
  t.match(found.about('compiler'), { state: 'missing' })
  t.match(found.about('probe'), { state: 'remark', found: /prebuilt one answers/ })
  t.match(found.identity, { libc: 'musl, static', prebuilt: probes[0]?.digest })
  t.equal(found.about('other-user').state, process.getuid?.() === 0 ? 'ok' : 'missing')
})

t.test('no HOME', async t => {
  if (find('cc') === undefined) return
  const folder = openFolder(t)
  const found = await examined(t, `unset HOME XDG_CACHE_HOME; export TMPDIR=${folder}`)
  if (!found) return
  t.equal(found.ending, 'complete')
  t.equal(found.about('cache folder').found, join(folder, `ptycheck-${process.getuid?.()}`))
})

t.test('mounts that are in the way', async t => {
  if (find('cc') === undefined) return
  if (process.getuid?.() !== 0) return void t.pass('needs root', { skip: true })

  t.test('a read-only root', async t => {
    const folder = openFolder(t)
    mkdirSync(join(folder, 'shm'), { mode: 0o1777 })
    const first = amongMounts(folder, [
      'unset XDG_CACHE_HOME TMPDIR',
      `mount --bind ${join(folder, 'shm')} /dev/shm`,
      'mount -o remount,bind,ro /',
      'mount -t tmpfs -o ro none /tmp',
    ])
    const found = await examined(t, first)
    if (!found) return
    t.equal(found.ending, 'complete')
    t.match(found.about('cache folder').found, /^\/dev\/shm\/ptycheck-0, because of .*: unwritable/)
    t.equal(found.about('other-user').state, 'ok', 'a scratch folder is there too')
    t.same(readdirSync(join(folder, 'shm')), ['ptycheck-0'])
  })

  t.test('cache folder and /tmp are mounted noexec', async t => {
    const folder = openFolder(t)
    for (const name of ['cache', 'var']) mkdirSync(join(folder, name), { mode: 0o1777 })
    const first = amongMounts(folder, [
      `mount -t tmpfs -o noexec none ${join(folder, 'cache')}`,
      `mount --bind ${join(folder, 'var')} /var/tmp`,
      'mount -t tmpfs -o noexec,mode=1777 none /tmp',
    ])
    const found = await examined(t, `export XDG_CACHE_HOME=${join(folder, 'cache')}; ${first}`)
    if (!found) return
    t.equal(found.ending, 'complete')
    t.match(
      found.about('cache folder').found,
      /^\/var\/tmp\/ptycheck-0, because of .*: noexec; \/tmp\/ptycheck-0: noexec$/,
    )
    t.equal(found.about('other-user').state, 'ok')
  })

  t.test('few processes', async t => {
    const folder = openFolder(t)
    const cache = join(folder, 'cache')
    mkdirSync(cache)
    // Root has no limit, and any other user may have processes already.
    const uid = 54321
    chownSync(cache, uid, uid)
    const few = (most: number) =>
      `export XDG_CACHE_HOME=${cache}; exec prlimit --nproc=${most} setpriv --reuid=${uid} --regid=${uid} --clear-groups sh -c "$SSH_ORIGINAL_COMMAND"`
    const none = await examined(t, few(1))
    if (!none) return
    t.match(none.about('login shell'), {
      state: 'failed',
      found: /did not run a script \(status \d+\): ".*[Cc]annot fork/,
    })
    t.equal((await examined(t, few(200)))?.ending, 'complete')
    const server = await loginThrough(t, few(3))
    if (server === undefined) return
    const host = hostAt(server.name, optionsFor(server, 'ssh2'))
    t.teardown(() => host.close())
    await host.open()
    const transcripts: Transcript[] = []
    await host.play(casesOf({ c: 'getpid() = ?' }), { jobs: 1, timeoutFactor: 1 }, one =>
      transcripts.push(one),
    )
    t.match(transcripts, [{ trouble: { class: 'host', reason: /process/ } }])
  })
})

for (const transport of transports)
  t.test(`a host that dies during the compilation, by ${transport}`, async t => {
    if (find('cc') === undefined) return
    const folder = openFolder(t)
    mkdirSync(join(folder, 'bin'))
    const started = join(folder, 'started')
    writeFileSync(
      join(folder, 'bin', 'cc'),
      `#!/bin/sh\n[ "$1" = --version ] && exit\n>${started}\nwhile [ -e ${started} ]; do sleep 0.05; done\n`,
      { mode: 0o755 },
    )
    const server = await loginThrough(t, `export PATH=${join(folder, 'bin')}:$PATH`)
    if (server === undefined) return
    const examination = examineAt(server, transport)
    await until(() => existsSync(started))
    server.drop()
    const found = await examination
    rmSync(started)
    t.equal(found.ending, 'broken')
    t.match(found.about('probe'), {
      state: 'failed',
      found: /^lab: cc could not build the probe \(the connection was lost\)/,
    })
  })

t.test('a login that says more than anybody reads', async t => {
  const found = await examined(t, 'head -c 30000000 /dev/zero | tr "\\\\0" x')
  if (!found) return
  t.match(found.about('login shell'), {
    state: 'failed',
    found: /^lab: its login shell did not run a script \(status 0\): "[^"]{1,1100}"$/,
  })
})

t.test('clocks that are far off', async t => {
  const cc = find('cc')
  if (cc === undefined) return
  const years = 20 * 365 * 86400

  t.test('a wall clock, by a stand-in for the C library\u2019s', async t => {
    const folder = openFolder(t)
    const library = join(folder, 'clock.so')
    execFileSync(cc, ['-shared', '-fPIC', '-x', 'c', '-o', library, '-'], {
      input: `
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>
        int clock_gettime(clockid_t clock, struct timespec *t) {
          int failed = (int)syscall(SYS_clock_gettime, clock, t);
          if (clock == CLOCK_REALTIME) t->tv_sec += ${years};
          return failed;
        }
      `,
    })
    const found = await examined(t, `export XDG_CACHE_HOME=${warm} LD_PRELOAD=${library}`)
    if (!found) return
    t.equal(found.ending, 'complete')
    t.match(found.about('clock'), { state: 'remark', found: /^7300 days ahead of/ })
    t.equal(found.about('other-user').state, process.getuid?.() === 0 ? 'ok' : 'missing')
  })

  t.test('a host that has been up for years', async t => {
    if (process.getuid?.() !== 0) return void t.pass('needs root', { skip: true })
    const offsets = `--monotonic ${years} --boottime ${years}`
    const found = await examined(
      t,
      `export XDG_CACHE_HOME=${warm}; exec unshare -T --fork ${offsets} sh -c "$SSH_ORIGINAL_COMMAND"`,
    )
    if (!found) return
    t.equal(found.ending, 'complete')
    t.equal(found.about('clock').state, 'ok')
    t.equal(found.about('other-user').state, 'ok')
  })
})

t.test('a host key that is not known, a login that is refused', async t => {
  const program = needs(t, 'sshd')
  if (program === undefined || needs(t, 'ssh') === undefined) return
  const server = await SshServer.start({ program })
  t.teardown(() => server.stop())
  const known = join(server.folder, 'known_hosts')
  writeFileSync(known, server.knownHost())
  const nothing = { identityFiles: [], agent: '', configFile: 'none' }
  for (const transport of transports) {
    const stranger = { ...nothing, transport, knownHostsFiles: [] }
    t.match(await examine(server.name, stranger), {
      ending: 'refused',
      checks: [{ what: 'host key', state: 'failed' }],
    })
    const locked = { ...nothing, transport, knownHostsFiles: [known] }
    t.match(await examine(server.name, { ...locked, identityFiles: [join(known, 'none')] }), {
      ending: 'refused',
      checks: [{ what: 'login', state: 'failed' }],
    })
  }
})
