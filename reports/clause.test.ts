import t from 'tap'
import { byClause, clauseOf, isOfStandard } from './clause.js'

t.test('a citation names its text before the first comma', t => {
  t.equal(clauseOf(['XSH close, DESCRIPTION', 'tty(4)']), 'XSH close')
  t.equal(clauseOf(['tty(4)']), 'tty(4)')
  t.equal(clauseOf([]), '')
  t.end()
})

t.test('only POSIX is the standard', t => {
  for (const cite of ['XBD 11.1.9', 'XSH close', 'XCU stty', 'XRAT A.11']) t.ok(isOfStandard(cite))
  for (const cite of ['XSHclose', 'close(2)', 'none', '']) t.notOk(isOfStandard(cite), cite)
  t.end()
})

t.test('the standard comes first, numbers count as numbers, and no citation comes last', t => {
  const inOrder = ['XBD 11.1.9', 'XBD 11.1.10', 'XBD 11.2', 'XSH close', 'pts(4)', 'tty(4)', '']
  t.same([...inOrder].reverse().sort(byClause), inOrder)
  t.equal(byClause('XSH close', 'XSH close'), 0)
  t.end()
})
