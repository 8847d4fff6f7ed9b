import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { largeRun } from '../../fixtures/large-run.js'
import { renderReport } from '../../reports/html.js'
import { casePage } from '../../reports/links.js'
import { readRun } from '../folder.js'
import { writeRun } from '../run-writer.js'
import { backgroundOf } from './background.js'

// `npm test` has built it just before.
const main = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'main.js')

/** So large that threads share its pages, where there is more than one processor. */
const { played, ...record } = largeRun(600, 4)

function folderWithRun(t: Test): string {
  const folder = join(t.testdir({}), 'run')
  writeRun(folder, { ...record, played: played.map(one => ({ ...one, transcripts: new Map() })) })
  return folder
}

function contents(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return new Map(
    paths.map(path => [path.slice(folder.length), readFileSync(path, 'utf8')] as const),
  )
}

t.test('pages that threads share are the same as those of one', async t => {
  const folder = folderWithRun(t)
  const alone = join(t.testdirName, 'alone')
  await renderReport(readRun(folder), alone, { background: backgroundOf([]) })
  await execa(process.execPath, [main, 'report', folder])
  const [shared, own] = [contents(join(folder, 'report')), contents(alone)]
  t.same([...shared.keys()], [...own.keys()])
  t.equal([...shared.keys()].filter(path => path.startsWith('/cases/')).length, 600)
  for (const [path, text] of own) if (shared.get(path) !== text) t.fail(path)
})

t.test('a page that cannot be written ends it, whoever took it', async t => {
  const folder = folderWithRun(t)
  const page = casePage(record.cases.at(-1)?.id ?? '')
  mkdirSync(join(folder, 'report', page), { recursive: true })
  const { exitCode, stderr, stdout } = await execa(process.execPath, [main, 'report', folder], {
    reject: false,
  })
  t.not(exitCode, 0)
  t.match(stderr, page)
  t.equal(stdout, '')
})
