import t from 'tap'
import { asExpected, differences, fieldsOf } from './structure.js'

t.test('fields are split at their own commas only', async t => {
  const fields = fieldsOf('{a="x, \\"y=1", b={c=1, d=2}, e=S_IFCHR|0620, ...}')
  t.same(
    [...(fields ?? [])],
    [
      ['a', '"x, \\"y=1"'],
      ['b', '{c=1, d=2}'],
      ['e', 'S_IFCHR|0620'],
    ],
  )
  for (const text of ['{}', '{"0", "1"}', '-1 EIO', '{a=1} then -1 EIO', ''])
    t.notOk(fieldsOf(text), text)
})

t.test('what was seen is cut down to what was asked for', async t => {
  const seen = '{st_mode=S_IFCHR|0600, st_uid=0, st_nlink=1}'
  t.equal(asExpected(seen, '{st_uid=me, ...}'), '{st_uid=0, ...}')
  t.equal(asExpected(seen, '?'), seen)
  t.equal(asExpected('-1 ENOENT', '{st_uid=me, ...}'), '-1 ENOENT')
})

t.test('of several structures the fields that differ are left', async t => {
  t.same(differences(['{a=1, b=2, c=3}', '{a=1, b=5, c=3}', '{a=1, b=2}']), [
    '{b=2, c=3, ...}',
    '{b=5, c=3, ...}',
    '{b=2, ...}',
  ])
  t.same(differences(['{a=1, b=2}', '-1 EIO']), ['{a=1, b=2}', '-1 EIO'])
  t.same(differences(['{a=1}']), ['{a=1}'])
})
