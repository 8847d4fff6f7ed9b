/** epoll: what is told, how often, and of whom. */
import t from 'tap'
import { shownOnce } from '../../../fixtures/model-cases.js'
import { linux } from '../profiles/linux.js'

const added = `given pair raw
epoll_create1(0) = e
epoll_ctl(e, EPOLL_CTL_ADD, m, EPOLLIN`

t.test(
  'by levels it is told as long as it is so, by edges once for each time that more came',
  t => {
    const steps = `) = 0
write(s, "a") = 1
epoll_wait(e, 0) = ?
epoll_wait(e, 0) = ?
write(s, "b") = 1
epoll_wait(e, 0) = ?
epoll_wait(e, 0) = ?`
    const is = '{m=EPOLLIN}'
    t.same(shownOnce(`${added}${steps}`, linux).slice(2), ['1', is, is, '1', is, is])
    t.same(shownOnce(`${added}|EPOLLET${steps}`, linux).slice(2), ['1', is, '{}', '1', is, '{}'])
    t.end()
  },
)

t.test('the end of the slave is an edge too', t => {
  const seen = shownOnce(
    `${added}|EPOLLET) = 0
epoll_wait(e, 0) = ?
close(s) = 0
epoll_wait(e, 0) = ?
epoll_wait(e, 0) = ?`,
    linux,
  )
  t.same(seen.slice(2), ['{}', '0', '{m=EPOLLHUP}', '{}'])
  t.end()
})

t.test('a description is in the set until its last descriptor is closed', t => {
  const seen = shownOnce(
    `given pair raw
epoll_create1(0) = e
epoll_ctl(e, EPOLL_CTL_ADD, s, EPOLLIN) = 0
write(m, "a") = 1
dup(s) = d
close(s) = 0
epoll_wait(e, 0) = ?
close(d) = 0
epoll_wait(e, 0) = ?`,
    linux,
  )
  t.same(seen.slice(4), ['0', '{s=EPOLLIN}', '0', '{}'])
  t.end()
})

t.test('what cannot be done has the errors of epoll_ctl(2)', t => {
  const seen = shownOnce(
    `given pair
epoll_create1(0) = e
open("file", O_RDWR|O_CREAT, 0600) = f
epoll_ctl(e, EPOLL_CTL_ADD, f, EPOLLIN) = ?
epoll_ctl(e, EPOLL_CTL_MOD, m, EPOLLIN) = ?
epoll_ctl(e, EPOLL_CTL_ADD, m, EPOLLIN) = ?
epoll_ctl(e, EPOLL_CTL_ADD, m, EPOLLIN) = ?
epoll_ctl(e, EPOLL_CTL_ADD, e, EPOLLIN) = ?
epoll_ctl(m, EPOLL_CTL_ADD, s, EPOLLIN) = ?
epoll_ctl(e, EPOLL_CTL_ADD, 99, EPOLLIN) = ?`,
    linux,
  )
  t.same(seen.slice(2), [
    '-1 EPERM',
    '-1 ENOENT',
    '0',
    '-1 EEXIST',
    '-1 EINVAL',
    '-1 EINVAL',
    '-1 EBADF',
  ])
  t.end()
})

t.test('of two epoll sets only one can hold the other', t => {
  const lines = `given pair
epoll_create1(0) = a
epoll_create1(0) = b
epoll_ctl(a, EPOLL_CTL_ADD, b, EPOLLIN) = 0
epoll_ctl(b, EPOLL_CTL_ADD, a, EPOLLIN) = -1 ELOOP
epoll_ctl(b, EPOLL_CTL_ADD, m, EPOLLIN) = 0
write(s, "x") = 1
epoll_wait(a, 0) = {b=EPOLLIN}`
  t.same(shownOnce(lines, linux).slice(2), ['0', '-1 ELOOP', '0', '1', '{b=EPOLLIN}'])
  t.end()
})

t.test('events are told in the order of names, and by number where a descriptor has none', t => {
  const seen = shownOnce(
    `pipe() = [b, w]
write(w, "x") = 1
dup2(b, 50) = 50
dup2(b, 51) = 51
epoll_create1(0) = e
epoll_ctl(e, EPOLL_CTL_ADD, 51, EPOLLIN) = 0
epoll_ctl(e, EPOLL_CTL_ADD, b, EPOLLIN) = 0
epoll_ctl(e, EPOLL_CTL_ADD, 50, EPOLLIN) = 0
epoll_wait(e, 0) = ?`,
    linux,
  )
  t.equal(seen.at(-1), '{50=EPOLLIN, 51=EPOLLIN, b=EPOLLIN}')
  t.end()
})
