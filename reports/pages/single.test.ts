import t from 'tap'
import { largeRun } from '../../fixtures/large-run.js'
import { hostile, sampleRun } from '../../fixtures/sample-run.js'
import { singlePage } from './single.js'

const page = singlePage(sampleRun)

t.test('nothing lies outside of the file', async t => {
  for (const [, link = ''] of page.matchAll(/ (?:href|src)="([^"]*)"/g)) {
    if (link.startsWith('data:image/svg+xml;base64,')) continue
    t.ok(link.startsWith('#'), link)
    t.ok(page.includes(` id="${link.slice(1)}"`), `${link} is there`)
  }
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(found => found[1])
  t.equal(new Set(ids).size, ids.length, 'ids are unique')
})

t.test('a host marks nothing up in it', async t => {
  t.notMatch(page, /<script>alert|<img src=x/)
  t.equal(page.match(/<script/g)?.length, 1)
  t.match(page, /&lt;script&gt;alert/)
  t.ok(hostile.markup.includes('{{title}}'))
  t.match(page, /\{\{title\}\}/, 'nor does it use templates')
})

t.test('what all showed alike stands once', async t => {
  const [, one = ''] = page.split('id="case-canonical--eof-alone"')
  t.match(one.slice(0, one.indexOf('</article>')), /<td colspan="\d">1/)
})

t.test('600 cases on 10 implementations stay below 3 MB', async t => {
  const { length } = Buffer.from(singlePage(largeRun(600, 10)))
  t.ok(length < 3_000_000, `${length}`)
})
