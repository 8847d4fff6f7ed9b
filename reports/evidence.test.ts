import t from 'tap'
import { sampleRun } from '../fixtures/sample-run.js'
import type { Run } from '../runner/result.js'
import { compare } from './compare.js'
import { evidence } from './evidence.js'
import { casePageView } from './pages/case.js'
import { frames } from './pages/frame.js'
import { expected } from './structure.js'

const known = (run: Run) => ({ framed: frames(run), background: undefined, history: undefined })

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

t.test('of several rounds the one that decided is shown, and named', async t => {
  const [first] = compare(sampleRun)
  const failed = first?.results.get('freebsd-14')
  const passed = first?.results.get('local')
  if (!first || !failed || !passed) throw new Error('the sample run has lost its first case')
  const others = [{ first: 7, count: 3, lines: failed.lines }]
  const rounds = { rounds: { played: 30, same: 27, others }, decidedRound: 7 }
  const result = { ...failed, ...rounds, lines: passed.lines }
  t.match(evidence(first.record, result), {
    seen: '--- no SIGHUP ---',
    brief: '--- no SIGHUP --- in round 7 of 30',
  })
  const run: Run = {
    ...sampleRun,
    played: sampleRun.played.map(played => ({
      ...played,
      results: played.results.map(one => (one === failed ? result : one)),
    })),
  }
  const [comparison] = compare(run)
  if (!comparison) throw new Error('the sample run has lost its first case')
  const { rows, heads } = casePageView(run, comparison, known(run))
  const column = heads.findIndex(({ name }) => name === 'freebsd-14')
  const notes = rows.map(({ cells }) => cells[column]?.lines.map(line => line.rounds))
  t.same(
    new Set(notes.flat().filter(note => note !== null)),
    new Set(['27 of 30 rounds:', '3 of 30 rounds, first in round 7:']),
  )
  const held = rows.map(({ cells }) => cells[column]?.held)
  t.same(
    held.filter(text => text !== null),
    ['holds in 27 of 30 rounds'],
  )
})

t.test('braces stand round the steps that start together', async t => {
  const [first] = compare(sampleRun)
  if (!first) throw new Error('the sample run has lost its first case')
  const steps = first.record.steps.map((step, i) =>
    i === 1 || i === 2 ? { ...step, together: 0 } : step,
  )
  const { rows } = casePageView(
    sampleRun,
    { ...first, record: { ...first.record, steps } },
    known(sampleRun),
  )
  t.same(rows.map(({ opens, closes }) => [opens, closes]).slice(0, 4), [
    [false, false],
    [true, false],
    [false, true],
    [false, false],
  ])
})
