/** What kqueue() watches for, and when it is told. */
import t from 'tap'
import { shownOnce } from '../../../fixtures/model-cases.js'
import { freebsd } from '../profiles/freebsd.js'

const seen = (lines: string) => shownOnce(lines, freebsd)

t.test('a watch that is switched off tells nothing until it is on again', t => {
  const told = seen(`given pair raw
kqueue() = q
kevent(q, s, EVFILT_READ, EV_ADD) = 0
write(m, "x") = 1
kevent(q, s, EVFILT_READ, EV_DISABLE) = 0
kevent_wait(q, 0) = ?
kevent(q, s, EVFILT_READ, EV_ENABLE) = 0
kevent_wait(q, 0) = {data=?, ...}`)
  t.equal(told[4], '{}')
  t.match(told[6], /data=1/)
  t.end()
})

t.test('only a queue takes watches, and only for reading and writing', t => {
  t.equal(seen('given pair\nkevent(m, s, EVFILT_READ, EV_ADD) = ?').at(-1), '-1 EBADF')
  t.throws(
    () => seen('given pair\nkqueue() = q\nkevent(q, s, EVFILT_EXCEPT, EV_ADD) = ?'),
    /the filter EVFILT_EXCEPT/,
  )
  t.end()
})

t.test('what does not count its bytes has none to tell', t => {
  const told = seen(`open("/dev/null", O_RDWR) = n
kqueue() = r
kevent(r, n, EVFILT_READ, EV_ADD) = 0
kevent_wait(r, 0) = ?
kqueue() = w
kevent(w, n, EVFILT_WRITE, EV_ADD) = 0
kevent_wait(w, 0) = ?`)
  t.match([told[3], told[6]], [/data=0/, /data=0/])
  t.end()
})
