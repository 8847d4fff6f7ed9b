import t from 'tap'
import { shardOf } from './shard.js'

const cases = ['b/x', 'a/z', 'a/y', 'c/v', 'a/x', 'b/w', 'a/w'].map(id => ({ id }))
const shards = (all: readonly { id: string }[], of: number) =>
  Array.from({ length: of }, (_, i) => shardOf(all, { number: i + 1, of }))

t.test('each case is in one shard, and shards differ by one case at most', async t => {
  for (const of of [1, 2, 3, 7, 9]) {
    const dealt = shards(cases, of)
    t.same(dealt.flat().sort(byId), [...cases].sort(byId))
    const sizes = dealt.map(({ length }) => length)
    t.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `${sizes}`)
  }
})

t.test('the order of the cases changes no shard', async t => {
  const again = shards([...cases].reverse(), 3)
  t.same(
    shards(cases, 3).map(shard => [...shard].sort(byId)),
    again.map(shard => [...shard].sort(byId)),
  )
  t.same(shardOf(cases, { number: 1, of: 1 }), cases, 'and a shard keeps it')
})

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1
}
