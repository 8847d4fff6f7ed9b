import t from 'tap'
import { leaksIn, redacted } from './redact.js'

t.test('what names a machine or a person', async t => {
  const texts: Readonly<Record<string, string>> = {
    'ssh: connect to host 192.0.2.7 port 22': 'ssh: connect to host ADDRESS port 22',
    'alice@vm.example.org: refused': 'HOST: refused',
    'ssh://root@[2001:db8::1]:22': 'ssh://HOST:22',
    'at fe80::1%eth0.': 'at ADDRESS.',
    'cannot start /home/alice/bin/cc': 'cannot start ~/bin/cc',
    '/Users/bob: no': '~: no',
    'cannot read /root: no': 'cannot read ~: no',
    'PATH=/opt/x/bin is odd': 'ENVIRONMENT is odd',
    'SSH_CONNECTION=10.0.0.1 22': 'ENVIRONMENT 22',
  }
  for (const [text, clean] of Object.entries(texts)) {
    t.equal(redacted(text), clean)
    t.ok(leaksIn(text).length > 0, text)
    t.same(leaksIn(clean), [], clean)
  }
})

t.test('what only looks like it', async t => {
  for (const text of [
    'suites/poll.pty:12: read(s, 64) = "": got -1 EIO',
    'access/root-without-an-instance',
    '/dev/pts/7 and /tmp/ptycheck-1-2/0',
    'at 12:34:56, 300.1.1.1, 1.2.3.4.5, 6.1.0.4-generic',
    'x::y std::string ::',
    '{st_mode=S_IFCHR|0620, ...}',
    'user@',
  ])
    t.same(leaksIn(text), [], text)
})

t.test('names that are known', async t => {
  const words = [['build7', 'HOST']] as const
  t.equal(redacted('Build7: build7-b, rebuild7 build7.', words), 'HOST: build7-b, rebuild7 HOST.')
  t.match(leaksIn('on build7', words), [{ what: 'what is called HOST here', found: 'build7' }])
  t.equal(redacted('a.b axb', [['a.b', '$&']]), '$& axb')
})
