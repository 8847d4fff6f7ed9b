import t from 'tap'
import { caseOf } from '../fixtures/small-suite.js'
import type { Identity, Transcript } from './implementation.js'
import { joined, repeated } from './repeated.js'

const one = caseOf('getpid() = me\ngetpgrp() = not me\nread(0, 1) = ?')

function transcript(pid: number, read: string, more: Partial<Transcript> = {}): Transcript {
  const lines = [`${pid}`, `${pid - 1}`, read].map((text, step) => ({
    ...{ step, who: '', took: pid / 1000 },
    ...({ kind: 'step', seen: { kind: 'value', text } } as const),
  }))
  return { case: one.id, digest: one.digest, lines, ...more }
}

t.test('plays that differ in times and process ids only look alike', async t => {
  const all = joined(one, [transcript(7, '""'), transcript(9, '"x"'), transcript(11, '""')])
  t.match(all.rounds, { played: 3, same: 2, others: [{ first: 2, count: 1 }] })
  t.same(all.lines, transcript(7, '""').lines)
  t.equal(joined(one, [transcript(7, '""')]).rounds, undefined, 'a single play has no rounds')
})

t.test('rounds of rounds are counted one by one', async t => {
  const rounds = {
    played: 5,
    same: 3,
    others: [{ first: 4, count: 2, lines: transcript(5, '"x"').lines }],
  }
  const all = joined(one, [transcript(7, '""', { rounds }), transcript(9, '"x"', { rounds })])
  t.match(all.rounds, { played: 10, same: 3, others: [{ first: 4, count: 7 }] })
})

t.test('looks that a host told apart, and that differ in nothing compared, are one', async t => {
  const others = [
    { first: 2, count: 1, lines: transcript(8, '""').lines },
    { first: 3, count: 2, lines: transcript(9, '"x"').lines },
    { first: 5, count: 1, lines: transcript(11, '"x"').lines },
    { first: 0, count: 4, lines: [] },
  ]
  const all = joined(one, [transcript(7, '""', { rounds: { played: 9, same: 1, others } })])
  t.match(all.rounds, {
    played: 9,
    same: 2,
    others: [
      { first: 3, count: 3 },
      { first: 0, count: 4 },
    ],
  })
})

t.test('what one play lacks or leaves is said of all', async t => {
  const left = joined(one, [
    transcript(7, '""', { left: ['a'] }),
    transcript(7, '""', { left: ['a', 'b'] }),
  ])
  t.same(left.left, ['a', 'b'])
  const trouble = { class: 'host', reason: 'no memory' } as const
  t.same(joined(one, [transcript(7, '""'), transcript(7, '""', { trouble })]).trouble, trouble)
})

t.test('stand-in implementation: every case is sent so many times and given once', async t => {
  let pid = 10
  const given: Transcript[] = []
  await repeated(
    {
      name: 'stand-in',
      open: () => Promise.reject<Identity>(new Error('nobody opens this')),
      play: async (cases, _options, give) => {
        for (const _ of cases) give(transcript(pid++, '""'))
        return { left: ['a pair'] }
      },
      close: async () => {},
    },
    3,
  ).play([one], { jobs: 1, timeoutFactor: 1 }, found => given.push(found))
  t.match(given, [{ rounds: { played: 3, same: 3, others: [] } }])
})
