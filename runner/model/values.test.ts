import t from 'tap'
import { valuesOfChoices } from './values.js'

t.test('choices have the values of all profiles and defects, each once', t => {
  const values = valuesOfChoices()
  t.same(values.get('accessModes'), ['heeded', 'ignored'])
  t.notOk([...values.keys()].some(name => (name as string) === 'title'))
  t.end()
})
