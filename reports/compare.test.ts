import t from 'tap'
import { hostile, sampleRun } from '../fixtures/sample-run.js'
import type { Run } from '../runner/result.js'
import { compare } from './compare.js'

function comparison(id: string, run: Run = sampleRun) {
  const found = compare(run).find(one => one.record.id === id)
  if (!found) throw new Error(`no case ${id}`)
  return found
}

t.test('implementations that saw the same are one side, in the order of the run', async t => {
  const one = comparison('hangup/leader-gets-sighup')
  t.same(one.sides, [
    { outcome: 'holds', implementations: ['local', 'reference:linux', 'openbsd-7'] },
    { outcome: 'fails', implementations: ['freebsd-14'] },
    { outcome: 'fails', implementations: [hostile.name] },
  ])
  t.same(one.breaks, ['freebsd-14', hostile.name])
  t.same(one.surprises, ['freebsd-14'])
  t.same(one.differing, [0, 1, 2, 3])
  t.same(one.telling, [0, 2], 'step 2 tells no more apart than step 1 did')
})

t.test('two answers the standard allows are a difference, and break nothing', async t => {
  const one = comparison('hangup/slave-reads-end-of-file')
  t.equal(one.sides.length, 2)
  t.same(one.differing, [1])
  t.same(one.breaks, [])
})

t.test('a should that is not met breaks no shall', async t => {
  const one = comparison('noncanonical/time-restarts')
  t.same([one.breaks, one.fallsShort], [[], ['freebsd-14']])
})

t.test('what could not be carried out takes no side', async t => {
  const sides = comparison('window/change-is-signalled').sides
  t.same(sides, [{ outcome: 'holds', implementations: ['local', hostile.name, 'reference:linux'] }])
})

t.test('an expected pass or failure changes no side', async t => {
  t.equal(comparison('packet/flush-read-is-told').sides.length, 1)
})

t.test(
  'neither a line that is never compared nor when a call was back is a difference',
  async t => {
    t.equal(comparison('session/two-readers').sides.length, 1)
    const silent = structuredClone(sampleRun) as Run
    for (const played of silent.played) {
      for (const result of played.results) {
        for (const line of result.lines) Object.assign(line, { compared: '', holds: null })
      }
    }
    t.same(comparison('echo/control-as-caret', silent).differing, [])
  },
)

t.test('a result of another text of the case is no evidence', async t => {
  const other = structuredClone(sampleRun) as Run
  for (const result of other.played[1]?.results ?? []) Object.assign(result, { digest: 'other' })
  const members = comparison('hangup/leader-gets-sighup', other).sides.flatMap(
    s => s.implementations,
  )
  t.notOk(members.includes('freebsd-14'))
})
