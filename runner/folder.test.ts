import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readEvidence, readRun } from './folder.js'
import { FolderError } from './folder-error.js'
import type { Result, RunRecord } from './result.js'
import { readWritten } from './run-reader.js'
import { createRun, writeRun } from './run-writer.js'

const folder = mkdtempSync(join(tmpdir(), 'ptycheck-folder-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const run: RunRecord = {
  format: 1,
  tool: 'ptycheck',
  version: '0',
  started: '2026-01-01T00:00:00Z',
  command: ['run'],
  cases: [],
  implementations: [{ name: 'local', file: 'local.ndjson' }],
}
const result: Result = { case: 'a/b', digest: 'd', verdict: 'pass', lines: [] }

function statusOf(action: () => unknown): number {
  try {
    action()
  } catch (error) {
    if (error instanceof FolderError) return error.status
    throw error
  }
  return 0
}

t.test('what was written is read back', async t => {
  const path = join(folder, 'whole')
  const [writer] = createRun(path, run)
  writer?.append({ type: 'result', result })
  writer?.finish(['a pair'])
  const read = readRun(path)
  t.same(read.played, [{ name: 'local', results: [result], left: ['a pair'], complete: true }])
  t.equal(
    statusOf(() => createRun(path, run)),
    73,
    'a run is never written over',
  )
})

t.test('a run that was cut off keeps what it has', async t => {
  const path = join(folder, 'cut')
  const [writer] = createRun(path, run)
  writer?.append({ type: 'result', result })
  appendFileSync(join(path, 'local.ndjson'), '{"type":"result","resu')
  const [played] = readRun(path).played
  t.match(played, { complete: false, results: [{ case: 'a/b' }] })
})

t.test('an implementation that was never begun has no results', async t => {
  const path = join(folder, 'none')
  createRun(path, run)
  rmSync(join(path, 'local.ndjson'))
  t.match(readRun(path).played, [{ results: [], complete: false }])
})

t.test('what is no run says so, with the place', async t => {
  t.equal(
    statusOf(() => readRun(join(folder, 'absent'))),
    66,
  )
  createRun(join(folder, 'runs', 'one'), run)
  t.throws(() => readRun(join(folder, 'runs')), /no run in .*runs: .*newest run is .*runs.one$/)
  t.throws(() => readRun(join(folder, 'runs', 'one', 'local.ndjson')), /name the folder: .*one$/)
  const path = join(folder, 'broken')
  createRun(path, run)
  appendFileSync(join(path, 'local.ndjson'), 'rubbish\n')
  t.throws(() => readRun(path), /local\.ndjson:2 is not JSON/)
  writeFileSync(join(path, 'run.json'), JSON.stringify({ ...run, format: 99 }))
  t.equal(
    statusOf(() => readRun(path)),
    65,
  )
  const away = { ...run, implementations: [{ name: 'x', file: '../../etc/passwd' }] }
  writeFileSync(join(path, 'run.json'), JSON.stringify(away))
  t.throws(() => readRun(path), /no file of this folder/)
  writeFileSync(join(folder, 'file'), '')
  t.equal(
    statusOf(() => createRun(join(folder, 'file', 'x'), run)),
    73,
  )
  t.match(readFileSync(join(folder, 'file'), 'utf8'), '')
})

t.test('a file that was gone on with: the last result of a case counts', async t => {
  const path = join(folder, 'resumed')
  createRun(path, run)
  const transcript = { case: 'a/b', digest: 'd', lines: [] }
  const lines = [
    { type: 'transcript', transcript },
    { type: 'result', result: { ...result, verdict: 'unresolved' } },
    { type: 'trouble', trouble: { class: 'network', reason: 'lost' } },
    { type: 'footer', counts: {}, left: ['a pair'] },
    { type: 'header', format: 1, name: 'local' },
    { type: 'result', result },
    { type: 'transcript', transcript: { ...transcript, case: 'a/c' } },
  ]
  appendFileSync(
    join(path, 'local.ndjson'),
    lines.map(line => `${JSON.stringify(line)}\n`).join(''),
  )
  const [played] = readRun(path).played
  t.same(played, { name: 'local', results: [result], left: ['a pair'], complete: false })
  t.equal(readEvidence(path).played[0]?.transcripts.size, 0, 'a transcript belongs to its result')
})

t.test('what a later version adds stays where it is, and its digest with it', async t => {
  const [path, again] = [join(folder, 'later'), join(folder, 'later-again')]
  const later = { ...result, mood: 'new' }
  createRun(path, run)[0]?.append({ type: 'result', result: later })
  const evidence = readEvidence(path)
  t.same(evidence.played[0]?.results, [later])
  writeRun(again, evidence)
  const digest = (of: string) =>
    JSON.parse(readFileSync(join(of, 'local.ndjson'), 'utf8').split('\n')[1] ?? '').digest
  t.match(digest(path), /^[0-9a-f]{64}$/)
  t.equal(digest(again), digest(path))
})

t.test('who wrote a run reads of it what others read', async t => {
  const path = join(folder, 'own')
  const [writer] = createRun(path, run)
  writer?.append({ type: 'transcript', transcript: { case: 'a/b', digest: 'd', lines: [] } })
  writer?.append({ type: 'result', result })
  writer?.append({ type: 'trouble', trouble: { class: 'host', reason: 'it went away' } })
  t.same(readWritten(path), readRun(path))
})
