import t from 'tap'
import { ChunkedTransit, Passage, Queue } from './queue.js'

const bytes = (count: number) => new Array<number>(count).fill(0x78)

t.test('a queue takes what fits and gives it back in order', t => {
  const queue = new Queue(4)
  t.equal(queue.put([1, 2, 3, 4, 5]), 4)
  t.equal(queue.room, 0)
  t.same(queue.take(2), [1, 2])
  t.equal(queue.put([6]), 1)
  t.same(queue.take(9), [3, 4, 6])
  t.end()
})

t.test('how much chunks hold depends on the sizes of the writes, as on Linux 6.18', t => {
  const filled = (size: number) => {
    const passage = new Passage(4095, new ChunkedTransit(8192))
    let total = 0
    for (;;) {
      const taken = passage.put(bytes(size))
      passage.push()
      total += taken
      if (taken < size) return total
    }
  }
  t.equal(filled(1000), 22048)
  t.equal(filled(1024), 20480)
  t.equal(filled(2048), 13824)
  t.end()
})

t.test('what arrived makes room for what waits in transit', t => {
  const passage = new Passage(3, new Queue(3))
  passage.put([1, 2, 3])
  passage.push()
  passage.put([4, 5, 6])
  passage.push()
  t.equal(passage.put([7]), 0)
  t.same(passage.take(2), [1, 2])
  t.equal(passage.arrived.length, 3)
  t.equal(passage.room, 2)
  t.end()
})
