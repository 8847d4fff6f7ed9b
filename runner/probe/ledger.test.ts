import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { parentOf } from '../../fixtures/lab/programs.js'
import { withoutPtrace } from '../../fixtures/lab/root.js'
import { until } from '../../fixtures/lab/until.js'
import { probeSource } from '../remote/source.js'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ledger-test-')))
chmodSync(folder, 0o755)
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const [cache, temporary, elsewhere] = ['cache', 'tmp', 'elsewhere'].map(name => join(folder, name))
const probe = join(cache ?? '', 'probe')
const env = { ...process.env, TMPDIR: temporary, LEDGER_TEST: folder }

/** A case whose process lives on by itself, much longer than the test. */
const lonely = [
  'option\ttimeout-factor\t1000',
  'case\t0\t9\t0\t1\t0',
  'act\t0\t-\t-\t1\tfork\ta\t-',
  'act\t1\ta\t-\t1\tsetsid\t-\t-',
  'act\t2\t-\t-\t1\tmkdir\t-\t-\t"ready"\t0700',
  'act\t3\ta\t-\t1\tsleep\t-\t-\t3600',
  'over\t0\n',
].join('\n')

type Words = readonly [string, ...string[]]
const plain: Words = [probe, 'play']

const next = ([program, ...words]: Words = plain) =>
  spawnSync(program, [...words, 'next'], { env, input: '' })
const entries = () => readdirSync(cache ?? '').filter(name => name.startsWith('ledger-'))

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    return []
  }
}

/** The pids of all that was started from here. */
function ours(): number[] {
  const mark = `LEDGER_TEST=${folder}`
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && environmentOf(name).includes(mark))
    .map(Number)
}

async function started([program, ...words]: Words = plain): Promise<ChildProcess> {
  const child = spawn(program, [...words, 'nonce'], { env, stdio: ['pipe', 'ignore', 'inherit'] })
  child.stdin?.on('error', () => {})
  child.stdin?.write(lonely)
  const isReady = () =>
    readdirSync(temporary ?? '').some(name => existsSync(join(temporary ?? '', name, 'ready')))
  await until(isReady)
  return child
}

/** So that none sees another die: all are stopped first, and parents, whose end lets children go on, come last. */
async function killAtOnce(pids: readonly number[]): Promise<void> {
  const isStopped = (pid: number) => /\) [Tt] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  await until(() => pids.every(isStopped))
  for (const pid of [...pids].reverse()) process.kill(pid, 'SIGKILL')
}

/** What names a process for good, as a ledger writes it. */
function nameOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return `${pid}-${Number(fields[19]).toString(16)}`
}

t.test('what nobody was left to clean up', async t => {
  if (needs(t, 'cc') === undefined) return
  for (const path of [cache, temporary, elsewhere]) mkdirSync(path ?? '')
  writeFileSync(join(folder, 'probe.c'), probeSource())
  execFileSync('cc', ['-std=c99', '-o', probe, join(folder, 'probe.c'), '-lutil'])

  let place = ''
  const ways: Record<string, Words> = { '': plain }
  const setpriv = process.getuid?.() === 0 ? needs(t, 'setpriv') : undefined
  if (setpriv) ways[' without CAP_SYS_PTRACE'] = [setpriv, ...withoutPtrace, ...plain]
  for (const [how, words] of Object.entries(ways))
    await t.test(`is worked off by the next start${how}`, async t => {
      const child = await started(words)
      const [entry = ''] = entries()
      place = entry.slice('ledger-'.length).split('-')[0] ?? ''
      t.equal(entry, `ledger-${place}-${nameOf(child.pid ?? 0)}`)
      t.same(next(words).status, 1)
      t.same(entries(), [entry], 'what lives is not touched')
      t.ok(ours().length >= 4)
      const gone = new Promise(resolve => child.once('exit', resolve))
      const childOf = (pid: number) => ours().find(child => parentOf(child) === pid) ?? 0
      const warden = child.pid ?? 0
      await killAtOnce([warden, childOf(warden), childOf(childOf(warden))])
      await gone
      t.equal(readdirSync(temporary ?? '').length, 1)
      next(words)
      t.same([ours(), entries(), readdirSync(temporary ?? '')], [[], [], []])
    })

  const dead = spawn('true', { stdio: 'ignore' })
  await new Promise(resolve => dead.once('exit', resolve))
  const name = `${dead.pid}-1`
  const ledger = (of = name, where = place) => join(cache ?? '', `ledger-${where}-${of}`)
  const text = `secret s3cret\nscratch ${temporary}\n`
  const scratch = join(temporary ?? '', `ptycheck-${name}-abcdef`)
  const marked = (mark: string) =>
    spawn('sleep', ['3600'], { env: { ...env, PTYCHECK_RUN: mark }, stdio: 'ignore' })

  await t.test('is what carries the mark, and folders of that name', async t => {
    const [its, another] = [marked(`${name}-s3cret`), marked(`${name}-other`)]
    const ended = new Promise(resolve => its.once('exit', (_, signal) => resolve(signal)))
    mkdirSync(join(scratch, 'below'), { recursive: true })
    mkdirSync(`${temporary}/ptycheck-1${name}-abcdef`)
    writeFileSync(ledger(), text, { mode: 0o600 })
    next()
    t.equal(await ended, 'SIGKILL')
    t.equal(another.exitCode ?? another.signalCode, null)
    another.kill()
    t.same(readdirSync(temporary ?? ''), [`ptycheck-1${name}-abcdef`])
    rmSync(join(temporary ?? '', `ptycheck-1${name}-abcdef`), { recursive: true })
    t.same(entries(), [])
  })

  /** What is there besides `scratch`, and whether that goes with it. */
  const hostile: Record<string, { make: () => void; goes?: true }> = {
    'of a stranger who can write it': {
      make: () => {
        writeFileSync(ledger(), text)
        chmodSync(ledger(), 0o622)
      },
    },
    'that is a link': {
      make: () => {
        writeFileSync(join(elsewhere ?? '', 'text'), text)
        symlinkSync(join(elsewhere ?? '', 'text'), ledger())
      },
    },
    'that is a pipe': { make: () => execFileSync('mkfifo', [ledger()]) },
    'that is a folder': { make: () => mkdirSync(ledger()) },
    'of any bytes': {
      make: () => writeFileSync(ledger(), Buffer.alloc(9000, '\0\xff\nscratch /')),
    },
    'of another place': { make: () => writeFileSync(ledger(name, '00000000'), text) },
    'of one that lives': { make: () => writeFileSync(ledger(nameOf(process.pid)), text) },
    'whose folder is behind a link': {
      make: () => {
        symlinkSync(temporary ?? '', join(elsewhere ?? '', 'link'))
        writeFileSync(ledger(), `scratch ${elsewhere}/link\n`)
      },
    },
    'whose folder is no path': { make: () => writeFileSync(ledger(), 'scratch ..\n') },
    'that is in order': { make: () => writeFileSync(ledger(), text), goes: true },
  }
  for (const [what, { make, goes = false }] of Object.entries(hostile))
    await t.test(`a ledger ${what}`, async t => {
      mkdirSync(scratch)
      make()
      t.equal(next().status, 1, 'the probe starts all the same')
      t.equal(existsSync(scratch), !goes)
      for (const entry of entries()) rmSync(join(cache ?? '', entry), { recursive: true })
      rmSync(scratch, { recursive: true, force: true })
      rmSync(elsewhere ?? '', { recursive: true })
      mkdirSync(elsewhere ?? '')
    })

  await t.test('a link in place of a folder is not followed', async t => {
    mkdirSync(join(elsewhere ?? '', 'precious'))
    symlinkSync(elsewhere ?? '', scratch)
    writeFileSync(ledger(), text, { mode: 0o600 })
    next()
    t.ok(existsSync(join(elsewhere ?? '', 'precious')))
    t.same(entries(), [])
  })

  await t.test('files of a build that was killed go after an hour', async t => {
    const [stale, fresh] = ['0', '1'].map(digit => `probe-x-Linux-y.${digit.repeat(24)}.c`)
    for (const file of [stale, fresh, 'probe-x-Linux-y', 'probe-x-Linux-y.cc'])
      writeFileSync(join(cache ?? '', file ?? ''), '')
    for (const file of [stale, 'probe-x-Linux-y', 'probe-x-Linux-y.cc'])
      utimesSync(join(cache ?? '', file ?? ''), 0, 0)
    next()
    const left = readdirSync(cache ?? '').filter(file => file.startsWith('probe-x'))
    t.same(left.sort(), ['probe-x-Linux-y', fresh, 'probe-x-Linux-y.cc'])
  })

  await t.test('no ledger is kept where others can write', async t => {
    chmodSync(cache ?? '', 0o777)
    const child = await started()
    t.same(entries(), [])
    child.stdin?.end()
    await new Promise(resolve => child.once('exit', resolve))
    chmodSync(cache ?? '', 0o755)
  })
})
