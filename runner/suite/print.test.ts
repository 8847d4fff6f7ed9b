/** What is printed reads back as the same, for values of all kinds. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { Cursor } from './cursor.js'
import { printValue, printWanted } from './print.js'
import { readValue, readWanted } from './scan.js'
import type { Count, FormValue, Outcome, Piece, Value, Wanted } from './suite.js'

/** Words of the language, which name nothing. */
const reserved = 'or then not no x exited killed stopped continued'.split(' ')

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/).filter(word => !reserved.includes(word))
const constant = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,5}$/)
const signal = fc.stringMatching(/^SIG[A-Z0-9]{1,5}$/)
const digits = fc.nat().map(String)
const count: fc.Arbitrary<Count> = fc.oneof(fc.nat(), name)
const end: fc.Arbitrary<Count> = fc.oneof(fc.maxSafeInteger(), name)
const flag = fc.record({ name: constant, set: fc.boolean() })

const bytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 9 }),
  fc.stringMatching(/^[${}a\\"]{1,9}$/).map(text => new TextEncoder().encode(text)),
)
const named = fc.record({ name })

/** Bytes and names by turns, as a reader joins bytes that stand side by side. */
const parts = fc
  .array(fc.tuple(fc.option(bytes), named), { maxLength: 3 })
  .chain(pairs =>
    fc
      .option(bytes)
      .map(last => [...pairs.flat(), last].flatMap(part => (part === null ? [] : [part]))),
  )
  .map(found => (found.length === 0 ? [new Uint8Array()] : found))

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({ kind: fc.constant('string'), parts, times: fc.oneof(fc.constant(1), count) }),
  fc.record({ kind: fc.constantFrom('seq', 'text'), from: count, count }),
)

const number = fc.record({ kind: fc.constant('number'), value: fc.bigInt() })
const plainName = fc.record({
  ...{ kind: fc.constant('name'), name },
  ...{ each: fc.constant(false), group: fc.constant(false) },
})
const form = (word: FormValue['form'], args: fc.Arbitrary<Value[]>): fc.Arbitrary<Value> =>
  fc.record({ kind: fc.constant('form'), form: fc.constant(word), args })

const simple: readonly fc.Arbitrary<Value>[] = [
  number,
  fc.record({
    kind: fc.constant('data'),
    pieces: fc.array(piece, { minLength: 1, maxLength: 4 }),
    head: fc.boolean(),
    tail: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('flags'),
    flags: fc.array(flag, { minLength: 1, maxLength: 4 }),
    number: fc.bigInt({ min: 0n }),
    rest: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('failure'),
    returned: fc.constantFrom('-1', '0', 'NULL'),
    errno: fc.oneof(digits, fc.stringMatching(/^E[A-Z0-9]{1,8}$/)),
  }),
  fc.record({ kind: fc.constant('any'), compared: fc.boolean() }),
  fc.record({ kind: fc.constant('status'), what: fc.constant('exited'), detail: digits }),
  fc.record({
    kind: fc.constant('status'),
    what: fc.constantFrom('killed', 'stopped'),
    detail: signal,
  }),
  fc.constant<Value>({ kind: 'status', what: 'continued', detail: '' }),
  fc.record({ kind: fc.constant('range'), low: end }),
  fc.record({ kind: fc.constant('range'), high: end }),
  fc.record({ kind: fc.constant('range'), low: end, high: end }),
]

const { value } = fc.letrec<{ value: Value }>(tie => {
  const items = fc.array(tie('value'), { maxLength: 3 })
  const fieldName = fc.oneof(name, constant, fc.maxSafeInteger().map(String))
  const field = fc.record({ name: fieldName, value: tie('value') })
  const nameParts = { name, each: fc.boolean(), group: fc.boolean() }
  return {
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 5 },
      ...simple,
      fc.record({ kind: fc.constant('name'), ...nameParts }),
      fc.record({ kind: fc.constant('name'), ...nameParts, must: tie('value') }),
      fc.record({ kind: fc.constant('not'), value: tie('value') }),
      fc.record({ kind: fc.constant('list'), items }),
      fc.record({ kind: fc.constant('set'), items, rest: fc.boolean() }),
      fc.record({
        kind: fc.constant('struct'),
        fields: fc.uniqueArray(field, {
          minLength: 1,
          maxLength: 3,
          selector: one => one.name,
        }),
        rest: fc.boolean(),
      }),
      form('makedev', fc.array(fc.oneof(number, plainName), { minLength: 2, maxLength: 2 })),
      form('UIOCCMD', fc.tuple(fc.oneof(number, plainName))),
      form('sizeof', fc.tuple(plainName)),
      form('strlen', fc.tuple(plainName)),
    ),
  }
})

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant<Outcome>({ kind: 'unfinished' }),
  fc.record({ kind: fc.constant('value'), value }),
  fc.record({ kind: fc.constant('value'), value, ended: value }),
)
const seconds = fc.nat(1000).map(tenths => tenths / 10)
const outcomes = fc.array(outcome, { minLength: 1, maxLength: 3 })
const took = fc.oneof(
  fc.record({ least: seconds }),
  fc.record({ most: seconds }),
  fc.record({ least: seconds, most: seconds }),
)
const wanted: fc.Arbitrary<Wanted> = fc.oneof(
  fc.record({ outcomes }),
  fc.record({ outcomes, took }),
)

function readsBack<T>(of: T, text: string, read: (c: Cursor) => T): boolean {
  const c = new Cursor(text)
  return isDeepStrictEqual(plain(read(c)), plain(of)) && c.done
}

/** fast-check's records have no prototype. */
function plain(of: unknown): unknown {
  return structuredClone(of)
}

t.test('every value reads back as it was', t => {
  const property = fc.property(value, of => readsBack(of, printValue(of), readValue))
  fc.assert(property, { numRuns: 3000 })
  t.end()
})

t.test('every expectation reads back as it was', t => {
  const property = fc.property(wanted, of => readsBack(of, printWanted(of), readWanted))
  fc.assert(property, { numRuns: 1000 })
  t.end()
})

t.test('what is printed is one line of printable ASCII', t => {
  fc.assert(fc.property(value, of => /^[\x20-\x7e]+$/.test(printValue(of))))
  t.end()
})
