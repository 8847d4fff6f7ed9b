import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Transcript } from './implementation.js'
import { judge } from './judge.js'
import { Memory } from './memory.js'
import { compareWithPrediction, type Host, type Predictor } from './predict.js'
import { readSuite } from './suite/read.js'

const text = (got: string) => `title  T\n
case a
title  A
cite   none
level  open

getpid()  = ${got}
`
const caseOf = (got: string) => {
  const [of] = readSuite(text(got), 'x.pty').suite.cases
  if (!of) throw new Error('no case')
  return of
}
const of = caseOf('?')
const host: Host = { settings: { user: 'root', ptmx: 'node' }, aliases: [['A', 'B']] }
const shows = (seen: string, { id, digest } = of): Transcript => ({
  ...{ case: id, digest },
  lines: [{ step: 0, kind: 'step', who: '', seen: { kind: 'value', text: seen } }],
})

/** What a run after this one makes of a result, and how often the model was asked. */
function foretold(folder: string, on = host, which = of) {
  const memory = new Memory(folder)
  let asked = 0
  const predictor: Predictor = {
    profile: 'p',
    predict: one => {
      asked++
      return [shows('1', one), shows('-1 EIO', one)]
    },
    memory: memory.of('p', on),
  }
  const predictionOf = (seen: string) => {
    const result = judge(which, shows(seen, which), { strict: false })
    return compareWithPrediction(which, result, on, predictor)
  }
  const predictions = [predictionOf('-1 EIO'), predictionOf('-1 EPERM')]
  memory.keep()
  return { asked, predictions }
}

t.test('what was foreseen once is known to the next run, and means the same', t => {
  const folder = join(t.testdir({}), 'cache')
  const first = foretold(folder)
  t.match(first.predictions, [
    { prediction: 'as predicted', profile: 'p' },
    { prediction: 'surprise', surprises: [{ step: 0, seen: '-1 EPERM' }] },
  ])
  t.equal(first.asked, 1)
  t.same(foretold(folder), { ...first, asked: 0 })
  t.equal(readdirSync(folder).length, 1)
  t.end()
})

t.test('another case, profile or host is another thing', t => {
  const folder = join(t.testdir({}), 'cache')
  foretold(folder)
  t.equal(foretold(folder, { ...host, settings: { ...host.settings, user: 'me' } }).asked, 1)
  t.equal(foretold(folder, { ...host, aliases: [] }).asked, 1)
  t.equal(foretold(folder, host, { ...of, deadline: 5 }).asked, 1)
  t.equal(foretold(folder, host, caseOf('5')).asked, 1, 'the same id with other steps')
  t.equal(foretold(folder).asked, 1, 'of which the last is kept')
  const { settings } = host
  const turned = Object.fromEntries(Object.entries(settings).reverse())
  t.equal(foretold(folder, { ...host, settings: turned }).asked, 0, 'the order of settings is none')
  t.end()
})

t.test('what is damaged or may be somebody else’s is not believed', t => {
  const folder = join(t.testdir({}), 'cache')
  foretold(folder)
  const path = join(folder, readdirSync(folder)[0] ?? '')
  const whole = readFileSync(path, 'utf8')
  for (const bad of [whole.replace('EIO', 'EPERM'), whole.slice(0, -1), '', '\n', 'x\n{}']) {
    writeFileSync(path, bad)
    t.equal(foretold(folder).asked, 1, bad.slice(-20))
    t.equal(readFileSync(path, 'utf8'), whole, 'and made anew')
  }
  chmodSync(path, 0o602)
  t.equal(foretold(folder).asked, 1)
  chmodSync(folder, 0o722)
  t.equal(foretold(folder).asked, 1)
  t.end()
})

t.test('without a folder of its own nothing is remembered, and nothing breaks', t => {
  const folder = join(t.testdir({ file: 'no folder' }), 'file')
  t.equal(foretold(folder).asked, 1)
  t.equal(foretold(folder).asked, 1)
  t.end()
})
