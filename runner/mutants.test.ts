import t from 'tap'
import { caseOf } from '../fixtures/model-cases.js'
import { linux } from './model/profiles/linux.js'
import { Observatory } from './mutants.js'

const end = caseOf('given pair\nclose(s) = 0\nread(m, 9) = "" or -1 EIO')
const demanded = { ...end, id: 'demanded', level: 'shall' } as const
const other = { ...caseOf('getpid() = me\ngetpid() = me'), id: 'other' }
const observatory = new Observatory([end, demanded, other])

t.test('who notices a mutant', async t => {
  const change = { masterReadWithoutSlave: 'end-of-file' } as const
  t.same(
    observatory.killers({ id: 'x', base: linux, change }).map(({ case: of }) => of),
    ['x/c', 'demanded'],
    'both ways are allowed, but what is seen differs',
  )
  const broken = caseOf('given pair\nclose(s) = 0\nread(m, 9) = -1 EIO')
  const found = new Observatory([{ ...broken, level: 'shall' }])
  t.match(found.killers({ id: 'x', base: linux, change }), [{ by: 'verdict', certain: true }])
  t.same(observatory.killers({ id: 'same', base: linux, change: { slaveMajor: 1 } }), [])
})

t.test('values are told apart by what a case shows', async t => {
  const values = ['end-of-file', 'EIO']
  t.same(observatory.tellApart(end, linux, 'masterReadWithoutSlave', values), [0, 1])
  t.same(observatory.tellApart(other, linux, 'masterReadWithoutSlave', values), [0, 0])
})

t.test('a case is played on a host that is set up as it needs it', async t => {
  const needy = caseOf('needs linux tiocsti=off\ngiven pair\nioctl(s, TIOCSTI, "x") = ?')
  const [verdict] = new Observatory([needy]).look(needy, linux).shows.values()
  t.equal(verdict, 'observed')
})
