import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import { sampleRun } from '../../fixtures/sample-run.js'
import { emptyRun, everyByte, worstRun } from '../../fixtures/worst-run.js'
import { badge } from './badge.js'
import { onlyOf } from './formats.js'

const alone = (name: string) => badge(onlyOf(worstRun, [name]))

t.test('it tells the counts, also to those who do not see it', async t => {
  const title = (svg: string) => /<title>(.*)<\/title>/.exec(svg)?.[1]
  t.equal(title(badge(sampleRun)), 'ptycheck: 37 pass, 3 fail, 1 xpass, 10 not carried out')
  t.equal(title(alone('local')), 'ptycheck local: 11 pass')
  t.equal(title(alone('openbsd-7')), 'ptycheck openbsd-7: 4 pass, 8 not carried out')
  t.equal(title(badge(emptyRun)), 'ptycheck: nothing played')
  t.match(badge(sampleRun), /role="img" aria-label="ptycheck: 37 pass/)
})

t.test('only what passes is green, and what was not carried out is no failure', async t => {
  const colour = (svg: string) => [...svg.matchAll(/fill="(#\w{6})"/g)][1]?.[1]
  const seen = [
    colour(alone('local')),
    colour(badge(sampleRun)),
    colour(alone('openbsd-7')),
    colour(badge(emptyRun)),
  ]
  t.equal(new Set(seen).size, 4)
  t.same(
    seen.map(one => contrast(one ?? '#ffffff') >= 4.5),
    [true, true, true, true],
    'white text can be read on each',
  )
})

t.test('whatever a host is called, it is XML', async t => {
  const xmllint = needs(t, 'xmllint')
  if (xmllint === undefined) return
  for (const svg of [badge(worstRun), alone(everyByte.raw), badge(emptyRun)]) {
    const file = join(t.testdir(), 'badge.svg')
    writeFileSync(file, svg)
    t.equal((await execa(xmllint, ['--noout', '--nonet', file])).stderr, '')
  }
})

/** Of white on a colour, as WCAG 2 has it. */
function contrast(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
}
