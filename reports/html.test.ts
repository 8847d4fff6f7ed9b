import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import t from 'tap'
import { sampleRun } from '../fixtures/sample-run.js'
import { renderReport } from './html.js'
import { asset } from './pages/files.js'

/** All files of a folder by path. */
async function files(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(one => one.isFile()).map(one => join(one.parentPath, one.name))
  const read = paths.sort().map(async path => {
    return [relative(folder, path), await readFile(path, 'utf8')] as const
  })
  return new Map(await Promise.all(read))
}

const folder = t.testdir({ once: {}, twice: {} })
const start = await renderReport(sampleRun, join(folder, 'once'))
const report = await files(join(folder, 'once'))
const pages = [...report].filter(([path]) => path.endsWith('.html'))

t.test('a page for each case and implementation, the table of all, and the start page', async t => {
  t.equal(start, join(folder, 'once', 'index.html'))
  t.equal(pages.length, 2 + sampleRun.cases.length + sampleRun.played.length)
  t.ok(report.has('cases/hangup--leader-gets-sighup.html'))
  t.ok(report.has('implementations/reference~linux.html'))
})

t.test('the same run gives the same bytes', async t => {
  await renderReport(structuredClone(sampleRun), join(folder, 'twice'))
  t.strictSame(await files(join(folder, 'twice')), report)
})

t.test('every link leads to a file, and to an anchor that is there once', async t => {
  for (const [path, page] of pages) {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(found => found[1])
    t.equal(new Set(ids).size, ids.length, `${path}: ids are unique`)
    for (const [, link = ''] of page.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      const [file = '', anchor] = link.split('#')
      const target = file ? join(dirname(path), file) : path
      const text = report.get(target)
      if (text === undefined) t.fail(`${path}: ${link} leads nowhere`)
      else if (anchor && !text.includes(` id="${anchor}"`)) t.fail(`${path}: no anchor ${link}`)
    }
  }
})

t.test(
  'no page asks for anything from elsewhere or carries style or script of its own',
  async t => {
    for (const [path, page] of pages) {
      const tags = page.match(/<[a-z][^>]*>/g) ?? []
      t.notOk(
        tags.find(tag => /\s(style|on[a-z]+)\s*=/.test(tag)),
        path,
      )
      t.notOk(
        tags.find(tag => tag.startsWith('<style')),
        path,
      )
      const scripts = tags.filter(tag => tag.startsWith('<script'))
      t.match(scripts, [/^<script src="(\.\.\/)?report\.js" defer>$/], path)
      t.equal(scripts.length, 1, path)
      t.notMatch(page, /(href|src)="([a-z]+:|\/)/, path)
      const policy = `content="default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'"`
      t.ok(page.indexOf(policy) > 0 && page.indexOf(policy) < page.indexOf('<link'), path)
    }
  },
)

t.test('what a host said is text: escaped, visible and of bounded size', async t => {
  for (const [path, page] of [...pages, ...report]) {
    t.notMatch(page, /<script>|<img src=x/, path)
    t.notMatch(page.replace(/\n/g, ''), /[\p{Cc}\p{Cf}]/u, path)
    t.ok(page.length < 100_000, `${path}: ${page.length}`)
  }
  const first = report.get('cases/hangup--leader-gets-sighup.html') ?? ''
  t.match(first, /user ⟨U\+202E⟩txt\.exe/)
  t.match(first, /clear⟨ESC⟩\[2J/)
  t.match(first, /&lt;script&gt;alert\(&quot;x&quot;\)/)
  t.match(report.get('cases/limits--whole-line.html'), /\[cut: 98306 more characters\]/)
})

t.test('a case page has what a citation needs', async t => {
  const [record] = sampleRun.cases
  const page = report.get('cases/hangup--leader-gets-sighup.html') ?? ''
  t.match(page, `sha256:${record?.digest}`)
  t.match(page, `<h1 id="sha256-${record?.digest.slice(0, 16)}">`)
  t.match(page, `ptycheck ${sampleRun.version} ${record?.id}`)
  t.match(page, 'npx ptycheck run freebsd-14 --filter hangup/leader-gets-sighup')
  t.match(page, /surprise<\/span> <span class="note">predicted<\/span> <code>--- SIGHUP ---/)
})

t.test(
  'a failure on an implementation is its step, and of what was seen what was asked for',
  async t => {
    const page = report.get('implementations/freebsd-14.html') ?? ''
    t.match(page, /<code>leader: --- SIGHUP ---<\/code> .*got <code>--- no SIGHUP ---<\/code>/)
  },
)

t.test('trouble, a cut run and what was left behind are said', async t => {
  const cut = report.get('implementations/openbsd-7.html') ?? ''
  t.match(cut, /network trouble: openbsd-7: connection closed/)
  t.match(cut, /8 cases of 12 without a result/)
  t.match(report.get('implementations/freebsd-14.html'), 'pair /dev/pts/7')
  t.match(report.get('index.html'), 'pair /dev/pts/7')
})

t.test('a run of nothing still makes a report', async t => {
  const empty = { ...sampleRun, cases: [], played: [], implementations: [] }
  const path = await renderReport(empty, join(folder, 'empty', 'deep'))
  t.match(await readFile(path, 'utf8'), /0 cases of 0 topics played on no implementation/)
})

t.test('no template lets text through unescaped', async t => {
  for (const [name, template] of await files(join(import.meta.dirname, 'pages'))) {
    if (name.endsWith('.hbs')) t.notMatch(template, /\{\{\{|\{\{&/, name)
  }
  t.notMatch(asset('report.js'), /innerHTML|outerHTML|insertAdjacentHTML|document\.write/)
})
