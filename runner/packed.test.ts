import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { type Needed, needs } from '../fixtures/lab/install.js'
import { SshServer } from '../fixtures/lab/sshd.js'
import { readRun } from './folder.js'
import type { Result } from './result.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-offline-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const strict = ['-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Werror', '-O1']
const libraries = ['-lutil', '-pthread']
const { PATH = '' } = process.env

function ptycheck(words: readonly string[], env: Record<string, string> = {}) {
  const own = { XDG_CACHE_HOME: join(folder, 'cache'), ...env }
  return execa(process.execPath, [main, ...words], { reject: false, cwd: folder, env: own })
}

/** Compiles it without a warning, and gives the program's path. */
function build(name: string, compiler: string, ...options: string[]): string {
  const program = join(folder, `${name}.out`)
  const source = join(folder, 'suite.c')
  execFileSync(compiler, [...strict, ...options, '-o', program, source, ...libraries])
  return program
}

/** The results of a run's only host without what may differ between two plays on one system, by case. */
function gists(run: string, name?: string): Map<string, unknown> {
  const { played } = readRun(join(folder, run))
  const one = played.find(part => name === undefined || part.name === name)
  return new Map(one?.results.map(result => [result.case, gist(result)]))
}

function gist({ verdict, missing, prediction, lines }: Result) {
  const steps = lines.filter(({ kind }) => kind === 'step')
  return {
    ...{ verdict, missing, prediction },
    lines: steps.map(({ step, compared, holds }) => ({ step, compared, holds })),
  }
}

t.before(async () => {
  const { exitCode, stderr } = await ptycheck(['pack', '-o', 'suite.c'])
  t.equal(exitCode, 0, stderr)
})

t.test('every case: a packed suite gives what this machine gives when it is asked', async t => {
  const compilers: readonly Needed[] = ['gcc', 'clang', 'musl-gcc']
  if (compilers.some(compiler => needs(t, compiler) === undefined)) return
  const played = await ptycheck(['run', 'local', '--no-report', '-o', 'asked'])
  t.ok([0, 1].includes(played.exitCode ?? -1), played.stderr)
  symlinkSync(needs(t, 'musl-gcc') ?? '', join(folder, 'cc'))
  const musl = await ptycheck(['run', 'local', '--no-report', '-o', 'asked-musl'], {
    PATH: `${folder}${delimiter}${PATH}`,
    XDG_CACHE_HOME: join(folder, 'cache-musl'),
  })
  t.ok([0, 1].includes(musl.exitCode ?? -1), musl.stderr)
  for (const [name, asked, compiler, ...options] of [
    ['gcc', 'asked', 'gcc'],
    ['clang', 'asked', 'clang'],
    ['glibc-static', 'asked', 'gcc', '-static'],
    ['musl-static', 'asked-musl', 'musl-gcc', '-static'],
  ] as const)
    await t.test(name, async t => {
      const program = build(name, compiler, ...options)
      const log = execFileSync(program, [], { env: {}, stdio: ['ignore', 'pipe', 'ignore'] })
      writeFileSync(join(folder, `${name}.log`), log)
      const imported = await ptycheck([
        ...['import', `${name}.log`, '--as', name, '-o', name, '--no-report'],
      ])
      t.equal(imported.exitCode, asked === 'asked' ? played.exitCode : musl.exitCode)
      const [wanted, found] = [gists(asked), gists(name)]
      t.ok(found.size > 300)
      for (const [id, one] of wanted) {
        // What carries a risk that was not allowed is not packed.
        if (found.has(id)) t.same(found.get(id), one, id)
        else t.match(one, { verdict: 'untested' }, id)
      }
    })
  const merged = await ptycheck(['merge', 'asked', 'gcc', 'clang', '-o', 'merged'])
  t.equal(merged.exitCode, played.exitCode, merged.stderr)
  t.equal(readRun(join(folder, 'merged')).played.length, 3)
})

t.test('every case: openssh gives what local gives', async t => {
  const program = needs(t, 'sshd')
  if (program === undefined || needs(t, 'ssh') === undefined || needs(t, 'cc') === undefined) return
  const server = await SshServer.start({ program })
  t.teardown(() => server.stop())
  const known = join(folder, 'known')
  writeFileSync(known, server.knownHost())
  const config = join(folder, 'config')
  const lines = ['Host lab', 'HostName 127.0.0.1', `Port ${server.port}`, `User ${server.user}`]
  lines.push(`IdentityFile ${server.identityFile}`, 'IdentityAgent none')
  lines.push(`UserKnownHostsFile ${known}`, 'GlobalKnownHostsFile none', '')
  writeFileSync(config, lines.join('\n'))
  const { exitCode, stderr } = await ptycheck([
    ...['run', 'local', 'openssh://lab', '--ssh-config', config, '--no-report', '-o', 'openssh'],
  ])
  t.ok([0, 1].includes(exitCode ?? -1), stderr)
  const [local, openssh] = [gists('openssh', 'local'), gists('openssh', 'openssh://lab')]
  for (const [id, one] of local) t.same(openssh.get(id), one, id)
})
