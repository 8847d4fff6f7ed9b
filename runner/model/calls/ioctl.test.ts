/** Requests that other requests forbid, and those of no system. */
import t from 'tap'
import { shownOnce } from '../../../fixtures/model-cases.js'
import { linux } from '../profiles/linux.js'
import { openbsd } from '../profiles/openbsd.js'

t.test('packet mode and user control exclude each other (ptyioctl())', t => {
  const seen = shownOnce(
    `given pair
ioctl(m, TIOCPKT, 1) = 0
ioctl(m, TIOCUCNTL, 1) = ?
ioctl(m, TIOCPKT, 0) = 0
ioctl(m, TIOCUCNTL, 1) = 0
ioctl(m, TIOCPKT, 1) = ?`,
    openbsd,
  )
  t.same(seen, ['0', '-1 EINVAL', '0', '0', '-1 EINVAL'])
  t.end()
})

t.test('packets that show parameters are told while no flag of input is set', t => {
  const lines = (modes: string) => `given pair raw
ioctl(m, TIOCPKT, 1) = 0
tcsetattr(s, TCSANOW, {c_iflag=${modes}, ...}) = 0
ioctl(m, TIOCEXT, 1) = 0
read(m, 3) = ?`
  t.throws(() => shownOnce(lines('ICRNL'), openbsd), /bytes of struct termios/)
  t.match(shownOnce(lines('0'), openbsd).at(-1), '\\x00\\x00')
  t.end()
})

t.test('a request that the model has not is not predicted', t => {
  const linuxWithAll = { ...linux, lacks: [] }
  t.throws(
    () => shownOnce('given pair\nioctl(m, TIOCREMOTE, 1) = ?', linuxWithAll),
    /lacks ioctl request TIOCREMOTE/,
  )
  t.throws(() => shownOnce('socketpair(2, SOCK_STREAM, 0) = ?', linux), /sockets of 2/)
  t.end()
})
