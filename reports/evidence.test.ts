import t from 'tap'
import { sampleRun } from '../fixtures/sample-run.js'
import { compare } from './compare.js'
import { evidence, expected } from './evidence.js'

t.test('what a step expects is what stands right of its own equals sign', async t => {
  const pairs = {
    'leader: read(s, 64) = "" or -1 EIO': '"" or -1 EIO',
    'write(s, "a = b) = 3") = 10': '10',
    'write(s, "\\" = ") = 4': '4',
    'stat(name) = {st_mode=S_IFCHR|0620, ...}': '{st_mode=S_IFCHR|0620, ...}',
    'reader: read(s, 16) <unfinished ...>': '<unfinished ...>',
    'reader: <... read resumed> = "ab" <0.2..>': '"ab" <0.2..>',
    'leader: --- SIGHUP ---': 'leader: --- SIGHUP ---',
    'a|b: <... read unfinished>': 'a|b: <... read unfinished>',
  }
  for (const [text, right] of Object.entries(pairs)) t.equal(expected(text), right, text)
})

t.test('evidence is the step that decided, with its place', async t => {
  const [first] = compare(sampleRun)
  const result = first?.results.get('freebsd-14')
  if (!first || !result) throw new Error('the sample run has lost its first case')
  t.same(evidence(first.record, result), {
    step: 'leader: --- SIGHUP ---',
    expected: 'leader: --- SIGHUP ---',
    seen: '--- no SIGHUP ---',
    brief: '--- no SIGHUP ---',
    file: 'suites/hangup.pty',
    line: 18,
  })
  const { decided: _, ...undecided } = { ...result, lines: [] }
  t.match(evidence(first.record, undecided), { step: '', file: 'suites/hangup.pty', line: 10 })
})
