import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { largeRun } from '../fixtures/large-run.js'
import type { Run } from '../runner/result.js'
import { renderReport } from './html.js'

const MB = 1_000_000

/** The size of every page and picture, by its path. */
async function sizes(folder: string, run: Run): Promise<Map<string, number>> {
  await renderReport(run, folder)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const shown = files.filter(path => /\.(html|svg)$/.test(path))
  return new Map(shown.map(path => [path, statSync(join(folder, path)).size]))
}

t.test('600 cases on 50 implementations: a small start page, no large one', async t => {
  const all = await sizes(t.testdir({}), largeRun(600, 50))
  t.ok((all.get('index.html') ?? MB) < MB, `index.html: ${all.get('index.html')}`)
  for (const [path, size] of all) if (size >= 2 * MB) t.fail(`${path}: ${size}`)
  t.equal([...all.keys()].filter(path => path.startsWith('cases/')).length, 600)
})

t.test('600 cases on 200 implementations: the table is parted, and no page is large', async t => {
  const all = await sizes(t.testdir({}), largeRun(600, 200))
  t.ok(all.has('matrix-2.html'))
  t.ok((all.get('index.html') ?? MB) < MB, `index.html: ${all.get('index.html')}`)
  for (const [path, size] of all) if (size >= 2 * MB) t.fail(`${path}: ${size}`)
})

t.test('hosts that each send as much as they may have no more room than others', async t => {
  const run = largeRun(4, 30)
  const seen = '"\\u001b"<&>\u001b'.repeat(8000)
  for (const [n, played] of run.played.entries())
    for (const result of played.results)
      for (const line of result.lines) Object.assign(line, { seen, compared: `${n}${seen}` })
  const all = await sizes(t.testdir({}), run)
  for (const [path, size] of all) if (size >= 2 * MB) t.fail(`${path}: ${size}`)
  t.pass()
})
