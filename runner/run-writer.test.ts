import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readEvidence, readRun } from './folder.js'
import type { Evidence, Result } from './result.js'
import { createRun, fileNames, resumeWriter, writeRun } from './run-writer.js'

const folder = mkdtempSync(join(tmpdir(), 'ptycheck-run-writer-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const cut: Result = { case: 'a/b', digest: 'd', verdict: 'unresolved', class: 'network', lines: [] }
const whole: Evidence = {
  format: 1,
  tool: 'ptycheck',
  version: '0',
  started: '2026-01-01T00:00:00Z',
  command: ['run'],
  cases: [],
  implementations: [{ name: 'local', file: 'local.ndjson' }],
  played: [
    {
      name: 'local',
      results: [{ case: 'a/a', digest: 'd', verdict: 'pass', lines: [] }, cut],
      transcripts: new Map([['a/a', { case: 'a/a', digest: 'd', lines: [] }]]),
      trouble: { class: 'network', reason: 'lost' },
      left: ['a pair'],
      complete: true,
    },
  ],
}

t.test('a whole run is written and read back', async t => {
  const path = join(folder, 'whole')
  writeRun(path, whole)
  const { digest, ...read } = readEvidence(path)
  t.same(read, whole)
  t.match(digest, /^[0-9a-f]{64}$/)
})

t.test('a file is gone on with behind its last whole line', async t => {
  const path = join(folder, 'torn')
  writeRun(path, whole)
  const file = join(path, 'local.ndjson')
  appendFileSync(file, '{"type":"resu')
  const [before] = readEvidence(path).played
  if (!before) throw new Error('it was written')
  const writer = resumeWriter(file, before)
  writer.append({ type: 'result', result: { ...cut, verdict: 'fail' } })
  writer.finish([])
  const [played] = readRun(path).played
  t.match(played, {
    results: [{ verdict: 'pass' }, { verdict: 'fail' }],
    left: ['a pair'],
    complete: true,
  })
  t.notOk(played?.trouble, 'the trouble is over')
  const footer = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? ''
  t.match(JSON.parse(footer), { counts: { pass: 1, fail: 1 } }, 'the footer counts all of the file')
})

t.test('a file that was never begun is begun', async t => {
  const path = join(folder, 'never')
  const { played, ...record } = whole
  createRun(path, record)
  const file = join(path, 'local.ndjson')
  rmSync(file)
  const [before] = readEvidence(path).played
  if (before) resumeWriter(file, before).finish([])
  t.match(readRun(path).played, [{ results: [], complete: true }])
})

t.test('file names are safe and differ', async t => {
  t.same(fileNames(['local', 'ssh://root@h:22', 'ssh://root@h/22', '../..', 'LOCAL']), [
    'local.ndjson',
    'ssh-root-h-22.ndjson',
    'ssh-root-h-22-2.ndjson',
    'host.ndjson',
    'LOCAL-2.ndjson',
  ])
})
