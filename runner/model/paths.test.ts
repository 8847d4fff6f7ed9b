/** Which paths a process may follow (XBD 4.16). */
import t from 'tap'
import { shownOnce } from '../../fixtures/model-cases.js'
import { linux } from './profiles/linux.js'

t.test('a working directory that may not be searched is not found by its dot', t => {
  const lines = `needs root other-user
fork() = p
p: setuid(UID_OTHER) = 0
p: stat(".") = -1 EACCES
p: stat("./..") = -1 EACCES
p: stat("/.") = _`
  const [, , dot, above, root = ''] = shownOnce(lines, linux)
  t.same([dot, above], ['-1 EACCES', '-1 EACCES'])
  t.match(root, 'S_IFDIR|0755')
  t.end()
})
