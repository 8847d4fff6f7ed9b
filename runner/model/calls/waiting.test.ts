/** select(): which of the descriptors are ready, and when it gives up. */
import t from 'tap'
import { shownOnce } from '../../../fixtures/model-cases.js'
import { linux } from '../profiles/linux.js'
import { posix } from '../profiles/posix.js'

t.test('each set holds those of it that are ready', t => {
  const seen = shownOnce(
    `given pair raw
select({m, s}, {m, s}, {m, s}, 0) = ?
write(s, "x") = 1
select({m, s}, NULL, {}, 0) = ?
ioctl(m, TIOCPKT, 1) = 0
tcflush(s, TCIFLUSH) = 0
select({}, {}, {m, s}, 0) = ?`,
    linux,
  )
  t.same(seen, ['[{}, {3, 4}, {}]', '1', '[{3}, {}, {}]', '0', '0', '[{}, {}, {3}]'])
  t.end()
})

t.test('a number that is not open fails, whatever else is ready', t => {
  t.same(shownOnce('given pair\nselect({}, {m}, {99}, 0) = ?', posix), ['-1 EBADF'])
  t.end()
})

t.test('it waits for what becomes ready, for its time, or for a handler', t => {
  const seen = shownOnce(
    `given pair raw
fork() = w
w: sigaction(SIGUSR1, record, SA_RESTART) = 0
w: select({m}, {}, {}, 500) = ?
w: select({m}, {}, {}, -1) <unfinished ...>
kill(w, SIGUSR1) = 0
w: <... select resumed> = ?
w: select({m}, {}, {}, -1) <unfinished ...>
write(s, "x") = 1
w: <... select resumed> = ?`,
    posix,
  )
  t.same(seen.slice(2), [
    '[{}, {}, {}]',
    'unfinished',
    '0',
    '-1 EINTR',
    'unfinished',
    '1',
    '[{3}, {}, {}]',
  ])
  t.end()
})
