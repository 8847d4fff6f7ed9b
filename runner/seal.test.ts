import fc from 'fast-check'
import t from 'tap'
import { canonical, digestOf, type Line, Seals } from './seal.js'

const odd = 'a "b"\\ \u0000\u2028 ü \ud800'

/** One of each kind, with what is rarely there. */
const lines: Line[] = [
  { type: 'header', format: 1, name: odd, run: undefined },
  {
    type: 'identity',
    identity: { settings: { [odd]: odd, 10: 'ten', 9: 'nine', ['__proto__']: 'x' } },
  },
  { type: 'transcript', transcript: { case: 'a/b', lines: [{ took: 0.25, seen: null }, [], {}] } },
  { type: 'result', result: { verdict: 'pass', holds: [true, false, undefined] } },
  { type: 'result', result: { verdict: 'pass' } },
  { type: 'footer', left: [], counts: { pass: 2 } },
]

t.test(
  'what is written is the line, its number and the digest that whoever verifies it finds',
  async t => {
    const [writing, reading] = [new Seals(), new Seals()]
    for (const line of lines) {
      const text = writing.seal(line)
      t.match(text, /^\{"type":"/, 'readers look there for its type')
      const { n, digest, ...read } = JSON.parse(text)
      t.strictSame(read, JSON.parse(JSON.stringify(line)))
      t.equal(n, writing.count)
      t.equal(reading.next(JSON.parse(text)), digest)
      reading.add(read, digest)
    }
  },
)

t.test('digests stay what they were in folders that are there', async t => {
  const seals = new Seals()
  const digests = lines.map(line => JSON.parse(seals.seal(line)).digest.slice(0, 16))
  t.strictSame(digests, [
    '0bb954216a18b16c',
    '1cbfd7f26d3719db',
    'e8712aded6856516',
    '713756c424cc6243',
    'cd7d05d0fe8f1951',
    'eafdbce55378572a',
  ])
})

t.test('any value has one text, whatever the order of its keys', async t => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = canonical(value)
      t.equal(canonical(turned(value)), text)
      t.equal(digestOf(JSON.parse(text)), digestOf(value))
    }),
  )
})

/** The same with the keys of each object the other way round. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(turned)
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, turned(one)]),
  )
}
