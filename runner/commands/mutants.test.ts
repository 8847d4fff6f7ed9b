import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { defects } from '../model/defects/index.js'
import type { Matrix } from './matrix.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')

function mutants(...args: string[]) {
  return execa(process.execPath, [main, 'mutants', ...args], { reject: false })
}

t.test('the whole matrix', { timeout: 1_800_000 }, async t => {
  const { stdout, stderr, exitCode } = await mutants('--json')
  const matrix = JSON.parse(stdout) as Matrix
  t.same(
    matrix.defects.map(({ id }) => id),
    defects.map(({ id }) => id),
  )
  t.same(matrix.survivors, [], 'every defect is found by some case')
  t.same(matrix.untold, [], 'every value of a choice is told from the others')
  t.same(matrix.idle, [], 'every case that demands something finds something')
  const untold = matrix.profiles.filter(({ cases }) => cases.length === 0)
  t.same(untold, [], 'every historic profile is told from its modern one')
  t.equal(exitCode, 0, stderr)
})

t.test('some defects and some cases', async t => {
  const found = await mutants('--defect', 'eof-slave-close', '--filter', 'lifetime')
  t.equal(found.exitCode, 0, found.stderr)
  t.match(found.stdout, /^\d+ cases?: eof-slave-close-discards \(linux\): .+\n {2}[! ] lifetime\//)
  const missed = await mutants('--defect', 'eof-slave-close', '--filter', 'name/*')
  t.equal(missed.exitCode, 1)
  t.match(missed.stdout, /^SURVIVES: eof-slave-close-discards/)
  t.match(missed.stderr, /1 defect found by no case \(status 1\)$/)
  const json = await mutants('--defect', 'eof-slave', '--filter', 'name/*', '--json')
  t.match(JSON.parse(json.stdout), { survivors: ['eof-slave-close-discards'], idle: [] })
})

t.test('a defect that is not there', async t => {
  const none = await mutants('--defect', 'eof-slave-close-discard5')
  t.equal(none.exitCode, 3)
  t.match(none.stderr, 'eof-slave-close-discards')
})

t.test('a signal ends it', async t => {
  const running = mutants()
  await new Promise(resolve => running.stderr.once('data', resolve))
  running.kill('SIGINT')
  const { exitCode, stderr } = await running
  t.equal(exitCode, 130)
  t.match(stderr, /stopped by SIGINT; nothing is kept \(status 130\)$/)
})
