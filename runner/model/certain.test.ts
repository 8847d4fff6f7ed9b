import t from 'tap'
import { certain } from './certain.js'

t.test('what is missing is no value', t => {
  t.equal(certain(0), 0)
  t.throws(() => certain(undefined), RangeError)
  t.end()
})
