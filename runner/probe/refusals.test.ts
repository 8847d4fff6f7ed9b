/** What no suite may do (language 5.7), asked for sentence by sentence by suites that are hostile. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs, needsRoot } from '../../fixtures/lab/install.js'
import { isRootOfNamespace } from '../../fixtures/lab/root.js'
import { readRun } from '../folder.js'
import { loadSuites } from '../suite/load.js'

const root = join(import.meta.dirname, '..', '..')
const main = join(root, 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-refusals-'))
t.teardown(() => rmSync(folder, { recursive: true }))

/** The suites beside the situations they start from. */
const hostile = join(folder, 'suites')
cpSync(join(root, 'fixtures', 'hostile-suites'), hostile, { recursive: true })
cpSync(join(root, 'suites', 'given.pty'), join(hostile, 'given.pty'))

/** What a case could have changed of its host, had it not been refused. */
function hostState() {
  const nodes = ['/dev', '/dev/null', '/dev/ptmx', '/dev/pts', '/dev/tty', '/etc', '/etc/passwd']
  return {
    nodes: nodes.map(path => {
      const { mode, uid, gid, ino, size, nlink } = statSync(path)
      return {
        path,
        mode,
        uid,
        gid,
        ino,
        size: path === '/etc/passwd' ? size : 0,
        nlink: path === '/dev/null' ? nlink : 0,
      }
    }),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
    most: readFileSync('/proc/sys/kernel/pty/max', 'utf8'),
  }
}

async function play(suites: string, to: string) {
  const args = ['run', 'local', '--suites', suites, '--no-report', '-o', to]
  const env = { XDG_CACHE_HOME: join(folder, 'cache') }
  const { exitCode, stderr } = await execa(process.execPath, [main, ...args], {
    reject: false,
    env,
  })
  const [local] = readRun(to).played
  return { exitCode, stderr, results: local?.results ?? [], left: local?.left ?? [] }
}

t.test('each is refused, its case could not be carried out, and the host is as it was', async t => {
  if (needs(t, 'cc') === undefined) return
  const { suites, mistakes } = await loadSuites([hostile])
  t.same(mistakes, [])
  const cases = suites.flatMap(suite => suite.cases)
  const before = hostState()
  const { exitCode, stderr, results, left } = await play(hostile, join(folder, 'refused'))
  t.equal(exitCode, 2, stderr)
  t.same(hostState(), before)
  t.same(left, [])
  t.equal(results.length, cases.length)
  for (const { case: id, verdict, class: where, lines } of results) {
    const steps = cases.find(one => one.id === id)?.steps ?? []
    if (verdict === 'unsupported') continue
    t.match({ verdict, where }, { verdict: 'unresolved', where: 'case' }, id)
    for (const [index, step] of steps.entries()) {
      const seen = lines.find(line => line.step === index && line.kind === 'step')?.compared ?? ''
      const asked = step.kind === 'act' && step.wanted.outcomes.some(isAnything)
      if (asked) t.match(seen, /^refused: /, `${id}, step ${index + 1}`)
      else t.notMatch(seen, /^refused: /, `${id}, step ${index + 1} is no more than the way there`)
    }
  }
  const unsupported = results.filter(({ verdict }) => verdict === 'unsupported')
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return
  // Only what leads out of a chroot is not even tried, and only in one.
  const missing = new Set(unsupported.flatMap(one => one.missing))
  t.same([...missing], isRootOfNamespace() ? [] : ['the root of its mount namespace'])
})

function isAnything(outcome: { kind: string; value?: { kind: string } }): boolean {
  return outcome.value?.kind === 'any'
}

/** A pair of somebody else's: util-linux' script holds one as long as it runs. */
async function stranger(): Promise<{ child: ChildProcess; slave: string }> {
  const child = spawn('script', ['-qc', 'tty; exec sleep 3600', join(folder, 'typescript')])
  const [output] = (await new Promise(resolve => {
    child.stdout.once('data', (data: Buffer) => resolve([data.toString('latin1')]))
    child.once('exit', () => resolve(['']))
  })) as [string]
  return { child, slave: /\/dev\/pts\/\d+/.exec(output)?.[0] ?? '' }
}

t.test('the pair of a stranger that has the number of one of the own', async t => {
  if (needs(t, 'cc') === undefined) return
  if (!needsRoot(t)) return
  const { child, slave } = await stranger()
  t.teardown(() => child.kill('SIGKILL'))
  if (!t.match(slave, /^\/dev\/pts\/\d+$/)) return
  const { mode, uid } = statSync(slave)
  cpSync(join(hostile, 'given.pty'), join(folder, 'given.pty'))
  const suite = join(folder, 'stranger.pty')
  writeFileSync(
    suite,
    `title  Numbers of another instance

case number-of-another-instance
title  A slave under /dev/pts, once an instance of one's own has given its number
cite   none
level  open
needs  linux root mount-namespace
given  private-mounts
mknod("$dir/ptmx", S_IFCHR|0666, makedev(5, 2)) = 0
mkdir("$dir/pts", 0755) = 0
mount("devpts", "$dir/pts", "devpts", 0, "newinstance") = 0
${Number(slave.split('/').at(-1)) + 1}x open("$dir/ptmx", O_RDWR|O_NOCTTY) = _
open("${slave}", O_RDWR|O_NOCTTY) = ?
chmod("${slave}", 0666) = ?
`,
  )
  const { results } = await play(suite, join(folder, 'stranger'))
  const [only] = results
  if (only?.verdict === 'unsupported') return
  t.match(
    only?.lines.slice(-2).map(({ compared }) => compared),
    [/^refused: /, /^refused: /],
  )
  t.same([statSync(slave).mode, statSync(slave).uid], [mode, uid])
})
