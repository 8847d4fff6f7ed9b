import { type ExecFileSyncOptions, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { type Needed, needs } from '../fixtures/lab/install.js'
import { SshServer } from '../fixtures/lab/sshd.js'
import { readRun } from './folder.js'
import { notModelled } from './model/needs.js'
import type { CaseRecord, Played, Result } from './result.js'

/*
 * Plays all cases on hosts, each way once, as no test does but that of the reproducers: 150 s on a machine with 2 cores that is busy with as
 * much again, where one play of all cases takes 45 s.
 */

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', 'dist', 'runner', 'main.js')
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-ways-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const strict = ['-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Werror', '-O1']

function ptycheck(...words: string[]) {
  const env = { XDG_CACHE_HOME: join(folder, 'cache') }
  return execa(process.execPath, [main, ...words], { reject: false, cwd: folder, env })
}

/** An ssh_config for this server under two names: one is reached by ssh2, the other by the `ssh` command. */
function configFor(server: SshServer): string {
  const known = join(folder, 'known')
  writeFileSync(known, server.knownHost())
  const config = join(folder, 'config')
  const lines = ['Host *', 'HostName 127.0.0.1', `Port ${server.port}`, `User ${server.user}`]
  lines.push(`IdentityFile ${server.identityFile}`, 'IdentityAgent none')
  lines.push(`UserKnownHostsFile ${known}`, 'GlobalKnownHostsFile none', '')
  writeFileSync(config, lines.join('\n'))
  return config
}

/** What may not differ between two plays on one system, by case. */
function gists({ results }: Played, cases: readonly CaseRecord[]): Map<string, unknown> {
  const races = new Set(cases.filter(({ tags }) => tags.includes('race')).map(({ id }) => id))
  return new Map(results.map(result => [result.case, gist(result, races.has(result.case))]))
}

/** Who is first in a race is another one each time. */
function gist({ verdict, missing, prediction, lines }: Result, isRace: boolean) {
  const steps = isRace ? [] : lines.filter(({ kind }) => kind === 'step')
  return {
    ...{ verdict, missing, prediction },
    lines: steps.map(({ step, compared, holds }) => ({ step, compared, holds })),
  }
}

t.before(async () => {
  const { exitCode, stderr } = await ptycheck('pack', '-o', 'suite.c')
  t.equal(exitCode, 0, stderr)
})

t.test(
  'every case: local, ssh, openssh and a packed suite agree with each other and the model',
  async t => {
    const tools: readonly Needed[] = ['sshd', 'ssh', 'cc']
    const [sshd, ...found] = tools.map(tool => needs(t, tool))
    if (sshd === undefined || found.includes(undefined)) return
    const server = await SshServer.start({ program: sshd })
    t.teardown(() => server.stop())
    const hosts = ['local', 'lab', 'openssh://farm']
    const asked = await ptycheck(
      ...['run', ...hosts, '--ssh-config', configFor(server), '--no-report', '-o', 'asked'],
    )
    t.ok([0, 1].includes(asked.exitCode ?? -1), asked.stderr)

    execFileSync('cc', ['-o', join(folder, 'suite'), join(folder, 'suite.c'), '-lutil', '-pthread'])
    const bare: ExecFileSyncOptions = {
      ...{ env: {}, stdio: ['ignore', 'pipe', 'ignore'] },
      maxBuffer: 1 << 26,
    }
    writeFileSync(join(folder, 'host.log'), execFileSync(join(folder, 'suite'), [], bare))
    const imported = await ptycheck(
      ...['import', 'host.log', '--as', 'packed', '-o', 'in', '--no-report'],
    )
    t.equal(imported.exitCode, asked.exitCode, imported.stderr)
    const merged = await ptycheck('merge', 'asked', 'in', '-o', 'merged')
    t.equal(merged.exitCode, asked.exitCode, merged.stderr)

    const { played, cases } = readRun(join(folder, 'merged'))
    const [local, ...others] = played.map(one => gists(one, cases))
    const beyond = new Set(
      cases.filter(({ needs }) => needs.some(need => notModelled.includes(need))).map(of => of.id),
    )
    t.same([local?.size, others.length], [cases.length, 3], 'each case has its result, each way')
    for (const [id, one] of local ?? [])
      for (const [i, other] of others.entries()) {
        // What carries a risk that was not allowed is not packed.
        if (other.has(id)) t.same(other.get(id), one, `${id} on ${played[i + 1]?.name}`)
        else t.match(one, { verdict: 'untested' }, id)
      }
    for (const { name, results, left } of played) {
      for (const { case: id, verdict, prediction, surprises, notPredicted } of results)
        if (verdict === 'unsupported') t.not(prediction, 'surprise', `${id} on ${name}`)
        else if (verdict !== 'untested')
          t.equal(
            prediction,
            beyond.has(id) ? 'not predicted' : 'as predicted',
            `${id} on ${name}`,
            {
              ...{ surprises, notPredicted },
            },
          )
      t.same(left, [], `nothing is left on ${name}`)
    }
  },
)

for (const [compiler, ...options] of [
  ['gcc'],
  ['clang'],
  ['gcc', '-static'],
  ['musl-gcc', '-static'],
] as const)
  t.test(`it compiles and runs: ${[compiler, ...options].join(' ')}`, async t => {
    if (needs(t, compiler) === undefined) return
    const program = join(folder, [compiler, ...options].join(''))
    const source = join(folder, 'suite.c')
    execFileSync(compiler, [...strict, ...options, '-o', program, source, '-lutil', '-pthread'])
    t.match(execFileSync(program, ['--help']).toString(), /--width/)
  })
