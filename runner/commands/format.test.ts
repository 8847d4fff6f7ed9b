/** What `report` and `run` print for other programs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { sampleRun } from '../../fixtures/sample-run.js'
import { createRun } from '../run-writer.js'
import { written } from './format.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')
const folder = t.testdir({ 'summary.md': 'from before\n' })
const stored = join(folder, 'run')

const { played, ...record } = sampleRun
createRun(stored, record).forEach((writer, index) => {
  const { identity, results = [], left = [], complete } = played[index] ?? {}
  if (identity) writer.append({ type: 'identity', identity })
  for (const result of results) writer.append({ type: 'result', result })
  if (complete) writer.finish([...left])
})

function ptycheck(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [main, ...words], { reject: false, env, cwd: folder })
}

t.test('a format goes to stdout or into a file', async t => {
  const printed = await ptycheck(['report', stored, '--format', 'junit'])
  t.equal(printed.exitCode, 0)
  t.match(printed.stdout, /^<\?xml version="1.0"/)
  const file = join(folder, 'results.xml')
  const filed = await ptycheck(['report', stored, '--format', 'junit', '-o', file])
  t.same([filed.exitCode, filed.stdout], [0, ''])
  t.equal(readFileSync(file, 'utf8'), `${printed.stdout}\n`)
  const nowhere = await ptycheck(['report', stored, '--format', 'tap', '-o', `${folder}/no/x`])
  t.equal(nowhere.exitCode, 73)
})

t.test('what is misspelt is named with what is near', async t => {
  for (const verb of [['report', stored], ['run']]) {
    const { exitCode, stderr } = await ptycheck([...verb, '--format', 'junti'])
    t.equal(exitCode, 64)
    t.match(stderr, /no format 'junti', did you mean 'junit'\?.*there are: text, json, tap/)
  }
  const host = await ptycheck(['report', stored, '--format', 'badge', '--host', 'freebsd14'])
  t.equal(host.exitCode, 64)
  t.match(host.stderr, "did you mean 'freebsd-14'")
})

t.test('of references beside a host nothing is told, but where it is asked for', async t => {
  const hosts = (text: string) => [...text.matchAll(/^# Subtest: (.*)$/gm)].map(([, name]) => name)
  t.equal(hosts(written(sampleRun, 'tap')).length, 4)
  t.notOk(hosts(written(sampleRun, 'tap')).includes('reference:linux'))
  t.same(hosts(written(sampleRun, 'tap', ['reference:linux'])), ['reference:linux'])
  const alone = { ...sampleRun, played: played.filter(({ name }) => name === 'reference:linux') }
  t.same(hosts(written(alone, 'tap')), ['reference:linux'])
  t.match(written(sampleRun, 'markdown'), /^\| reference:linux \|/m, 'a comparison has them all')
})

t.test('under GitHub Actions a run annotates, and adds to the summary of the job', async t => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') }
  const words = ['run', 'reference:linux', '--filter', 'poll/hangup-excludes', '--no-report']
  const run = await ptycheck(words, env)
  t.equal(run.exitCode, 1, run.stderr)
  const [, token] = /^::stop-commands::(\S+)\n/.exec(run.stdout) ?? []
  t.ok(token, 'the runner looks for no command in what a host said')
  const [said, after] = run.stdout.split(`\n::${token}::\n`)
  t.match(said, /fail {2}poll\/hangup-excludes-writing/)
  t.match(after, /^::error file=suites\/poll.pty,line=\d+,title=poll\/hangup-excludes-writing::/)
  t.match(readFileSync(join(folder, 'summary.md'), 'utf8'), /^from before\n## ptycheck, 1 case\n/)

  const nowhere = { ...env, GITHUB_STEP_SUMMARY: join(folder, 'no', 'file') }
  const lost = await ptycheck([...words, '--format', 'ctrf', '-o', join(folder, 'lost')], nowhere)
  t.equal(lost.exitCode, 1, 'the status is of the run')
  t.match(lost.stderr, /no summary of the job: cannot write/)
  t.match(lost.stderr, /^::error file=/m)
  t.match(JSON.parse(lost.stdout), { reportFormat: 'CTRF' })

  const other = ['-o', join(folder, 'elsewhere')]
  const elsewhere = await ptycheck([...words, ...other], { GITHUB_ACTIONS: '' })
  t.notMatch(elsewhere.stdout + elsewhere.stderr, '::')
})
