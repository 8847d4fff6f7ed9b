/** What the reader takes, the probe has room for. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { limits } from '../suite/limits.js'

t.test('the reader and the probe agree on how much a case may be', t => {
  const headers = ['probe.h', 'engine.h'].map(name =>
    readFileSync(join(import.meta.dirname, name), 'utf8'),
  )
  const room = (name: string) =>
    Number(new RegExp(`\\b${name} = (\\d+)`).exec(headers.join(''))?.[1])
  t.same(limits, {
    steps: room('MAX_STEPS'),
    names: room('MAX_NAMES'),
    name: Number(/char \(\*names\)\[(\d+)\]/.exec(headers.join(''))?.[1]) - 1,
    processes: room('MAX_PROCESSES'),
    together: room('MAX_WHO'),
    times: room('MAX_TIMES'),
    elements: room('MAX_COUNTED'),
    rounds: room('MAX_ROUNDS'),
    load: room('MAX_LOAD'),
  })
  t.end()
})
