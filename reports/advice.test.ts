import t from 'tap'
import type { Result } from '../runner/result.js'
import { loadSuites } from '../runner/suite/load.js'
import { advice } from './advice.js'

const result = (fields: Partial<Result>): Result => ({
  ...{ case: 'a/b', digest: '', verdict: 'unresolved', lines: [] },
  ...fields,
})

t.test('whatever a case may need, there is something to say', async t => {
  const { suites } = await loadSuites([new URL('../suites', import.meta.url).pathname])
  const needs = new Set(suites.flatMap(({ cases }) => cases.flatMap(of => of.needs)))
  t.ok(needs.size > 10)
  for (const need of [...needs, 'call kqueue', 'constant IUTF8', 'devpts.mode=0620'])
    t.not(advice(result({ verdict: 'unsupported', missing: [need] })), '', need)
})

t.test('the first thing that is missing decides, by its whole word', t => {
  const say = (...missing: string[]) => advice(result({ verdict: 'unsupported', missing }))
  t.match(say('root', 'linux'), /as root/)
  t.match(say('linux', 'root'), /another system/)
  t.match(say('call linux'), /has not got it/)
  t.match(say('threads'), /without threads/)
  t.equal(say('rootless'), '')
  t.equal(say(), '')
  t.end()
})

t.test('what was not carried out is told by where the trouble lies', t => {
  const say = (where?: Result['class']) => advice(result({ ...(where && { class: where }) }))
  const all = [say('case'), say('harness'), say('host'), say('network')]
  t.equal(new Set(all).size, 4)
  t.equal(say(), say('harness'), 'nobody else is blamed')
  const downfall = { kind: 'panic', console: [] } as const
  t.match(advice(result({ class: 'host', downfall })), /-j 1/)
  t.match(advice(result({ verdict: 'untested' })), /--allow/)
  for (const verdict of ['pass', 'fail', 'observed', 'crash'] as const)
    t.equal(advice(result({ verdict })), '', verdict)
  t.end()
})
