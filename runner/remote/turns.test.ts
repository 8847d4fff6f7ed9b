import t from 'tap'
import { casesOf } from '../../fixtures/small-suite.js'
import { inTurn } from './turns.js'

t.test('long cases come first, and those that play alone come last', async t => {
  const cases = casesOf({
    short: 'getpid() = _',
    alone: 'alone\nsleep(3) = 0',
    watch: 'poll({}, 700) = {}',
    'watch-for-ever': 'poll({}, -1) <unfinished ...>',
    rounds: 'repeat 20\ngetpid() = _',
    'loaded-rounds': 'repeat 20\nload 2\ngetpid() = _',
    sleeper: 'sleep(2) = 0',
    'alone-too': 'alone\nrepeat 200\ngetpid() = _',
  })
  t.same(
    inTurn(cases).map(of => of.id.slice('x/'.length)),
    [
      ...['loaded-rounds', 'sleeper', 'rounds', 'watch', 'short', 'watch-for-ever'],
      ...['alone-too', 'alone'],
    ],
  )
})
