import t from 'tap'
import { readSuite } from '../suite/read.js'
import { inTurn } from './turns.js'

t.test('long cases come first, and those that play alone come last', async t => {
  const one = (name: string, more: string) =>
    `case ${name}\ntitle T\ncite none\nlevel open\n${more}\n`
  const cases = [
    one('short', 'getpid() = _'),
    one('alone', 'alone\nsleep(3) = 0'),
    one('watch', 'poll({}, 700) = {}'),
    one('watch-for-ever', 'poll({}, -1) <unfinished ...>'),
    one('rounds', 'repeat 20\ngetpid() = _'),
    one('loaded-rounds', 'repeat 20\nload 2\ngetpid() = _'),
    one('sleeper', 'sleep(2) = 0'),
    one('alone-too', 'alone\nrepeat 200\ngetpid() = _'),
  ]
  const { suite, mistakes } = readSuite(`title T\n\n${cases.join('\n')}`, 'suites/x.pty')
  t.same(mistakes, [])
  t.same(
    inTurn(suite.cases).map(of => of.id.slice('x/'.length)),
    [
      ...['loaded-rounds', 'sleeper', 'rounds', 'watch', 'short', 'watch-for-ever'],
      ...['alone-too', 'alone'],
    ],
  )
})
