import t from 'tap'
import { formatSuite } from '../suite/format.js'
import { readSuite } from '../suite/read.js'
import { caseText } from './show.js'

const situations = `title S
case pair
title A pair
posix_openpt(O_RDWR|O_NOCTTY) = m
{
grantpt(m) = 0
}
case raw
title Raw
cfmakeraw(m) = 0
`
const suite = `title T
case c
title C
cite XSH close
cite XBD 11.1.7
level shall
needs linux
given pair raw
alone
repeat 300
load 2
deadline 15
risk kernel
covers G1
replaces old/c
tags race
fork() = a
{
a: read(m, 1) <unfinished ...>
write(m, "a  b") = 1..
}
`

t.test('a case is printed in the columns of lint --fix, with its situations', async t => {
  const given = readSuite(situations, 'suites/given.pty').suite
  const [of] = readSuite(suite, 'suites/x.pty', given).suite.cases
  if (!of) throw new Error('no case was read')
  const text = caseText(of)
  t.equal(formatSuite(text), text)
  t.same(text.replace(of.digest, 'DIGEST').split('\n'), [
    'case x/c',
    'title  C',
    'cite   XSH close',
    'cite   XBD 11.1.7',
    'level  shall',
    'needs  linux',
    'repeat 300',
    'load   2',
    'risk   kernel',
    'deadline 15',
    'covers G1',
    'replaces old/c',
    'tags   race',
    'place  suites/x.pty:2',
    'digest DIGEST',
    'alone',
    '',
    '# given pair',
    'posix_openpt(O_RDWR|O_NOCTTY)  = m',
    '{',
    '  grantpt(m)                   = 0',
    '}',
    '',
    '# given raw',
    'cfmakeraw(m)                   = 0',
    '',
    '# the case',
    'fork()                         = a',
    '{',
    '  a: read(m, 1)                <unfinished ...>',
    '  write(m, "a  b")             = 1..',
    '}',
    '',
  ])
})
