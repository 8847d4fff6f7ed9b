import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { z } from 'zod'
import { readEvidence } from './folder.js'
import { publishedSchema } from './records.js'
import { FORMAT } from './result.js'

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
const recorded = join(import.meta.dirname, '..', 'fixtures', 'runs')

t.test('the published schema is that of this source', async t => {
  // When this fails: `npx ptycheck schema > runner/result.schema.json`, and `FORMAT` goes up unless something was only added.
  const published = join(import.meta.dirname, 'result.schema.json')
  t.same(json(published), JSON.parse(JSON.stringify(publishedSchema())))
})

t.test('a run of format 1 is still read', async t => {
  const { cases, played } = readEvidence(join(recorded, 'format-1'))
  t.same(
    cases.map(({ id }) => id),
    ['hangup/leader-gets-sighup', 'hangup/others-hear-nothing', 'linux/peer/peer-is-the-slave'],
  )
  t.match(played, [
    { name: 'local', identity: { kind: 'host', system: 'Linux' }, complete: true },
    { name: 'reference:posix', identity: { kind: 'reference' }, complete: true },
  ])
  const [local, posix] = played.map(({ results }) =>
    Object.fromEntries(results.map(({ case: id, verdict }) => [id, verdict])),
  )
  t.same(local, {
    'hangup/leader-gets-sighup': 'pass',
    'hangup/others-hear-nothing': 'observed',
    'linux/peer/peer-is-the-slave': 'pass',
  })
  t.match(posix, { 'linux/peer/peer-is-the-slave': 'unsupported' })
  for (const { name, transcripts } of played) t.equal(transcripts.size, 3, name)
})

t.test('the published schema holds for recorded runs, and for nothing else', async t => {
  const { run, line } = publishedSchema().$defs
  if (!run || !line) throw new Error('the schema has both parts')
  const [runSchema, lineSchema] = [run, line].map(part =>
    z.fromJSONSchema(JSON.parse(JSON.stringify(part))),
  )
  const folder = join(recorded, `format-${FORMAT}`)
  const record = json(join(folder, 'run.json'))
  t.ok(runSchema?.safeParse(record).success)
  t.notOk(runSchema?.safeParse({ ...record, format: FORMAT + 1 }).success)
  t.ok(runSchema?.safeParse({ ...record, added: 1 }).success, 'what is added later does no harm')
  const lines = readFileSync(join(folder, 'local.ndjson'), 'utf8').trimEnd().split('\n')
  for (const text of lines) t.ok(lineSchema?.safeParse(JSON.parse(text)).success, text.slice(0, 40))
  t.notOk(lineSchema?.safeParse({ type: 'result', result: { case: 'a/b' } }).success)
})
