import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import t, { type Test } from 'tap'
import { needs } from '../fixtures/lab/install.js'
import { sampleRun } from '../fixtures/sample-run.js'
import type { Run } from '../runner/result.js'
import { diffRuns } from './diff.js'
import { historyOf } from './history.js'
import { renderReport } from './html.js'
import { renderDiff } from './pages/diff.js'
import { singlePage } from './pages/single.js'

const paths = [
  'index.html',
  'matrix.html',
  'cases/hangup--leader-gets-sighup.html',
  'cases/limits--whole-line.html',
  'implementations/freebsd-14.html',
  'diff/index.html',
  'single.html',
  'farm/index.html',
]
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Each host has what the host beside it had. */
function reversed(run: Run): Run {
  const [first, ...others] = run.played
  const results = [...others, ...(first ? [first] : [])].map(one => one.results)
  return { ...run, played: run.played.map((one, n) => ({ ...one, results: results[n] ?? [] })) }
}

/** More hosts than have a card each. */
const farm: Run = {
  ...sampleRun,
  implementations: [1, 2, 3, 4].flatMap(n =>
    sampleRun.implementations.map(one => ({ ...one, name: `${one.name} ${n}` })),
  ),
  played: [1, 2, 3, 4].flatMap(n =>
    sampleRun.played.map(one => ({ ...one, name: `${one.name} ${n}` })),
  ),
}

const earlier: Run = { ...reversed(sampleRun), started: '2026-01-01T03:04:05Z' }

interface View {
  readonly width: number
  readonly colorScheme: 'light' | 'dark'
  readonly javaScriptEnabled: boolean
}

t.test('in a browser, from the file system', async t => {
  const executablePath = needs(t, 'chromium')
  if (!executablePath) return
  const folder = t.testdir({})
  await renderReport(sampleRun, folder, { history: historyOf([sampleRun, earlier]) })
  writeFileSync(join(folder, 'single.html'), singlePage(sampleRun, historyOf([sampleRun, earlier])))
  await renderReport(farm, join(folder, 'farm'))
  await renderDiff(diffRuns(sampleRun, reversed(sampleRun)), join(folder, 'diff'))
  const browser = await chromium.launch({ executablePath, args: [...args, ...quiet] })
  t.teardown(() => browser.close())

  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const javaScriptEnabled of [true, false]) {
        await look(t, browser, folder, { width, colorScheme, javaScriptEnabled })
      }
    }
  }
  await t.test('it is accessible', t => accessible(t, browser, folder))
  await t.test('the filters', t => filters(t, browser, join(folder, 'matrix.html')))
})

async function look(t: Test, browser: Browser, folder: string, view: View): Promise<void> {
  const { width, ...options } = view
  const context = await browser.newContext({ ...options, viewport: { width, height: 800 } })
  const page = await context.newPage()
  const said: string[] = []
  page.on('console', message => said.push(message.text()))
  page.on('pageerror', error => said.push(error.message))
  page.on('dialog', dialog => said.push(`dialog ${dialog.message()}`))
  page.on('request', request => {
    if (!request.url().startsWith('file:')) said.push(`request ${request.url()}`)
  })
  for (const path of paths) {
    await page.goto(pathToFileURL(join(folder, path)).href)
    const measured = await page.evaluate(`({
      page: document.documentElement.scrollWidth,
      styled: getComputedStyle(document.body).marginTop,
      broken: [...document.images].filter(image => image.naturalWidth === 0).length,
      hidden: [...document.querySelectorAll('.box:not(.long)')]
        .filter(box => box.scrollHeight > box.clientHeight).length,
      aside: [...document.querySelectorAll('.box:has(> .hosts)')]
        .filter(box => box.scrollWidth > box.clientWidth).length,
    })`)
    const fits = { page: width, styled: '0px', broken: 0, hidden: 0, aside: 0 }
    t.same(measured, fits, `${path} fits and is styled: ${JSON.stringify(view)}`)
  }
  t.same(said, [], `nothing is refused, asked for or run: ${JSON.stringify(view)}`)
  await context.close()
}

async function accessible(t: Test, browser: Browser, folder: string): Promise<void> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      const viewport = { width, height: 800 }
      const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true })
      const page = await context.newPage()
      for (const path of paths) {
        await page.goto(pathToFileURL(join(folder, path)).href)
        await page.evaluate(
          'for (const one of document.querySelectorAll("details")) one.open = true',
        )
        await page.evaluate(axe)
        const violations = await page.evaluate(`axe.run().then(({ violations }) =>
          violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(node => node.html)]))`)
        t.same(violations, [], `${path} at ${width}, ${colorScheme}`)
      }
      await context.close()
    }
  }
}

async function filters(t: Test, browser: Browser, file: string): Promise<void> {
  const url = pathToFileURL(file).href
  const page = await browser.newPage()
  await page.goto(url)
  const rows = page.locator('#cases tbody tr:not(.topic):visible')
  t.equal(await rows.count(), sampleRun.cases.length)
  await page.selectOption('#filter-verdict', 'fail')
  t.equal(await rows.count(), 2)
  t.equal(await page.textContent('#filter-count'), '2 of 12 cases')
  await page.selectOption('#filter-verdict', '')
  await page.selectOption('#filter-topic', 'linux/devpts')
  t.equal(await rows.count(), 1)
  await page.selectOption('#filter-topic', '')
  await page.fill('#filter-text', 'SIGHUP controlling')
  t.equal(await rows.count(), 1)
  await page.fill('#filter-text', '')
  await page.selectOption('#filter-level', 'should')
  t.equal(await rows.count(), 1)
  await page.selectOption('#filter-level', '')
  await page.selectOption('#filter-host', 'local')
  await page.selectOption('#filter-verdict', 'fail')
  t.equal(await rows.count(), 0, 'local fails nothing')
  await page.selectOption('#filter-verdict', '')
  t.equal(await rows.first().locator('td:visible').count(), 1, 'only its column is there')
  await page.selectOption('#filter-host', 'freebsd-14')
  await page.selectOption('#filter-verdict', 'surprise')
  t.equal(await rows.count(), 1)
  await page.selectOption('#filter-host', '')
  await page.selectOption('#filter-verdict', '')
  t.equal(await rows.first().locator('td:visible').count(), sampleRun.played.length)
  await page.keyboard.press('Control+Home')
  await page.goto(url)
  await page.keyboard.press('Tab')
  t.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to content')

  const plain = await browser.newPage({ javaScriptEnabled: false })
  await plain.goto(url)
  t.equal(
    await plain.locator('#cases tbody tr:not(.topic):visible').count(),
    sampleRun.cases.length,
  )
  t.equal(await plain.locator('#filters').isVisible(), false)
}
