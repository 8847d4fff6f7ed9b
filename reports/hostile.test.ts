/** Everything that a host or a stranger's run may say, in every output there is: nothing runs, nothing is asked for, nothing is forged. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import t, { type Test } from 'tap'
import { harmlessTexts, hostileTexts, runOf } from '../fixtures/hostile.js'
import { needs } from '../fixtures/lab/install.js'
import { readRun } from '../runner/folder.js'
import type { Run } from '../runner/result.js'
import { fileNames, writeRun } from '../runner/run-writer.js'
import { bugOf } from './bug.js'
import { bugFormats } from './bug-formats.js'
import { diffRuns } from './diff.js'
import { diffMarkdown, diffText } from './diff-text.js'
import { formats } from './formats/formats.js'
import { formatNames } from './formats/names.js'
import { renderReport } from './html.js'
import { renderDiff } from './pages/diff.js'
import { singlePage } from './pages/single.js'

const hostile = runOf(hostileTexts)
const harmless = runOf(harmlessTexts)

/** Each host has what the host beside it had, so that all is a change. */
function turned(run: Run): Run {
  const results = run.played.map((_, n) => run.played[(n + 1) % run.played.length]?.results ?? [])
  return { ...run, played: run.played.map((one, n) => ({ ...one, results: results[n] ?? [] })) }
}

/** Each text as a host's and as a case's, without all pairs of them: a page of everything is too much for a browser. */
function few(run: Run): Run {
  const played = run.played.map((one, n) => ({
    ...one,
    results: one.results.filter((_, at) => at === n || at === (n + 1) % run.cases.length),
  }))
  return { ...run, played }
}

/** Every output that is text, by name. */
function textsOf(run: Run): Map<string, string> {
  const [host, ...others] = run.played
  const diff = diffRuns(run, turned(run))
  const bugs = run.cases.flatMap((record, n) => {
    const result = host?.results[n]
    if (!host || !result) return []
    const bug = bugOf({ run, record, host, result, others, program: { refused: record.title } })
    return Object.entries(bugFormats).map(
      ([name, render]) => [`bug, ${name} ${n}`, render(bug)] as const,
    )
  })
  return new Map([
    ...formatNames.map(name => [name, formats[name].write(run)] as const),
    ['diff, text', diffText(diff)],
    ['diff, markdown', diffMarkdown(diff)],
    ...bugs,
  ])
}

const texts = textsOf(hostile)
const plain = textsOf(harmless)

t.test('no output steers a terminal, or shows what cannot be seen', async t => {
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
  for (const [name, text] of texts) {
    const found = unseen.exec(text.replace(/\n|\t/g, ''))
    t.notOk(
      found,
      `${name}: ${found && JSON.stringify(text.slice(found.index - 40, found.index + 40))}`,
    )
  }
})

t.test('no line is forged', async t => {
  // A harmless run of this shape has as many.
  const points = {
    tap: /^ *(?:not )?ok \d+/gm,
    ktap: /^ *(?:not )?ok \d+/gm,
    lava: /^<LAVA_SIGNAL_\w+/gm,
    github: /^::/gm,
    autopkgtest: /\n/g,
    tmt: /^- name: /gm,
    junit: /<testcase /g,
  }
  for (const name of ['tap', 'ktap', 'lava', 'github', 'autopkgtest', 'tmt', 'junit'] as const) {
    const told = (text = '') => text.match(points[name])?.length
    t.equal(told(texts.get(name)), told(plain.get(name)), `${name} tells as many tests`)
    for (const line of [
      '::error file=x',
      'Bail out!',
      'RESULT=pass>\n<LAVA_SIGNAL_STARTRUN x y>',
      'ok 99',
    ])
      t.notOk(
        texts
          .get(name)
          ?.split('\n')
          .some(one => one.trimStart().startsWith(line)),
        `${name}: ${line}`,
      )
  }
})

t.test('JSON is read by others, and holds no key that anybody gave', async t => {
  for (const name of ['json', 'ctrf', 'kcidb', 'ltp', 'sarif'] as const)
    t.doesNotThrow(() => JSON.parse(texts.get(name) ?? ''), name)
})

t.test('Markdown marks nothing up, links nowhere and calls nobody', async t => {
  for (const [name, text] of texts) {
    if (!name.includes('markdown')) continue
    const outside = withoutCode(text)
    t.notMatch(outside, /<(?!https?:)[a-z!/?]/i, `${name}: no HTML`)
    t.notMatch(outside, /(?<!\\)\]\(/, `${name}: no link`)
    t.notMatch(
      outside,
      /:\/\/198|www\.example|@everyone|(?<!&)#1\b/,
      `${name}: nothing becomes a link by itself`,
    )
    const heads = (whole = '') =>
      withoutCode(whole)
        .split('\n')
        .filter(line => /^#+ /.test(line)).length
    t.equal(heads(text), heads(plain.get(name)), `${name}: no heading`)
  }
})

/** Markdown without what stands in fences and between backticks. */
function withoutCode(text: string): string {
  const kept: string[] = []
  let fence = ''
  for (const line of text.split('\n')) {
    const [, mark = ''] = /^(`{3,})/.exec(line) ?? []
    if (fence) {
      if (line.trim() === fence) fence = ''
    } else if (mark && !line.slice(mark.length).includes('`')) fence = mark
    else kept.push(line.replace(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, ''))
  }
  t.equal(fence, '', 'every fence ends')
  return kept.join('\n')
}

const folder = t.testdir({ runs: {} })

t.test('files of a run and of its report stay in their folder, under plain names', async t => {
  const names = hostile.played.map(({ name }) => name)
  const files = fileNames(names)
  t.equal(new Set(files.map(file => file.toLowerCase())).size, files.length)
  for (const file of files) t.match(file, /^[A-Za-z0-9_][A-Za-z0-9._-]{0,120}\.ndjson$/)
  const implementations = hostile.implementations.map((one, n) => ({
    ...one,
    file: files[n] ?? '',
  }))
  const played = hostile.played.map(one => ({ ...one, transcripts: new Map() }))
  writeRun(join(folder, 'runs', 'one'), { ...hostile, implementations, played })
  const back = readRun(join(folder, 'runs', 'one'))
  t.same(
    back.played.map(({ name }) => name),
    names,
  )
  t.same(back.cases, hostile.cases)
  await renderReport(hostile, join(folder, 'runs', 'report'))
  await renderDiff(diffRuns(few(hostile), few(turned(hostile))), join(folder, 'runs', 'diff'))
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const one of entries.filter(entry => entry.isFile())) {
    const path = relative(folder, join(one.parentPath, one.name))
    t.match(path, /^runs\/(?:one|report|diff)\/(?:[a-z]+\/)*[A-Za-z0-9_][A-Za-z0-9._~-]{0,200}$/)
  }
})

t.test('in a browser no script runs, and no request leaves', async t => {
  const executablePath = needs(t, 'chromium')
  if (!executablePath) return
  const entries = await readdir(join(folder, 'runs'), { recursive: true, withFileTypes: true })
  const pages = entries
    .map(one => join(one.parentPath, one.name))
    .filter(path => /\.(html|svg)$/.test(path))
  t.ok(pages.length > 40)
  const single = join(folder, 'single.html')
  await writeFile(single, singlePage(hostile))
  const badge = join(folder, 'badge.svg')
  await writeFile(badge, texts.get('badge') ?? '')
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  const browser = await chromium.launch({ executablePath, args })
  t.teardown(() => browser.close())
  // Under the policy, the pages that show everything.
  await visit(
    t,
    browser,
    [...pages.filter(path => path.endsWith('/index.html')), single, badge],
    false,
  )
  // The policy is a second line: what is escaped must hold without it.
  await visit(t, browser, [...pages, single, badge], true)
})

async function visit(
  t: Test,
  browser: Browser,
  pages: readonly string[],
  bypassCSP: boolean,
): Promise<void> {
  const context = await browser.newContext({ bypassCSP, viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultNavigationTimeout(0)
  const said: string[] = []
  page.on('console', message => said.push(message.text()))
  page.on('pageerror', error => said.push(error.message))
  page.on('dialog', dialog => {
    said.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', request => {
    if (!request.url().startsWith('file:')) said.push(`request ${request.url()}`)
  })
  for (const path of pages) {
    await page.goto(pathToFileURL(path).href)
    const found = await page.evaluate(`({
      hit: 'hit' in window,
      broken: document.querySelector('parsererror') !== null,
      foreign: document.querySelectorAll('iframe, object, embed, base, form, body style, [onload], [onerror], [onfocus]').length,
      links: [...document.querySelectorAll('[href], [src]')]
        .map(one => one.getAttribute('href') ?? one.getAttribute('src'))
        .filter(link => /^[a-z]+:|^\\/\\//i.test(link) && !link.startsWith('data:image/svg+xml;base64,')),
    })`)
    t.same(found, { hit: false, broken: false, foreign: 0, links: [] }, relative(folder, path))
  }
  t.same(said, [], 'nothing is said, asked for or run')
  await context.close()
}

t.test('XML is well-formed whatever it holds', async t => {
  const executablePath = needs(t, 'chromium')
  if (!executablePath) return
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  t.teardown(() => browser.close())
  const page = await browser.newPage()
  for (const name of ['junit', 'badge'] as const) {
    const wrong = await page.evaluate(
      `new DOMParser().parseFromString(${JSON.stringify(texts.get(name))}, 'application/xml').querySelector('parsererror')?.textContent ?? ''`,
    )
    t.equal(wrong, '', name)
  }
})

t.test('every page is read', async t => {
  const start = await readFile(join(folder, 'runs', 'report', 'index.html'), 'utf8')
  t.match(start, '&lt;script&gt;')
})
