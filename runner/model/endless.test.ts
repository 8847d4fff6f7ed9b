/** Cases that went on for ever, or would: each comes to an end here. */
import t from 'tap'
import { caseOf, shown, shownOnce } from '../../fixtures/model-cases.js'
import type { Transcript } from '../implementation.js'
import { linux } from './profiles/linux.js'
import { reference } from './reference.js'

t.test('a sleeping program is killed before its time is over', t => {
  const seen = shownOnce(
    `posix_spawn("sleep", ["sleep", "9"], {setpgroup=0}) = c
kill(c, SIGKILL) = 0
waitpid(c, 0) = {pid=c, status=killed SIGKILL}`,
    linux,
  )
  t.same(seen, ['102', '0', '{pid=102, status=killed SIGKILL}'])
  t.end()
})

t.test('a signal comes while a result is waited for to settle', t => {
  const ways = shown(
    `given pair
getpid() = me
sigaction(SIGUSR1, record) = 0
fork() = p
{
  p: kill(me, SIGUSR1) = 0
  ioctl(s, FIONREAD) = 5 <settles>
}
--- SIGUSR1 ---`,
    linux,
  )
  for (const way of ways) t.same(way.slice(-2), ['0', 'signal SIGUSR1 true'])
  t.equal(ways.length, 1)
  t.end()
})

t.test('what comes to no end is given up, and costs no other case', async t => {
  const implementation = reference(linux)
  const endless = caseOf(`given pair raw
fork() = p
p: echo(s, 100000000) <unfinished ...>
ping(m, 100000000) = ?`)
  const tooMuch = caseOf(`open("/dev/null", O_WRONLY) = n
60000x write(n, "x"*1000000) = 1000000`)
  const given: Transcript[] = []
  const cases = [endless, tooMuch, caseOf('getuid() = 65534')]
  await implementation.play(cases, { jobs: 1, timeoutFactor: 1 }, one => given.push(one))
  t.match(given, [
    { lines: [], trouble: { class: 'harness', reason: /came to no end/ } },
    { lines: [], trouble: { class: 'harness', reason: /came to no end/ } },
    { lines: [{ seen: { kind: 'value', text: '65534' } }] },
  ])
})
